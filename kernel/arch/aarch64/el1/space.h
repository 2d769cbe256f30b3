/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The switch between users' address spaces.  Small, hot, and the host's too.
 */
#pragma once

#include <instruction.h>

#define TTBR0_ASID_SHIFT 48 /* Arm ARM, TTBR0_EL1.ASID */

/* No barrier: the return to user mode is one, and the kernel uses no user
   address. */
static inline void arch_vspace_switch(paddr_t root, word_t asid)
{
    sysreg_set_ttbr0_el1(root | asid << TTBR0_ASID_SHIFT);
}
