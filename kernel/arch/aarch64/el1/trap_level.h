/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of user mode as a kernel at EL1 sorts them (ABI.md 5.2).
 */
#pragma once

#include "entry.h"
#include "../sysreg.h"

static inline word_t trap_address(void)
{
    return sysreg_get_far_el1();
}

/* Whatever is neither call nor abort. */
static inline void trap_other(word_t syndrome)
{
    kernel_user_exception(syndrome, 0);
}
