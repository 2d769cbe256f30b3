/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Characters between a guest and the platform's console.
 */
#include "console.h"

enum { RECEIVE = 0, TRANSMIT = 1 }; /* queues, 5.3.2 */

static void print(const struct chain *chain)
{
    uint8_t text[64];

    for (uint64_t done = 0; done < CONSOLE_MOST; done += sizeof(text)) {
        uint64_t count = chain_read(chain, done, text, sizeof(text));

        for (uint64_t i = 0; i < count; i++) {
            platform_send(text[i]);
        }
        if (count < sizeof(text)) {
            break;
        }
    }
}

static bool work(struct virtio *virtio, unsigned index)
{
    struct console *console = (struct console *)(void *)virtio;
    struct virtqueue *queue = &virtio->queues[index];
    enum chain_result result = CHAIN_NONE;

    for (unsigned i = 0; i < queue->size && index == TRANSMIT; i++) {
        result = virtqueue_take(queue, &console->chain);
        if (result != CHAIN_TAKEN) {
            break;
        }
        print(&console->chain);
        virtqueue_give(queue, &console->chain, 0);
        virtio_interrupt(virtio, index);
    }
    return result != CHAIN_BROKEN;
}

bool console_receive(struct console *console, uint8_t c)
{
    struct virtqueue *queue = &console->virtio.queues[RECEIVE];
    enum chain_result result;

    if (!virtio_runs(&console->virtio, RECEIVE)) {
        return false;
    }
    result = virtqueue_take(queue, &console->chain);
    if (result != CHAIN_TAKEN || chain_write(&console->chain, 0, &c, 1) != 1) {
        if (result != CHAIN_NONE) {
            virtio_break(&console->virtio);
        }
        return false;
    }
    virtqueue_give(queue, &console->chain, 1);
    virtio_interrupt(&console->virtio, RECEIVE);
    return true;
}

/* Its registers are those of features that it does not offer. */
static uint8_t config(const struct virtio *virtio, uint64_t offset)
{
    (void)virtio;
    (void)offset;
    return 0;
}

static const struct virtio_kind kind = {
    .device = 3,
    .queues = 2,
    .features = VIRTIO_VERSION_1,
    .work = work,
    .config = config,
};

void console_reset(struct console *console, const struct guest_memory *memory, struct vgic *gic,
                   unsigned irq)
{
    virtio_reset(&console->virtio, &kind, memory, gic, irq);
}
