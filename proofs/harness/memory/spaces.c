/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Map and Unmap of a frame change the translation of its addresses and no other, to what
 *     was asked for with no more access than the capability has; Map of a table changes none, and
 *     Unmap those below it alone; what was valid leaves the TLB
 * Bound: a VSpace of one table at each level, of which 4 entries are used, entered at any of them;
 *     all entries, all addresses that these translate, all sizes, rights, attributes
 * Assumes: a table is entered at one place, which its capability knows; a new one is zero; frames
 *     are aligned to their size, and their access is none, read or read and write; what MAIR_EL1
 *     has is not looked at
 * Options: --unwind 8
 * Sources: asid cap_kind derive err frame vspace vspace_switch
 * Mutants: page_rights_grow@maps_frame execute_never_dropped@maps_frame
 *     unmapped_page_in_tlb@unmaps_frame replaced_page_unmaps_successor@unmaps_frame
 *     table_replaces_page@maps_table unmapped_table_in_tlb@unmaps_table
 */
#include "kernel/arch/aarch64/el1/mmu.c"
#include "kernel/arch/aarch64/pte.c"
#include "walk_maps.h"

/* What the TLB was told: the operands of the last TLBI, 0: none (Arm ARM, "TLB maintenance
   instructions"). */
static word_t told_page, told_asid;

void tlbi_vae1(word_t operand)
{
    told_page = operand;
}

void tlbi_aside1(word_t operand)
{
    told_asid = operand;
}

static void space_forget(void)
{
    told_page = 0;
    told_asid = 0;
}

static bool page_is_forgotten(vaddr_t page)
{
    return told_page == ((word_t)ASID << 48 | page >> 12);
}

static bool space_is_forgotten(void)
{
    return told_asid == (word_t)ASID << 48;
}

static struct rights rights_of(pte_t page)
{
    return stage1_rights(page);
}

int main(void)
{
    walk_maps();
}
