/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The vectors of EL2 and EL3 once they have been left for good.  Nothing is
 * routed or trapped to them on purpose, so what comes is a defect, or a register
 * of a processor that levels.S does not know: say what it was, and park.
 *
 * It runs in a copy of these bytes (main.c), MMU and caches off, when all other
 * memory may be some user's.  So it reads nothing but this page, writes nothing
 * but the UART, and has no stack.
 */
#include "board_uart.h"

#define MANY 0x1000000          /* reads of the UART's flags: then it is taken for off */

    .section .text.vectors, "ax"
    .balign 2048
    .global last_vectors
last_vectors:
    .rept   8                   /* of this level itself: the report went wrong; other cores, too */
    .balign 128
    b       stop
    .endr
    .rept   8                   /* of the levels below */
    .balign 128
    b       taken
    .endr
    .balign 128

    .global last_vectors_ready
last_vectors_ready:             /* boot_image.magic, when all this is in place */
    .quad   0
    .global last_vectors_uart
last_vectors_uart:
    .quad   0

taken:
    ldr     x24, last_vectors_uart
    mrs     x19, CurrentEL
    lsr     x19, x19, #2
    cmp     x19, #3
    b.eq    1f
    mrs     x20, esr_el2
    mrs     x21, elr_el2
    mrs     x22, far_el2
    mrs     x23, spsr_el2
    b       2f
1:  mrs     x20, esr_el3
    mrs     x21, elr_el3
    mrs     x22, far_el3
    mrs     x23, spsr_el3
2:  adr     x0, text_taken
    bl      say
    add     w0, w19, #'0'
    bl      say_byte
    adr     x0, text_esr
    mov     x1, x20
    bl      say_number
    adr     x0, text_elr
    mov     x1, x21
    bl      say_number
    adr     x0, text_far
    mov     x1, x22
    bl      say_number
    adr     x0, text_spsr
    mov     x1, x23
    bl      say_number
    adr     x0, text_end
    bl      say

/* Interrupts are masked since the exception was taken; one that is pending ends
   the wait, no more. */
stop:
    wfi
    b       stop

/* The text at x0, then x1 in hexadecimal. */
say_number:
    mov     x28, x30
    bl      say
    mov     x26, #60
1:  lsr     x0, x1, x26
    and     x0, x0, #15
    add     x2, x0, #'0'
    add     x3, x0, #'a' - 10
    cmp     x0, #10
    csel    x0, x2, x3, lo
    bl      say_byte
    subs    x26, x26, #4
    b.pl    1b
    ret     x28

say:
    mov     x27, x30
    mov     x25, x0
1:  ldrb    w0, [x25], #1
    cbz     w0, 2f
    bl      say_byte
    b       1b
2:  ret     x27

say_byte:
    mov     x3, #MANY
1:  ldr     w4, [x24, #UART_STATUS]
    and     w4, w4, #UART_ROOM_MASK
    cmp     w4, #UART_ROOM_VALUE
    b.eq    2f
    subs    x3, x3, #1
    b.ne    1b
2:  str     w0, [x24, #UART_DATA]
    ret

text_taken: .asciz "\r\nBulkhead: exception taken to EL"
text_esr:   .asciz ": ESR 0x"
text_elr:   .asciz ", ELR 0x"
text_far:   .asciz ", FAR 0x"
text_spsr:  .asciz ", SPSR 0x"
text_end:   .asciz "; the machine stops.\r\n"

    .balign 16
    .global last_vectors_end
last_vectors_end:
