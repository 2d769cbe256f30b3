/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Map and Unmap of frames and page tables, GetAddress and cache maintenance keep all
 *     invariants and break no rule of C, what was valid leaves the TLB, and nothing changes but the
 *     entry and the capability that their contracts name
 * Bound: the small system (proofs/system) with an address space, 12 calls; all registers, badges, 8
 *     words a buffer
 * Assumes: badges of copies are not 0; arguments are as given
 * Options: --unwind 514
 * Cases: pages changes_page tables takes_table maintains
 * Sources: system
 * Mutants: frame_in_two_places@pages page_rights_grow@changes_page
 *     unmapped_page_in_tlb@changes_page unmapped_frame_says_mapped@changes_page
 *     mapped_table_mapped_again@takes_table unmapped_table_keeps_pages@takes_table
 */
#include "try.h"

#define CALL(slot) .number = seL4_SysCall, .cptr = slot, .b = B_READY, .priority = 10
#define MAP(address, rights)                                                                \
    CALL(SLOT_FRAME), .label = ARMPageMap, .length = 3, .given = 3,                          \
    .mr = {address, rights, seL4_ARM_PageCacheable}, .caps = 1, .cap = {SLOT_VSPACE}
#define MAP_TABLE(slot)                                                                     \
    CALL(slot), .label = ARMPageTableMap, .length = 2, .given = 2,                           \
    .mr = {PAGE_AT, seL4_ARM_PageCacheable}, .caps = 1, .cap = {SLOT_VSPACE}

enum { READ = 2, READ_WRITE = 3 };

#define THE_PAGE ENTRY(3, 4)

/* Then elsewhere, too. */
void pages(void)
{
    try((struct shape){MAP(PAGE_AT, READ_WRITE), .space = SPACE_TABLES},
        (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_FRAME), .entry = THE_PAGE},
        &tcb_a);
    PROVE((space_table_3.entry[4] & 0xfffffffff003) == (AT_FRAME | 3), "the frame is there");
    try_next((struct shape){MAP(PAGE_AT + 0x1000, READ_WRITE)},
             (struct contract){.a_registers = MESSAGE(1)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_InvalidArgument, "it is told why not");
    REACHED("the end of the case");
}

/* Again with less access, and not at all. */
void changes_page(void)
{
    const struct contract page = {.a_registers = MESSAGE(0), .slots = SLOT(SLOT_FRAME),
                                  .entry = THE_PAGE, .things = TLB};

    try((struct shape){MAP(PAGE_AT, READ), .space = SPACE_PAGE}, page, &tcb_a);
    PROVE((space_table_3.entry[4] >> 6 & 3) == 3, "it can be read alone");
    PROVE(machine.tlb_page == ((word_t)SPACE_ASID << 48 | PAGE_AT >> 12), "it leaves the TLB");
    machine.tlb_page = 0;
    try_next((struct shape){CALL(SLOT_FRAME), .label = ARMPageUnmap}, page, &tcb_a);
    PROVE(space_table_3.entry[4] == 0 && cap_asid(cnode[SLOT_FRAME].cap) == 0, "it is gone");
    PROVE(machine.tlb_page == ((word_t)SPACE_ASID << 48 | PAGE_AT >> 12), "from the TLB, too");
    REACHED("the end of the case");
}

static struct contract enters(enum slot slot, unsigned entry)
{
    return (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(slot), .entry = entry};
}

/* Each at the level that is missing. */
void tables(void)
{
    try((struct shape){MAP_TABLE(SLOT_TABLE_1), .space = SPACE_ASSIGNED},
        enters(SLOT_TABLE_1, ENTRY(0, 1)), &tcb_a);
    try_next((struct shape){MAP(PAGE_AT, READ_WRITE)},
             (struct contract){.a_registers = MESSAGE(3)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_FailedLookup, "a table is missing");
    try_next((struct shape){MAP_TABLE(SLOT_TABLE_2)}, enters(SLOT_TABLE_2, ENTRY(1, 2)), &tcb_a);
    try_next((struct shape){MAP_TABLE(SLOT_TABLE_3)}, enters(SLOT_TABLE_3, ENTRY(2, 3)), &tcb_a);
    REACHED("the end of the case");
}

/* The one below goes with it, but its capability says that it is mapped. */
void takes_table(void)
{
    try((struct shape){CALL(SLOT_TABLE_2), .space = SPACE_PAGE, .label = ARMPageTableUnmap},
        (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_TABLE_2),
                          .entry = ENTRY(1, 2), .things = TLB},
        &tcb_a);
    PROVE(space_table_1.entry[2] == 0 && cap_asid(cnode[SLOT_TABLE_2].cap) == 0, "it is gone");
    PROVE(machine.tlb_asid == (word_t)SPACE_ASID << 48, "so is what the TLB had of it");
    PROVE(machine.zeroed == AT_TABLE_2, "and what it had");
    try_next((struct shape){MAP_TABLE(SLOT_TABLE_3)},
             (struct contract){.a_registers = MESSAGE(1)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_InvalidCapability, "that is mapped already");
    REACHED("the end of the case");
}

void maintains(void)
{
    try((struct shape){CALL(SLOT_VSPACE), .space = SPACE_PAGE, .label = ARMVSpaceClean_Data,
                       .length = 2, .given = 2, .mr = {PAGE_AT, PAGE_AT + 64}},
        (struct contract){.a_registers = MESSAGE(0), .a = PROGRESS}, &tcb_a);
    try_next((struct shape){CALL(SLOT_FRAME), .label = ARMPageGetAddress},
             (struct contract){.a_registers = MESSAGE(1)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_MR0] == AT_FRAME, "it is told where the frame is");
    REACHED("the end of the case");
}
