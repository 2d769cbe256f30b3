/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * AArch64's instructions as the tests of arch/aarch64 have them: each writes down
 * that it was executed (record.h).
 */
#pragma once

#include "record.h"
#include "types.h"

#define RECORD(name, op)                                                               \
    static inline void name(void)                                                      \
    {                                                                                  \
        record(op, 0, 0);                                                              \
    }
#define RECORD_VALUE(name, op)                                                         \
    static inline void name(word_t value)                                              \
    {                                                                                  \
        record(op, 0, value);                                                          \
    }
#define GIVE(name, field)                                                              \
    static inline word_t name(void)                                                    \
    {                                                                                  \
        return processor.field;                                                        \
    }

RECORD(isb, OP_ISB)
RECORD(dsb_nsh, OP_DSB)
RECORD(dsb_ishst, OP_DSB_STORES)
RECORD(dsb_sy, OP_DSB)
RECORD(pan_set, OP_PAN)
RECORD(wfi, OP_WFI)
RECORD(tlbi_vmalle1, OP_TLBI)
RECORD_VALUE(tlbi_vae1, OP_TLBI)
RECORD_VALUE(tlbi_aside1, OP_TLBI)
RECORD_VALUE(at_s1e1r, OP_TRANSLATE)
RECORD_VALUE(sysreg_set_ttbr0_el1, OP_TTBR0)
RECORD_VALUE(sysreg_set_cntkctl_el1, OP_TIMER_RIGHTS)
RECORD_VALUE(sysreg_set_cntv_ctl_el0, OP_TIMER_CONTROL)
RECORD_VALUE(sysreg_set_cntv_cval_el0, OP_DEADLINE)
RECORD_VALUE(sysreg_set_cpacr_el1, OP_USER_FP)
RECORD_VALUE(sysreg_set_mdscr_el1, OP_USER_DEBUG)
RECORD_VALUE(sysreg_set_pmuserenr_el0, OP_USER_MONITORS)
RECORD_VALUE(sysreg_set_amuserenr_el0, OP_USER_ACTIVITY)
RECORD_VALUE(sysreg_set_pmccfiltr_el0, OP_MONITORS)
RECORD_VALUE(sysreg_set_pmcr_el0, OP_MONITORS)
RECORD_VALUE(sysreg_set_pmcntenset_el0, OP_MONITORS)
GIVE(sysreg_get_cntfrq_el0, timer_hz)
GIVE(sysreg_get_cntv_cval_el0, deadline)
GIVE(sysreg_get_cntvct_el0, now)
GIVE(sysreg_get_id_aa64mmfr0_el1, mmfr0)
GIVE(sysreg_get_id_aa64mmfr1_el1, mmfr1)
GIVE(sysreg_get_id_aa64pfr0_el1, pfr0)
GIVE(sysreg_get_isr_el1, pending)
GIVE(sysreg_get_par_el1, translation)
GIVE(sysreg_get_pmccntr_el0, cycles)

static inline word_t index_mask(word_t index, word_t limit)
{
    return index < limit ? UINT64_MAX : 0;
}

static inline void pte_store(word_t *entry, word_t value)
{
    *entry = value;
    record(OP_ENTRY, (word_t)entry, value);
}

static inline uint32_t device_load32(const void *address)
{
    record(OP_LOAD, (word_t)address, 0);
    return processor.device;
}

static inline void device_store32(void *address, uint32_t value)
{
    record(OP_STORE, (word_t)address, value);
}
