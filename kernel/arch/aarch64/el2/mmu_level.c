/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the loader's tables to the kernel's, at EL2, which has but one half: what boots is
 * mapped to itself beside the kernel meanwhile, and first, too, where the loader has it.
 */
#include "../mmu.h"

#include "arch.h"
#include "kernel_space.h"
#include "../pte.h"
#include "../sysreg.h"

enum { LEVEL_ROOT = 0, LEVEL_GIB = 1, LEVEL_BLOCK = 2 };

/* What boots, to itself; gone after boot. */
BOOT_DATA static word_t identity_root[512] __attribute__((aligned(4096)));
BOOT_DATA static word_t identity_gib[512] __attribute__((aligned(4096)));
BOOT_DATA static word_t identity_blocks[512] __attribute__((aligned(4096)));

/* Both: to itself, and where the loader has it. */
BOOT_DATA static word_t bridge_root[512] __attribute__((aligned(4096)));
BOOT_DATA static word_t bridge_gib[512] __attribute__((aligned(4096)));
BOOT_DATA static word_t bridge_blocks[512] __attribute__((aligned(4096)));

BOOT_CODE static word_t *entry_in(word_t *table, word_t address, unsigned level)
{
    unsigned bits = kernel_level_bits(level);

    return &table[bits_get(address, bits + 8, bits)];
}

/* The one block of 2 MiB that the image is in, for RAM begins and ends with one, and the image is
   as far from where it is linked as a loader's blocks can have it. */
BOOT_CODE static void map_block(word_t address, word_t *root, word_t *gib, word_t *blocks)
{
    paddr_t block = align_down(mmu_image_paddr, kernel_level_bits(LEVEL_BLOCK));

    *entry_in(root, address, LEVEL_ROOT) = pte_table(mmu_image_paddr_of(gib));
    *entry_in(gib, address, LEVEL_GIB) = pte_table(mmu_image_paddr_of(blocks));
    *entry_in(blocks, address, LEVEL_BLOCK) = pte_leaf(block, LEVEL_BLOCK, KERNEL_RX);
}

/* TCR_EL2.PS: the processor's physical address size, at most 48 bits. */
BOOT_CODE static word_t translation_control(void)
{
    word_t size = min_word(bits_get(sysreg_get_id_aa64mmfr0_el1(), 3, 0), 5);

    return TCR_VALUE | size << TCR_IPS_SHIFT;
}

BOOT_CODE void mmu_level_enter(void)
{
    word_t *to_itself = entry_in(mmu_kernel_root, mmu_image_paddr, LEVEL_ROOT);

    map_block(mmu_image_paddr, identity_root, identity_gib, identity_blocks);
    map_block((word_t)ki_start, bridge_root, bridge_gib, bridge_blocks);
    word_t gib = pte_table(mmu_image_paddr_of(identity_gib));

    *entry_in(bridge_root, mmu_image_paddr, LEVEL_ROOT) = gib;
    *to_itself = gib;
    /* A walk is an observer of its own (pte.c); one of QEMU's is not. */
    dsb_nsh(); /* tables written before they are walked */
    mmu_install(mmu_image_paddr_of(mmu_kernel_root), mmu_image_paddr_of(identity_root),
                mmu_image_paddr_of(bridge_root), MAIR_VALUE, translation_control(), SCTLR_VALUE,
                mmu_image_paddr - (word_t)ki_start);
    arch_pte_write(to_itself, 0);
    mmu_level_flush();
}
