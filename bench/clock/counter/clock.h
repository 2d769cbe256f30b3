/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock of the benchmark in QEMU, where time counts instructions (bench.h): the
 * counter that all components can read.  For bench.h alone.
 */
#pragma once

/* How far ahead an interrupt is set, so that we wait when it comes; in ticks. */
enum { INTERRUPT_AHEAD = 100 };

/*
 * Begin and end of a measured section, as ticks.  The hints mean nothing to the
 * processor (Arm ARM, HINT: unallocated encodings are NOP); bench/trace/ finds
 * the section by them (hints.h).
 */
static inline seL4_Word bench_begin(void)
{
    __asm__ volatile("hint #112" : : : "memory");
    return bench_ticks();
}

static inline seL4_Word bench_end(void)
{
    seL4_Word ticks = bench_ticks();

    __asm__ volatile("hint #113" : : : "memory");
    return ticks;
}

/* What the system has taken so far, as a section: since the machine started. */
static inline seL4_Word bench_since_start(void)
{
    return bench_ticks();
}

/* Of the section that has ended last: counted besides its ticks, for console_row(); here they are
   instructions already. */
static inline seL4_Word bench_instructions(void)
{
    return 0;
}

/* The next row is of a section of another component's, which counted these. */
static inline void bench_note_instructions(seL4_Word instructions)
{
    (void)instructions;
}
