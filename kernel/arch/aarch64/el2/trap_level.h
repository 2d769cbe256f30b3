/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of user mode as a kernel at EL2 sorts them (ABI.md 5.2).
 */
#pragma once

#include "entry.h"
#include "guest_trap.h"
#include "../sysreg.h"

/* ESR_EL2 of an undefined instruction: class 0, and IL. */
enum { SYNDROME_UNDEFINED = 0x02000000 };

/* Of a data abort, and of an instruction abort: what `tcb`, the current thread, accessed.  Of a
   guest it is the intermediate physical address. */
static inline word_t trap_address(const struct tcb *tcb, word_t syndrome)
{
    word_t address = sysreg_get_far_el2();

    return tcb->vcpu == NULL ? address : guest_address(address, syndrome);
}

static inline word_t trap_fetch_address(const struct tcb *tcb, word_t syndrome)
{
    word_t address = tcb->context.reg[REG_PC];

    return tcb->vcpu == NULL ? address : guest_address(address, syndrome);
}

/* Whatever is neither svc nor abort.  An hvc comes only from a guest's EL1: at EL0 it is
   undefined. */
static inline void trap_other(struct tcb *tcb, word_t syndrome)
{
    if (syndrome == SYNDROME_UNDEFINED) {
        kernel_user_exception(syndrome, 0);
    } else if (tcb->vcpu == NULL || !guest_trap(tcb, syndrome)) {
        kernel_vcpu_fault(syndrome);
    }
}
