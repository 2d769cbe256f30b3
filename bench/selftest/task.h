/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The self-test's slots, memory and threads.  All slots are of the root CNode.
 */
#pragma once

#include <sel4/sel4.h>

#define ROOT ((seL4_CPtr)seL4_CapInitThreadCNode)

enum { MAIN_PRIORITY = 100, LONG_US = 1000000000 }; /* longer than the whole test */

/* Where physical memory is mapped while it is tested, and devices. */
enum { PAGE_BITS = 12, LARGE_BITS = 21 };
#define RAM_VADDR 0x1000000000ul
#define DEVICE_VADDR 0x800000000ul

extern const seL4_BootInfo *bootinfo;

/* The untyped capability that all objects are made of; it is not tested. */
extern seL4_CPtr memory;

/* Where faults of threads that are started from now on go, and those of the first; 0 before
   watch_begin(). */
extern seL4_CPtr fault_endpoint;

/* Before anything else: finds memory, and gives this thread time. */
void task_begin(const seL4_BootInfo *info);

/* Without `error` 0 nothing makes sense any more: says so and stops. */
void need(seL4_Word error, const char *what);

/* `count` unused slots: the first. */
seL4_CPtr slots_new(seL4_Word count);

/* `count` objects of `memory`, at most 256. */
seL4_CPtr make(seL4_Word type, seL4_Word size_bits, seL4_Word count);

/* Maps a frame, and makes the tables that are missing. */
void map(seL4_CPtr frame, seL4_Word vaddr, seL4_Word attributes);

/* Maps the device's page at `paddr` and returns its address. */
seL4_Word map_device(seL4_Word paddr);

typedef void thread_function(seL4_Word argument);

/* A thread in this address space, with `priority` and time without end; returns its scheduling
   context, by which it can lose that. */
seL4_CPtr thread_start(thread_function *function, seL4_Word argument, seL4_Word priority);
