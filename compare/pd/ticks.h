/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock of the measurements that a component makes: the physical counter,
 * 62.5 MHz on this board.  Under QEMU's `-icount shift=0` an instruction takes
 * a nanosecond of virtual time, so a tick is 16 instructions.
 */
#pragma once

#include <microkit.h>

enum { INSTRUCTIONS_PER_TICK = 16, TICKS_PER_US_TIMES_10 = 625 };

/* The time since the machine started (Arm ARM, CNTPCT_EL0). */
static inline seL4_Word pd_ticks(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

/* The processor's physical timer: an interrupt in `us` microseconds. */
static inline void pd_timer_set(seL4_Word us)
{
    seL4_Word deadline = pd_ticks() + us * TICKS_PER_US_TIMES_10 / 10;

    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     :
                     : "r"(deadline), "r"((seL4_Word)1));
}

static inline void pd_timer_stop(void)
{
    __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb");
}
