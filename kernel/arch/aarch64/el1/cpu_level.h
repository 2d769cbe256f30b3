/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What user mode may do to the core, as far as a kernel at EL1 says it otherwise than one at EL2.
 */
#pragma once

#include "../sysreg.h"

static inline void cpu_level_boot(void)
{
    sysreg_set_cpacr_el1(CPACR_FP_KERNEL); /* fpu.c opens it on first use */
}
