/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine whose memory is looked at, as the kernel's own code sees it here: same
 * contract as arch/aarch64/machine.h (core/arch.h).  Structures are laid out as on the
 * target; image.c compares that with the kernel's debug information before any is read.
 * Physical memory is a private copy of the machine's.
 */
#pragma once

#include <sel4/constants.h>

#include "../../kernel/arch/aarch64/pte.h"
#include "../../kernel/arch/aarch64/registers.h"
#include "image_access.h"
#include "level.h"
#include "space.h"
#include "types.h"

struct fpu_state {
    word_t q[64];
    word_t fpsr;
    word_t fpcr;
} __attribute__((aligned(16)));

struct user_context {
    word_t reg[seL4_UserContextWords];
    word_t next_pc;
    word_t access;
} __attribute__((aligned(16)));

static inline word_t arch_access(uint32_t flags)
{
    return (flags & bulkhead_TCBFlag_physicalTimerDisabled) != 0 ? ACCESS_NO_TIMER : 0;
}

/* The copy: RAM from `base` on, as far as the machine has any. */
struct machine_ram {
    unsigned char *bytes;
    paddr_t base;
    word_t size;
};
extern struct machine_ram machine_ram;

/* Of an address that is not RAM a pointer that may be compared, not followed. */
static inline void *phys_ptr(paddr_t address)
{
    return (void *)((uintptr_t)machine_ram.bytes + (uintptr_t)(address - machine_ram.base));
}

static inline void *pointer_offset(void *pointer, word_t bytes)
{
    return (void *)((uintptr_t)pointer + bytes);
}

static inline paddr_t phys_addr_of(const void *pointer)
{
    return (paddr_t)((uintptr_t)pointer - (uintptr_t)machine_ram.bytes) + machine_ram.base;
}

static inline word_t arch_index(word_t index, word_t limit)
{
    return index < limit ? index : 0;
}

ticks_t arch_now(void);
void arch_timer_set(ticks_t deadline);
word_t arch_cycles(void);
