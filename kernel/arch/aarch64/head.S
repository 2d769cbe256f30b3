/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's first and last instructions of boot.  Entered by a boot loader
 * at EL1 with MMU and caches on, the image mapped where it is linked, and in
 * x0 to x5 what boot_main wants (ABI.md 13).
 */
#include "offsets.h"

    .section .boot.entry, "ax"
    .global kernel_entry
kernel_entry:
    msr     daifset, #15
    msr     spsel, #1
    adrp    x9, kernel_stack_top
    mov     sp, x9
    adrp    x9, vectors
    add     x9, x9, :lo12:vectors
    msr     vbar_el1, x9
    isb
    stp     x0, x1, [sp, #-48]!
    stp     x2, x3, [sp, #16]
    stp     x4, x5, [sp, #32]
    bl      mmu_boot
    mov     x6, x0              /* seventh argument: where the image is */
    ldp     x2, x3, [sp, #16]
    ldp     x4, x5, [sp, #32]
    ldp     x0, x1, [sp], #48
    bl      boot_main
    b       boot_leave

/*
 * void mmu_install(root, identity, empty, mair, tcr, sctlr, phys_minus_virt);
 * see mmu.h.
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

/* Not part of what it unmaps. */
    .text
boot_leave:
    bl      mmu_boot_forget
    b       user_return
