/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fields of system registers that this kernel uses; instruction.h accesses
 * them.
 *
 * Source of all fields: Arm Architecture Reference Manual for A-profile
 * (DDI 0487), "AArch64 System Register Descriptions".
 */
#pragma once

#include <instruction.h>

#include "types.h"

/* ESR_EL1.EC, bits 31:26: why an exception was taken. */
enum exception_class {
    EC_FP_ACCESS = 0x07,
    EC_SVC = 0x15,
    EC_INSTRUCTION_ABORT_USER = 0x20,
    EC_DATA_ABORT_USER = 0x24
};

/* SPSR_EL1 of a thread: EL0, FIQ masked; release kernels mask SError as well
   (ABI.md 1.4). */
enum { SPSR_FIQ_MASK = 1 << 6, SPSR_SERROR_MASK = 1 << 8 };

/* CPACR_EL1.FPEN, bits 21:20: 1 traps user mode's use of floating point, 3 nobody's.  All else is
   0, so SVE, SME and the permission overlay trap. */
enum { CPACR_FP_KERNEL = 1 << 20, CPACR_FP_USER = 1 << 21 };

/* CNTKCTL_EL1: what EL0 may use, by default. */
enum {
    CNTKCTL_EL0_PHYSICAL_COUNTER = 1 << 0,
    CNTKCTL_EL0_PHYSICAL_TIMER = 1 << 9,
    CNTKCTL_USER = CNTKCTL_EL0_PHYSICAL_COUNTER | CNTKCTL_EL0_PHYSICAL_TIMER
};

enum { TIMER_CTL_ENABLE = 1 << 0 }; /* CNTV_CTL_EL0, CNTHP_CTL_EL2 */
/* MDSCR_EL1.TDCC: user mode does not reach the debug communications channel. */
enum { MDSCR_USER_DEBUG_CHANNEL_TRAP = 1 << 12 };
enum { PMUSERENR_ENABLE = 1 << 0 };
/* PMCR_EL0: E counts, P and C set the event counters and the cycle counter to 0. */
enum { PMCR_ENABLE = 1 << 0, PMCR_RESET_EVENTS = 1 << 1, PMCR_RESET_CYCLES = 1 << 2 };
#define PMCNTEN_CYCLES (1ull << 31) /* PMCNTENSET_EL0.C */
enum { ISR_IRQ_PENDING = 1 << 7 };
enum { PAR_FAULT = 1 << 0 };

/* MAIR_EL1 indices.  The values at 0 to 5 are those every loader uses
   (ABI.md 13.2), so that installing ours changes no mapping in use. */
enum memory_type { MEMORY_DEVICE = 0, MEMORY_NORMAL = 4 };
#define MAIR_VALUE 0x0000aaff440c0400ull

/* TCR_EL1: both halves 48 bits, 4 KiB granule, walks inner shareable and
   write-back; 16-bit ASIDs, taken from TTBR0.  IPS is added at boot. */
#define TCR_VALUE                                                                      \
    (16ull << 0 | 1ull << 8 | 1ull << 10 | 3ull << 12 | 0ull << 14 | /* T0SZ..TG0 */   \
     16ull << 16 | 1ull << 24 | 1ull << 26 | 3ull << 28 | 2ull << 30 | /* T1SZ..TG1 */ \
     1ull << 36 /* AS */)
#define TCR_IPS_SHIFT 32

/*
 * SCTLR_EL1: MMU, caches, stack alignment checks on; little-endian.  EL0 may
 * zero and maintain caches by address, read CTR_EL0, wait for interrupts and
 * events; it may not mask interrupts.  Bits 11, 20, 22, 28, 29 are RES1, and
 * SPAN where there is no PAN; later versions call some TSCXT (20: SCXTNUM_EL0
 * traps), EOS and EIS (11, 22: exceptions and their returns synchronise).  That
 * all others are 0 keeps from EL0 what later versions have;
 * docs/kernel/user_mode.md lists it.
 */
#define SCTLR_SPAN (1ull << 23)
#define SCTLR_VALUE                                                                    \
    (1ull << 0 /* M */ | 1ull << 2 /* C */ | 1ull << 3 /* SA */ | 1ull << 4 /* SA0 */ | \
     1ull << 12 /* I */ | 1ull << 14 /* DZE */ | 1ull << 15 /* UCT */ |                 \
     1ull << 16 /* nTWI */ | 1ull << 18 /* nTWE */ | 1ull << 26 /* UCI */ |             \
     1ull << 11 | 1ull << 20 | 1ull << 22 | SCTLR_SPAN | 1ull << 28 | 1ull << 29)
