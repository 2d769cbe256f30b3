/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own address space at EL1: the upper half of EL1&0.
 *
 * SCTLR_EL1.WXN would say so once more, but for users as well, who may map what
 * they like: the ABI has the initial task's image writable and executable.
 */
#pragma once

#include "arch.h"
#include "../pte.h"
#include "../sysreg.h"

#define KERNEL_RO (pte_type(MEMORY_NORMAL) | PTE_USER_XN | PTE_KERNEL_XN | PTE_READ_ONLY)
#define KERNEL_RX (pte_type(MEMORY_NORMAL) | PTE_USER_XN | PTE_READ_ONLY)
#define KERNEL_RW (pte_type(MEMORY_NORMAL) | PTE_USER_XN | PTE_KERNEL_XN)
#define KERNEL_DEVICE (pte_type(MEMORY_DEVICE) | PTE_USER_XN | PTE_KERNEL_XN)

/* Devices of this level only: none. */
#define MAP_LEVEL_DEVICES(map)

/* Ask the MMU where a page of the kernel's is. */
static inline void mmu_level_translate(word_t address)
{
    at_s1e1r(address);
}

/* Entries of the kernel's own have gone: so has what the TLB had of them.  The ISB is for what was
   fetched or translated ahead (Arm ARM, "Ordering and completion of TLB maintenance instructions"),
   which QEMU never does. */
static inline void mmu_level_flush(void)
{
    arch_tlb_flush_all();
    isb();
}
