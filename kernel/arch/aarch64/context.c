/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads' registers: their first values, what users may set them to, and
 * which of the processor's are a thread's to use.
 */
#include "arch.h"

#include "sysreg.h"

/* The processor state of every thread; only the flags above it are its own. */
static word_t context_spsr(void)
{
    return CONFIG_DEBUG_BUILD ? SPSR_FIQ_MASK : SPSR_FIQ_MASK | SPSR_SERROR_MASK;
}

void arch_context_init(struct user_context *context, word_t access)
{
    context->access = access;
    context->reg[REG_SPSR] = context_spsr();
}

word_t arch_sanitise_register(unsigned index, word_t value)
{
    if (index == REG_SPSR) {
        return bits_put(context_spsr(), 31, 28, bits_get(value, 31, 28)); /* NZCV */
    }
    return value;
}

void arch_flags_changed(struct tcb *tcb)
{
    arch_fpu_forget(tcb);
    tcb->context.access = arch_access(tcb->flags);
}

bool arch_may_use_timer(const struct tcb *tcb)
{
    return (tcb->context.access & ACCESS_NO_TIMER) == 0;
}
