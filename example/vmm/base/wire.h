/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A wire for frames of Ethernet between two components: a monitor, a network card's driver, a
 * switch.  Both ends are alike, and neither trusts the other.
 *
 * Each end has memory that it alone can write, and the other can only read.  There it puts frames,
 * and counts those that it put and those of the other's that it got; so many lie between:
 *
 *      end A: put = 5, slots     ---->   end B: got = 3      two frames to B
 *      end A: got = 7            <----   end B: put = 7      none to A
 *
 * Who puts a frame signals the other end each time.  If all slots are full the frame is lost, as on
 * any network; so nobody waits for the other end.  What the other end wrote may be anything and may
 * change at any time: each number is read once and checked, and a frame is copied before it is
 * looked at.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Bytes of a frame, without its check sum. */
enum { WIRE_SLOTS = 16, WIRE_LEAST = 14, WIRE_MOST = 1514, WIRE_ADDRESS = 6 };

struct wire_slot {
    uint32_t bytes;
    uint8_t frame[1516]; /* WIRE_MOST, and what makes the next slot's number aligned */
};

/* What one end writes.  Memory regions start zeroed: that is a wire with nothing on it. */
struct wire_end {
    uint32_t put; /* frames so far; wraps with its type, as the next */
    uint32_t got;
    struct wire_slot slots[WIRE_SLOTS];
};

/* A region of a system's description has these bytes. */
enum { WIRE_BYTES = 0x6000 };
_Static_assert(sizeof(struct wire_end) <= WIRE_BYTES, "an end has a region of this size");

struct wire {
    struct wire_end *here;
    const struct wire_end *there;
};

/* Puts a frame of WIRE_LEAST to WIRE_MOST bytes.  False if there is no room, or it is no frame: it
   is lost. */
bool wire_put(const struct wire *wire, const uint8_t *frame, uint32_t bytes);

/* Copies the other end's next frame to `frame`, of WIRE_MOST bytes, and returns how long it is;
   0 if there is none.  What is no frame is passed over.  The frame stays the next one until
   wire_drop(). */
uint32_t wire_look(const struct wire *wire, uint8_t *frame);
void wire_drop(const struct wire *wire);

/* Drops whatever the other end has put so far. */
void wire_drop_all(const struct wire *wire);
