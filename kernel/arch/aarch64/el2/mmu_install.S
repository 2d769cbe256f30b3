/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the loader's tables to the kernel's, at EL2, which has one TTBR.
 */

/*
 * void mmu_install(root, identity, bridge, mair, tcr, sctlr, phys_minus_virt);
 * see mmu.h.
 */

/*
 * What a register of translation says is in effect only behind an ISB (Arm ARM,
 * "Synchronization requirements for AArch64 System registers"), and a TLB may have
 * entries of the old tables until a TLBI, which is complete behind a DSB and seen
 * behind one more ISB ("Ordering and completion of TLB maintenance instructions").
 * QEMU has no such entries to miss.
 */
.macro FORGET_TRANSLATIONS
    isb                         /* the new table is in effect before the old one's entries go */
    tlbi    alle2
    dsb     nsh                 /* they have gone ... */
    isb                         /* ... for what is fetched from here on, too */
.endm

    .section .boot.text, "ax"
    .global mmu_install
mmu_install:
    msr     mair_el2, x3        /* both as the loader's, in what its tables use of them */
    msr     tcr_el2, x4
    msr     ttbr0_el2, x2       /* the image twice: as the loader maps it, and to itself */
    FORGET_TRANSLATIONS
    adr     x7, 1f
    add     x7, x7, x6
    adr     x8, 2f
    br      x7
1:  /* at its physical address */
    msr     ttbr0_el2, x1
    FORGET_TRANSLATIONS
    msr     ttbr0_el2, x0
    isb
    br      x8
2:  /* at its virtual address, on the new tables */
    msr     sctlr_el2, x5
    FORGET_TRANSLATIONS
    ic      iallu
    dsb     nsh
    isb
    ret
