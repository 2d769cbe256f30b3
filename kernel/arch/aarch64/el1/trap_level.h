/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of user mode as a kernel at EL1 sorts them (ABI.md 5.2).
 */
#pragma once

#include "entry.h"
#include "../sysreg.h"

/* Of a data abort, and of an instruction abort: what `tcb`, the current thread, accessed. */
static inline word_t trap_address(const struct tcb *tcb, word_t syndrome)
{
    (void)tcb;
    (void)syndrome;
    return sysreg_get_far_el1();
}

static inline word_t trap_fetch_address(const struct tcb *tcb, word_t syndrome)
{
    (void)syndrome;
    return tcb->context.reg[REG_PC];
}

/* Whatever is neither call nor abort. */
static inline void trap_other(struct tcb *tcb, word_t syndrome)
{
    (void)tcb;
    kernel_user_exception(syndrome, 0);
}
