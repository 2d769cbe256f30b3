/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7: checks and figures of time, by a clock that may be exact or not. */
#pragma once

#include <microkit.h>

/*
 * Finds out whether the machine's time counts instructions, as it does in QEMU with -icount: then
 * work takes the time of its instructions, always.  Otherwise the host may stop the machine for a
 * while, and its clock goes on.
 */
void clock_examine(void);

/* The same by pieces of work of so many microseconds, for one whose time comes in small pieces. */
void clock_examine_by(unsigned us);
seL4_Bool clock_is_exact(void);

/* As check(), of a claim about time: if it does not hold, and the clock is not exact, it is not
   known who took the time. */
void check_of_clock(seL4_Bool holds, const char *claim);

/* The same of a time that is at most `limit`, in ticks. */
void check_ticks(seL4_Word found, seL4_Word limit, const char *claim);

/* A figure that no check is about: "measured: WHAT N.NN us".  It may differ between kernels. */
void measured_us(const char *what, seL4_Word ticks);
void measured_count(const char *what, seL4_Word count);
