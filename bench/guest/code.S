/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What guests of the benchmark run, at EL1 with the MMU off: one page, which their
 * monitors copy to GUEST_CODE.  It begins with a vector table.  Each section is done
 * GUEST_WARM_UP times, then GUEST_TIMES times between two looks at the clock.
 *
 * x19 counts down, x20 and x21 are begin and end, x22 is the GIC's interface, x23 the time in
 * the handler of interrupts, x24 how many it took.
 *
 * Sources: Arm ARM, "Exception vectors", CNTV_CTL_EL0; GICv2, IHI 0048B, 4.4.
 */
#include "guest.h"

#define GICC_CTLR 0x0
#define GICC_PMR  0x4
#define GICC_IAR  0xc
#define GICC_EOIR 0x10

#define SYS_YIELD -11

    .macro  hypercall
    .inst   0xd4000002          /* hvc #0; the assembler asks for an extension */
    .endm

    .macro  code name
    .global guest_\name
guest_\name:
    .endm

    /* bench_begin() and bench_end() of clock.h, for guests. */
    .macro  begin
    hint    #112
    isb
    mrs     x20, cntvct_el0
    .endm
    .macro  end
    isb
    mrs     x21, cntvct_el0
    hint    #113
    .endm

    /* What is between `section` and `again` is done as often as it says above. */
    .macro  section
    mov     x19, #GUEST_WARM_UP
    mov     x25, #GUEST_TIMES
1:
    .endm
    .macro  again
    subs    x19, x19, #1
    b.ne    1b
    cbz     x25, 2f
    begin
    mov     x19, x25
    mov     x25, xzr
    b       1b
2:  end
    .endm

    .section .rodata.guest, "a", %progbits
    .balign 4096
    code    page
    /* What must not happen: the monitor says that it is wrong. */
    .org    guest_page + 0x200
    mov     x7, xzr
    hypercall

    /* An interrupt: acknowledged, the timer off, ended. */
    .org    guest_page + 0x280
    mrs     x23, cntvct_el0
    ldr     w26, [x22, #GICC_IAR]
    msr     cntv_ctl_el0, xzr
    str     w26, [x22, #GICC_EOIR]
    add     x24, x24, #1
    eret

    .org    guest_page + 0x800
done:
    mov     x0, x20
    mov     x1, x21
    mov     x7, #CALL_DONE
    hypercall

    code    calls
    mov     x7, #CALL_NOTHING
    section
    hypercall
    again
    b       done

    code    loads
    mov     x3, #GUEST_DEVICE
    section
    ldr     w2, [x3]
    again
    b       done

take_interrupts:
    ldr     x22, =GUEST_GICC
    mov     w0, #1
    str     w0, [x22, #GICC_CTLR]
    mov     w0, #0xff
    str     w0, [x22, #GICC_PMR]
    mov     x24, xzr
    msr     daifclr, #2
    ret

    code    takes
    bl      take_interrupts
    section
    mov     x7, #CALL_INJECT
    hypercall
    mov     x0, x23
    mov     x7, #CALL_TAKEN
    hypercall
    again
    mov     x2, x24
    b       done

    /* Its timer is due at once. */
    code    ticks
    bl      take_interrupts
    mov     x1, #1
    section
    mov     x27, x24
    mrs     x0, cntvct_el0
    msr     cntv_cval_el0, x0
    msr     cntv_ctl_el0, x1
    isb
3:  cmp     x24, x27
    b.eq    3b
    again
    mov     x2, x24
    b       done

    /* Two guests yield in turn; this one measures, the other one counts. */
    code    yields
    ldr     x3, =GUEST_SHARED
    mov     x7, #SYS_YIELD
    section
    hypercall
    again
    ldr     x2, [x3]
    b       done

    code    yields_too
    ldr     x3, =GUEST_SHARED
    mov     x7, #SYS_YIELD
    mov     x2, xzr
4:  add     x2, x2, #1
    str     x2, [x3]
    hypercall
    b       4b

    .ltorg
    .org    guest_page + 0x1000
