/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's clock and timer at EL1: the virtual ones (ABI.md 12).
 *
 * Source: Arm ARM, "The Generic Timer in AArch64 state".
 */
#pragma once

#include "../sysreg.h"

static inline word_t clock_now(void)
{
    return sysreg_get_cntvct_el0();
}

static inline word_t clock_deadline(void)
{
    return sysreg_get_cntv_cval_el0();
}

static inline void clock_set_deadline(word_t deadline)
{
    sysreg_set_cntv_cval_el0(deadline);
}

static inline void clock_enable(void)
{
    sysreg_set_cntv_ctl_el0(TIMER_CTL_ENABLE);
}

/* What EL0 may use; CNTKCTL_EL1 alone says so. */
static inline void clock_open(void)
{
    sysreg_set_cntkctl_el1(CNTKCTL_USER);
}
