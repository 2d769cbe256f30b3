/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * EL3 and EL2 as the loader leaves them: for good.  Nobody is there to serve a
 * trap, so whatever a user tries must end at EL1 or have its effect.  Each bit
 * that could send it further up is chosen here, whatever reset or firmware left.
 *
 * Two rules make that so for processors that are newer than this file:
 *
 *   - A control that traps when it is 1 is 0.
 *   - A control that traps when it is 0 is 1 if nothing at EL1 comes first.
 *     Else it stays 0: what the kernel does not know (SVE and SME, CPACR_EL1;
 *     memory copies, 64-byte stores, SCTLR_EL1; ...) is off at EL1 by the same
 *     rule, and of two traps the one to the lower level is taken (Arm ARM,
 *     "Synchronous exception prioritization for exceptions taken to AArch64
 *     state").
 *
 * Registers and fields: Arm ARM, "AArch64 System Register Descriptions".
 */

/* EL3: all below is Non-secure and AArch64, nothing is routed or trapped here,
   and SMC is undefined, because nobody is left to serve it; HVC, as the level of the kernel has it
   (level_asm.h). */
#define SCR_NS (1 << 0)
#define SCR_RES1 (3 << 4)
#define SCR_SMD (1 << 7)        /* SMC is undefined */
#define SCR_RW (1 << 10)        /* the level below is AArch64 */
#define SCR_APK_API (3 << 16)   /* nothing at EL1 controls PACGA: not trapped */
#define SCR_ENSCXT (1 << 25)    /* nor is SCXTNUM_EL0 */
#define SCR_FGTEN (1 << 27)     /* nor are EL2's fine-grained traps ... */
#define SCR_HXEN (1 << 38)      /* ... and HCRX_EL2 ... */
#define SCR_GCSEN (1 << 39)     /* ... and the control of guarded stacks ... */
#define SCR_FGTEN2 (1 << 59)    /* ... and FEAT_FGT2 */

/* EL2: stage 2 off (VM, bit 0), no interrupt and no exception of EL0 or EL1 routed here (TGE, AMO,
   IMO, FMO), no instruction and no register trapped (TWI to TIDCP, TID0 to TID5, NV, ...), EL2
   itself without host extensions (E2H). */
#define HCR_RW (1 << 31)        /* EL1 is AArch64 */
#define HCR_HCD (1 << 29)       /* HVC is undefined, where there is no EL3 */
#define HCR_APK_API (3 << 40)
#define HCR_ENSCXT (1 << 53)
#define CNTHCTL_EL1_ALL 3       /* EL1 may use physical counter and timer */
#define CPTR_EL2_NO_TRAPS 0x33ff /* TFP, TTA, TAM, TCPAC are 0; the rest is RES1, or SVE and SME */

/* Cortex-A53 and Cortex-A72 MPCore TRM, "CPU Extended Control Register, EL1": SMPEN is to be set
   before caches and MMU are on, and before any maintenance of caches and TLBs, with one core, too.
   Only EL3 may always write it: firmware that starts us below has.  (QEMU would not notice.) */
#define CPUECTLR_EL1 s3_1_c15_c2_1
#define CPUECTLR_SMPEN (1 << 6)
#define CORTEX_A53 0xd03
#define CORTEX_A72 0xd08

/* Before an MMU is on: the bits that are RES1 in ARMv8.0. */
#define SCTLR_EL2_EL3_OFF 0x30c50830

/* Fields of ID registers: the lowest bit. */
#define DFR0_PMUVER 8
#define MMFR0_FGT 56
#define MMFR1_HCX 40
#define PFR0_AMU 44
#define PFR1_GCS 44

/* Registers that older assemblers do not know by name. */
#define HFGRTR_EL2 s3_4_c1_c1_4
#define HFGWTR_EL2 s3_4_c1_c1_5
#define HFGITR_EL2 s3_4_c1_c1_6
#define HDFGRTR_EL2 s3_4_c3_c1_4
#define HDFGWTR_EL2 s3_4_c3_c1_5
#define HAFGRTR_EL2 s3_4_c3_c1_6
#define HDFGRTR2_EL2 s3_4_c3_c1_0
#define HDFGWTR2_EL2 s3_4_c3_c1_1
#define HFGRTR2_EL2 s3_4_c3_c1_2
#define HFGWTR2_EL2 s3_4_c3_c1_3
#define HFGITR2_EL2 s3_4_c3_c1_7
#define HCRX_EL2 s3_4_c1_c2_2
#define GCSCR_EL1 s3_0_c2_c5_0
#define GCSCRE0_EL1 s3_0_c2_c5_2

.macro CONSTANT register, value
    movz    \register, #((\value) & 0xffff)
    movk    \register, #(((\value) >> 16) & 0xffff), lsl #16
    movk    \register, #(((\value) >> 32) & 0xffff), lsl #32
    movk    \register, #(((\value) >> 48) & 0xffff), lsl #48
.endm

/* register := that field of an ID register, 4 bits */
.macro FEATURE register, id, low
    mrs     \register, \id
    ubfx    \register, \register, #\low, #4
.endm

#include "level_asm.h"

    .text

/* void el3_configure(vectors), called at EL3 */
    .global el3_configure
el3_configure:
    msr     vbar_el3, x0
    CONSTANT x1, SCTLR_EL2_EL3_OFF
    msr     sctlr_el3, x1
    CONSTANT x1, SCR_NS | SCR_RES1 | SCR_SMD | SCR_RW | SCR_APK_API | SCR_ENSCXT | SCR_FGTEN | \
        SCR_HXEN | SCR_GCSEN | SCR_FGTEN2 | SCR_OF_LEVEL
    msr     scr_el3, x1
    msr     cptr_el3, xzr       /* TFP, TTA, TAM, TCPAC; SVE and SME are for EL1 to trap */
    msr     mdcr_el3, xzr
    mrs     x1, midr_el1
    ubfx    x1, x1, #4, #12     /* PartNum */
    mov     x2, #CORTEX_A53
    cmp     x1, x2
    mov     x2, #CORTEX_A72
    ccmp    x1, x2, #4, ne
    b.ne    1f
    mrs     x1, CPUECTLR_EL1
    orr     x1, x1, #CPUECTLR_SMPEN
    msr     CPUECTLR_EL1, x1
1:
    isb
    ret

/* void el2_configure(vectors), called at EL2 */
    .global el2_configure
el2_configure:
    CONSTANT x1, SCTLR_EL2_EL3_OFF
    msr     sctlr_el2, x1
    CONSTANT x1, HCR_RW | HCR_HCD | HCR_APK_API | HCR_ENSCXT
    msr     hcr_el2, x1
    isb                         /* E2H gives the next ones their layout */
    msr     vbar_el2, x0
    mov     x1, #CNTHCTL_EL1_ALL
    msr     cnthctl_el2, x1
    msr     cntvoff_el2, xzr
    msr     cnthp_ctl_el2, xzr
    mov     x1, #CPTR_EL2_NO_TRAPS
    msr     cptr_el2, x1
    msr     hstr_el2, xzr
    msr     vttbr_el2, xzr
    mrs     x1, midr_el1
    msr     vpidr_el2, x1
    mrs     x1, mpidr_el1
    msr     vmpidr_el2, x1
    mov     x1, xzr             /* no traps of debug, trace and counters ... */
    FEATURE x2, id_aa64dfr0_el1, DFR0_PMUVER
    cbz     x2, 1f
    cmp     x2, #15             /* none that is architected */
    b.eq    1f
    mrs     x1, pmcr_el0        /* ... and EL1 gets all event counters (HPMN := N) */
    ubfx    x1, x1, #11, #5
1:  msr     mdcr_el2, x1
    FEATURE x1, id_aa64mmfr0_el1, MMFR0_FGT
    cbz     x1, 1f
    msr     HFGRTR_EL2, xzr
    msr     HFGWTR_EL2, xzr
    msr     HFGITR_EL2, xzr
    msr     HDFGRTR_EL2, xzr
    msr     HDFGWTR_EL2, xzr
    FEATURE x2, id_aa64pfr0_el1, PFR0_AMU
    cbz     x2, 2f
    msr     HAFGRTR_EL2, xzr
2:  cmp     x1, #2
    b.lo    1f
    msr     HFGRTR2_EL2, xzr
    msr     HFGWTR2_EL2, xzr
    msr     HFGITR2_EL2, xzr
    msr     HDFGRTR2_EL2, xzr
    msr     HDFGWTR2_EL2, xzr
1:  FEATURE x1, id_aa64mmfr1_el1, MMFR1_HCX
    cbz     x1, 1f
    msr     HCRX_EL2, xzr
1:  FEATURE x1, id_aa64pfr1_el1, PFR1_GCS
    cbz     x1, 1f
    msr     GCSCR_EL1, xzr      /* guarded stacks: off, and trapped to EL1 */
    msr     GCSCRE0_EL1, xzr
1:  tlbi    alle1               /* what firmware left of stages 1 and 2 */
    dsb     nsh                 /* a TLBI is complete after a DSB of the same core ... */
    isb                         /* ... and what follows an ISB sees it, and the registers above */
    ret
