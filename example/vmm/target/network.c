/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's network is a wire, to a driver or to a switch.
 */
#include <microkit.h>

#include "channels.h"
#include "net.h"
#include "network.h"
#include "wire.h"

_Static_assert((int)WIRE_LEAST == (int)NET_LEAST && (int)WIRE_MOST == (int)NET_MOST,
               "what the card takes for a frame is one on the wire");

/* Set by the tool: what this end writes, and what the other one does. */
uintptr_t wire_here;
uintptr_t wire_there;

static struct wire wire(void)
{
    return (struct wire){(struct wire_end *)wire_here, (const struct wire_end *)wire_there};
}

uint64_t network_address(void)
{
    (void)microkit_ppcall(NETWORK, microkit_msginfo_new(NETWORK_ADDRESS, 0));
    return microkit_mr_get(0);
}

void platform_net_send(const uint8_t *frame, uint32_t bytes)
{
    const struct wire w = wire();

    if (wire_put(&w, frame, bytes)) {
        microkit_notify(NETWORK);
    }
}

uint32_t network_next(uint8_t *frame)
{
    const struct wire w = wire();

    return wire_look(&w, frame);
}

void network_drop(void)
{
    const struct wire w = wire();

    wire_drop(&w);
}

void network_reset(void)
{
    const struct wire w = wire();

    wire_drop_all(&w);
}
