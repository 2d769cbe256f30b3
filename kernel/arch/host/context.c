/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads' registers on the host, for the tests' machine and for the proofs' (proofs/machine/). */
#include "arch.h"

enum { USER_SPSR = 0x40 }; /* ABI.md 1.4, debug */

void arch_context_init(struct user_context *context, word_t access)
{
    context->no_timer = access;
    context->reg[REG_SPSR] = USER_SPSR;
}

word_t arch_sanitise_register(unsigned index, word_t value)
{
    return index == REG_SPSR ? (value & 0xf0000000) | USER_SPSR : value;
}

void arch_flags_changed(struct tcb *tcb)
{
    arch_fpu_forget(tcb);
    tcb->context.no_timer = arch_access(tcb->flags);
}

bool arch_may_use_timer(const struct tcb *tcb)
{
    return tcb->context.no_timer == 0;
}
