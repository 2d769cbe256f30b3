/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a probe runs (spaces.c): a page of its own, so that it can be entered in
 * any address space.  x0 is the address, x1 the value to write, x3 an endpoint.
 * Needs no stack.
 */
    .section .text.probe, "ax", %progbits
    .balign 4096
    .global probe_page, probe_page_end
    .global probe_page_read, probe_page_write, probe_page_execute, probe_page_call
probe_page:
probe_page_read:
    ldr     x2, [x0]
    b       report
probe_page_write:
    str     x1, [x0]
    b       report
probe_page_execute:
    blr     x0
report:
    mov     x0, x3
    mov     x1, #1          /* one word, */
    movk    x1, #7, lsl #16 /* label 0x70: PROBE_DONE */
    mov     x7, #-1         /* Call */
    svc     #0
    b       .
probe_page_call: /* with the registers of a Call of its own; x8 is the endpoint */
    svc     #0
    mov     x3, x8
    b       report
    .balign 8
probe_page_end:
    .balign 4096
