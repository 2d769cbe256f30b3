/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the same of a kernel at EL2, by its tables of stage 2: Map and Unmap change the
 *     translation of what was named and no other, with no more access than the capability has; what
 *     was valid leaves the TLB
 * Bound: a VSpace of one table at each of the three levels, of which 4 entries are used, entered at
 *     any of them; all entries, all addresses that these translate, all sizes, rights, attributes
 * Assumes: a table is entered at one place, which its capability knows; a new one is zero; frames
 *     are aligned to their size, and their access is none, read or read and write
 * Options: --unwind 8
 * Level: el2
 * Sources: asid cap_kind derive err frame vspace vspace_switch
 * Mutants: page_rights_grow@maps_frame execute_never_dropped@maps_frame
 *     break_without_make@maps_frame unmapped_table_in_tlb@unmaps_table
 */
#include "kernel/arch/aarch64/el2/mmu.c"
#include "kernel/arch/aarch64/pte.c"
#include "walk_maps.h"

/* The space's VMID, 0: it has none, and the TLB knows nothing of it. */
static word_t vmid;

/* VTTBR_EL2, and of which VMID the TLB was told last to forget a page, or all; 0: none (Arm ARM,
   "TLB maintenance instructions"). */
static word_t vttbr, told_vmid, told_page, told_all, told_stage1;

word_t sysreg_get_vttbr_el2(void)
{
    return vttbr;
}

void sysreg_set_vttbr_el2(word_t value)
{
    vttbr = value;
}

void tlbi_ipas2e1(word_t operand)
{
    told_vmid = vttbr >> 48;
    told_page = operand;
    told_stage1 = 0;
}

void tlbi_vmalle1(void)
{
    told_stage1 = vttbr >> 48;
}

void tlbi_vmalls12e1(void)
{
    told_all = vttbr >> 48;
}

static void space_forget(void)
{
    vmid = nondet_word() % VMIDS;
    mmu_vmid_of[ASID] = (uint8_t)vmid;
    vttbr = nondet_word();
    told_vmid = 0;
    told_page = 0;
    told_all = 0;
    told_stage1 = 0;
}

static bool page_is_forgotten(vaddr_t page)
{
    return vmid == 0 ||
           (told_vmid == vmid && told_page == page >> 12 && told_stage1 == vmid);
}

static bool space_is_forgotten(void)
{
    return vmid == 0 || told_all == vmid;
}

static struct rights rights_of(pte_t page)
{
    return stage2_rights(page);
}

int main(void)
{
    walk_maps();
}
