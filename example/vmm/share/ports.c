/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses are compared as numbers.
 */
#include "memory.h"
#include "ports.h"

enum { DESTINATION = 0, SOURCE = 6, GROUP = 1 << 0 /* of an address's first byte */ };

uint64_t ports_address(unsigned port)
{
    return 0x5452ull | (uint64_t)port << 40;
}

/* The guest's port with this address; PORT_OUT if it is none's. */
static unsigned port_of(uint64_t address)
{
    for (unsigned port = 1; port < PORTS; port++) {
        if (ports_address(port) == address) {
            return port;
        }
    }
    return PORT_OUT;
}

enum ports_verdict ports_for(const uint8_t *frame, unsigned from, uint32_t there, uint32_t *to)
{
    const uint64_t destination = memory_number(frame + DESTINATION, PORT_ADDRESS);
    const uint64_t source = memory_number(frame + SOURCE, PORT_ADDRESS);
    uint32_t all = there & ~(1u << from);

    *to = 0;
    if (from == PORT_OUT ? port_of(source) != PORT_OUT : source != ports_address(from)) {
        return PORTS_FORGED;
    }
    *to = (destination & GROUP) != 0 ? all : all & 1u << port_of(destination);
    return PORTS_SENT;
}
