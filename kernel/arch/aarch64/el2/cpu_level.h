/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What user mode may do to the core, as far as a kernel at EL2 says it otherwise than one at EL1.
 * Nothing is taken over from the loader.
 */
#pragma once

#include "../sysreg.h"

/* PMCR_EL0.N: how many event counters there are, bits 15:11. */
static inline word_t cpu_event_counters(void)
{
    return bits_get(sysreg_get_pmcr_el0(), 15, 11);
}

/* What a guest has otherwise than a native thread, arch_vcpu_boot() sets. */
static inline void cpu_level_boot(void)
{
    sysreg_set_cptr_el2(CPTR_CLOSED); /* fpu.c opens it on first use */
    sysreg_set_vtcr_el2(VTCR_VALUE);
    sysreg_set_mdcr_el2(MDCR_NATIVE | cpu_event_counters());
    sysreg_set_hstr_el2(0);
    /* Stage 2 is what it is now before its TLB entries are forgotten (Arm ARM, "Synchronization
       requirements for AArch64 System registers"), and that is done behind a DSB ("Ordering and
       completion of TLB maintenance instructions").  QEMU would miss neither. */
    isb();
    tlbi_alle1();
    dsb_nsh();
}
