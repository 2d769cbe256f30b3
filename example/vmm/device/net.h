/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's network card: a virtio network device with one queue for each direction.
 *
 * Source: Virtual I/O Device (VIRTIO) 1.1, 5.1.
 */
#pragma once

#include "virtio.h"

/* Frames of Ethernet, without its check sum; before each, in a chain, a header. */
enum { NET_LEAST = 14, NET_MOST = 1514, NET_HEADER = 12, NET_ADDRESS = 6 };

struct net {
    struct virtio virtio;
    uint8_t address[NET_ADDRESS];
    struct chain chain;
    uint8_t frame[NET_HEADER + NET_MOST] __attribute__((aligned(8)));
};

/* A card with this address, after a reset. */
void net_reset(struct net *net, const struct guest_memory *memory, struct vgic *gic, unsigned irq,
               const uint8_t *address);

/* A frame for the guest.  False if the guest has no room for it now, or it is no frame: it is lost,
   as on any network. */
bool net_receive(struct net *net, const uint8_t *frame, uint32_t bytes);

/* False before the guest's driver has started the card, and after it broke: what comes is lost. */
bool net_listens(const struct net *net);
