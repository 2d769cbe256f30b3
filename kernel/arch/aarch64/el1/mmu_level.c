/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the loader's tables to the kernel's, at EL1: the other half of the address
 * space maps what boots to itself meanwhile.
 */
#include "../mmu.h"

#include "arch.h"
#include "kernel_space.h"
#include "../pte.h"
#include "../sysreg.h"

enum { LEVEL_BLOCK = 2 };

/* The identity map: the part of the image that boots.  Gone after boot. */
BOOT_DATA static word_t identity_root[512] __attribute__((aligned(4096)));
BOOT_DATA static word_t identity_gib[512] __attribute__((aligned(4096)));
BOOT_DATA static word_t identity_blocks[512] __attribute__((aligned(4096)));

/* By blocks of 2 MiB, as RAM begins and ends; all in the GiB in which the image
   starts. */
BOOT_CODE static void map_identity(void)
{
    unsigned bits = kernel_level_bits(LEVEL_BLOCK);
    paddr_t block = align_down(mmu_image_paddr, bits);

    identity_root[bits_get(block, 47, 39)] = pte_table(mmu_image_paddr_of(identity_gib));
    identity_gib[bits_get(block, 38, 30)] = pte_table(mmu_image_paddr_of(identity_blocks));
    for (; block < mmu_image_paddr_of(ki_boot_end); block += BIT(bits)) {
        identity_blocks[bits_get(block, 29, 21)] = pte_leaf(block, LEVEL_BLOCK, KERNEL_RX);
    }
}

/* TCR_EL1.IPS: the processor's physical address size, at most 48 bits. */
BOOT_CODE static word_t translation_control(void)
{
    word_t size = min_word(bits_get(sysreg_get_id_aa64mmfr0_el1(), 3, 0), 5);

    return TCR_VALUE | size << TCR_IPS_SHIFT;
}

/* ID_AA64MMFR1_EL1.PAN: is there PSTATE.PAN, by which the kernel cannot use what is
   mapped for users?  SPAN is 1 where there is not; 0 lets each exception set it. */
BOOT_CODE static bool cpu_has_pan(void)
{
    return bits_get(sysreg_get_id_aa64mmfr1_el1(), 23, 20) != 0;
}

BOOT_CODE static word_t system_control(void)
{
    return cpu_has_pan() ? SCTLR_VALUE & ~SCTLR_SPAN : SCTLR_VALUE;
}

BOOT_CODE void mmu_level_enter(void)
{
    map_identity();
    /* A walk is an observer of its own (pte.c); one of QEMU's is not. */
    dsb_nsh(); /* tables written before they are walked */
    mmu_install(mmu_image_paddr_of(mmu_kernel_root), mmu_image_paddr_of(identity_root),
                mmu_empty_paddr, MAIR_VALUE, translation_control(),
                system_control(), mmu_image_paddr - (word_t)ki_start);
    if (cpu_has_pan()) {
        pan_set();
    }
}
