/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the spraying task does for a kernel's exception level: at EL1 there are no
 * virtual CPUs, so no thread is a guest.
 */
#pragma once

#include <sel4/sel4.h>

enum {
    GUESTS = 0,        /* how many of the threads are guests: the last ones */
    GUESTS_SLOTS = 0,  /* of the keeper's that guests_make() fills */
    GUESTS_VCPUS = 0,  /* the first so many of these are virtual CPUs that all have */
    GUESTS_TABLES = 3, /* page tables between the root and a page */
    GUESTS_OPERATIONS = 0
};

static inline seL4_Error guests_make(seL4_CPtr arena, seL4_CPtr slots)
{
    (void)arena;
    (void)slots;
    return seL4_NoError;
}

static inline seL4_Error guests_place(seL4_CPtr slots, seL4_CPtr tcb, unsigned guest,
                                      seL4_UserContext *regs)
{
    (void)slots;
    (void)tcb;
    (void)guest;
    (void)regs;
    return seL4_NoError;
}
