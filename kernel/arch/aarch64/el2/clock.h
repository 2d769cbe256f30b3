/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's clock and timer at EL2: the physical counter, and EL2's own timer
 * (ABI.md 12).
 *
 * Source: Arm ARM, "The Generic Timer in AArch64 state".
 */
#pragma once

#include "../sysreg.h"

static inline word_t clock_now(void)
{
    return sysreg_get_cntpct_el0();
}

static inline word_t clock_deadline(void)
{
    return sysreg_get_cnthp_cval_el2();
}

static inline void clock_set_deadline(word_t deadline)
{
    sysreg_set_cnthp_cval_el2(deadline);
}

static inline void clock_enable(void)
{
    sysreg_set_cnthp_ctl_el2(TIMER_CTL_ENABLE);
}

/* What EL0 may use, and what of that EL2 does not keep. */
static inline void clock_open(void)
{
    sysreg_set_cntkctl_el1(CNTKCTL_NATIVE);
    sysreg_set_cnthctl_el2(CNTHCTL_NATIVE);
}
