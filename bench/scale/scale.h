/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the cost of operations with few and many threads and capabilities is
 * measured with.  A line of it on the console is
 *
 *     SCALE operation of size instructions
 *
 * where `of` is `threads` or `capabilities`.
 */
#pragma once

#include "console.h"
#include "task.h"

/* How often an operation is repeated, unless there are as many to do as the size says. */
enum { REPEATS = 256 };

/* Which of the threads is the server, and the partner of a switch; all before are the crowd. */
enum { SERVER = THREADS - 2, PARTNER, CROWD = SERVER };

/* ---- print.c ---- */

/* The line of `times` operations that took `ticks`. */
void scale_print(const char *operation, const char *of, seL4_Word size, seL4_Word ticks,
                 seL4_Word times);

/* ---- operations.c ---- */

/* What they are done with: of a server that answers at once; for which nobody waits. */
extern seL4_CPtr endpoint;
extern seL4_CPtr notification;

void operations_begin(void);

/* Measures and prints: a call that goes nowhere, a yield, calls of the server; a signal. */
void measure_calls(const char *of, seL4_Word size);
void measure_signal(const char *of, seL4_Word size);

/* ---- threads.c, capabilities.c ---- */

void measure_with_threads(seL4_Word count);
void measure_with_capabilities(seL4_Word count);
