/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames between a guest and whoever is at the other end.  No feature is offered that
 * would leave work to the card, so headers say nothing: they are skipped, and written
 * as zeros, but for the number of chains that a frame takes.
 */
#include "net.h"

enum { RECEIVE = 0, TRANSMIT = 1 }; /* queues, 5.1.2 */
enum { NUM_BUFFERS = 10 };          /* in the header, 5.1.6: two bytes, 1 */

#define FEATURE_MAC (1ull << 5)

/* What is no frame is given back, and goes nowhere. */
static bool transmit(struct net *net, struct virtqueue *queue)
{
    enum chain_result result = CHAIN_NONE;

    for (unsigned i = 0; i < queue->size; i++) {
        uint64_t bytes;

        result = virtqueue_take(queue, &net->chain);
        if (result != CHAIN_TAKEN) {
            break;
        }
        bytes = net->chain.readable - NET_HEADER;
        if (net->chain.readable >= NET_HEADER + NET_LEAST && bytes <= NET_MOST) {
            (void)chain_read(&net->chain, NET_HEADER, net->frame, bytes);
            platform_net_send(net->frame, (uint32_t)bytes);
        }
        virtqueue_give(queue, &net->chain, 0);
        virtio_interrupt(&net->virtio, TRANSMIT);
    }
    return result != CHAIN_BROKEN;
}

static bool work(struct virtio *virtio, unsigned index)
{
    struct net *net = (struct net *)(void *)virtio;

    return index != TRANSMIT || transmit(net, &virtio->queues[index]);
}

bool net_receive(struct net *net, const uint8_t *frame, uint32_t bytes)
{
    struct virtqueue *queue = &net->virtio.queues[RECEIVE];
    uint32_t all = NET_HEADER + bytes;
    enum chain_result result;

    if (bytes < NET_LEAST || bytes > NET_MOST || !virtio_runs(&net->virtio, RECEIVE)) {
        return false;
    }
    result = virtqueue_take(queue, &net->chain);
    if (result != CHAIN_TAKEN || net->chain.writable < all) {
        if (result != CHAIN_NONE) {
            virtio_break(&net->virtio); /* 5.1.6.3.1: a buffer is large enough for any frame */
        }
        return false;
    }
    memory_clear(net->frame, NET_HEADER);
    net->frame[NUM_BUFFERS] = 1;
    memory_copy(net->frame + NET_HEADER, frame, bytes);
    (void)chain_write(&net->chain, 0, net->frame, all);
    virtqueue_give(queue, &net->chain, all);
    virtio_interrupt(&net->virtio, RECEIVE);
    return true;
}

bool net_listens(const struct net *net)
{
    return virtio_runs(&net->virtio, RECEIVE);
}

static uint8_t config(const struct virtio *virtio, uint64_t offset)
{
    const struct net *net = (const struct net *)(const void *)virtio;

    return offset < NET_ADDRESS ? net->address[offset] : 0;
}

static const struct virtio_kind kind = {
    .device = 1,
    .queues = 2,
    .features = VIRTIO_VERSION_1 | FEATURE_MAC,
    .work = work,
    .config = config,
};

void net_reset(struct net *net, const struct guest_memory *memory, struct vgic *gic, unsigned irq,
               const uint8_t *address)
{
    virtio_reset(&net->virtio, &kind, memory, gic, irq);
    memory_copy(net->address, address, NET_ADDRESS);
}
