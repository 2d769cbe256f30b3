/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor's CNode: its endpoint, its reply object, and for each thread its
 * TCB and, of a passive one, what makes it so.  If there is a domain schedule to
 * start, the domain capability and, where the first thread has a slot to spare,
 * the CNode itself, so that both can be deleted then.
 */
#pragma once

#include <sel4/simple_types.h>

#include "spec_check.h"

enum {
    SLOT_ENDPOINT = 1,
    SLOT_REPLY = 2,
    SLOT_DOMAIN = 3,
    SLOT_THREADS = 4,
    SLOTS_PER_THREAD = 4,
    THREAD_TCB = 0,
    THREAD_SCHED_CONTEXT = 1,
    THREAD_NOTIFICATION = 2,
    SLOT_CNODE = SLOT_THREADS + 3
};

static inline seL4_CPtr thread_slot(uint32_t thread, seL4_CPtr which)
{
    return SLOT_THREADS + (seL4_CPtr)thread * SLOTS_PER_THREAD + which;
}

/* log2 of the number of slots. */
static inline uint32_t monitor_cnode_bits(const struct spec *spec)
{
    seL4_Word slots = thread_slot(spec->header->threads.count, 0);
    uint32_t bits = 1;

    while (1ull << bits < slots) {
        bits++;
    }
    return bits;
}
