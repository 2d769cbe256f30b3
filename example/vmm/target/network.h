/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's network: what is at the other end of its card.  In this example a wire (wire.h); a
 * larger system may have something else, and then defines these and platform_net_send().
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The address of the guest's card, its first byte the lowest. */
uint64_t network_address(void);

/* Copies the next frame for the guest to `frame`, of NET_MOST bytes, and returns how long it is, at
   least NET_LEAST; 0 if there is none.  It stays the next one until network_drop(). */
uint32_t network_next(uint8_t *frame);
void network_drop(void);

/* What waits is not for the guest that starts now. */
void network_reset(void);
