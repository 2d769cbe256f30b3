/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Users' translation tables as the core builds them, the switch between them,
 * and the TLB.  The kernel's own tables are built once, by mmu_boot.c.
 */
#include "mmu.h"

#include "arch.h"
#include "pte.h"
#include "sysreg.h"

#define TABLE_ALIGNED __attribute__((aligned(4096)))
TABLE_ALIGNED word_t mmu_kernel_root[512];
TABLE_ALIGNED word_t mmu_empty_root[512];
TABLE_ALIGNED word_t mmu_tables[MMU_BOOT_TABLES][512];
paddr_t mmu_image_paddr;

#define ASID_SHIFT 48 /* Arm ARM, operands of TLBI by address and by ASID */

pte_t arch_pte_table(paddr_t table)
{
    return table | PTE_VALID | PTE_TABLE_OR_PAGE;
}

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

enum pte_kind arch_pte_kind(pte_t pte, unsigned level)
{
    if ((pte & PTE_VALID) == 0) {
        return PTE_INVALID;
    }
    return level < 3 && (pte & PTE_TABLE_OR_PAGE) != 0 ? PTE_TABLE : PTE_PAGE;
}

paddr_t arch_pte_address(pte_t pte)
{
    return pte & PTE_ADDRESS_MASK;
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

void arch_pte_write(pte_t *entry, pte_t value)
{
    *(volatile pte_t *)entry = value;
    dsb_nsh();
}

void arch_vspace_none(void)
{
    sysreg_set_ttbr0_el1(mmu_image_paddr +
                         (word_t)((unsigned char *)mmu_empty_root - ki_start));
}

/* Whatever table entry the TLB may have used is written before. */
void arch_tlb_flush_page(word_t asid, vaddr_t page)
{
    word_t operand = asid << ASID_SHIFT | bits_get(page, 55, 12);

    dsb_nsh();
    __asm__ volatile("tlbi vae1, %0" : : "r"(operand) : "memory");
    dsb_nsh();
}

void arch_tlb_flush_asid(word_t asid)
{
    dsb_nsh();
    __asm__ volatile("tlbi aside1, %0" : : "r"(asid << ASID_SHIFT) : "memory");
    dsb_nsh();
}

void arch_tlb_flush_all(void)
{
    dsb_nsh();
    __asm__ volatile("tlbi vmalle1" : : : "memory");
    dsb_nsh();
}

/* The boot part starts the image and lies in one level 3 table. */
void mmu_boot_forget(void)
{
    word_t *table = mmu_kernel_root;

    for (unsigned level = 0; level < 3; level++) {
        unsigned bits = vspace_level_bits(level);
        word_t entry = table[bits_get((word_t)ki_start, bits + 8, bits)];

        table = (word_t *)(void *)(ki_start + (arch_pte_address(entry) - mmu_image_paddr));
    }
    for (word_t page = 0; page < (word_t)(ki_boot_end - ki_start) >> 12; page++) {
        arch_pte_write(&table[bits_get((word_t)ki_start, 20, 12) + page], 0);
    }
    arch_tlb_flush_all();
    isb();
}
