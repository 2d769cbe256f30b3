/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock of the benchmark, and the page on which its components leave the
 * time at which the first of them ran.
 *
 * The clock is the physical counter, 62.5 MHz on this board.  Under QEMU's
 * `-icount shift=0` an instruction takes one nanosecond of virtual time, so a
 * tick is 16 instructions, whoever executed them: user code or kernel.
 */
#pragma once

#include <microkit.h>

enum { INSTRUCTIONS_PER_TICK = 16 };

/* The time since the machine started (Arm ARM, CNTPCT_EL0), in ticks. */
static inline seL4_Word bench_ticks(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

/* Notes the time on the page at `vaddr` if no component has yet.  The page starts as zeros. */
static inline void bench_note_init(seL4_Word vaddr)
{
    seL4_Word now = bench_ticks();
    volatile seL4_Word *first = (volatile seL4_Word *)vaddr;

    if (*first == 0) {
        *first = now;
    }
}
