/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between the order of the kernel's message and that of the numbers.
 */
#include <microkit.h>

#include "registers.h"

static seL4_UserContext context;

/* Where in the kernel's order x0 to x30 are (seL4_UserContext). */
enum { X0 = 3, X16 = 12, X29 = 15, X9 = 17, X19 = 24 };

static seL4_Word *general(unsigned number)
{
    seL4_Word *words = &context.pc;

    if (number <= 8) {
        return &words[X0 + number];
    }
    if (number <= 15) {
        return &words[X9 + number - 9];
    }
    if (number <= 18) {
        return &words[X16 + number - 16];
    }
    return number <= 28 ? &words[X19 + number - 19] : &words[X29 + number - 29];
}

bool registers_load(struct guest_registers *registers)
{
    if (seL4_TCB_ReadRegisters(BASE_VM_TCB_CAP + GUEST_VCPU, false, 0, seL4_UserContextWords,
                               &context) != seL4_NoError) {
        microkit_dbg_puts("vmm: the kernel does not tell the guest's registers\n");
        return false;
    }
    for (unsigned i = 0; i < 31; i++) {
        registers->x[i] = *general(i);
    }
    registers->pc = context.pc;
    registers->pstate = context.spsr;
    return true;
}

bool registers_store(const struct guest_registers *registers)
{
    for (unsigned i = 0; i < 31; i++) {
        *general(i) = registers->x[i];
    }
    context.pc = registers->pc;
    context.spsr = registers->pstate;
    if (seL4_TCB_WriteRegisters(BASE_VM_TCB_CAP + GUEST_VCPU, false, 0, seL4_UserContextWords,
                                &context) != seL4_NoError) {
        microkit_dbg_puts("vmm: the kernel does not take the guest's registers\n");
        return false;
    }
    return true;
}

void registers_reset(void)
{
    context.sp = 0;
    context.tpidr_el0 = 0;
    context.tpidrro_el0 = 0;
}
