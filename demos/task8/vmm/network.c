/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8: the guest's network, which has one other station: the gateway, which is the VMM itself.
 * It answers who asks for an address, so that a guest sees that its network is up; other frames are
 * lost, as on any network.
 *
 * Here is the bug that was planted: see answer().
 *
 * Source: RFC 826.
 */
#include <microkit.h>

#include "memory.h"
#include "network.h"
#include "platform.h"

/* Where what is, in a frame of Ethernet with a question or an answer in it. */
enum {
    TO = 0, FROM = 6, KIND = 12, HARDWARE_BYTES = 18, PROTOCOL_BYTES = 19, OPERATION = 20,
    SENDER = 22, TARGET = 32, END = 42
};
enum { KIND_HIGH = 8, KIND_LOW = 6, ASKS = 1, ANSWERS = 2, STATION_BYTES = 6, LEAST = 60 };

static const uint8_t station[STATION_BYTES] = {0x52, 0x54, 0, 0, 0, 2};

static uint8_t waiting[LEAST]; /* the answer */
static bool waits;

/* To whoever asked: its addresses come back as the target's. */
static void answer(const uint8_t *frame, uint32_t bytes)
{
    uint8_t reply[64] __attribute__((aligned(8)));
    unsigned asker = frame[HARDWARE_BYTES] + frame[PROTOCOL_BYTES]; /* its two addresses */

    if (bytes < SENDER + 2 * asker) {
        return; /* it says that it has more than it has */
    }
    memory_clear(reply, sizeof(reply));
    memory_copy(reply + TO, frame + FROM, STATION_BYTES);
    memory_copy(reply + FROM, station, STATION_BYTES);
    memory_copy(reply + KIND, frame + KIND, SENDER - KIND);
    reply[OPERATION + 1] = ANSWERS;
    memory_copy(reply + SENDER, station, STATION_BYTES);
    memory_copy(reply + SENDER + STATION_BYTES, frame + SENDER + asker + STATION_BYTES, 4);
    /* The bug: who asks says how long its addresses are, 10 bytes or up to 510; for them there are
       32 here. */
    memory_copy(reply + TARGET, frame + SENDER, asker);
    memory_copy(waiting, reply, LEAST);
    waits = true;
}

void platform_net_send(const uint8_t *frame, uint32_t bytes)
{
    if (bytes >= END && frame[KIND] == KIND_HIGH && frame[KIND + 1] == KIND_LOW &&
        frame[OPERATION + 1] == ASKS) {
        answer(frame, bytes);
    }
}

uint64_t network_address(void)
{
    return 0x010000005452ull; /* 52:54:00:00:00:01 */
}

uint32_t network_next(uint8_t *frame)
{
    memory_copy(frame, waiting, LEAST);
    return waits ? LEAST : 0;
}

void network_drop(void)
{
    waits = false;
}

void network_reset(void)
{
    waits = false;
}
