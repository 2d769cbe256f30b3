/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own address space.
 */
#pragma once

#include <sel4/constants.h>

#include "types.h"

/* Boot code and data: in the first pages of the image, which become the users'
   memory.  Nothing may call or read it after mmu_boot_forget. */
#define BOOT_CODE __attribute__((section(".boot.text")))
#define BOOT_DATA __attribute__((section(".boot.data")))

/* kernel.lds: parts of the image, page aligned. */
extern unsigned char ki_start[];
extern unsigned char ki_boot_end[];
extern unsigned char ki_text_end[];
extern unsigned char ki_rodata_end[];
extern unsigned char ki_end[];

extern unsigned char kernel_stack_guard[]; /* vectors.S: the page below the stack */

/*
 * Build the kernel's tables and leave the loader's for them.  The image may
 * lie anywhere in physical memory, in one piece.  Returns where it starts.
 */
paddr_t mmu_boot(void);

/* Boot is over: unmap its code, so that users cannot change kernel code. */
void mmu_boot_forget(void);

/*
 * mmu_install.S: install tables, all physical addresses.  Runs from `identity`, which
 * maps what boots to itself, while `root` replaces the old kernel tables:
 * the same page must never be mapped in two sizes at once (Arm ARM,
 * "break-before-make").  `third`: at EL1 a table that maps nothing; it stays in TTBR0.
 * At EL2 one that maps what boots to itself, and where the loader has it, as the loader
 * does; there `root` maps it to itself, too.
 */
void mmu_install(paddr_t root, paddr_t identity, paddr_t third, word_t mair, word_t tcr,
                 word_t sctlr, word_t phys_minus_virt);

/* mmu_level.c: from the loader's tables to those that mmu_boot() has built. */
void mmu_level_enter(void);

/* Tables for the kernel's mappings at boot.  mmu.c keeps them. */
enum { MMU_BOOT_TABLES = 11 };
extern word_t mmu_kernel_root[512];
extern word_t mmu_empty_root[1 << seL4_VSpaceIndexBits];
extern word_t mmu_tables[MMU_BOOT_TABLES][512];

/* Shift of the bits that index a table of the kernel's own: 39, 30, 21, 12. */
static inline unsigned kernel_level_bits(unsigned level)
{
    return 39u - 9u * level;
}

/* Physical addresses of the image and of mmu_empty_root; set by mmu_boot. */
extern paddr_t mmu_image_paddr;
extern paddr_t mmu_empty_paddr;

/* mmu_boot.c, while it boots: where something of the image is. */
paddr_t mmu_image_paddr_of(const void *pointer);
