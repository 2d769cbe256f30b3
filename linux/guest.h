/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the programs of the Linux guest share: how they report, and the clock
 * that counts instructions.
 *
 * A result is one line on the console that begins with a word in capitals:
 *
 *     BENCH <row> <value>                a measurement (bench/rows.txt)
 *     REACH <configuration> <what> <got> <of>
 *                                        an attack's count: so many of so many tries
 *     NOTE <text>                        for the reader, shown, not evaluated
 *
 * Everything else is the kernel's, or a program's talk.
 */
#pragma once

#include <stdint.h>

/* The machine's counter, CNTVCT_EL0, which Linux lets user code read; 62.5 MHz on QEMU's virt. */
enum { INSTRUCTIONS_PER_TICK = 16 };

/* The time since the machine started in ticks (Arm ARM, CNTVCT_EL0). */
static inline uint64_t guest_ticks(void)
{
    uint64_t ticks;

    __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

/* Tells plugins of QEMU's that a BENCH line is about to be printed (bench/trace/hints.h). */
static inline void guest_tell_row(void)
{
    __asm__ volatile("hint #115" : : : "memory");
}
