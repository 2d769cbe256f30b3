/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a child's second and every later life begins.  Nothing that it finds in
 * a register or in writable memory means anything: the previous life may have
 * left it there.
 */
#include "life_layout.h"

    .section .text.life_restart, "ax"
    .global life_restart
    .type life_restart, %function
life_restart:
    movz x0, #(LIFE_PRISTINE >> 16), lsl #16
    movk x0, #(LIFE_PRISTINE & 0xffff)
    ldr x1, [x0, #LIFE_AT_STACK_TOP]
    mov sp, x1

    /* Data and .bss, as they were before the first init(). */
    ldr x2, [x0, #LIFE_AT_COPY_BEGIN]
    ldr x3, [x0, #LIFE_AT_COPY_END]
    add x4, x0, #LIFE_AT_COPY
1:  cmp x2, x3
    b.hs 2f
    ldp x5, x6, [x4], #16
    stp x5, x6, [x2], #16
    b 1b

    /* Stack, IPC buffer, outbox and whatever else the child may write. */
2:  add x4, x0, #LIFE_AT_RANGES
3:  ldp x2, x3, [x4], #16
    cbz x3, 5f
4:  cmp x2, x3
    b.hs 3b
    stp xzr, xzr, [x2], #16
    b 4b

    /* The registers that a program can use. */
5:  msr tpidr_el0, xzr
    msr fpcr, xzr
    msr fpsr, xzr
    msr nzcv, xzr
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    movi v\n\().2d, #0
    .endr
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30
    mov x\n, xzr
    .endr
    b _start
    .size life_restart, . - life_restart
    .global life_restart_end
life_restart_end:

/* Unless the program has another; here, for a compiler may take a weak constant for a final one. */
    .section .rodata.life_bytes, "a"
    .balign 8
    .weak life_bytes
life_bytes:
    .quad LIFE_BYTES
