/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is sent.  More messages than a ring_index can count, so that it wraps, too.
 */
#pragma once

#include "ring.h"

enum { RING_CHANNEL = 0 };
enum { MESSAGES = 70000 };

_Static_assert(MESSAGES > (ring_index)-1, "the indices wrap at least once");

/* The value of message `number`: no two neighbours are alike. */
static inline seL4_Word work_value(seL4_Word number)
{
    return (number + 1) * 0x9e3779b97f4a7c15ull;
}

/* Depends on the order of messages, too. */
static inline seL4_Word work_checksum(seL4_Word sum, seL4_Word value)
{
    return (sum ^ value) * 0x100000001b3ull;
}
