/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The start of the spraying task: x0 has the boot information.
 */
    .section .text.start, "ax", %progbits
    .global _start
    .type _start, %function
_start:
    adrp    x1, keeper_stack_end
    add     x1, x1, :lo12:keeper_stack_end
    mov     sp, x1
    mov     x29, xzr
    mov     x30, xzr
    b       keep
    .size _start, . - _start

    .bss
    .balign 4096
    .skip   0x4000
    .global keeper_stack_end
keeper_stack_end:
