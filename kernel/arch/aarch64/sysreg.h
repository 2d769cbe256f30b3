/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fields of system registers that this kernel uses; instruction.h accesses
 * them.  Those of one exception level only are in sysreg_level.h.
 *
 * Source of all fields: Arm Architecture Reference Manual for A-profile
 * (DDI 0487), "AArch64 System Register Descriptions".
 */
#pragma once

#include <instruction.h>

#include "sysreg_level.h"
#include "types.h"

/* ESR_ELx.EC, bits 31:26: why an exception was taken. */
enum exception_class {
    EC_FP_ACCESS = 0x07,
    EC_SVC = 0x15,
    EC_HVC = 0x16,
    EC_INSTRUCTION_ABORT_USER = 0x20,
    EC_DATA_ABORT_USER = 0x24
};

/* SPSR_ELx of a thread: EL0, FIQ masked; release kernels mask SError as well
   (ABI.md 1.4). */
enum { SPSR_FIQ_MASK = 1 << 6, SPSR_SERROR_MASK = 1 << 8 };

enum { TIMER_CTL_ENABLE = 1 << 0 }; /* CNTV_CTL_EL0, CNTHP_CTL_EL2 */
/* MDSCR_EL1.TDCC: user mode does not reach the debug communications channel. */
enum { MDSCR_USER_DEBUG_CHANNEL_TRAP = 1 << 12 };
enum { PMUSERENR_ENABLE = 1 << 0 };
/* PMCR_EL0: E counts, P and C set the event counters and the cycle counter to 0. */
enum { PMCR_ENABLE = 1 << 0, PMCR_RESET_EVENTS = 1 << 1, PMCR_RESET_CYCLES = 1 << 2 };
#define PMCNTEN_CYCLES (1ull << 31) /* PMCNTENSET_EL0.C */
enum { ISR_IRQ_PENDING = 1 << 7 };
enum { PAR_FAULT = 1 << 0 };

/* MAIR_ELx indices.  The values at 0 to 5 are those every loader uses
   (ABI.md 13.2), so that installing ours changes no mapping in use. */
enum memory_type { MEMORY_DEVICE = 0, MEMORY_NORMAL = 4 };
#define MAIR_VALUE 0x0000aaff440c0400ull
