/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the rows of the benchmark's initial task are measured with: its memory,
 * slots and threads.
 *
 * All slots are of the root CNode, but for TABLE, a CNode of 2^TABLE_BITS slots
 * that is only filled and emptied.
 */
#pragma once

#include "bench.h"
#include "sizes.h"

extern const seL4_BootInfo *bootinfo;
extern seL4_CPtr memory; /* untyped, with children: nothing is zeroed when it is used */
extern seL4_CPtr table;
extern seL4_CPtr device; /* the UART's frame (uart.c) */

#define ROOT ((seL4_CPtr)seL4_CapInitThreadCNode)

/* Finds memory and slots; before anything else. */
void task_begin(const seL4_BootInfo *info);

/* Makes the console usable, of these: uart.c, or the self-test's. */
void console_begin(void);

/* Makes the table and the threads, and gives this thread priority and time. */
void task_prepare(void);

/* Without `error` 0 nothing makes sense any more: says so and stops. */
void need(seL4_Word error, const char *what);

/* `count` unused slots of the root CNode: the first. */
seL4_CPtr slots_new(seL4_Word count);

/* `count` new objects in such slots, as many as one system call makes. */
seL4_CPtr make(seL4_Word type, seL4_Word size_bits, seL4_Word count);

/* Fills TABLE with `count` children of `parent`, an endpoint, from slot `first` on. */
void children_make(seL4_CPtr parent, seL4_Word first, seL4_Word count);

/* ---- Threads ---- */

enum { MAIN_PRIORITY = 100 };

typedef void thread_function(seL4_Word argument);

/* Starts thread `i` (from 0) with `priority` and a round-robin slice of `slice_us`. */
void thread_start(unsigned i, thread_function *function, seL4_Word argument, seL4_Word priority,
                  seL4_Word slice_us);

/* Takes its time: it runs on that of who calls it. */
void thread_take_time(unsigned i);

/* Changes its time to a budget and a period. */
void thread_limit(unsigned i, seL4_Word budget_us, seL4_Word period_us);

/* Puts it on another scheduling context, of 2^size_bits bytes: sporadic, with as many refills as
   fit. */
void thread_many_refills(unsigned i, seL4_Word size_bits, seL4_Word budget_us,
                         seL4_Word period_us);

void thread_stop(unsigned i);

/* Stops threads 0 to `count` - 1. */
void threads_stop(unsigned count);

/* Longer than the whole benchmark. */
enum { LONG_US = 1000000000 };
