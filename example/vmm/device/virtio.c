/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of a virtio device, and the steps in which a driver starts it.
 */
#include <stddef.h>

#include "virtio.h"
#include "virtio_registers.h"

enum { STATUS_BITS = 0xcf };

#define VENDOR 0x4b4c4842u /* "BHLK": the specification knows none of ours */

static void show(struct virtio *virtio)
{
    vgic_set_line(virtio->gic, virtio->irq, virtio->interrupt != 0);
}

void virtio_reset(struct virtio *virtio, const struct virtio_kind *kind,
                  const struct guest_memory *memory, struct vgic *gic, unsigned irq)
{
    *virtio = (struct virtio){.kind = kind, .gic = gic, .irq = irq};
    for (unsigned i = 0; i < VIRTIO_QUEUES; i++) {
        virtio->queues[i].memory = memory;
    }
    show(virtio);
}

bool virtio_runs(const struct virtio *virtio, unsigned index)
{
    return (virtio->status & (DRIVER_OK | NEEDS_RESET)) == DRIVER_OK &&
           virtio->queues[index].ready;
}

void virtio_interrupt(struct virtio *virtio, unsigned index)
{
    if (virtqueue_interrupts(&virtio->queues[index])) {
        virtio->interrupt |= INTERRUPT_USED;
        show(virtio);
    }
}

void virtio_break(struct virtio *virtio)
{
    virtio->status |= NEEDS_RESET;
    virtio->interrupt |= INTERRUPT_CONFIG;
    show(virtio);
}

/* The queue that the guest has chosen, if it is one of this kind's. */
static struct virtqueue *chosen(struct virtio *virtio)
{
    return virtio->queue_part < virtio->kind->queues ? &virtio->queues[virtio->queue_part] : NULL;
}

static uint32_t half(uint64_t features, uint32_t part)
{
    return part < 2 ? (uint32_t)(features >> 32 * part) : 0;
}

static uint32_t read_config(const struct virtio *virtio, uint64_t offset, unsigned bytes)
{
    uint32_t value = 0;

    for (unsigned i = 0; i < bytes && i < 4; i++) {
        value |= (uint32_t)virtio->kind->config(virtio, offset + i) << 8 * i;
    }
    return value;
}

uint64_t virtio_read(struct virtio *virtio, uint64_t offset, unsigned bytes)
{
    const struct virtqueue *queue = chosen(virtio);

    if (offset >= CONFIG) {
        uint64_t high = bytes == 8 ? read_config(virtio, offset - CONFIG + 4, 4) : 0;

        return read_config(virtio, offset - CONFIG, bytes) | high << 32;
    }
    switch (offset) {
    case MAGIC_VALUE: return MAGIC;
    case VERSION: return 2;
    case DEVICE_ID: return virtio->kind->device;
    case VENDOR_ID: return VENDOR;
    case DEVICE_FEATURES: return half(virtio->kind->features, virtio->device_part);
    case QUEUE_NUM_MAX: return queue != NULL ? QUEUE_MOST : 0;
    case QUEUE_READY: return queue != NULL && queue->ready;
    case INTERRUPT_STATUS: return virtio->interrupt;
    case STATUS: return virtio->status;
    default: return 0; /* among them ConfigGeneration: these registers do not change */
    }
}

/* Only what was offered can be taken, version 1 must be, and nothing changes afterwards. */
static void write_status(struct virtio *virtio, uint32_t value)
{
    bool acceptable = (virtio->features & ~virtio->kind->features) == 0 &&
                      (virtio->features & VIRTIO_VERSION_1) != 0;

    if (value == 0) {
        virtio_reset(virtio, virtio->kind, virtio->queues[0].memory, virtio->gic, virtio->irq);
        return;
    }
    if (!acceptable) {
        value &= ~(uint32_t)(FEATURES_OK | DRIVER_OK);
    }
    if ((value & FEATURES_OK) == 0) {
        value &= ~(uint32_t)DRIVER_OK;
    }
    virtio->status |= value & STATUS_BITS & ~(uint32_t)NEEDS_RESET;
}

static void write_features(struct virtio *virtio, uint32_t value)
{
    uint32_t part = virtio->driver_part;

    if ((virtio->status & FEATURES_OK) == 0 && part < 2) {
        virtio->features &= ~((uint64_t)UINT32_MAX << 32 * part);
        virtio->features |= (uint64_t)value << 32 * part;
    }
}

/* A queue that is ready keeps the size and the addresses that were checked. */
static void write_queue(struct virtio *virtio, uint64_t offset, uint32_t value)
{
    struct virtqueue *queue = chosen(virtio);
    uint64_t *address;

    if (queue == NULL || queue->ready) {
        return;
    }
    switch (offset & ~4ull) {
    case QUEUE_DESC: address = &queue->descriptors; break;
    case QUEUE_DRIVER: address = &queue->available; break;
    case QUEUE_DEVICE: address = &queue->used; break;
    default: return;
    }
    *address = (offset & 4) != 0 ? (*address & UINT32_MAX) | (uint64_t)value << 32
                                 : (*address & ~(uint64_t)UINT32_MAX) | value;
}

static void write_ready(struct virtio *virtio, uint32_t value)
{
    struct virtqueue *queue = chosen(virtio);

    if (queue == NULL || (queue->ready && value == 1)) {
        return;
    }
    queue->ready = false;
    if (value == 1 && ((virtio->status & FEATURES_OK) == 0 || !virtqueue_start(queue))) {
        virtio_break(virtio);
    }
}

static void notify(struct virtio *virtio, uint32_t index)
{
    if (index < virtio->kind->queues && virtio_runs(virtio, index) &&
        !virtio->kind->work(virtio, index)) {
        virtio_break(virtio);
    }
}

/* All are words; of other sizes the specification has none (4.2.2.2), and they do nothing. */
void virtio_write(struct virtio *virtio, uint64_t offset, unsigned bytes, uint64_t value)
{
    struct virtqueue *queue = chosen(virtio);
    uint32_t word = (uint32_t)value;

    if (bytes != 4) {
        return;
    }
    switch (offset) {
    case DEVICE_FEATURES_SEL: virtio->device_part = word; break;
    case DRIVER_FEATURES_SEL: virtio->driver_part = word; break;
    case DRIVER_FEATURES: write_features(virtio, word); break;
    case QUEUE_SEL: virtio->queue_part = word; break;
    case QUEUE_NUM:
        if (queue != NULL && !queue->ready) {
            queue->size = word <= QUEUE_MOST ? (uint16_t)word : 0;
        }
        break;
    case QUEUE_READY: write_ready(virtio, word); break;
    case QUEUE_NOTIFY: notify(virtio, word); break;
    case INTERRUPT_ACK:
        virtio->interrupt &= ~word;
        show(virtio);
        break;
    case STATUS: write_status(virtio, word); break;
    default: write_queue(virtio, offset, word); break;
    }
}
