/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock of the benchmark on a board: cycles of the core's PMU, beside the
 * instructions that it counts.  For bench.h alone; the functions are clock.c's.
 */
#pragma once

#include "selftest/counters.h"

/* How far ahead an interrupt is set, so that we wait when it comes; in ticks.  On a board the way
   there may lead through memory that is in no cache. */
enum { INTERRUPT_AHEAD = 1000 };

/* Begin and end of a measured section, as cycles. */
seL4_Word bench_begin(void);
seL4_Word bench_end(void);

/* Since the kernel has started the counter (in the configuration benchmark, while it boots): before
   that, nobody counts. */
static inline seL4_Word bench_since_start(void)
{
    return counter_cycles();
}

/* Of the section that has ended last, for console_row(); 0: the PMU counts none. */
seL4_Word bench_instructions(void);

/* The next row is of a section of another component's, which counted these. */
void bench_note_instructions(seL4_Word instructions);

/* Lets the PMU count instructions, if it can; before all sections. */
void bench_count_instructions(void);
