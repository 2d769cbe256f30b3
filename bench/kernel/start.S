/* SPDX-License-Identifier: BSD-2-Clause */
/* The start of the benchmark's initial task, and the stack of its first thread. */
    .section .stack, "aw", %nobits
    .balign 4096
    .space  16384

    .section .text.start, "ax", %progbits
    .global _start
    .type _start, %function
/* x0: the boot information. */
_start:
    adrp    x1, __stack_top
    add     x1, x1, :lo12:__stack_top
    mov     sp, x1
    mov     x29, xzr
    mov     x30, xzr
    b       bench_main
    .size _start, . - _start
