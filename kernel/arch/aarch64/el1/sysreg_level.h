/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fields of system registers that a kernel at EL1 uses.
 *
 * Source of all fields: Arm Architecture Reference Manual for A-profile
 * (DDI 0487), "AArch64 System Register Descriptions".
 */
#pragma once

/* CPACR_EL1.FPEN, bits 21:20: 1 traps user mode's use of floating point, 3 nobody's.  All else is
   0, so SVE, SME and the permission overlay trap. */
enum { CPACR_FP_KERNEL = 1 << 20, CPACR_FP_USER = 1 << 21 };

/* CNTKCTL_EL1: what EL0 may use, by default. */
enum {
    CNTKCTL_EL0_PHYSICAL_COUNTER = 1 << 0,
    CNTKCTL_EL0_PHYSICAL_TIMER = 1 << 9,
    CNTKCTL_USER = CNTKCTL_EL0_PHYSICAL_COUNTER | CNTKCTL_EL0_PHYSICAL_TIMER
};

/* enum user_access: the bits that are set to give floating point, or to take the timer, and the
   registers' values without. */
enum {
    LEVEL_ACCESS_FPU = CPACR_FP_USER,
    LEVEL_ACCESS_NO_TIMER = CNTKCTL_EL0_PHYSICAL_TIMER,
    LEVEL_FPU_CLOSED = CPACR_FP_KERNEL,
    LEVEL_TIMER_OPEN = CNTKCTL_USER
};

/* PMCCFILTR_EL0: cycles count at EL0 and EL1. */
enum { LEVEL_CYCLES_COUNTED = 0 };

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
