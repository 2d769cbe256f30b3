/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the loader's tables to the kernel's, at EL1.
 */

/*
 * void mmu_install(root, identity, empty, mair, tcr, sctlr, phys_minus_virt);
 * see mmu.h.
 */

/*
 * What a register of translation says is in effect only behind an ISB (Arm ARM,
 * "Synchronization requirements for AArch64 System registers"), and a TLB may have
 * entries of the old tables until a TLBI, which is complete behind a DSB and seen
 * behind one more ISB ("Ordering and completion of TLB maintenance instructions").
 * Between two tables for one address is a time with none ("TLB maintenance
 * requirements", break-before-make).  QEMU has no such entries to miss.
 */
.macro FORGET_TRANSLATIONS
    isb
    tlbi    vmalle1
    dsb     nsh
    isb
.endm

    .section .boot.text, "ax"
    .global mmu_install
mmu_install:
    msr     ttbr0_el1, x2
    FORGET_TRANSLATIONS
    msr     mair_el1, x3
    msr     tcr_el1, x4
    msr     ttbr0_el1, x1
    FORGET_TRANSLATIONS
    adr     x7, 1f
    add     x7, x7, x6
    adr     x8, 2f
    br      x7
1:  /* at its physical address */
    msr     ttbr1_el1, x2
    FORGET_TRANSLATIONS
    msr     ttbr1_el1, x0
    isb
    br      x8
2:  /* at its virtual address, on the new tables */
    msr     ttbr0_el1, x2
    msr     sctlr_el1, x5
    FORGET_TRANSLATIONS
    ic      iallu
    dsb     nsh
    isb
    ret
