/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 4's checks and their sum. */
#pragma once

#include <microkit.h>

/* Says and counts whether `claim`, a fact in words, holds. */
void check(seL4_Bool holds, const char *claim);
/* The same, but whoever calls it ends the line. */
void check_begin(seL4_Bool holds, const char *claim);
/* As check(), of a number that is as expected. */
void check_number(seL4_Word found, seL4_Word expected, const char *claim);
/* After the last check: the verdict.  `expected` checks must have been made. */
void print_verdict(unsigned expected);
