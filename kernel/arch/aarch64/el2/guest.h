/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the processor does for whom: control registers of native threads and of
 * guests (HYP.md 1), and the registers of the virtual interface control block.
 *
 * Source: Arm ARM (DDI 0487), HCR_EL2, SCTLR_EL1, CPACR_EL1, CNTKCTL_EL1, CNTHCTL_EL2; GICv2
 * (IHI 0048B), 5.3.
 */
#pragma once

#include "types.h"

enum {
    HCR_VM = 1 << 0,     /* stage 2 */
    HCR_SWIO = 1 << 1,   /* invalidation by set and way cleans, too */
    HCR_FMO = 1 << 3,    /* FIQ, IRQ and SError come to EL2 */
    HCR_IMO = 1 << 4,
    HCR_AMO = 1 << 5,
    HCR_DC = 1 << 12,    /* stage 1 off is write-back memory */
    HCR_TWI = 1 << 13,   /* wfi, wfe trap */
    HCR_TWE = 1 << 14,
    HCR_TSC = 1 << 19,   /* smc traps */
    HCR_TIDCP = 1 << 20, /* registers that the architecture leaves to the processor */
    HCR_TAC = 1 << 21,   /* ACTLR_EL1 */
    HCR_TTLB = 1 << 25,  /* TLB maintenance */
    HCR_TVM = 1 << 26,   /* writes of the registers of stage 1 */
    HCR_TGE = 1 << 27    /* exceptions of EL0 come to EL2 */
};
#define HCR_RW (1ull << 31) /* EL1 is AArch64 */

#define HCR_NATIVE                                                                     \
    (HCR_VM | HCR_SWIO | HCR_FMO | HCR_IMO | HCR_AMO | HCR_DC | HCR_TSC | HCR_TAC |    \
     HCR_TTLB | HCR_TVM | HCR_TGE | HCR_RW)
#define HCR_GUEST                                                                      \
    (HCR_VM | HCR_FMO | HCR_IMO | HCR_AMO | HCR_TWI | HCR_TWE | HCR_TSC | HCR_TIDCP |  \
     HCR_RW)

/* SCTLR_EL1: RES1, and CP15BEN (5), UCT (15), nTWI (16), nTWE (18), UCI (26); for native threads,
   whose EL0 controls apply though there is no EL1, C (2), SA0 (4), I (12) and DZE (14), too: as at
   EL1 they may zero by `dc zva`, and a stack that is not aligned traps.  The MMU is off in both. */
#define SCTLR_RES1 0x30d00800ull
#define SCTLR_FRESH (SCTLR_RES1 | 1 << 5 | 1 << 15 | 1 << 16 | 1 << 18 | 1 << 26)
#define SCTLR_NATIVE (SCTLR_FRESH | 1 << 2 | 1 << 4 | 1 << 12 | 1 << 14)

/* CPACR_EL1.FPEN: nothing traps here, CPTR_EL2 decides. */
enum { CPACR_NATIVE = 3 << 20 };
/* CNTKCTL_EL1: EL0 may use the physical counter (EL0PCTEN), and the physical timer (EL0PTEN), and
   nothing else; closed, not the timer.  vectors.S changes the one to the other between native
   threads; the register is a guest's own while that runs. */
enum { CNTKCTL_TIMER = 1 << 9, CNTKCTL_NATIVE = 1 << 0 | CNTKCTL_TIMER, CNTKCTL_CLOSED = 1 << 0 };
/* CNTHCTL_EL2: EL1 and EL0 may use the physical counter (EL1PCTEN); the physical timer (EL1PCEN)
   native threads may, as far as CNTKCTL_EL1 lets EL0, and guests may not.  It is not what takes
   the timer from native threads: QEMU before 8 takes the counter from EL0, too, without it. */
enum { CNTHCTL_GUEST = 1 << 0, CNTHCTL_NATIVE = CNTHCTL_GUEST | 1 << 1 };

/* MDCR_EL2.TPMCR, TPM: of guests the event counters trap, too. */
enum { MDCR_COUNTERS = 1 << 5 | 1 << 6 };

enum gich_register {
    GICH_HCR = 0x000,   /* rw  control, 5.3.1 */
    GICH_VTR = 0x004,   /* ro  type: list registers, 5.3.2 */
    GICH_VMCR = 0x008,  /* rw  what the guest set in its CPU interface, 5.3.3 */
    GICH_EISR0 = 0x020, /* ro  list registers of ended interrupts, 5.3.5 */
    GICH_EISR1 = 0x024,
    GICH_APR = 0x0f0,   /* rw  active priorities, 5.3.7 */
    GICH_LR = 0x100     /* rw  list registers, 5.3.8 */
};
enum { GICH_HCR_ENABLE = 1 << 0 };
