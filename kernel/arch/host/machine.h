/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host's "machine": registers are words, and <host_memory.h> says what memory is.
 * Same contract as arch/aarch64/machine.h, see core/arch.h.
 */
#pragma once

#include <host_memory.h>
#include <sel4/constants.h>

#include "../aarch64/pte.h"
#include "../aarch64/registers.h"
#include "level.h"
#include "space.h"
#include "types.h"

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
