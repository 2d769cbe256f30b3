/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A virtio device of the guest's, reached through registers in memory (version 2 of
 * that transport).  What kind of device it is, a `struct virtio_kind` says: a block
 * device (block.c), a network card (net.c), a console (console.c).
 *
 * Source: Virtual I/O Device (VIRTIO) 1.1, 2.1 (status), 2.2 (features), 4.2 (MMIO).
 */
#pragma once

#include "vgic.h"
#include "virtqueue.h"

enum { VIRTIO_QUEUES = 2, VIRTIO_BYTES = 0x200 };

/* Bit 32, of each device that is not of the old kind. */
#define VIRTIO_VERSION_1 (1ull << 32)

struct virtio;

struct virtio_kind {
    uint32_t device;   /* its number: 1 network, 2 block, 3 console */
    unsigned queues;
    uint64_t features; /* that it offers */
    /* The guest has put chains into queue `index`.  False if the queue is broken. */
    bool (*work)(struct virtio *virtio, unsigned index);
    /* A byte of the device's own registers; 0 beyond them. */
    uint8_t (*config)(const struct virtio *virtio, uint64_t offset);
};

/* The first member of each device's own structure. */
struct virtio {
    const struct virtio_kind *kind;
    struct vgic *gic;
    unsigned irq;
    uint32_t status;
    uint32_t interrupt; /* bit 0 a chain was given back, bit 1 the device is broken */
    uint32_t device_part; /* which half of the features is shown, and set */
    uint32_t driver_part;
    uint32_t queue_part;
    uint64_t features; /* that the guest's driver takes */
    struct virtqueue queues[VIRTIO_QUEUES];
};

/* After a reset. */
void virtio_reset(struct virtio *virtio, const struct virtio_kind *kind,
                  const struct guest_memory *memory, struct vgic *gic, unsigned irq);

/* Registers: `offset` below VIRTIO_BYTES. */
uint64_t virtio_read(struct virtio *virtio, uint64_t offset, unsigned bytes);
void virtio_write(struct virtio *virtio, uint64_t offset, unsigned bytes, uint64_t value);

/* True if the driver is at work and the queue can be used. */
bool virtio_runs(const struct virtio *virtio, unsigned index);

/* Tells the guest that chains were given back, if it wants to know. */
void virtio_interrupt(struct virtio *virtio, unsigned index);

/* The device stops, says so, and waits for its reset. */
void virtio_break(struct virtio *virtio);
