/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel at EL2 has virtual CPUs: what of that core/vcpu.h needs first.
 */
#pragma once

#include "types.h"

struct vcpu;

enum { HAVE_VCPUS = 1 };

/* Entries of the core's tables: the kind of capability, the object type, and the faults. */
#define VCPU_CAP_KINDS(KIND) KIND(CAP_VCPU, vcpu_kind)
#define VCPU_OBJECT_TYPES [VCPU_OBJECT] = {CAP_VCPU, VCPU_OBJECT_BITS, false, 0},
#define VCPU_FAULT_TYPES                                                               \
    [seL4_Fault_VGICMaintenance] = {vcpu_fault_words, 0, NULL},                        \
    [seL4_Fault_VCPUFault] = {vcpu_fault_words, 0, NULL},                              \
    [seL4_Fault_VPPIEvent] = {vcpu_fault_words, 0, NULL},

/* SPSR_EL2.M, bits 4:0: where a guest may be.  Not EL2, nor AArch32. */
enum spsr_mode { SPSR_EL0T = 0x0, SPSR_EL1T = 0x4, SPSR_EL1H = 0x5, SPSR_MODE = 0x1f };

static inline bool vcpu_may_be_mode(word_t spsr)
{
    word_t mode = spsr & SPSR_MODE;

    return mode == SPSR_EL0T || mode == SPSR_EL1T || mode == SPSR_EL1H;
}

/*
 * The thread that is to run has this virtual CPU, or none (NULL).  Called where an exit finds
 * that it is another than `vcpu_active`.
 */
extern struct vcpu *vcpu_active;
void vcpu_switch(struct vcpu *vcpu);

/* Nobody runs: no virtual CPU's timer wakes the machine. */
static inline void arch_vcpu_idle(void)
{
    if (vcpu_active != NULL) {
        vcpu_switch(NULL);
    }
}
