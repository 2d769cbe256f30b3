/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot image's first instructions: from reset or firmware, at EL3, EL2 or
 * EL1 with MMU and caches off, to C at EL1; and the moves that C cannot make:
 * turning the MMU on, entering the kernel, asking what may not be there.
 *
 * As in the arm64 Linux boot protocol, whoever loaded the image has cleaned it
 * to memory and no cache holds other data for the RAM it uses.
 *
 * Register fields: Arm ARM, "AArch64 System Register Descriptions".
 */

/* EL1 and EL2 before an MMU is on: the bits that are RES1 in ARMv8.0. */
#define SCTLR_EL1_OFF 0x30d00800
#define SCTLR_EL2_OFF 0x30c50830
#define SCTLR_M_C_I 0x1005

/* EL3 goes for good: all below is Non-secure and AArch64, nothing is routed or
   trapped here, and SMC and HVC are undefined, because nobody is left to serve
   them (HCE, bit 8, is 0). */
#define SCR_NS (1 << 0)
#define SCR_RES1 (3 << 4)
#define SCR_SMD (1 << 7)        /* SMC is undefined */
#define SCR_RW (1 << 10)        /* the level below is AArch64 */
#define SCR_APK_API (3 << 16)   /* pointer authentication is not trapped */
#define SCR_FGTEN (1 << 27)     /* nor are EL2's fine-grained traps ... */
#define SCR_HXEN (1 << 38)      /* ... and HCRX_EL2 */

#define HCR_RW (1 << 31)        /* EL1 is AArch64 */
#define HCR_HCD (1 << 29)       /* HVC is undefined, where there is no EL3 */
#define HCR_APK_API (3 << 40)   /* pointer authentication is not trapped */
#define CNTHCTL_EL1_ALL 3       /* EL1 may use physical counter and timer */
#define CPTR_EL2_NO_TRAPS 0x33ff /* its RES1 bits */
#define SPSR_EL1H_MASKED 0x3c5
#define SPSR_EL2H_MASKED 0x3c9
#define MPIDR_AFFINITY 0xff00ffffff

/* Vectors of a level that is left for good: no address of any memory.  The
   loader's becomes users' memory, which nothing at EL2 or EL3 may lead to; an
   exception there stops the machine. */
#define NO_VECTORS -2048

/* Registers of fine-grained traps (FEAT_FGT) and of FEAT_HCX, by encoding: older
   assemblers do not know their names. */
#define HFGRTR_EL2 s3_4_c1_c1_4
#define HFGWTR_EL2 s3_4_c1_c1_5
#define HFGITR_EL2 s3_4_c1_c1_6
#define HDFGRTR_EL2 s3_4_c3_c1_4
#define HDFGWTR_EL2 s3_4_c3_c1_5
#define HCRX_EL2 s3_4_c1_c2_2

.macro LOAD_CONSTANT register, value
    movz    \register, #((\value) & 0xffff)
    movk    \register, #(((\value) >> 16) & 0xffff), lsl #16
    movk    \register, #(((\value) >> 32) & 0xffff), lsl #32
.endm

.macro LOAD_ADDRESS register, symbol
    adrp    \register, \symbol
    add     \register, \register, :lo12:\symbol
.endm

    .section .text.start, "ax"
    .global _start
_start:
    msr     daifset, #15
    msr     spsel, #1
    mrs     x0, mpidr_el1
    ldr     x1, =MPIDR_AFFINITY
    tst     x0, x1
    b.ne    park
    LOAD_ADDRESS x0, bss_start
    LOAD_ADDRESS x1, bss_end
1:  stp     xzr, xzr, [x0], #16 /* both are multiples of 64 */
    stp     xzr, xzr, [x0], #16
    stp     xzr, xzr, [x0], #16
    stp     xzr, xzr, [x0], #16
    cmp     x0, x1
    b.lo    1b
    LOAD_ADDRESS x0, stack_top
    mov     sp, x0
    LOAD_ADDRESS x19, vectors
    mrs     x0, CurrentEL
    cmp     x0, #2 << 2
    b.eq    at_el2
    b.lo    at_el1

    msr     vbar_el3, x19
    isb
    bl      secure_release
    LOAD_CONSTANT x0, SCR_NS | SCR_RES1 | SCR_SMD | SCR_RW | SCR_APK_API | SCR_FGTEN | SCR_HXEN
    msr     scr_el3, x0
    msr     cptr_el3, xzr
    msr     mdcr_el3, xzr
    mov     x0, #SPSR_EL2H_MASKED
    adr     x1, at_el2
    LOAD_CONSTANT x2, SCTLR_EL2_OFF
    mrs     x3, id_aa64pfr0_el1
    ubfx    x3, x3, #8, #4      /* EL2 */
    cbz     x3, 1f
    msr     sctlr_el2, x2
    b       2f
1:  mov     x0, #SPSR_EL1H_MASKED
    adr     x1, at_el1
2:  msr     spsr_el3, x0
    msr     elr_el3, x1
    mov     x2, #NO_VECTORS
    msr     vbar_el3, x2
    isb
    eret

at_el2:
    msr     vbar_el2, x19
    LOAD_CONSTANT x0, HCR_RW | HCR_HCD | HCR_APK_API
    msr     hcr_el2, x0
    isb
    mov     x0, #CNTHCTL_EL1_ALL
    msr     cnthctl_el2, x0
    msr     cntvoff_el2, xzr
    msr     cnthp_ctl_el2, xzr
    mov     x0, #CPTR_EL2_NO_TRAPS
    msr     cptr_el2, x0
    msr     hstr_el2, xzr
    msr     vttbr_el2, xzr
    mov     x0, xzr
    mrs     x1, id_aa64dfr0_el1
    ubfx    x1, x1, #8, #4      /* PMUVer; 15: no architected one */
    cbz     x1, 1f
    cmp     x1, #15
    b.eq    1f
    mrs     x0, pmcr_el0        /* EL1 gets all event counters, no traps */
    ubfx    x0, x0, #11, #5
1:  msr     mdcr_el2, x0
    mrs     x0, id_aa64mmfr0_el1
    ubfx    x0, x0, #56, #4     /* FGT */
    cbz     x0, 1f
    msr     HFGRTR_EL2, xzr
    msr     HFGWTR_EL2, xzr
    msr     HFGITR_EL2, xzr
    msr     HDFGRTR_EL2, xzr
    msr     HDFGWTR_EL2, xzr
1:  mrs     x0, id_aa64mmfr1_el1
    ubfx    x0, x0, #40, #4     /* HCX */
    cbz     x0, 1f
    msr     HCRX_EL2, xzr
1:  mrs     x0, midr_el1
    msr     vpidr_el2, x0
    mrs     x0, mpidr_el1
    msr     vmpidr_el2, x0
    tlbi    alle1
    dsb     nsh
    mov     x0, #SPSR_EL1H_MASKED
    msr     spsr_el2, x0
    adr     x0, at_el1
    msr     elr_el2, x0
    LOAD_CONSTANT x0, SCTLR_EL1_OFF
    msr     sctlr_el1, x0
    mov     x0, #NO_VECTORS
    msr     vbar_el2, x0
    isb
    eret

at_el1:
    LOAD_CONSTANT x0, SCTLR_EL1_OFF
    msr     sctlr_el1, x0
    msr     vbar_el1, x19
    isb
    LOAD_ADDRESS x0, stack_top
    mov     sp, x0
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

/*
 * Reads and writes that may find nothing at an address: the exception that then
 * comes ends them with 0.
 */
probe_begin:

/* uint32_t probe_read(address) */
    .global probe_read
probe_read:
    ldr     w0, [x0]
    ret

/* bool probe_memory(address): can a word be written and read back?  It stays what it was. */
    .global probe_memory
probe_memory:
    ldr     x1, [x0]
    mvn     x2, x1
    str     x2, [x0]
    dsb     sy
    ldr     x3, [x0]
    str     x1, [x0]
    dsb     sy
    cmp     x2, x3
    cset    x0, eq
    ret

probe_end:
probe_failed:
    mov     x0, xzr
    ret

/*
 * Of all three levels.  Nothing but a probe raises exceptions on purpose: what
 * else comes is reported, with the MMU off (the UART is not in the tables), and
 * the machine stops.
 */
    .balign 2048
vectors:
    .rept   16
    .balign 128
    b       exception
    .endr

/* Syndrome, address of the instruction and of what it accessed; if that was a
   probe, goes on behind it. */
.macro TAKE el
    mrs     x0, esr_\el
    mrs     x1, elr_\el
    mrs     x2, far_\el
    adr     x4, probe_begin
    adr     x5, probe_end
    cmp     x1, x4
    ccmp    x1, x5, #2, hs      /* before the begin: as if not before the end */
    b.hs    report
    adr     x4, probe_failed
    msr     elr_\el, x4
    eret
.endm

exception:
    mrs     x3, CurrentEL
    lsr     x3, x3, #2
    cmp     x3, #2
    b.eq    2f
    b.hi    3f
    TAKE    el1
2:  TAKE    el2
3:  TAKE    el3

report:
    cmp     x3, #1
    b.ne    1f
    mrs     x4, sctlr_el1
    mov     x5, #SCTLR_M_C_I
    bic     x4, x4, x5
    msr     sctlr_el1, x4
    isb
1:  LOAD_ADDRESS x4, stack_top
    mov     sp, x4
    b       loader_exception    /* x3: the level */
