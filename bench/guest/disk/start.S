/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the guest that reads its disk begins: an Image as Linux's, so that a monitor of an
 * unmodified guest starts it (example/vmm); one exception, the interrupt, which C takes.  The MMU
 * stays off, and so does floating point.
 *
 * Sources: Linux, Documentation/arm64/booting.rst (the header); Arm ARM, "Exception vectors".
 */
    .section .text.start, "ax", %progbits
    .global _start
_start:
    b       begin
    .word   0
    .quad   0                   /* from the begin of memory, 2 MiB aligned */
    .quad   guest_end - _start  /* with what is not in the file */
    .quad   0                   /* little-endian */
    .quad   0, 0, 0
    .ascii  "ARM\x64"
    .word   0

begin:
    adr     x0, vectors
    msr     vbar_el1, x0
    isb
    ldr     x0, =guest_stack
    mov     sp, x0
    msr     daifclr, #2
    bl      guest_main
1:  wfi
    b       1b

    .balign 2048
vectors:
    .rept   5
    .balign 128
    b       other
    .endr
    .balign 128                 /* an interrupt, with this stack pointer */
    stp     x0, x1, [sp, #-176]!
    stp     x2, x3, [sp, #16]
    stp     x4, x5, [sp, #32]
    stp     x6, x7, [sp, #48]
    stp     x8, x9, [sp, #64]
    stp     x10, x11, [sp, #80]
    stp     x12, x13, [sp, #96]
    stp     x14, x15, [sp, #112]
    stp     x16, x17, [sp, #128]
    stp     x18, x30, [sp, #144]
    bl      guest_interrupt
    ldp     x18, x30, [sp, #144]
    ldp     x16, x17, [sp, #128]
    ldp     x14, x15, [sp, #112]
    ldp     x12, x13, [sp, #96]
    ldp     x10, x11, [sp, #80]
    ldp     x8, x9, [sp, #64]
    ldp     x6, x7, [sp, #48]
    ldp     x4, x5, [sp, #32]
    ldp     x2, x3, [sp, #16]
    ldp     x0, x1, [sp], #176
    eret
    .rept   10
    .balign 128
    b       other
    .endr

other:
    bl      guest_fault
    b       other
