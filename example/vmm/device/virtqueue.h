/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A virtqueue, from the device's side: the guest puts chains of buffers into it, the
 * device takes one after the other, and gives each back.
 *
 * All of it is the guest's memory, and says what the guest likes.  So each word is read
 * once, and what it says is checked before it is used:
 *   - the rings are in the guest's memory as a whole, aligned, when the queue starts;
 *   - no more chains wait than the queue has entries;
 *   - a chain has at most as many pieces as the queue has entries, so it has no loop;
 *   - each piece is in the guest's memory, and no piece to read follows one to write;
 *   - tables of more descriptors are refused: that feature is not offered.
 * A queue in which one of these is not so is broken, until the guest resets the device.
 *
 * Source: Virtual I/O Device (VIRTIO) 1.1, 2.6 (split virtqueues).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "memory.h"

enum { QUEUE_MOST = 64 }; /* entries, a power of two */

struct virtqueue {
    const struct guest_memory *memory;
    uint64_t descriptors; /* the guest's addresses: as it wrote them, then checked */
    uint64_t available;
    uint64_t used;
    uint16_t size;
    bool ready;
    uint16_t taken; /* chains so far, as the ring of available ones counts */
    uint16_t given; /* and back, as the other ring counts */
};

struct piece {
    uint8_t *data;
    uint32_t bytes;
    bool writable; /* by the device */
};

struct chain {
    uint16_t head;
    unsigned pieces;
    struct piece piece[QUEUE_MOST];
    uint64_t readable; /* bytes of all pieces of this kind: 2^38 at most */
    uint64_t writable;
};

enum chain_result { CHAIN_NONE, CHAIN_TAKEN, CHAIN_BROKEN };

/* Starts the queue with what size and addresses say.  False, and not started, if they cannot be. */
bool virtqueue_start(struct virtqueue *queue);

/* The next chain, if there is one.  Who works through a queue takes at most `size` of them at a
   time: what a device writes into buffers may lie on the ring, and make more and more of them. */
enum chain_result virtqueue_take(struct virtqueue *queue, struct chain *chain);

/* Gives a chain back, into which `bytes` were written. */
void virtqueue_give(struct virtqueue *queue, const struct chain *chain, uint32_t bytes);

/* True unless the guest asks not to be interrupted. */
bool virtqueue_interrupts(const struct virtqueue *queue);

/* Copies `bytes` from the chain's readable bytes, or to its writable ones, from the one numbered
   `offset` on.  Returns how many there were. */
uint64_t chain_read(const struct chain *chain, uint64_t offset, uint8_t *to, uint64_t bytes);
uint64_t chain_write(const struct chain *chain, uint64_t offset, const uint8_t *from,
                     uint64_t bytes);
