/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One kernel entry on the small system: all invariants afterwards, the kernel's assertions and all
 * of C's rules on the way, and nothing changes but what the contract names.  That the invariants
 * hold before, the proof `shapes` says.
 */
#pragma once

#include "check.h"
#include "entry.h"
#include "frame.h"

static inline void look(const char *broken)
{
    PROVE(broken == NULL, "all invariants hold (kernel/check)");
}

/* Does the shape itself fulfil them? */
static inline void try_shape(struct shape shape)
{
    system_build(shape);
    look(check_invariants());
}

static inline void try_begin(struct shape shape)
{
    system_build(shape);
    frame_remember();
}

/* `runs`: who does then. */
static inline void try_end(struct contract contract, const struct tcb *runs)
{
    frame_check(contract);
    PROVE(sched.current == runs, "who is to run does");
    look(check_invariants());
}

/* A system call. */
static inline void try(struct shape shape, struct contract contract, const struct tcb *runs)
{
    try_begin(shape);
    kernel_syscall();
    try_end(contract, runs);
}

/* Another one of a's, in the system as it was left. */
static inline void try_next(struct shape shape, struct contract contract, const struct tcb *runs)
{
    system_call_next(shape);
    frame_remember();
    kernel_syscall();
    try_end(contract, runs);
}
