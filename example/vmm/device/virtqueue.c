/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where chains of buffers that a guest described are taken apart.
 */
#include <stddef.h>

#include "virtqueue.h"

/* A descriptor (2.6.5): address, length, flags and next, of 8, 4, 2 and 2 bytes. */
enum { DESCRIPTOR_BYTES = 16, DESC_LENGTH = 8, DESC_FLAGS = 12, DESC_NEXT = 14 };
enum { FLAG_NEXT = 1, FLAG_WRITE = 2, FLAG_INDIRECT = 4 };

/* Rings (2.6.6, 2.6.8): flags and index, of two bytes each, then entries. */
enum { RING_INDEX = 2, RING_ENTRIES = 4, AVAILABLE_BYTES = 2, USED_BYTES = 8 };
enum { AVAILABLE_NO_INTERRUPT = 1 };

static uint16_t read16(const struct virtqueue *queue, uint64_t address)
{
    return (uint16_t)memory_number(memory_at(queue->memory, address, 2), 2);
}

bool virtqueue_start(struct virtqueue *queue)
{
    const struct guest_memory *memory = queue->memory;
    uint64_t size = queue->size;

    queue->ready = false;
    queue->taken = 0;
    queue->given = 0;
    if (size == 0 || size > QUEUE_MOST || (size & (size - 1)) != 0 ||
        queue->descriptors % 16 != 0 || queue->available % 2 != 0 || queue->used % 4 != 0 ||
        memory_at(memory, queue->descriptors, DESCRIPTOR_BYTES * size) == NULL ||
        memory_at(memory, queue->available, RING_ENTRIES + AVAILABLE_BYTES * size + 2) == NULL ||
        memory_at(memory, queue->used, RING_ENTRIES + USED_BYTES * size + 2) == NULL) {
        return false;
    }
    queue->ready = true;
    return true;
}

/* Adds what descriptor `index` describes.  Returns its flags, or -1 if it cannot be. */
static int add(const struct virtqueue *queue, struct chain *chain, uint16_t index)
{
    const uint8_t *descriptor =
        memory_at(queue->memory, queue->descriptors + (uint64_t)index * DESCRIPTOR_BYTES,
                  DESCRIPTOR_BYTES);
    uint64_t address = memory_number(descriptor, 8);
    struct piece piece = {.bytes = (uint32_t)memory_number(descriptor + DESC_LENGTH, 4)};
    uint16_t flags = (uint16_t)memory_number(descriptor + DESC_FLAGS, 2);

    piece.data = memory_at(queue->memory, address, piece.bytes);
    piece.writable = (flags & FLAG_WRITE) != 0;
    if (piece.data == NULL || (flags & FLAG_INDIRECT) != 0 ||
        (!piece.writable && chain->writable > 0)) {
        return -1;
    }
    chain->piece[chain->pieces++] = piece;
    *(piece.writable ? &chain->writable : &chain->readable) += piece.bytes;
    return flags;
}

/* As many steps as the queue has entries: a chain with more visits one of them again. */
static bool walk(const struct virtqueue *queue, struct chain *chain)
{
    uint16_t index = chain->head;

    for (uint16_t steps = 0; steps < queue->size; steps++) {
        int flags = index < queue->size ? add(queue, chain, index) : -1;

        if (flags < 0 || (flags & FLAG_NEXT) == 0) {
            return flags >= 0;
        }
        index = read16(queue, queue->descriptors + (uint64_t)index * DESCRIPTOR_BYTES + DESC_NEXT);
    }
    return false;
}

enum chain_result virtqueue_take(struct virtqueue *queue, struct chain *chain)
{
    uint16_t waiting;

    if (!queue->ready) {
        return CHAIN_NONE;
    }
    waiting = (uint16_t)(read16(queue, queue->available + RING_INDEX) - queue->taken);
    if (waiting == 0) {
        return CHAIN_NONE;
    }
    __atomic_thread_fence(__ATOMIC_ACQUIRE); /* the index, then what it counts */
    chain->head = read16(queue, queue->available + RING_ENTRIES +
                                    (uint64_t)AVAILABLE_BYTES * (queue->taken % queue->size));
    chain->pieces = 0;
    chain->readable = 0;
    chain->writable = 0;
    if (waiting > queue->size || !walk(queue, chain)) {
        queue->ready = false;
        return CHAIN_BROKEN;
    }
    queue->taken++;
    return CHAIN_TAKEN;
}

void virtqueue_give(struct virtqueue *queue, const struct chain *chain, uint32_t bytes)
{
    uint64_t entry = queue->used + RING_ENTRIES +
                     (uint64_t)USED_BYTES * (queue->given % queue->size);
    uint8_t *at = memory_at(queue->memory, entry, USED_BYTES);

    memory_put_number(at, chain->head, 4);
    memory_put_number(at + 4, bytes, 4);
    __atomic_thread_fence(__ATOMIC_RELEASE); /* the entry, then the index that shows it */
    queue->given++;
    memory_put_number(memory_at(queue->memory, queue->used + RING_INDEX, 2), queue->given, 2);
}

bool virtqueue_interrupts(const struct virtqueue *queue)
{
    return (read16(queue, queue->available) & AVAILABLE_NO_INTERRUPT) == 0;
}

/* Goes through the pieces of one kind, and copies what is in [offset, offset + bytes). */
static uint64_t copy(const struct chain *chain, bool writable, uint64_t offset, uint8_t *to,
                     const uint8_t *from, uint64_t bytes)
{
    uint64_t done = 0;

    for (unsigned i = 0; i < chain->pieces && done < bytes; i++) {
        const struct piece *piece = &chain->piece[i];
        uint64_t part;

        if (piece->writable != writable) {
            continue;
        }
        if (offset >= piece->bytes) {
            offset -= piece->bytes;
            continue;
        }
        part = piece->bytes - offset < bytes - done ? piece->bytes - offset : bytes - done;
        if (writable) {
            memory_copy(piece->data + offset, from + done, part);
        } else {
            memory_copy(to + done, piece->data + offset, part);
        }
        done += part;
        offset = 0;
    }
    return done;
}

uint64_t chain_read(const struct chain *chain, uint64_t offset, uint8_t *to, uint64_t bytes)
{
    return copy(chain, false, offset, to, NULL, bytes);
}

uint64_t chain_write(const struct chain *chain, uint64_t offset, const uint8_t *from,
                     uint64_t bytes)
{
    return copy(chain, true, offset, NULL, from, bytes);
}
