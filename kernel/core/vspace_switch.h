/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which address space is active, and what the machine knows of it and others.
 */
#pragma once

#include "arch.h"
#include "asid.h"

/* The VSpace capability whose tables are active; null: nothing is mapped.
   Written by vspace_switch.c and vspace_activate() alone. */
extern cap_t vspace_active;

/* Switch to no address space at all. */
void vspace_deactivate(void);

/* Switch to the address space of `vspace`, from a TCB's slot, or to none if it is null or not
   assigned.  What is no VSpace has no asid: 0 there, which names none. */
static inline void vspace_activate(cap_t vspace)
{
    paddr_t root = asid_root(cap_asid(vspace));

    if (UNLIKELY(root == 0 || root != cap_object(vspace))) {
        vspace_deactivate();
        return;
    }
    vspace_active = vspace;
    arch_vspace_switch(root, cap_asid(vspace));
}

/* Run with the address space of `tcb` from now on; nothing mapped if it has
   none.  Every thread switch comes here, so the usual case is inline. */
static inline void vspace_switch(const struct tcb *tcb)
{
    cap_t vspace = tcb->slot[TCB_VSPACE].cap;

    if (vspace.word[0] != vspace_active.word[0] ||
        vspace.word[1] != vspace_active.word[1]) {
        vspace_activate(vspace);
    }
}

/* `asid` names nothing from now on, or something else: forget what the machine
   knows of it. */
void vspace_forget(word_t asid);

/* The same for the 2^ASID_ENTRY_BITS asids from `base` on. */
void vspace_forget_pool(word_t base);
