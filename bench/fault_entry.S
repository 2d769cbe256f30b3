/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where each life of the crashing child begins.  A restart sets the program
 * counter alone, so the entry sets the stack pointer itself; else each life
 * would begin below the last one's stack.
 */
    .text
    .global fault_begin_lives
    .type fault_begin_lives, %function
fault_begin_lives:
    stp     x29, x30, [sp, #-96]!
    stp     x19, x20, [sp, #16]
    stp     x21, x22, [sp, #32]
    stp     x23, x24, [sp, #48]
    stp     x25, x26, [sp, #64]
    stp     x27, x28, [sp, #80]
    mov     x0, sp
    adrp    x1, fault_entry_sp
    str     x0, [x1, #:lo12:fault_entry_sp]

    .global fault_entry
    .type fault_entry, %function
fault_entry:
    adrp    x0, fault_entry_sp
    ldr     x0, [x0, #:lo12:fault_entry_sp]
    mov     sp, x0
    bl      fault_live              /* returns in the last life only */
    ldp     x19, x20, [sp, #16]
    ldp     x21, x22, [sp, #32]
    ldp     x23, x24, [sp, #48]
    ldp     x25, x26, [sp, #64]
    ldp     x27, x28, [sp, #80]
    ldp     x29, x30, [sp], #96
    ret
    .size fault_begin_lives, . - fault_begin_lives

    .bss
    .balign 8
fault_entry_sp:
    .space  8
