/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the spraying task does for a kernel's exception level: at EL2 two of its
 * threads are guests, at EL1 with the MMU off, so that they run the same code at
 * the same addresses as the others; but they call by hvc.
 */
#pragma once

#include <sel4/sel4.h>

enum {
    GUESTS = 2,        /* how many of the threads are guests: the last ones */
    GUESTS_SLOTS = 4,  /* of the keeper's that guests_make() fills */
    GUESTS_VCPUS = 2,  /* the first so many of these are virtual CPUs that all have */
    GUESTS_TABLES = 2, /* page tables between the root and a page */
    GUESTS_OPERATIONS = 5 /* on virtual CPUs, each of which must succeed some time */
};

/* Makes from `arena` the guests' virtual CPUs, and behind them a spare one and a thread that never
   runs, in the keeper's capability space from `slots` on. */
seL4_Error guests_make(seL4_CPtr arena, seL4_CPtr slots);

/* Thread `tcb`, which is suspended, begins as guest number `guest`, with its own stack wherever
   EL1 looks for it; or, when that is no guest's number, with no virtual CPU.  `regs` are those that
   it is to begin with, sp among them: sets their mode. */
seL4_Error guests_place(seL4_CPtr slots, seL4_CPtr tcb, unsigned guest, seL4_UserContext *regs);
