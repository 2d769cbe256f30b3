/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's disk: a virtio block device.
 *
 * Source: Virtual I/O Device (VIRTIO) 1.1, 5.2.
 */
#pragma once

#include "virtio.h"

/* At once: a request has no more data, and a step towards the disk not either. */
enum { SECTOR = 512, BLOCK_STEP = 4096, BLOCK_SEGMENTS = 16, BLOCK_MOST = 65536 };

struct block {
    struct virtio virtio;
    uint64_t sectors;
    struct chain chain;
    uint8_t step[BLOCK_STEP] __attribute__((aligned(8)));
};

/* A disk of this size, after a reset. */
void block_reset(struct block *block, const struct guest_memory *memory, struct vgic *gic,
                 unsigned irq, uint64_t sectors);
