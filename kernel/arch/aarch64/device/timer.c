/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time: one of the generic timers, whose interrupt the kernel keeps; which one, is
 * the exception level's (clock.h).  The physical counter and timer are left to users,
 * the timer but to those with bulkhead_TCBFlag_physicalTimerDisabled (machine.h); the
 * virtual ones are not (ABI.md 12).
 *
 * Source: Arm ARM, "The Generic Timer in AArch64 state".
 */
#include "timer.h"

#include "arch.h"
#include "board.h"
#include "clock.h"
#include "sysreg.h"

void timer_boot(void)
{
    BOOT_REQUIRE(sysreg_get_cntfrq_el0() == board.timer_hz,
                 "boot: the timer's frequency (CNTFRQ_EL0) is not the board's");
    clock_set_deadline(UINT64_MAX);
    clock_enable();
    clock_open();
}

/* Its line is up as long as the deadline has passed.  Completed meanwhile, the
   interrupt would be there again (GICv2, 1.4.2, "level-sensitive"): so the write takes
   effect (a context synchronization event) before gic.c's write. */
void arch_timer_stop(void)
{
    clock_set_deadline(UINT64_MAX);
    isb();
}

ticks_t arch_timer_deadline(void)
{
    return clock_deadline();
}
