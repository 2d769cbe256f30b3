/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A line of bytes in each direction, in a page that the VMM and the client of its
 * guest share.  Neither waits for the other, and neither believes what the other
 * wrote there: a position, wherever it came from, is taken modulo the room.
 */
#pragma once

#include <microkit.h>

enum { LINK_ROOM = 1024 };

struct ring {
    seL4_Uint32 put; /* bytes so far, by the one who puts */
    seL4_Uint32 got; /* by the other */
    seL4_Uint8 bytes[LINK_ROOM];
};

/* At LINK_PAGE. */
struct link {
    struct ring to_client;
    struct ring to_guest;
};

/* False if there is no room. */
static inline seL4_Bool ring_put(volatile struct ring *ring, seL4_Uint8 c)
{
    seL4_Uint32 put = ring->put;

    if (put - ring->got >= LINK_ROOM) {
        return seL4_False;
    }
    ring->bytes[put % LINK_ROOM] = c;
    __asm__ volatile("dmb ish" : : : "memory");
    ring->put = put + 1;
    return seL4_True;
}

/* True, and the next byte, which stays, if there is one: none if there were more than can be. */
static inline seL4_Bool ring_next(const volatile struct ring *ring, seL4_Uint8 *c)
{
    seL4_Uint32 got = ring->got;
    seL4_Uint32 there = ring->put - got;

    if (there == 0 || there > LINK_ROOM) {
        return seL4_False;
    }
    __asm__ volatile("dmb ish" : : : "memory");
    *c = ring->bytes[got % LINK_ROOM];
    return seL4_True;
}

/* Done with it. */
static inline void ring_drop(volatile struct ring *ring)
{
    ring->got = ring->got + 1;
}
