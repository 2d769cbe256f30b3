/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hold_registers (safe_client.c): values in registers that are kept across a call.
 *
 * A function that is called must leave d8 to d15 as they were (Arm's procedure call standard), and
 * nothing in a component touches tpidr_el0.  So if one of them changed, it was not the component.
 */
#define FRAME 96 /* x29, x30, x19, x20, d8 to d15 */

    .section .text.hold_registers, "ax"
    .global hold_registers
    .type hold_registers, %function

/* x0: the function to call, without arguments.  Returns how many of the nine have changed. */
hold_registers:
    stp x29, x30, [sp, #-FRAME]!
    mov x29, sp
    stp x19, x20, [sp, #16]
    stp d8, d9, [sp, #32]
    stp d10, d11, [sp, #48]
    stp d12, d13, [sp, #64]
    stp d14, d15, [sp, #80]
    mrs x19, tpidr_el0

    mov x20, #0x600d
    movk x20, #0x600d, lsl #16
    .irp n, 8,9,10,11,12,13,14,15
    add x20, x20, #1
    fmov d\n, x20
    .endr
    add x20, x20, #1
    msr tpidr_el0, x20

    blr x0

    mov x0, #0
    mrs x1, tpidr_el0
    cmp x1, x20
    cinc x0, x0, ne
    .irp n, 15,14,13,12,11,10,9,8
    sub x20, x20, #1
    fmov x1, d\n
    cmp x1, x20
    cinc x0, x0, ne
    .endr

    msr tpidr_el0, x19
    ldp d14, d15, [sp, #80]
    ldp d12, d13, [sp, #64]
    ldp d10, d11, [sp, #48]
    ldp d8, d9, [sp, #32]
    ldp x19, x20, [sp, #16]
    ldp x29, x30, [sp], #FRAME
    ret
    .size hold_registers, . - hold_registers
