/* SPDX-License-Identifier: BSD-2-Clause */
/* What the two monitors share: how their guests begin. */
#pragma once

#include <microkit.h>

#include "guest.h"

enum { VCPU = 0, CODE_BYTES = 4096 };

/* Labels of code.S. */
extern const unsigned char guest_page[], guest_calls[], guest_loads[], guest_takes[], guest_ticks[],
    guest_yields[], guest_yields_too[];

/* The guest's first page is the monitor's at `to`, where nobody has executed anything yet. */
static inline seL4_Bool guest_place(seL4_Word to)
{
    volatile seL4_Word *words = (volatile seL4_Word *)to;
    const seL4_Word *code = (const seL4_Word *)(const void *)guest_page;

    for (unsigned i = 0; i < CODE_BYTES / sizeof(seL4_Word); i++) {
        words[i] = code[i];
    }
    return seL4_ARM_VSpace_Unify_Instruction(MICROKIT_VSPACE_CAP, to, to + CODE_BYTES) ==
           seL4_NoError;
}

/* It begins at `label`: at EL1 with its own stack pointer, all exceptions masked. */
static inline seL4_Bool guest_begin(const unsigned char *label)
{
    static seL4_UserContext context;

    context.pc = GUEST_CODE + (seL4_Word)(label - guest_page);
    context.spsr = 0x3c5;
    return seL4_TCB_WriteRegisters(BASE_VM_TCB_CAP + VCPU, seL4_True, 0, seL4_UserContextWords,
                                   &context) == seL4_NoError;
}
