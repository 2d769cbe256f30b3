/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of user mode as a kernel at EL2 sorts them (ABI.md 5.2).
 */
#pragma once

#include "entry.h"
#include "../sysreg.h"

/* ESR_EL2 of an undefined instruction: class 0, and IL. */
enum { SYNDROME_UNDEFINED = 0x02000000 };

static inline word_t trap_address(void)
{
    return sysreg_get_far_el2();
}

/* Whatever is neither svc nor abort.  An hvc comes only from a virtual machine's EL1; for EL0 it is
   undefined. */
static inline void trap_other(word_t syndrome)
{
    if (syndrome == SYNDROME_UNDEFINED) {
        kernel_user_exception(syndrome, 0);
    } else {
        kernel_vcpu_fault(syndrome);
    }
}
