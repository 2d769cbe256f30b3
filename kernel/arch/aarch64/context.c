/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads' registers: their first values, and what users may set them to.
 */
#include "arch.h"

#include "sysreg.h"

/* The processor state of every thread; only the flags above it are its own. */
static word_t context_spsr(void)
{
    return CONFIG_DEBUG_BUILD ? SPSR_FIQ_MASK : SPSR_FIQ_MASK | SPSR_SERROR_MASK;
}

void arch_context_init(struct user_context *context)
{
    context->reg[REG_SPSR] = context_spsr();
}

word_t arch_sanitise_register(unsigned index, word_t value)
{
    if (index == REG_SPSR) {
        return bits_put(context_spsr(), 31, 28, bits_get(value, 31, 28)); /* NZCV */
    }
    return value;
}
