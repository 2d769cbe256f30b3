/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel at EL1 answers, where one at EL2 answers otherwise (../el2/expected.h; the
 * include path says which).
 *
 * Source: Arm ARM, ESR_EL1, "ISS encoding for an exception from a Data Abort"; ABI.md 5.2, 9.
 */
#pragma once

#include "calls.h"

/* The levels of tables as the architecture counts them: the root's, and of pages. */
enum { ROOT_LEVEL = 0, PAGE_LEVEL = 3, ROOT_SHIFT = 39 };

/* No table of the initial task's leads there, at any level. */
#define FAR_AWAY 0x2a8055667000ull

/* Syndromes of a load of x2, of a store of x1, and of a jump; + the level at which the walk
   ended.  Above the top walks end at the root. */
enum {
    READ_MISSING = 0x92000004u,
    WRITE_MISSING = 0x92000044u,
    EXECUTE_MISSING = 0x82000004u,
    READ_DENIED = 0x9200000cu,
    WRITE_DENIED = 0x9200004cu,
    EXECUTE_DENIED = 0x8200000cu,
    READ_ABOVE = READ_MISSING,
    WRITE_ABOVE = WRITE_MISSING,
    EXECUTE_ABOVE = EXECUTE_MISSING,
    READ_X1_MISSING = READ_MISSING /* a load of x1 */
};

/* What is trapped, or stops, but is no undefined instruction, is a user exception, too. */
enum { TRAP_FAULT = seL4_Fault_UserException };

static inline struct words trap_words(seL4_Word pc, seL4_Word sp, seL4_Word spsr,
                                      seL4_Word syndrome)
{
    return W(pc, sp, spsr, syndrome, 0);
}

/* The kernel's interrupts: its timer's (ABI.md 12). */
static inline seL4_Bool irq_is_the_kernel_s(seL4_Word irq)
{
    return irq == 27;
}

/* Cache maintenance is done by the user's mapping: Invalidate of what may not be written, and
   anything of a device's frame (ABI.md 9.4). */
enum { INVALIDATE_READ_ONLY = seL4_IllegalOperation, MAINTAIN_DEVICE = seL4_NoError };
/* A frame that another one has replaced is not where its capability says. */
enum { MAINTAIN_REPLACED = seL4_InvalidCapability };
