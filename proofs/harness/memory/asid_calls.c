/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: MakePool and Assign keep all invariants and break no rule of C, an asid is one that
 *     nobody had, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system) with an address space, 4 calls; all registers, badges, 8
 *     words a buffer
 * Assumes: badges of copies are not 0; arguments are as given
 * Options: --unwind 514
 * Cases: assigns makes_and_assigns
 * Sources: system
 * Mutants: asid_0_assigned@assigns vspace_assigned_twice@assigns
 *     pool_memory_given_again@makes_and_assigns
 */
#include "try.h"

#define CALL(slot) .number = seL4_SysCall, .cptr = slot, .b = B_READY, .priority = 10
#define ASSIGN(pool) CALL(pool), .label = ARMASIDPoolAssign, .caps = 1, .cap = {SLOT_VSPACE}

void assigns(void)
{
    try((struct shape){ASSIGN(SLOT_POOL), .space = SPACE_NEW},
        (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_VSPACE),
                          .asid = ASID_INITIAL},
        &tcb_a);
    PROVE(space_pool.root[ASID_INITIAL] == AT_ROOT, "its asid names it");
    try_next((struct shape){ASSIGN(SLOT_POOL)}, (struct contract){.a_registers = MESSAGE(1)},
             &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_InvalidCapability, "one is enough");
    REACHED("the end of the case");
}

void makes_and_assigns(void)
{
    try((struct shape){CALL(SLOT_CONTROL), .space = SPACE_NEW, .control = CAP_ASID_CONTROL,
                       .label = ARMASIDControlMakePool, .length = 2, .given = 2,
                       .mr = {SLOT_EMPTY, RADIX}, .caps = 2, .cap = {SLOT_MEMORY, SLOT_CNODE}},
        (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_EMPTY) | SLOT(SLOT_MEMORY),
                          .pool = POOL(1)},
        &tcb_a);
    PROVE(machine.zeroed == AT_MEMORY && asid_pools[1] == &space_pool_new, "it is the memory");
    try_next((struct shape){ASSIGN(SLOT_EMPTY)},
             (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_VSPACE),
                               .asid = ASID_POOL_ENTRIES},
             &tcb_a);
    PROVE(space_pool_new.root[0] == AT_ROOT, "the first asid of the new pool names it");
    REACHED("the end of the case");
}
