/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a component can name without an address and without a capability:
 * registers of the processor, and instructions that are not for it.  The prober
 * tries each of these, the warden judges.
 *
 * Names: Arm Architecture Reference Manual for A-profile, "AArch64 System
 * register descriptions".  All are of ARMv8.0, so that every processor and every
 * assembler knows them.
 */
#pragma once

#include <microkit.h>

/* registers.c: makes one of these accesses. */
void probe_register(seL4_Word number);

enum register_group {
    GROUP_TIMER,    /* the one for users: who may set it is for the description to say */
    GROUP_KERNELS_TIMER,
    GROUP_MONITORS,
    GROUP_CHANNEL,  /* to a debugger; two components could talk through it, too.  Its state, MDCCSR,
                       is a constant in QEMU, which lets it be read in any case */
    GROUP_MASKS,    /* of interrupts: who sets them runs for ever */
    GROUP_PRIVILEGED,
    GROUP_BELOW,    /* calls to what is below a kernel */
    GROUP_COUNTER,  /* may be read, by everybody */
    REGISTER_GROUPS
};

/* X(HOW, GROUP, NAME) for each access, in the order of the groups.  HOW is how it is written: READ
   and WRITE a register, CLEAR bits of it, INVOKE an instruction. */
#define REGISTER_ACCESSES(X)                                                                     \
    X(READ, TIMER, cntp_ctl_el0)                                                                 \
    X(WRITE, TIMER, cntp_ctl_el0)                                                                \
    X(READ, TIMER, cntp_cval_el0)                                                                \
    X(WRITE, TIMER, cntp_cval_el0)                                                               \
    X(READ, TIMER, cntp_tval_el0)                                                                \
    X(WRITE, TIMER, cntp_tval_el0)                                                               \
    X(READ, KERNELS_TIMER, cntv_ctl_el0)                                                         \
    X(WRITE, KERNELS_TIMER, cntv_ctl_el0)                                                        \
    X(READ, KERNELS_TIMER, cntv_cval_el0)                                                        \
    X(WRITE, KERNELS_TIMER, cntv_cval_el0)                                                       \
    X(READ, KERNELS_TIMER, cntv_tval_el0)                                                        \
    X(WRITE, KERNELS_TIMER, cntv_tval_el0)                                                       \
    X(READ, KERNELS_TIMER, cntvct_el0)                                                           \
    X(READ, MONITORS, pmcr_el0)                                                                  \
    X(WRITE, MONITORS, pmcr_el0)                                                                 \
    X(READ, MONITORS, pmcntenset_el0)                                                            \
    X(WRITE, MONITORS, pmcntenset_el0)                                                           \
    X(READ, MONITORS, pmcntenclr_el0)                                                            \
    X(WRITE, MONITORS, pmcntenclr_el0)                                                           \
    X(READ, MONITORS, pmovsclr_el0)                                                              \
    X(WRITE, MONITORS, pmovsclr_el0)                                                             \
    X(WRITE, MONITORS, pmswinc_el0)                                                              \
    X(READ, MONITORS, pmselr_el0)                                                                \
    X(WRITE, MONITORS, pmselr_el0)                                                               \
    X(READ, MONITORS, pmccntr_el0)                                                               \
    X(WRITE, MONITORS, pmccntr_el0)                                                              \
    X(READ, MONITORS, pmxevtyper_el0)                                                            \
    X(WRITE, MONITORS, pmxevtyper_el0)                                                           \
    X(READ, MONITORS, pmxevcntr_el0)                                                             \
    X(WRITE, MONITORS, pmxevcntr_el0)                                                            \
    X(WRITE, MONITORS, pmuserenr_el0)                                                            \
    X(READ, CHANNEL, dbgdtr_el0)                                                                 \
    X(WRITE, CHANNEL, dbgdtr_el0)                                                                \
    X(READ, CHANNEL, dbgdtrrx_el0)                                                               \
    X(WRITE, CHANNEL, dbgdtrtx_el0)                                                              \
    X(READ, MASKS, daif)                                                                         \
    X(WRITE, MASKS, daif)                                                                        \
    X(CLEAR, MASKS, daifclr)                                                                     \
    X(READ, PRIVILEGED, sctlr_el1)                                                               \
    X(WRITE, PRIVILEGED, sctlr_el1)                                                              \
    X(READ, PRIVILEGED, ttbr0_el1)                                                               \
    X(WRITE, PRIVILEGED, ttbr0_el1)                                                              \
    X(READ, PRIVILEGED, vbar_el1)                                                                \
    X(WRITE, PRIVILEGED, vbar_el1)                                                               \
    X(READ, PRIVILEGED, cntkctl_el1)                                                             \
    X(WRITE, PRIVILEGED, cntkctl_el1)                                                            \
    X(READ, PRIVILEGED, mdscr_el1)                                                               \
    X(WRITE, PRIVILEGED, mdscr_el1)                                                              \
    X(WRITE, PRIVILEGED, tpidrro_el0)                                                            \
    X(INVOKE, BELOW, hvc)                                                                        \
    X(INVOKE, BELOW, smc)                                                                        \
    X(READ, COUNTER, cntpct_el0)                                                                 \
    X(READ, COUNTER, cntfrq_el0)
