/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What guests run (guest.h): one page, copied into each guest's memory, so it is the same at any
 * address.  It begins with a vector table.  x7 = REPORT and `hvc` tell the VMM that a guest is
 * there: the number is no system call's.  x20 is the address of the guest's GIC interface, which
 * counts in x21 what it took.
 */
    .arch_extension fp          /* clang is stricter about -mgeneral-regs-only than gcc */
    .arch_extension simd

    .macro  code name
    .global guest_\name
guest_\name:
    .endm

    .macro  hypercall
    .inst   0xd4000002          /* hvc #0; the assembler asks for an extension */
    .endm

    .macro  report
    mov     x7, #77             /* REPORT */
    hypercall
    .endm

    .section .text.guest, "ax", %progbits
    .balign 4096
    code    page
    /* Synchronous, from EL1 and from EL0: what, where, at which address. */
    .org    guest_page + 0x200
    mrs     x0, esr_el1
    mrs     x1, elr_el1
    mrs     x2, far_el1
    mrs     x3, spsr_el1
    report
    /* An interrupt: acknowledged, its source taken away, ended (GICv2, 4.4.4, 4.4.5). */
    .org    guest_page + 0x280
    mrs     x25, cntvct_el0
    ldr     w22, [x20, #0xc]
    str     xzr, [x23]
    msr     cntv_ctl_el0, x24
    str     w22, [x20, #0x10]
    add     x21, x21, #1
    eret
    .org    guest_page + 0x400
    mrs     x0, esr_el1
    mrs     x1, elr_el1
    report

    .org    guest_page + 0x800
    code    reports
    report
    report
    code    calls               /* by the registers that it begins with */
    hypercall
    report
    code    svc
    svc     #0x11
    code    undefined
    .inst   0
    code    breakpoint
    brk     #0x800              /* Linux's WARN() */
    report
    code    wfi
    wfi
    report
    code    smc
    .inst   0xd40000a3          /* smc #5 */
    report
    code    physical_timer
    mrs     x0, cntp_ctl_el0
    report
    code    counters            /* what debugs and counts events: writes are lost, reads zero */
    msr     mdscr_el1, x1
    msr     dbgbvr0_el1, x1
    msr     pmcntenset_el0, x1
    mrs     x0, mdscr_el1
    mrs     x1, dbgbvr0_el1
    mrs     x2, pmcr_el0
    mrs     x3, pmccntr_el0
    mrs     x4, pmcntenset_el0
    mrs     x30, pmcr_el0
    report
    code    own_to_processor    /* what the architecture leaves to it: the same */
    msr     s3_1_c15_c2_1, x0   /* of the Cortex-A53: CPUECTLR_EL1, */
    mrs     x0, s3_1_c15_c2_1
    mrs     x1, s3_1_c11_c0_2   /* L2CTLR_EL1, which tells how many processors there are */
    report
    code    load
    ldr     w1, [x0]
    report
    code    store
    strb    w1, [x0]
    report
    code    jump
    br      x0
    code    to_el0              /* goes on at x0, at EL0 */
    msr     vbar_el1, x1
    msr     elr_el1, x0
    msr     spsr_el1, xzr
    eret
    code    to_aarch32          /* goes on at x0, at EL0 */
    msr     elr_el1, x0
    mov     x2, #0x10
    msr     spsr_el1, x2
    eret
    code    aarch32             /* x1 rounds, then a load from where x3 says */
    .inst   0xe2511001          /* subs r1, r1, #1 */
    .inst   0x1afffffd          /* bne to it */
    code    aarch32_load
    .inst   0xe5932000          /* ldr r2, [r3] */
    .inst   0xeafffffc          /* b to it */
    code    mmu_on              /* goes on at x4, with stage 1 */
    msr     ttbr0_el1, x0
    msr     tcr_el1, x1
    msr     mair_el1, x2
    dsb     sy
    isb
    msr     sctlr_el1, x3
    isb
    mov     x0, x5
    br      x4

    /* Takes interrupts until it took as many as x0 says. */
    code    interrupts
    mov     w1, #1
    str     w1, [x20]           /* GICC_CTLR, GICC_PMR: all (GICv2, 4.4.1, 4.4.2) */
    mov     w1, #0xff
    str     w1, [x20, #4]
    msr     daifclr, #2
    report
1:  cmp     x21, x0
    b.lo    1b
    report
    /* The same; its timer is due when x1 ticks have passed. */
    code    timer
    mrs     x2, cntvct_el0
    add     x2, x2, x1
    msr     cntv_cval_el0, x2
    mov     x2, #1
    msr     cntv_ctl_el0, x2
    b       guest_interrupts
    /* For what it costs: without end, or, of calls, x1 times. */
    code    hypercalls
    report
    b       guest_hypercalls
    code    loads_on
    ldr     w1, [x0]
    b       guest_loads_on
    code    asks
    mov     x9, x0
    mov     x10, x1
1:  msr     tpidr_el1, x10
    mov     x0, x9
    mov     x1, xzr
    mov     x7, #-1             /* Call */
    hypercall
    subs    x10, x10, #1
    b.ne    1b
    report
    code    serves
    mov     x9, x0
    mov     x6, x1
    mov     x7, #-2             /* ReplyRecv */
1:  msr     tpidr_el1, x9
    mov     x0, x9
    mov     x1, xzr
    hypercall
    b       1b
    code    spins               /* for x0 rounds */
    sub     x0, x0, #1
    cbnz    x0, guest_spins
    report

/* \name q0 to q31 at x1. */
    .macro  all_vectors name
    .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, \
               16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \name   q\n, [x1], #16
    .endr
    .endm

/* In the order of kept[] in test_guest_registers.c. */
    .macro  all_registers do
    \do     ttbr0_el1
    \do     ttbr1_el1
    \do     tcr_el1
    \do     mair_el1
    \do     contextidr_el1
    \do     esr_el1
    \do     far_el1
    \do     par_el1
    \do     vbar_el1
    \do     tpidr_el1
    \do     elr_el1
    \do     spsr_el1
    \do     sctlr_el1
    \do     cpacr_el1
    \do     cntkctl_el1
    \do     cntv_ctl_el0
    \do     cntv_cval_el0
    \do     csselr_el1
    \do     tpidr_el0
    \do     tpidrro_el0
    \do     sp_el0
    .endm
    .macro  float_registers do
    \do     fpcr
    \do     fpsr
    .endm
    .macro  load_one register
    ldr     x2, [x1], #8
    msr     \register, x2
    .endm
    .macro  save_one register
    mrs     x2, \register
    str     x2, [x1], #8
    .endm

    /* All registers from x19 on, and, when it is told to go on, to there. */
    code    loads
    mov     x1, x19
    all_registers load_one
    isb
    ldr     x2, [x1], #8
    mov     sp, x2
    float_registers load_one
    all_vectors ldr
    report
    code    saves
    mov     x1, x19
    all_registers save_one
    mov     x2, sp
    str     x2, [x1], #8
    mov     x2, #3 << 20        /* CPACR_EL1.FPEN */
    msr     cpacr_el1, x2
    isb
    float_registers save_one
    all_vectors str
    report
    .org    guest_page + 4096
