/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine of the proofs.  Same contract as arch/aarch64/machine.h, see core/arch.h, but
 * memory consists of a harness's own objects: phys_ptr() is a choice among them, so that the
 * checker follows pointers to typed objects and not into an array of bytes.
 */
#pragma once

#include <sel4/constants.h>

#include "level.h"
#include "types.h"

enum context_register {
    REG_PC = 0,
    REG_SP = 1,
    REG_SPSR = 2,
    REG_CAP = 3,
    REG_INFO = 4,
    REG_MR0 = 5,
    REG_REPLY = 9,
    REG_SYSCALL = 10,
    REG_SEND_DEST = 11,
    REG_TLS_BASE = 34
};

enum { SGI_LINES = 16, SGI_TARGETS = 8 };

struct user_context {
    word_t reg[seL4_UserContextWords];
    word_t next_pc;
    word_t no_timer; /* arch_access() */
} __attribute__((aligned(16)));

struct fpu_state {
    word_t unused;
};

typedef word_t pte_t;
enum pte_kind { PTE_INVALID, PTE_TABLE, PTE_PAGE };
enum pte_kind arch_pte_kind(pte_t pte, unsigned level);
paddr_t arch_pte_address(pte_t pte);
void arch_vspace_switch(paddr_t root, word_t asid);

/* The harness says where its objects are. */
void *phys_ptr(paddr_t address);
paddr_t phys_addr_of(const void *pointer);

static inline word_t arch_access(uint32_t flags)
{
    return flags & bulkhead_TCBFlag_physicalTimerDisabled;
}

/* Who asks has checked it; that is proved, too. */
static inline word_t arch_index(word_t index, word_t limit)
{
    ASSERT(index < limit);
    return index;
}

ticks_t arch_now(void);
void arch_timer_set(ticks_t deadline);
word_t arch_cycles(void);
