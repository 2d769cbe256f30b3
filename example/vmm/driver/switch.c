/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A switch between guests and the network card: each has a wire (wire.h) to it, and ports.h says
 * where a frame goes.  It has no device, and of a monitor nothing but what that puts on its wire.
 */
#include <microkit.h>

#include "channels.h"
#include "ports.h"
#include "wire.h"

/* Set by the tool: of each port's wire this end and the other one.  A port without is not there.
   The channel to who is at a port has its number. */
uintptr_t here_0, there_0;
uintptr_t here_1, there_1;
uintptr_t here_2, there_2;
uintptr_t here_3, there_3;

static struct wire wires[PORTS];
static uint32_t there;  /* a bit for each port that is */
static uint32_t blamed; /* and for each of which it was said that it forges */

static void connect(unsigned port, uintptr_t this_end, uintptr_t other_end)
{
    if (this_end != 0 && other_end != 0) {
        wires[port] =
            (struct wire){(struct wire_end *)this_end, (const struct wire_end *)other_end};
        there |= 1u << port;
    }
}

void init(void)
{
    connect(0, here_0, there_0);
    connect(1, here_1, there_1);
    connect(2, here_2, there_2);
    connect(3, here_3, there_3);
}

/* Once for each port: it is for who wonders about a network that is silent. */
static void blame(unsigned port)
{
    if ((blamed & 1u << port) == 0) {
        microkit_dbg_puts("switch: dropped a frame, its address is not its sender's: port ");
        microkit_dbg_put32(port);
        microkit_dbg_puts("\n");
    }
    blamed |= 1u << port;
}

/* Returns the ports that have it now. */
static uint32_t send(const uint8_t *frame, uint32_t bytes, unsigned from)
{
    uint32_t to;
    uint32_t got = 0;

    if (ports_for(frame, from, there, &to) == PORTS_FORGED) {
        blame(from);
    }
    for (unsigned port = 0; port < PORTS; port++) {
        if ((to & 1u << port) != 0 && wire_put(&wires[port], frame, bytes)) {
            got |= 1u << port;
        }
    }
    return got;
}

/* Not more than its end can have put before it signalled; for more it signals again. */
void notified(microkit_channel ch)
{
    static uint8_t frame[WIRE_MOST] __attribute__((aligned(8)));
    uint32_t got = 0;

    if (ch >= PORTS || (there & 1u << ch) == 0) {
        return;
    }
    for (unsigned i = 0; i < WIRE_SLOTS; i++) {
        uint32_t bytes = wire_look(&wires[ch], frame);

        if (bytes == 0) {
            break;
        }
        wire_drop(&wires[ch]);
        got |= send(frame, bytes, (unsigned)ch);
    }
    for (unsigned port = 0; port < PORTS; port++) {
        if ((got & 1u << port) != 0) {
            microkit_notify(port);
        }
    }
}

/* NETWORK_ADDRESS: that of who asks. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)msginfo;
    microkit_mr_set(0, ports_address((unsigned)ch));
    return microkit_msginfo_new(0, 1);
}
