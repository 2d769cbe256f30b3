/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory while the system is set up: which ranges are still free, and
 * how they become untypeds (ABI.md 7.5).
 */
#pragma once

#include "board.h"

enum { BOOT_MEMORY_RANGES = 16 };

/* Free ranges, ascending, not empty, not touching. */
struct boot_memory {
    struct phys_range range[BOOT_MEMORY_RANGES];
    unsigned count;
};

/* All of `range` is free. */
void boot_memory_init(struct boot_memory *memory, struct phys_range range);

/* So is all of `range`, which lies above, and does not touch, what was free before. */
void boot_memory_add(struct boot_memory *memory, struct phys_range range);

/* `range` (which may be empty) is not free.  Panics if that makes more than
   BOOT_MEMORY_RANGES. */
void boot_memory_reserve(struct boot_memory *memory, struct phys_range range);

/*
 * Take `size` bytes, aligned to 2^align_bits, from the top of the last range
 * that has them, but not at address 0.  Returns their address, or 0 if no range has.
 */
MUST_USE paddr_t boot_memory_carve(struct boot_memory *memory, word_t size,
                                   unsigned align_bits);

/*
 * Take the next untyped off the start of `rest`: the largest power of two that
 * fits and is aligned.  Pieces too small for an untyped are dropped.  False if
 * nothing is left.
 */
MUST_USE bool boot_memory_cut(struct phys_range *rest, paddr_t *address, unsigned *bits);
