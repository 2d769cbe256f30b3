/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Delete of a frame, a page table, a VSpace and an asid pool, and Revoke of a VSpace,
 *     keep all invariants and break no rule of C, what was mapped leaves the TLB, nobody runs in
 *     what is gone, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system) with an address space, 8 calls; all registers, badges, 8
 *     words a buffer
 * Assumes: badges of copies are not 0
 * Options: --unwind 514
 * Cases: deletes_page deletes_table deletes_vspace revokes_own deletes_pool
 * Sources: system
 * Mutants: deleted_frame_stays_mapped@deletes_page
 *     deleted_table_stays_mapped@deletes_table dead_vspace_named@deletes_vspace
 *     revoked_space_goes_on@revokes_own dead_pool_stays_active@deletes_pool
 */
#include "try.h"

#define CALL(method, slot) .number = seL4_SysCall, .cptr = SLOT_CNODE, .b = B_READY,        \
                           .priority = 10, .label = method, .length = 2, .given = 2,        \
                           .mr = {slot, RADIX}

void deletes_page(void)
{
    try((struct shape){CALL(CNodeDelete, SLOT_FRAME), .space = SPACE_PAGE},
        (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_FRAME),
                          .entry = ENTRY(3, 4), .things = TLB},
        &tcb_a);
    PROVE(space_table_3.entry[4] == 0, "it is mapped no more");
    PROVE(machine.tlb_page == ((word_t)SPACE_ASID << 48 | PAGE_AT >> 12), "it leaves the TLB");
    REACHED("the end of the case");
}

/* And with it what was below; so there is nothing to do when that goes. */
void deletes_table(void)
{
    try((struct shape){CALL(CNodeDelete, SLOT_TABLE_2), .space = SPACE_PAGE},
        (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_TABLE_2),
                          .entry = ENTRY(1, 2), .things = TLB},
        &tcb_a);
    PROVE(space_table_1.entry[2] == 0, "it is entered no more");
    PROVE(machine.tlb_asid == (word_t)SPACE_ASID << 48, "what it had leaves the TLB");
    try_next((struct shape){CALL(CNodeDelete, SLOT_TABLE_3)},
             (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_TABLE_3)}, &tcb_a);
    REACHED("the end of the case");
}

/* Its asid names nothing from then on, and the frame is mapped nowhere. */
void deletes_vspace(void)
{
    try((struct shape){CALL(CNodeDelete, SLOT_VSPACE), .space = SPACE_PAGE},
        (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_VSPACE),
                          .asid = SPACE_ASID, .things = TLB},
        &tcb_a);
    PROVE(space_pool.root[SPACE_ASID] == 0, "its asid names nothing");
    PROVE(machine.tlb_asid == (word_t)SPACE_ASID << 48, "what it had leaves the TLB");
    try_next((struct shape){CALL(CNodeDelete, SLOT_FRAME)},
             (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_FRAME)}, &tcb_a);
    REACHED("the end of the case");
}

/* a runs in it, by a copy: Revoke takes that away. */
void revokes_own(void)
{
    try((struct shape){CALL(CNodeRevoke, SLOT_VSPACE), .space = SPACE_PAGE, .own = true},
        (struct contract){.a_registers = MESSAGE(0), .a = SPACES, .things = ACTIVE}, &tcb_a);
    PROVE(machine.asid == 0 && cap_is_null(vspace_active), "a runs in none");
    REACHED("the end of the case");
}

/* Of all that it names nothing is left. */
void deletes_pool(void)
{
    try((struct shape){CALL(CNodeDelete, SLOT_POOL), .space = SPACE_PAGE, .own = true},
        (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_POOL), .pool = POOL(0),
                          .things = ACTIVE | TLB},
        &tcb_a);
    PROVE(asid_pools[0] == NULL && machine.tlb_all == 1, "it is gone, from the TLB, too");
    PROVE(machine.asid == 0 && cap_is_null(vspace_active), "a runs in none");
    try_next((struct shape){CALL(CNodeDelete, SLOT_FRAME)},
             (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_FRAME)}, &tcb_a);
    REACHED("the end of the case");
}
