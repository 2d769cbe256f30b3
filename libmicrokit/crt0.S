/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a protection domain begins.  The initial task has set the stack
 * pointer, and the image's .bss is zero; all that is left is to end the chain
 * of frames, so that a backtrace stops here.
 */
    .section .text.start, "ax"
    .global _start
    .type _start, %function
_start:
    mov x29, xzr
    mov x30, xzr
    b microkit_start
    .size _start, . - _start
