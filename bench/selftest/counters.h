/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The counters that user code can read: the generic timer's, and in a benchmark
 * kernel those of the PMU.  Registers: Arm ARM, "AArch64 System Register Descriptions".
 */
#pragma once

#include <sel4/sel4.h>

static inline seL4_Word counter_ticks(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

/* An ISB, because reads of counters are not ordered otherwise. */
static inline seL4_Word counter_cycles(void)
{
    seL4_Word cycles;

    __asm__ volatile("isb\n\tmrs %0, pmccntr_el0" : "=r"(cycles) : : "memory");
    return cycles;
}

static inline seL4_Word counter_events(void)
{
    seL4_Word events;

    __asm__ volatile("isb\n\tmrs %0, pmevcntr0_el0" : "=r"(events) : : "memory");
    return events & 0xffffffff;
}

/* What was measured, sorted.  `count` is not 0. */
struct spread {
    seL4_Word least;
    seL4_Word median;
    seL4_Word most;
};
struct spread spread_of(seL4_Word *samples, unsigned count);
