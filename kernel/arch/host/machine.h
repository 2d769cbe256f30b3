/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host's "machine": registers are words, and <host_memory.h> says what memory is.
 * Same contract as arch/aarch64/machine.h, see core/arch.h.
 */
#pragma once

#include <host_memory.h>
#include <sel4/constants.h>

#include "../aarch64/pte.h"
#include "level.h"
#include "space.h"
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

/* Nobody computes with it here. */
struct fpu_state {
    word_t unused;
};

static inline word_t arch_access(uint32_t flags)
{
    return flags & bulkhead_TCBFlag_physicalTimerDisabled;
}

/* Who asks has checked it. */
static inline word_t arch_index(word_t index, word_t limit)
{
    ASSERT(index < limit);
    return index;
}

ticks_t arch_now(void);
void arch_timer_set(ticks_t deadline);
word_t arch_cycles(void);
