/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel at EL2 answers, where one at EL1 answers otherwise (../el1/expected.h; the
 * include path says which).
 *
 * Source: Arm ARM, ESR_EL2, "ISS encoding for an exception from a Data Abort"; HYP.md 1, 3;
 * ABI.md 5.2, 9.
 */
#pragma once

#include "calls.h"

/* The levels of tables as the architecture counts them: the root's, and of pages. */
enum { ROOT_LEVEL = 1, PAGE_LEVEL = 3, ROOT_SHIFT = 30 };

/* No table of the initial task's leads there, at any level. */
#define FAR_AWAY 0xa855667000ull

/*
 * Syndromes of a load of x2, of a store of x1, and of a jump; + the level at which the walk
 * ended.  Of stage 2 they describe the load and the store (ISV, bit 24): 8 bytes (23:22) of a
 * 64-bit register (15), which one (20:16).  Above the top no walk begins: what stage 1, which is
 * off, gives out has more bits than there are, an address size fault at level 0.
 */
enum {
    READ_MISSING = 0x93c28004u,
    WRITE_MISSING = 0x93c18044u,
    EXECUTE_MISSING = 0x82000004u,
    READ_DENIED = 0x93c2800cu,
    WRITE_DENIED = 0x93c1804cu,
    EXECUTE_DENIED = 0x8200000cu,
    READ_ABOVE = 0x92000000u,
    WRITE_ABOVE = 0x92000040u,
    EXECUTE_ABOVE = 0x82000000u,
    READ_X1_MISSING = 0x93c18004u /* a load of x1 */
};

/* What is trapped, or stops, but is no undefined instruction, is a virtual CPU's fault, whether
   or not the thread has one. */
enum { TRAP_FAULT = seL4_Fault_VCPUFault };

static inline struct words trap_words(seL4_Word pc, seL4_Word sp, seL4_Word spsr,
                                      seL4_Word syndrome)
{
    (void)pc;
    (void)sp;
    (void)spsr;
    return W(syndrome);
}

/* QEMU's memory that is kept for guests (ABI.md 7.5). */
#define KEPT_MEMORY 0x40000000ull

/* The kernel's interrupts: its timer's, and those of guests' timers and of the virtual
   interrupt controller's maintenance (HYP.md 1). */
static inline seL4_Bool irq_is_the_kernel_s(seL4_Word irq)
{
    return irq >= 25 && irq <= 27;
}

/* Cache maintenance is done by the kernel's mapping: Invalidate of what may not be written, and
   anything of a device's frame, which the kernel does not map (ABI.md 9.4). */
enum { INVALIDATE_READ_ONLY = seL4_NoError, MAINTAIN_DEVICE = seL4_IllegalOperation };
/* A frame that another one has replaced is where it was. */
enum { MAINTAIN_REPLACED = seL4_NoError };
