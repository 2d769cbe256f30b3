/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Operations on virtual CPUs, which kernels at EL2 have, and on the firmware.  Where
 * a kernel has neither object, no capability leads to one, and the answer is
 * InvalidCapability.  Errors and argument names as in invocations.h.
 */
#pragma once

#include <sel4/invocations.h>

/* The virtual CPU runs in this thread, and in no other. */
static inline seL4_Error seL4_ARM_VCPU_SetTCB(seL4_ARM_VCPU _service, seL4_TCB tcb)
{
    seL4_SetCap(0, tcb);
    return sel4_invoke_bare(_service, ARMVCPUSetTCB, 1);
}

/* Puts interrupt `virq` in list register `index` of the virtual interrupt controller. */
static inline seL4_Error seL4_ARM_VCPU_InjectIRQ(seL4_ARM_VCPU _service, seL4_Uint16 virq,
                                                 seL4_Uint8 priority, seL4_Uint8 group,
                                                 seL4_Uint8 index)
{
    seL4_Word word = (seL4_Word)virq | (seL4_Word)priority << 16 | (seL4_Word)group << 24 |
                     (seL4_Word)index << 32;

    return sel4_invoke_words(_service, ARMVCPUInjectIRQ, 0, 1, word, 0, 0, 0);
}

typedef struct {
    int error;
    seL4_Word value;
} seL4_ARM_VCPU_ReadRegs_t;

/* `field`: one of seL4_VCPUReg. */
static inline seL4_ARM_VCPU_ReadRegs_t seL4_ARM_VCPU_ReadRegs(seL4_ARM_VCPU _service,
                                                              seL4_Word field)
{
    seL4_ARM_VCPU_ReadRegs_t result;
    struct sel4_regs r;

    sel4_regs_any(&r);
    r.mr0 = field;
    result.error = (int)sel4_invoke(_service, ARMVCPUReadReg, 0, 1, &r);
    result.value = r.mr0;
    return result;
}

static inline seL4_Error seL4_ARM_VCPU_WriteRegs(seL4_ARM_VCPU _service, seL4_Word field,
                                                 seL4_Word value)
{
    return sel4_invoke_words(_service, ARMVCPUWriteReg, 0, 2, field, value, 0, 0);
}

/* The guest has dealt with the private interrupt that a VPPIEvent reported. */
static inline seL4_Error seL4_ARM_VCPU_AckVPPI(seL4_ARM_VCPU _service, seL4_Word irq)
{
    return sel4_invoke_words(_service, ARMVCPUAckVPPI, 0, 1, irq, 0, 0, 0);
}

/* Registers of a call to the firmware: x0 is the function. */
typedef struct {
    seL4_Word x0, x1, x2, x3, x4, x5, x6, x7;
} seL4_ARM_SMCContext;

/* Calls the firmware; *smc_response is what it left in the registers, and is not written if the
   kernel refuses. */
static inline seL4_Error seL4_ARM_SMC_Call(seL4_ARM_SMC _service,
                                           const seL4_ARM_SMCContext *smc_args,
                                           seL4_ARM_SMCContext *smc_response)
{
    struct sel4_regs r;
    seL4_Error error;

    r.mr0 = smc_args->x0;
    r.mr1 = smc_args->x1;
    r.mr2 = smc_args->x2;
    r.mr3 = smc_args->x3;
    seL4_SetMR(4, smc_args->x4);
    seL4_SetMR(5, smc_args->x5);
    seL4_SetMR(6, smc_args->x6);
    seL4_SetMR(7, smc_args->x7);
    error = sel4_invoke(_service, ARMSMCCall, 0, 8, &r);
    if (error == seL4_NoError) {
        smc_response->x0 = r.mr0;
        smc_response->x1 = r.mr1;
        smc_response->x2 = r.mr2;
        smc_response->x3 = r.mr3;
        smc_response->x4 = seL4_GetMR(4);
        smc_response->x5 = seL4_GetMR(5);
        smc_response->x6 = seL4_GetMR(6);
        smc_response->x7 = seL4_GetMR(7);
    }
    return error;
}
