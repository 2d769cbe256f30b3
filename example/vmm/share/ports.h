/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a switch sends a frame.  A guest's port has an address, which no guest chooses: what comes
 * from there with another one is dropped, so nobody speaks for somebody else.  Nothing is learned,
 * so nothing can be taught wrongly.
 *
 * Port 0 leads out of the machine, to the network card.
 *
 * Source: IEEE 802.3, 3.2.3 (addresses; the bit for groups).
 */
#pragma once

#include <stdint.h>

enum { PORTS = 4, PORT_OUT = 0, PORT_ADDRESS = 6 };

/* A port's address, its first byte the lowest: 52:54:00:00:00:<port>. */
uint64_t ports_address(unsigned port);

/* What becomes of a frame. */
enum ports_verdict {
    PORTS_SENT,  /* to whoever there is to have it; nobody, perhaps */
    PORTS_FORGED /* its source is not who sent it: dropped */
};

/* `frame` came from port `from`; it has at least the 12 bytes of its two addresses.  *to gets a bit
   for each port of `there` (a bit for each port that exists) that it is for, none if it is forged.
   One to a group goes to all others; one to an address that no guest's port has goes out. */
enum ports_verdict ports_for(const uint8_t *frame, unsigned from, uint32_t there, uint32_t *to);
