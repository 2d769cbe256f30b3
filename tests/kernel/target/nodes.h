/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of capability spaces: CNodes besides the root, threads that live in
 * them, and what a capability can be told apart by.
 */
#pragma once

#include "make.h"

/* A place below the CNode capability in slot `node` of the root CNode. */
static inline struct place below(seL4_CPtr node, seL4_Word index, seL4_Word depth)
{
    return (struct place){node, index, depth};
}

/* CNode capability data (ABI.md 2.4). */
static inline seL4_Word guard_data(seL4_Word guard, seL4_Word bits)
{
    return guard << 6 | bits;
}

/* A CNode of 2^radix slots whose only capability has a guard of `bits` bits. */
seL4_CPtr node_new(seL4_Word radix, seL4_Word guard, seL4_Word bits);

/* Page_Map into the task's own address space. */
static inline seL4_Word page_map(seL4_CPtr frame, seL4_Word address, seL4_Word rights,
                                 seL4_Word attributes)
{
    return invoke(frame, ARMPageMap, W(VSPACE), W(address, rights, attributes));
}

/* Maps `frame` at `address`, with the tables that takes. */
void map_window(seL4_CPtr frame, seL4_Word address, seL4_Word rights);

enum { WINDOW = 0x90000000 }; /* an address with nothing near it */

/* The physical address of a frame. */
seL4_Word address_of(seL4_CPtr frame);

/* What a signal through `cap`, a capability to the notification `ntfn`, leaves there: its badge,
   or 0 if that is 0 or `cap` is no such capability. */
seL4_Word signals(seL4_CPtr cap, seL4_CPtr ntfn);

/* Whether an invocation of `cap` arrives at an object for which `label` means something: the
   answer to an empty message is then that words are missing. */
seL4_Bool takes(seL4_CPtr cap, seL4_Word label);

/* actor_new(), with `argument` for the functions below. */
struct thread *actor_with(thread_function *function, seL4_Word priority, seL4_Word argument);

/* The same, not started: faults go to `fault_endpoint`; `root` is its CSpace, with `data`. */
struct thread *actor_in(thread_function *function, seL4_Word argument, seL4_CPtr fault_endpoint,
                        seL4_CPtr root, seL4_Word data);

/* Functions for threads.  Each makes one system call on me->argument, then counts a step. */
void calls(struct thread *me);
void sends(struct thread *me);
void receives(struct thread *me); /* with me->reply */
void waits(struct thread *me);

/* Receives the message that waits on `endpoint` after everybody else has run: a cap fault with
   these words after the first, the place of the fault. */
#define EXPECT_CAP_FAULT(endpoint, reply, ...)                                                     \
    expect_cap_fault(HERE, (endpoint), (reply), W(__VA_ARGS__))
void expect_cap_fault(const char *where, seL4_CPtr endpoint, seL4_CPtr reply,
                      struct words expected);
