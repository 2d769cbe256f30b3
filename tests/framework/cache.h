/* SPDX-License-Identifier: BSD-2-Clause */
/* Cache maintenance by address, which the kernel lets user code do (Arm ARM, D7.5.9). */
#pragma once

#include <kernel/gen_config.h>
#include <microkit.h>

#define CACHE_LINE (1ull << CONFIG_L1_CACHE_LINE_SIZE_BITS)

/* What the processor wrote is in memory, and it will read there what a device writes. */
static inline void cache_clean_and_invalidate(seL4_Word start, seL4_Word bytes)
{
    for (seL4_Word line = start & ~(CACHE_LINE - 1); line < start + bytes; line += CACHE_LINE) {
        __asm__ volatile("dc civac, %0" : : "r"(line) : "memory");
    }
    __asm__ volatile("dsb sy" : : : "memory");
}

/* What the processor wrote is in memory. */
static inline void cache_clean(seL4_Word start, seL4_Word bytes)
{
    for (seL4_Word line = start & ~(CACHE_LINE - 1); line < start + bytes; line += CACHE_LINE) {
        __asm__ volatile("dc cvac, %0" : : "r"(line) : "memory");
    }
    __asm__ volatile("dsb sy" : : : "memory");
}
