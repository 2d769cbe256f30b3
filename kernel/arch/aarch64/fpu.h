/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lazy switching of the floating point and SIMD registers.
 *
 * They hold the values of one thread, their owner, or nobody's; the owner's
 * context is then out of date, and it alone has ACCESS_FPU (machine.h).  A
 * thread that touches the registers without owning them traps, and fpu_claim
 * makes it the owner.  The kernel itself never uses them
 * (-mgeneral-regs-only) but to save and load them.
 */
#pragma once

#include "object.h"

/*
 * The thread `tcb` used the registers without access.  Returns false if it may
 * not use them (seL4_TCBFlag_fpuDisabled); else they hold its values.
 */
MUST_USE bool fpu_claim(struct tcb *tcb);
