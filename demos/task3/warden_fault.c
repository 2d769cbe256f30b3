/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a fault message says, in the terms of this demonstration.
 *
 * The syndrome of a memory fault is the processor's: bit 6 set means a write,
 * bits 5:2 why.  A kernel that runs at EL2 translates in another table, but
 * these bits mean the same there.
 */
#include "warden.h"

enum {
    SYNDROME_WRITE = 1 << 6,
    SYNDROME_WHY_SHIFT = 2,
    SYNDROME_WHY_MASK = 0xf,
    WHY_TRANSLATION = 1, /* there is no mapping */
    WHY_PERMISSION = 3   /* there is one, which does not allow this */
};

static enum reason syndrome_reason(seL4_Word syndrome)
{
    switch (syndrome >> SYNDROME_WHY_SHIFT & SYNDROME_WHY_MASK) {
    case WHY_TRANSLATION:
        return REASON_NOT_MAPPED;
    case WHY_PERMISSION:
        return REASON_NOT_ALLOWED;
    }
    return REASON_OTHER;
}

void fault_understand(struct fault_seen *fault, microkit_msginfo msginfo)
{
    fault->kind = KIND_OTHER;
    fault->reason = REASON_OTHER;
    fault->address = 0;
    fault->receiving = seL4_False;
    if (microkit_msginfo_get_label(msginfo) == seL4_Fault_VMFault) {
        seL4_Word syndrome = microkit_mr_get(seL4_VMFault_FSR);

        fault->kind = microkit_mr_get(seL4_VMFault_PrefetchFault) != 0 ? KIND_EXECUTE
                      : (syndrome & SYNDROME_WRITE) != 0               ? KIND_WRITE
                                                                       : KIND_READ;
        fault->reason = syndrome_reason(syndrome);
        fault->address = microkit_mr_get(seL4_VMFault_Addr);
    } else if (microkit_msginfo_get_label(msginfo) == seL4_Fault_CapFault) {
        fault->kind = KIND_CAP;
        fault->address = microkit_mr_get(seL4_CapFault_Addr);
        fault->receiving = microkit_mr_get(seL4_CapFault_InRecvPhase) != 0;
    }
}

const char *reason_name(enum reason reason)
{
    return reason == REASON_NOT_MAPPED    ? "not mapped"
           : reason == REASON_NOT_ALLOWED ? "not allowed"
                                          : "for another reason";
}
