/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's first and last instructions of boot.  Entered by a boot loader
 * at its exception level with MMU and caches on, the image mapped where it is linked, and in
 * x0 to x5 what boot_main wants (ABI.md 13).
 */
#include "level_asm.h"
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
    msr     VBAR, x9
    isb                         /* else an exception could still go to the loader's vectors (Arm
                                   ARM, "Synchronization requirements for AArch64 System
                                   registers"); QEMU would not notice */
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

/* Not part of what it unmaps. */
    .text
boot_leave:
    bl      mmu_boot_forget
    b       user_return
