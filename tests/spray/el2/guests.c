/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Guests among the spraying threads; see guests.h.
 */
#include "guests.h"

enum { SPARE = GUESTS_VCPUS, PARKED };

/* SPSR of EL1t and of EL1h, all exceptions masked (Arm ARM, SPSR_EL2). */
enum { SPSR_EL1T = 0x3c4 };

static seL4_Word fresh_sctlr; /* of a virtual CPU that nobody wrote */

seL4_Error guests_make(seL4_CPtr arena, seL4_CPtr slots)
{
    seL4_ARM_VCPU_ReadRegs_t sctlr;
    seL4_Error error = seL4_Untyped_Retype(arena, seL4_ARM_VCPUObject, 0, seL4_CapInitThreadCNode,
                                           0, 0, slots, SPARE + 1);

    if (error != seL4_NoError) {
        return error;
    }
    sctlr = seL4_ARM_VCPU_ReadRegs(slots, seL4_VCPUReg_SCTLR);
    fresh_sctlr = sctlr.value;
    return sctlr.error != seL4_NoError
               ? (seL4_Error)sctlr.error
               : seL4_Untyped_Retype(arena, seL4_TCBObject, 0, seL4_CapInitThreadCNode, 0, 0,
                                     slots + PARKED, 1);
}

/* Binding it takes the virtual CPU from any other thread, and the thread's from it. */
static seL4_Error place_guest(seL4_CPtr vcpu, seL4_CPtr tcb, seL4_Word sp)
{
    seL4_Error error = seL4_ARM_VCPU_SetTCB(vcpu, tcb);

    if (error == seL4_NoError) {
        error = seL4_ARM_VCPU_WriteRegs(vcpu, seL4_VCPUReg_SCTLR, fresh_sctlr);
    }
    return error != seL4_NoError ? error
                                 : seL4_ARM_VCPU_WriteRegs(vcpu, seL4_VCPUReg_SP_EL1, sp);
}

seL4_Error guests_place(seL4_CPtr slots, seL4_CPtr tcb, unsigned guest, seL4_UserContext *regs)
{
    seL4_Error error;

    if (guest < GUESTS) {
        regs->spsr = SPSR_EL1T + guest;
        return place_guest(slots + guest, tcb, regs->sp);
    }
    /* There is no call to unbind: its virtual CPU, whichever that is, goes when it is bound to a
       spare one, and the spare one goes to the thread that never runs. */
    error = seL4_ARM_VCPU_SetTCB(slots + SPARE, tcb);
    return error != seL4_NoError ? error
                                 : seL4_ARM_VCPU_SetTCB(slots + SPARE, slots + PARKED);
}
