/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page that the self-test prints, and what it judges of it.
 */
#pragma once

#include <sel4/sel4.h>

/* Text, which counts for the checksum; "\n" is sent as CR and LF, of which CR does not count. */
void page_print(const char *s);
void page_number(seL4_Word x);
void page_hex(seL4_Word x);

/* Starts a line, after the end of the one before: its subject, padded. */
void page_line(const char *subject);

/* One of the checks that the verdict is about; if it did not hold, says so in a line of its own. */
void page_check(const char *what, seL4_Bool holds);

/* The last line: the verdict, and the checksum of all lines before it (bench/log/adler32.h). */
void page_end(void);

/* The UART is mapped at `vaddr`, from where the board's registers are. */
void page_open(seL4_Word vaddr);
