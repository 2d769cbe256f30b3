/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot image's first instructions: from reset or firmware, at EL2 or EL1
 * with MMU and caches off, to C at EL1; and the two moves that C cannot make,
 * turning the MMU on and entering the kernel.
 *
 * As in the arm64 Linux boot protocol, whoever loaded the image has cleaned it
 * to memory and no cache holds other data for the RAM it uses.
 *
 * Register fields: Arm ARM, "AArch64 System Register Descriptions".
 */

/* EL1 before its MMU is on: the bits that are RES1 in ARMv8.0. */
#define SCTLR_EL1_OFF 0x30d00800
#define SCTLR_M_C_I 0x1005

#define HCR_RW (1 << 31)        /* EL1 is AArch64 */
#define HCR_HCD (1 << 29)       /* HVC is undefined: nobody is left to serve it */
#define CNTHCTL_EL1_ALL 3       /* EL1 may use physical counter and timer */
#define CPTR_EL2_NO_TRAPS 0x33ff /* its RES1 bits */
#define SPSR_EL1H_MASKED 0x3c5
#define MPIDR_AFFINITY 0xff00ffffff

.macro LOAD_CONSTANT register, value
    movz    \register, #((\value) & 0xffff)
    movk    \register, #(((\value) >> 16) & 0xffff), lsl #16
.endm

    .section .text.start, "ax"
    .global _start
_start:
    msr     daifset, #15
    mrs     x0, mpidr_el1
    ldr     x1, =MPIDR_AFFINITY
    tst     x0, x1
    b.ne    park
    mrs     x0, CurrentEL
    lsr     x0, x0, #2
    cmp     x0, #2
    b.eq    leave_el2
    cmp     x0, #1
    b.ne    park                /* EL3: no board of ours starts there */
    LOAD_CONSTANT x0, SCTLR_EL1_OFF
    msr     sctlr_el1, x0
    isb
    b       at_el1

leave_el2:
    LOAD_CONSTANT x0, HCR_RW | HCR_HCD
    msr     hcr_el2, x0
    mov     x0, #CNTHCTL_EL1_ALL
    msr     cnthctl_el2, x0
    msr     cntvoff_el2, xzr
    mov     x0, #CPTR_EL2_NO_TRAPS
    msr     cptr_el2, x0
    msr     hstr_el2, xzr
    msr     vttbr_el2, xzr
    mrs     x0, pmcr_el0        /* EL1 gets all event counters, no traps */
    ubfx    x0, x0, #11, #5
    msr     mdcr_el2, x0
    mrs     x0, midr_el1
    msr     vpidr_el2, x0
    mrs     x0, mpidr_el1
    msr     vmpidr_el2, x0
    tlbi    alle1
    dsb     nsh
    LOAD_CONSTANT x0, SCTLR_EL1_OFF
    msr     sctlr_el1, x0
    mov     x0, #SPSR_EL1H_MASKED
    msr     spsr_el2, x0
    adr     x0, at_el1
    msr     elr_el2, x0
    isb
    eret

at_el1:
    adrp    x0, bss_start
    add     x0, x0, :lo12:bss_start
    adrp    x1, bss_end
    add     x1, x1, :lo12:bss_end
1:  stp     xzr, xzr, [x0], #16 /* both are multiples of 64 */
    stp     xzr, xzr, [x0], #16
    stp     xzr, xzr, [x0], #16
    stp     xzr, xzr, [x0], #16
    cmp     x0, x1
    b.lo    1b
    adrp    x0, stack_top
    add     x0, x0, :lo12:stack_top
    mov     sp, x0
    adrp    x0, vectors
    add     x0, x0, :lo12:vectors
    msr     vbar_el1, x0
    isb
    bl      loader_main         /* does not return */
    .global park
park:
    wfi
    b       park

/*
 * void mmu_enable(low_root, high_root, mair, tcr, start, end);
 * MMU and caches on.  [start, end): what has been written with them off; lines
 * that the processor fetched speculatively meanwhile are stale.
 */
    .text
    .global mmu_enable
mmu_enable:
    mrs     x6, ctr_el0
    ubfx    x6, x6, #16, #4     /* DminLine: log2 of its words */
    mov     x7, #4
    lsl     x6, x7, x6
1:  dc      ivac, x4
    add     x4, x4, x6
    cmp     x4, x5
    b.lo    1b
    tlbi    vmalle1
    ic      iallu
    dsb     sy
    msr     mair_el1, x2
    msr     tcr_el1, x3
    msr     ttbr0_el1, x0
    msr     ttbr1_el1, x1
    isb
    mrs     x0, sctlr_el1
    LOAD_CONSTANT x1, SCTLR_M_C_I
    orr     x0, x0, x1
    msr     sctlr_el1, x0
    isb
    ret

/* void kernel_enter(x0, x1, x2, x3, entry): registers as ABI.md 13.1 says. */
    .global kernel_enter
kernel_enter:
    mov     x6, x4
    mov     x4, xzr             /* no device tree */
    mov     x5, xzr
    msr     tpidr_el1, xzr      /* the first core */
    br      x6

/* Nothing here raises exceptions on purpose: report and stop. */
    .balign 2048
vectors:
    .rept   16
    .balign 128
    mrs     x0, esr_el1
    mrs     x1, elr_el1
    mrs     x2, far_el1
    b       loader_exception
    .endr
