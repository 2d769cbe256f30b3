/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's physical counter, which everybody may read. */
#pragma once

#include <microkit.h>

/* Now, in ticks (Arm ARM, CNTPCT_EL0). */
static inline seL4_Word counter_now(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

/* How many ticks so many microseconds are, rounded down. */
static inline seL4_Word counter_ticks(seL4_Word us)
{
    seL4_Word hz;

    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(hz));
    return us * (hz / 1000) / 1000;
}
