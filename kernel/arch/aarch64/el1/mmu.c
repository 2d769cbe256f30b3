/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Users' translation tables as the core builds them, of stage 1 of EL1&0, and the
 * TLB.  The kernel's own are mmu_kernel.c's.
 *
 * The host's tests run this file, too, on a machine that complains of what comes
 * in the wrong order (kernel/arch/host/order.c).  QEMU would not.
 *
 * Source: Arm ARM (DDI 0487), "Ordering and completion of TLB maintenance
 * instructions", "Synchronization requirements for AArch64 System registers".
 */
#include "arch.h"

#include "../mmu.h"
#include "../pte.h"
#include "../sysreg.h"

paddr_t mmu_empty_paddr;

#define ASID_SHIFT 48 /* Arm ARM, operands of TLBI by address and by ASID */

/* Never executable for the kernel.  Uncached pages are device memory, from
   which instructions must not be fetched, not even speculatively: never
   executable at all. */
pte_t arch_pte_page(paddr_t frame, unsigned level, struct pte_attributes attributes)
{
    word_t bits = PTE_NOT_GLOBAL | PTE_KERNEL_XN;

    bits |= pte_type(attributes.cacheable ? MEMORY_NORMAL : MEMORY_DEVICE);
    if (attributes.execute_never || !attributes.cacheable) {
        bits |= PTE_USER_XN;
    }
    if (attributes.access != ACCESS_NONE) {
        bits |= PTE_USER;
    }
    if (attributes.access != ACCESS_READ_WRITE) {
        bits |= PTE_READ_ONLY;
    }
    return pte_leaf(frame, level, bits);
}

struct pte_attributes arch_pte_attributes(pte_t pte)
{
    enum frame_access access = ACCESS_NONE;

    if ((pte & PTE_USER) != 0) {
        access = (pte & PTE_READ_ONLY) != 0 ? ACCESS_READ : ACCESS_READ_WRITE;
    }
    return (struct pte_attributes){
        .access = access,
        .cacheable = bits_get(pte, 4, 2) == MEMORY_NORMAL,
        .execute_never = (pte & PTE_USER_XN) != 0,
    };
}

void arch_vspace_none(void)
{
    sysreg_set_ttbr0_el1(mmu_empty_paddr);
}

/*
 * A TLBI removes what was loaded before it, and a DSB waits until it has.  What it
 * is to remove, no walk may find again: the entry was written before, and a DSB
 * made it visible.
 */
void arch_tlb_flush_page(word_t asid, vaddr_t page)
{
    dsb_nsh();
    tlbi_vae1(asid << ASID_SHIFT | bits_get(page, 55, 12));
    dsb_nsh();
}

/*
 * The tables of an address space that is gone may be whole.  Nothing walks them when
 * another TTBR0_EL1 is in effect, which it is after a context synchronization event
 * and not before: without the ISB, speculation could fill the TLB behind the TLBI.
 */
void arch_tlb_flush_asid(word_t asid)
{
    isb();
    dsb_nsh();
    tlbi_aside1(asid << ASID_SHIFT);
    dsb_nsh();
}

void arch_tlb_flush_all(void)
{
    isb();
    dsb_nsh();
    tlbi_vmalle1();
    dsb_nsh();
}
