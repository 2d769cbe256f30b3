/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * AArch64: a thread's registers and the kernel's view of physical
 * memory.  See core/arch.h for the contract.
 *
 * Kernel virtual memory, 48-bit, at EL1 and at EL2:
 *
 *   0xffffff80_00000000 + p,  physical address p: all RAM, never executable,
 *   0x8000_00000000 + p       and the few device pages the kernel drives
 *   0xffffffff_c0000000,      the kernel's image
 *   0xff_c0000000
 *
 * At EL1 that is the upper half (TTBR1), and the lower one (TTBR0) is the user's, which the
 * kernel never touches.  At EL2 there is one half, all of it the kernel's.
 */
#pragma once

#include <sel4/constants.h>

#include "clock.h"
#include "level.h"
#include "pte.h"
#include "registers.h"
#include "space.h"
#include "sysreg.h"
#include "types.h"

/* Floating point and SIMD registers; fpu.c says when they are up to date. */
struct fpu_state {
    word_t q[64]; /* q0..q31, low half first */
    word_t fpsr;
    word_t fpcr;
} __attribute__((aligned(16))); /* pairs of q registers */

/*
 * What a thread may use of the processor: the bits of CPACR_EL1, or at EL2 of CPTR_EL2 (where
 * floating point is given by a bit that is 0 then), and of CNTKCTL_EL1 that say so.
 * All zero memory is a new thread's.  vectors.S writes the two registers when it resumes a thread
 * whose word is not the one that they were written for; between threads that agree it does nothing.
 */
enum user_access {
    ACCESS_FPU = LEVEL_ACCESS_FPU, /* it owns the registers: fpu.h */
    ACCESS_NO_TIMER = LEVEL_ACCESS_NO_TIMER /* bulkhead_TCBFlag_physicalTimerDisabled */
};

/* Saved by vectors.S at every entry from user mode, but for `access`. */
struct user_context {
    word_t reg[seL4_UserContextWords];
    word_t next_pc;
    word_t access; /* enum user_access; behind next_pc: vectors.S loads both at once */
} __attribute__((aligned(16)));

_Static_assert(offsetof(struct user_context, access) == offsetof(struct user_context, next_pc) + 8,
               "vectors.S loads both at once");

static inline word_t arch_access(uint32_t flags)
{
    return (flags & bulkhead_TCBFlag_physicalTimerDisabled) != 0 ? ACCESS_NO_TIMER : 0;
}

/* Also valid for device pages that mmu_boot.c maps. */
static inline void *phys_ptr(paddr_t address)
{
    return (void *)(address + KERNEL_WINDOW);
}

/* See arch.h. */
static inline void *pointer_offset(void *pointer, word_t bytes)
{
    return (void *)((uintptr_t)pointer + bytes);
}

static inline paddr_t phys_addr_of(const void *pointer)
{
    return (paddr_t)pointer - KERNEL_WINDOW;
}

/* Not ordered with other instructions: early by some cycles at most, and
   never backwards. */
static inline ticks_t arch_now(void)
{
    return clock_now();
}

/* Takes effect by the return to user mode, or at wfi's barrier. */
static inline void arch_timer_set(ticks_t deadline)
{
    clock_set_deadline(deadline);
}

static inline word_t arch_index(word_t index, word_t limit)
{
    return index & index_mask(index, limit);
}

/* Not ordered either.  User code may have stopped the counter, or set it back. */
static inline word_t arch_cycles(void)
{
    return sysreg_get_pmccntr_el0();
}
