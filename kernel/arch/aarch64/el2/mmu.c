/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Users' translation tables as the core builds them, of stage 2 of EL1&0, the TLB and
 * its VMIDs.  The kernel's own are mmu_kernel.c's.
 *
 * The host's tests run this file, too, on a machine that complains of what comes
 * in the wrong order (kernel/arch/host/order.c).  QEMU would not.
 *
 * Source: Arm ARM (DDI 0487), "VMSAv8-64 translation table format descriptors", stage 2;
 * "Ordering and completion of TLB maintenance instructions", "Synchronization requirements
 * for AArch64 System registers", "TLB maintenance instructions".
 */
#include "arch.h"

#include "../mmu.h"
#include "../pte.h"
#include "../sysreg.h"
#include "mmu_guest.h"

paddr_t mmu_empty_paddr;

/* ---- Entries ---- */

/* Stage 2: what may be done, bits 7:6, and the memory, bits 5:2. */
#define PTE_S2_READ BIT(6)
#define PTE_S2_WRITE BIT(7)
#define PTE_S2_XN BIT(54)
enum { PTE_S2_TYPE_SHIFT = 2, S2_DEVICE = 0, S2_NORMAL = 0xf };

/* A root is the tables' first level that the architecture counts, 1. */
static unsigned machine_level(unsigned level)
{
    return level + 1;
}

/* Uncached pages are device memory, from which instructions must not be fetched, not even
   speculatively: never executable. */
pte_t arch_pte_page(paddr_t frame, unsigned level, struct pte_attributes attributes)
{
    word_t bits = (word_t)(attributes.cacheable ? S2_NORMAL : S2_DEVICE) << PTE_S2_TYPE_SHIFT;

    if (attributes.execute_never || !attributes.cacheable) {
        bits |= PTE_S2_XN;
    }
    if (attributes.access != ACCESS_NONE) {
        bits |= PTE_S2_READ;
    }
    if (attributes.access == ACCESS_READ_WRITE) {
        bits |= PTE_S2_WRITE;
    }
    return pte_leaf(frame, machine_level(level), bits);
}

struct pte_attributes arch_pte_attributes(pte_t pte)
{
    enum frame_access access = ACCESS_NONE;

    if ((pte & PTE_S2_READ) != 0) {
        access = (pte & PTE_S2_WRITE) != 0 ? ACCESS_READ_WRITE : ACCESS_READ;
    }
    return (struct pte_attributes){
        .access = access,
        .cacheable = bits_get(pte, 5, 2) == S2_NORMAL,
        .execute_never = (pte & PTE_S2_XN) != 0,
    };
}

void arch_vspace_none(void)
{
    sysreg_set_vttbr_el2(mmu_empty_paddr);
}

/* ---- VMIDs ---- */

uint8_t mmu_vmid_of[SPACE_ASIDS];

static uint16_t asid_of[VMIDS]; /* 0: the VMID is nobody's (asid 0 names nothing) */
static word_t guest_of[VMIDS];  /* the virtual CPU that was there last; 0: nobody has been */
static word_t vmid_given; /* the last one; they go round */

/*
 * TLB maintenance is for the VMID in VTTBR_EL2 (Arm ARM, "TLB maintenance instructions", the
 * operand of IPAS2E1 and VMALLS12E1), so another one is put there for its sake, with a table that
 * maps nothing: nothing that is walked meanwhile is tagged with it.  The ISB is for the register to
 * be in effect before the TLBI.  Returns what was there.
 */
static word_t vmid_enter(word_t vmid)
{
    word_t before = sysreg_get_vttbr_el2();

    sysreg_set_vttbr_el2(mmu_empty_paddr | vmid << VTTBR_VMID_SHIFT);
    isb();
    return before;
}

/* Behind the DSB that completes the TLBI: what was not is not walked under the other VMID. */
static void vmid_leave(word_t before)
{
    sysreg_set_vttbr_el2(before);
    isb();
}

/* All of a VMID.  The DSB before: no walk may find again what is to be forgotten; it was written
   before, and a DSB makes it visible.  Returns what vmid_leave() is to put back. */
static word_t vmid_flush(word_t vmid)
{
    word_t before = vmid_enter(vmid);

    dsb_nsh();
    tlbi_vmalls12e1();
    dsb_nsh();
    return before;
}

void mmu_switch_to_new_vmid(paddr_t root, word_t asid)
{
    vmid_given = vmid_given + 1 == VMIDS ? 1 : vmid_given + 1;
    if (asid_of[vmid_given] != 0) {
        mmu_vmid_of[asid_of[vmid_given]] = 0;
        /* What was there may be who has just lost it, and stays away. */
        (void)vmid_flush(vmid_given);
    }
    guest_of[vmid_given] = 0;
    asid_of[vmid_given] = (uint16_t)asid;
    mmu_vmid_of[asid] = (uint8_t)vmid_given;
    sysreg_set_vttbr_el2(root | vmid_given << VTTBR_VMID_SHIFT);
}

/* ---- The TLB ---- */

/*
 * By the page's number as stage 2's input.  What has both stages in one entry stays until the
 * stage 1 entries go, too, after those of stage 2 have (Arm ARM, "TLB maintenance instructions",
 * the note on IPAS2E1): so the second TLBI, between DSBs.
 */
void arch_tlb_flush_page(word_t asid, vaddr_t page)
{
    word_t vmid = mmu_vmid_of[asid];

    if (vmid == 0) {
        return; /* never walked since it was given none */
    }
    word_t before = vmid_enter(vmid);
    dsb_nsh();
    tlbi_ipas2e1(bits_get(page, 47, 12));
    dsb_nsh();
    tlbi_vmalle1();
    dsb_nsh();
    vmid_leave(before);
}

/* The tables of an address space that is gone may be whole; what vmid_enter() puts into VTTBR_EL2
   is another one, and its ISB makes it be in effect. */
void arch_tlb_flush_asid(word_t asid)
{
    if (mmu_vmid_of[asid] != 0) {
        vmid_leave(vmid_flush(mmu_vmid_of[asid]));
    }
}

/* The ISB: nothing walks tables that are gone when another VTTBR_EL2 is in effect. */
void arch_tlb_flush_all(void)
{
    isb();
    dsb_nsh();
    tlbi_alle1();
    dsb_nsh();
}

/* ---- Guests ---- */

/*
 * Stage 1 is the guest's, and what the TLB has of it is tagged with the VMID and with an ASID that
 * the guest chose.  The guest takes its processor's TLB for its own: another processor may use the
 * same ASID for other tables, or have forgotten by a TLBI that is not broadcast.  Virtual CPUs of
 * one address space have one VMID, so who comes after another one there forgets (Arm ARM, "TLB
 * maintenance instructions", VMALLE1: stage 1 of the current VMID).  The ISB: HCR_EL2, the guest's
 * registers and VTTBR_EL2 are in effect, so what is walked from now on is this guest's.
 */
void mmu_guest_enters(word_t number)
{
    word_t vmid = sysreg_get_vttbr_el2() >> VTTBR_VMID_SHIFT;

    if (guest_of[vmid] == number) {
        return;
    }
    guest_of[vmid] = number;
    isb();
    tlbi_vmalle1();
    dsb_nsh();
}
