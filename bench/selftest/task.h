/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The self-test's memory, slots and threads: those of the benchmark's initial task,
 * whose rows it has, too (bench/kernel/), and what is only needed here.
 */
#pragma once

#include "kernel/task.h"

/* Where physical memory is mapped while it is tested, and devices. */
enum { PAGE_BITS = 12, LARGE_BITS = 21 };
#define RAM_VADDR 0x1000000000ul
#define DEVICE_VADDR 0x800000000ul

/* Where faults of threads that are started from now on go, and those of the first; 0 before
   watch_begin(). */
extern seL4_CPtr fault_endpoint;

/* Maps a frame, and makes the tables that are missing. */
void map(seL4_CPtr frame, seL4_Word vaddr, seL4_Word attributes);

/* Maps the device's page at `paddr` and returns its address. */
seL4_Word map_device(seL4_Word paddr);

/* A thread in this address space, with `priority` and time without end; returns its scheduling
   context. */
seL4_CPtr helper_start(thread_function *function, seL4_Word argument, seL4_Word priority);

/* Takes its time, by the scheduling context. */
void helper_stop(seL4_CPtr sc);
