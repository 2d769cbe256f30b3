/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's first code, at GUEST_ENTRY: ends each interrupt that the guest before it left in a
 * list register, which nobody else can do, and enters Linux as its boot protocol wants it.  Which
 * these are is not asked: the VMM that knew may be gone, too.
 *
 * x19: where Linux is entered.  Exceptions are masked, the MMU is off.
 *
 * Sources: GICv2, IHI 0048B, 4.4 and 5.5 (GICV); Linux, Documentation/arm64/booting.rst.
 */
#include "guest_map.h"

/* So many has the distributor that is emulated (vgic.h). */
#define INTERRUPTS 96

#define GICV_CTLR 0x0
#define GICV_PMR  0x4
#define GICV_IAR  0xc
#define GICV_EOIR 0x10
#define GICV_APR  0xd0
#define GICV_DIR  0x1000

/* EnableGrp0, EnableGrp1, AckCtl, EOImode */
#define GICV_CTLR_ALL (1 << 0 | 1 << 1 | 1 << 2 | 1 << 9)

    .section .rodata.guest_entry, "a", %progbits
    .balign 8
    .global guest_entry, guest_entry_end
guest_entry:
    mov     x9, #GUEST_GICC
    mov     w10, #GICV_CTLR_ALL
    str     w10, [x9, #GICV_CTLR]
    mov     w10, #0xff
    str     w10, [x9, #GICV_PMR]
    str     wzr, [x9, #GICV_APR]
    add     x11, x9, #GICV_DIR
    /* What is active: it ends.  What is pending is not affected, nor does it matter what is in no
       list register: that is counted (GICH_HCR.EOICount), and nobody looks. */
    mov     w10, #INTERRUPTS
1:  sub     w10, w10, #1
    str     w10, [x11]
    cbnz    w10, 1b
    /* What is pending: it is taken, and ends. */
2:  ldr     w10, [x9, #GICV_IAR]
    and     w12, w10, #0x3ff
    cmp     w12, #1020
    b.hs    3f
    str     w10, [x9, #GICV_EOIR]
    str     w10, [x11]
    b       2b
3:  str     wzr, [x9, #GICV_CTLR]
    str     wzr, [x9, #GICV_PMR]
    mov     x0, #(GUEST_TREE & 0xffff0000)
    mov     x1, xzr
    mov     x2, xzr
    mov     x3, xzr
    br      x19
    .balign 8
guest_entry_end:
