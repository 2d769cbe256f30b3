/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fields of system registers that a kernel at EL2 uses.
 *
 * Source of all fields: Arm Architecture Reference Manual for A-profile
 * (DDI 0487), "AArch64 System Register Descriptions"; which of them are set for
 * native threads, HYP.md 1.
 */
#pragma once

/* HCR_EL2, SCTLR_EL1, CPACR_EL1, CNTKCTL_EL1 and CNTHCTL_EL2, which differ between native threads
   and guests. */
#include "guest.h"

/* CPTR_EL2: TFP, bit 10, traps floating point, of EL2, too; bits 9:0 and 13:12 are RES1, or trap
   SVE and SME. */
enum { CPTR_TFP = 1 << 10, CPTR_CLOSED = 0x33ff | CPTR_TFP };

/* enum user_access: the bits that are set to give floating point, or to take the timer, and the
   registers' values without. */
enum {
    LEVEL_ACCESS_FPU = CPTR_TFP,
    LEVEL_ACCESS_NO_TIMER = CNTKCTL_TIMER,
    LEVEL_FPU_CLOSED = CPTR_CLOSED,
    LEVEL_TIMER_OPEN = CNTKCTL_NATIVE
};

/* PMCCFILTR_EL0.NSH: cycles count at EL2, too. */
enum { LEVEL_CYCLES_COUNTED = 1 << 27 };

/* MDCR_EL2: debug registers (TDA), OS locks (TDOSA), debug ROM addresses (TDRA) and debug
   exceptions (TDE) come here; HPMN, bits 4:0, is added: EL1 and EL0 have all event counters. */
#define MDCR_NATIVE (1ull << 8 | 1ull << 9 | 1ull << 10 | 1ull << 11)

/* VTCR_EL2: 40-bit addresses of two concatenated tables at level 1 (T0SZ, SL0), walks inner
   shareable and write-back, 4 KiB granule, 40-bit output (PS); 8-bit VMIDs; bit 31 is RES1. */
#define VTCR_VALUE                                                                     \
    (24ull << 0 | 1ull << 6 | 1ull << 8 | 1ull << 10 | 3ull << 12 | 0ull << 14 | 2ull << 16 | \
     1ull << 31)

/* TCR_EL2: 48 bits, 4 KiB granule, walks inner shareable and write-back; bits 23 and 31 are RES1.
   PS is added at boot. */
#define TCR_VALUE (16ull << 0 | 1ull << 8 | 1ull << 10 | 3ull << 12 | 1ull << 23 | 1ull << 31)
#define TCR_IPS_SHIFT 16

/* SCTLR_EL2: MMU, caches, stack alignment checks on, little-endian, and nothing that can be written
   can be executed (WXN): this level's tables are the kernel's alone.  Bits 4, 5, 11, 16, 18, 22,
   23, 28, 29 are RES1. */
#define SCTLR_VALUE                                                                    \
    (0x30c50830ull | 1ull << 0 /* M */ | 1ull << 2 /* C */ | 1ull << 3 /* SA */ |      \
     1ull << 12 /* I */ | 1ull << 19 /* WXN */)
