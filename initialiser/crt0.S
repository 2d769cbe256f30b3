/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first instructions of the initial task, and its stack.
 */
    .equ    STACK_BYTES, 4096

/* The kernel passes the address of the boot information in x0, and no stack. */
    .section .text.start, "ax", %progbits
    .global _start
    .type _start, %function
_start:
    adrp    x1, __stack_top
    add     x1, x1, :lo12:__stack_top
    mov     sp, x1
    mov     x29, xzr
    mov     x30, xzr
    b       main
    .size _start, . - _start

    .section .stack, "aw", %nobits
    .balign 4096
    .skip   STACK_BYTES
