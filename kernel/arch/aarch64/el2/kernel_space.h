/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own address space at EL2, which nobody shares.  Of its entries one bit says what may
 * be executed, and the bit that opens pages to users at EL1 is RES1.
 */
#pragma once

#include "arch.h"
#include "../pte.h"
#include "../sysreg.h"

#define PTE_XN PTE_USER_XN
#define PTE_RES1 PTE_USER
#define KERNEL_RO (pte_type(MEMORY_NORMAL) | PTE_RES1 | PTE_XN | PTE_READ_ONLY)
#define KERNEL_RX (pte_type(MEMORY_NORMAL) | PTE_RES1 | PTE_READ_ONLY)
#define KERNEL_RW (pte_type(MEMORY_NORMAL) | PTE_RES1 | PTE_XN)
#define KERNEL_DEVICE (pte_type(MEMORY_DEVICE) | PTE_RES1 | PTE_XN)

/* Devices of this level only. */
#define MAP_LEVEL_DEVICES(map) map(BOARD_GICH_PADDR)

/* Ask the MMU where a page of the kernel's is. */
static inline void mmu_level_translate(word_t address)
{
    at_s1e2r(address);
}

/* Entries of the kernel's own have gone, and a DSB made that visible: so has what the TLB had of
   them.  The TLBI is complete behind a DSB, and what was fetched or translated ahead has gone
   behind an ISB (Arm ARM, "Ordering and completion of TLB maintenance instructions"); QEMU never
   does that, and would miss neither. */
static inline void mmu_level_flush(void)
{
    tlbi_alle2();
    dsb_nsh();
    isb();
}
