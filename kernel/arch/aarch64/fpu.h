/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lazy switching of the floating point and SIMD registers.
 *
 * `owner` is the thread whose values the registers hold, NULL if nobody's; its
 * context is then out of date.  User mode has access exactly while `enabled`
 * is 1, and at every return to user mode enabled == (current == owner):
 * vectors.S sees to that.  A thread that touches the registers without owning
 * them traps, and fpu_claim makes it the owner.  The kernel itself never uses
 * them (-mgeneral-regs-only).
 */
#pragma once

#include "object.h"

struct fpu {
    struct tcb *owner;
    word_t enabled;
};

/* In vectors.S, where the kernel stack starts. */
extern struct fpu fpu;

_Static_assert(offsetof(struct fpu, enabled) == offsetof(struct fpu, owner) + 8,
               "vectors.S loads both at once");

/*
 * The thread `tcb` used the registers while access was off.  Returns false if
 * it may not use them (seL4_TCBFlag_fpuDisabled); else they hold its values.
 */
MUST_USE bool fpu_claim(struct tcb *tcb);
