/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own tables once mmu_boot.c has built them.
 */
#include "mmu.h"

#include "arch.h"
#include "kernel_space.h"
#include "pte.h"

#define TABLE_ALIGNED __attribute__((aligned(4096)))
TABLE_ALIGNED word_t mmu_kernel_root[512];
__attribute__((aligned(1 << seL4_VSpaceBits))) word_t mmu_empty_root[1 << seL4_VSpaceIndexBits];
TABLE_ALIGNED word_t mmu_tables[MMU_BOOT_TABLES][512];
paddr_t mmu_image_paddr;

/* The boot part starts the image and lies in one level 3 table. */
void mmu_boot_forget(void)
{
    word_t *table = mmu_kernel_root;

    for (unsigned level = 0; level < 3; level++) {
        unsigned bits = kernel_level_bits(level);
        word_t entry = table[bits_get((word_t)ki_start, bits + 8, bits)];

        table = (word_t *)(void *)(ki_start + (arch_pte_address(entry) - mmu_image_paddr));
    }
    for (word_t page = 0; page < (word_t)(ki_boot_end - ki_start) >> 12; page++) {
        arch_pte_write(&table[bits_get((word_t)ki_start, 20, 12) + page], 0);
    }
    mmu_level_flush();
}
