/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random system calls, from a thread that keeps nothing but this state and its
 * stack: whatever happens to it, it can be started again.
 */
#pragma once

#include <sel4/sel4.h>

/* How a capability space is laid out whose owner wants the calls to make sense: slots
   SPRAY_GROUP * kind and the following hold capabilities of that kind. */
enum spray_kind {
    SPRAY_ANY,
    SPRAY_TCB,
    SPRAY_SCHED_CONTEXT,
    SPRAY_ENDPOINT,
    SPRAY_NOTIFICATION,
    SPRAY_REPLY,
    SPRAY_CNODE,
    SPRAY_UNTYPED,
    SPRAY_FRAME,
    SPRAY_PAGE_TABLE,
    SPRAY_VSPACE,
    SPRAY_CONTROL,
    SPRAY_VCPU, /* of kernels at EL2 */
    SPRAY_KINDS,
    SPRAY_GROUP = 4
};

struct spray {
    seL4_Word random; /* xorshift64, Marsaglia 2003; not 0 */
    volatile seL4_Word calls; /* made so far */
    volatile seL4_Word done;  /* of these, Calls that were answered with success */
    volatile seL4_Word operations; /* bit n: on an object for which label n is */
    seL4_Word slots;  /* of the capability space; calls name these, and sometimes others */
    seL4_Bool sorted; /* by kind, as above */
    seL4_Bool guest;  /* runs at EL1 of a virtual CPU, so it calls by hvc */
    const seL4_Uint16 *used; /* or the slots that hold anything; null: not known */
    seL4_Word used_count;
    seL4_IPCBuffer *buffer;
};

/* One system call with random registers, message and capabilities. */
void spray_once(struct spray *s);

/* Where a thread starts, and starts again. */
_Noreturn void spray_for_ever(struct spray *s);
