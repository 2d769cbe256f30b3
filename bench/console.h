/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The benchmark's way to the console: the UART itself, because the release
 * kernel prints nothing.  console.c has the PL011 of QEMU's `virt`, and figures are
 * instructions; on a board it is clock/pmu/console.c, and they are cycles.
 */
#pragma once

#include <microkit.h>

/* The UART is mapped at `vaddr`; the others print through it. */
void console_open(seL4_Word vaddr);
void console_print(const char *s);
void console_number(seL4_Word x);

/*
 * The line of a row: `BENCH row value` with one decimal, where value is the
 * instructions of `ticks` ticks divided by `times`; or, if not `right`, that
 * the measurement failed.
 */
void console_row(const char *row, seL4_Word ticks, seL4_Word times, seL4_Bool right);

/* The same of a row that is no section: `ticks` is how late interrupts were. */
void console_late(const char *row, seL4_Word ticks, seL4_Word times, seL4_Bool right);

/* The last line: `BENCH DONE` and the checksum of all that was printed (adler32.h). */
void console_done(void);
