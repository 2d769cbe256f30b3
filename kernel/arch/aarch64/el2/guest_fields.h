/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor's registers that are a virtual CPU's: FIELD(seL4_VCPUReg_..., name).
 *
 * Source: Arm ARM (DDI 0487), "AArch64 System Register Descriptions".
 */
#pragma once

/* Those that mean nothing to native threads, which run at EL0 with HCR_EL2.TGE and can read none:
   they stay until another virtual CPU needs them. */
#define GUEST_STAYING(FIELD)                                                           \
    FIELD(TTBR0, ttbr0_el1)                                                            \
    FIELD(TTBR1, ttbr1_el1)                                                            \
    FIELD(TCR, tcr_el1)                                                                \
    FIELD(MAIR, mair_el1)                                                              \
    FIELD(AMAIR, amair_el1)                                                            \
    FIELD(CIDR, contextidr_el1)                                                        \
    FIELD(ACTLR, actlr_el1)                                                            \
    FIELD(AFSR0, afsr0_el1)                                                            \
    FIELD(AFSR1, afsr1_el1)                                                            \
    FIELD(ESR, esr_el1)                                                                \
    FIELD(FAR, far_el1)                                                                \
    FIELD(PAR, par_el1)                                                                \
    FIELD(VBAR, vbar_el1)                                                              \
    FIELD(TPIDR_EL1, tpidr_el1)                                                        \
    FIELD(VMPIDR_EL2, vmpidr_el2)                                                      \
    FIELD(SP_EL1, sp_el1)                                                              \
    FIELD(ELR_EL1, elr_el1)                                                            \
    FIELD(SPSR_EL1, spsr_el1)

/* Those that native threads are subject to, too: SCTLR_EL1 (traps and cache control at EL0),
   CPACR_EL1, CNTKCTL_EL1 (timers at EL0), and the virtual timer, which would interrupt them.  They
   change with each switch between a guest and another thread. */
#define GUEST_LEAVING(FIELD)                                                           \
    FIELD(SCTLR, sctlr_el1)                                                            \
    FIELD(CPACR, cpacr_el1)                                                            \
    FIELD(CNTKCTL_EL1, cntkctl_el1)                                                    \
    FIELD(CNTV_CTL, cntv_ctl_el0)                                                      \
    FIELD(CNTV_CVAL, cntv_cval_el0)                                                    \
    FIELD(CNTVOFF, cntvoff_el2)

#define GUEST_FIELDS(FIELD) GUEST_STAYING(FIELD) GUEST_LEAVING(FIELD)
