/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench/bench.h for a board: the clock of the benchmark's rows is the PMU's cycle
 * counter, and what the PMU counts of instructions is noted beside it.
 */
#pragma once

#include "counters.h"

/* In cycles, bench/bench.h's: the kernel's way through an interrupt has more instructions. */
enum { BENCH_GAP = 256 };

/* The section that was measured last. */
struct bench_section {
    seL4_Word cycles;
    seL4_Word instructions;
};
extern struct bench_section bench_section;

static inline seL4_Word bench_ticks(void)
{
    return counter_cycles();
}

/* Begin and end of a measured section, in cycles. */
seL4_Word bench_begin(void);
seL4_Word bench_end(void);

/* On a board a section takes other cycles each time, and more where less is in caches, but not many
   times as many: of what grows with the number of threads, 200 would cost 100 times what 2 do. */
static inline seL4_Bool bench_is_same(seL4_Word a, seL4_Word b)
{
    return a != 0 && a / 8 <= b && b / 8 <= a;
}

/* A repetition begins: only QEMU's plugins want to know. */
static inline void bench_repetition(void)
{
}
