/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor's CNode: its endpoint, its reply object, the CNode itself, so that
 * it can delete from there, and for each thread its TCB and, until a passive one
 * has asked, what makes it so.  If there is a domain schedule to start, the domain
 * capability, until then.
 */
#pragma once

#include <sel4/simple_types.h>

#include "spec_check.h"

enum {
    SLOT_ENDPOINT = 1,
    SLOT_REPLY = 2,
    SLOT_DOMAIN = 3,
    SLOT_CNODE = 4,
    SLOT_THREADS = 8,
    SLOTS_PER_THREAD = 4,
    THREAD_TCB = 0,
    THREAD_SCHED_CONTEXT = 1,
    THREAD_NOTIFICATION = 2,
    THREAD_CNODE = 3 /* the one with the capability through which it asks */
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
