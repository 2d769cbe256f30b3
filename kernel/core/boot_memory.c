/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Free memory at boot.  Kept apart from boot.c because user software relies on
 * its exact results: Microkit's tool computes the untyped list in advance.
 */
#include "boot_memory.h"

#include <sel4/constants.h>

void boot_memory_init(struct boot_memory *memory, struct phys_range range)
{
    memory->range[0] = range;
    memory->count = 1;
}

static void range_remove(struct boot_memory *memory, unsigned index)
{
    memory->count--;
    for (unsigned i = index; i < memory->count; i++) {
        memory->range[i] = memory->range[i + 1];
    }
}

static void range_insert(struct boot_memory *memory, unsigned index, struct phys_range range)
{
    if (memory->count == BOOT_MEMORY_RANGES) {
        panic(__FILE__, __LINE__, "memory is in too many pieces");
    }
    for (unsigned i = memory->count; i > index; i--) {
        memory->range[i] = memory->range[i - 1];
    }
    memory->range[index] = range;
    memory->count++;
}

void boot_memory_add(struct boot_memory *memory, struct phys_range range)
{
    range_insert(memory, memory->count, range);
}

/* Take `hole` out of range `index`, which it overlaps.  Returns the index of the
   range that comes next. */
static unsigned range_split(struct boot_memory *memory, unsigned index, struct phys_range hole)
{
    struct phys_range below = {memory->range[index].start, hole.start};
    struct phys_range above = {hole.end, memory->range[index].end};

    range_remove(memory, index);
    if (below.start < below.end) {
        range_insert(memory, index++, below);
    }
    if (above.start < above.end) {
        range_insert(memory, index++, above);
    }
    return index;
}

void boot_memory_reserve(struct boot_memory *memory, struct phys_range range)
{
    unsigned index = 0;

    if (range.start >= range.end) {
        return;
    }
    while (index < memory->count) {
        if (range.start < memory->range[index].end && memory->range[index].start < range.end) {
            index = range_split(memory, index, range);
        } else {
            index++;
        }
    }
}

paddr_t boot_memory_carve(struct boot_memory *memory, word_t size, unsigned align_bits)
{
    for (unsigned index = memory->count; index-- > 0;) {
        struct phys_range range = memory->range[index];
        if (range.end - range.start < size) {
            continue;
        }
        paddr_t start = align_down(range.end - size, align_bits);
        if (start >= range.start && start != 0) { /* that says that there is no room */
            boot_memory_reserve(memory, (struct phys_range){start, start + size});
            return start;
        }
    }
    return 0;
}

bool boot_memory_cut(struct phys_range *rest, paddr_t *address, unsigned *bits)
{
    while (rest->start < rest->end) {
        *address = rest->start;
        *bits = log2_floor(rest->end - rest->start);
        if (rest->start != 0) {
            *bits = (unsigned)min_word(*bits, (word_t)__builtin_ctzll(rest->start));
        }
        *bits = (unsigned)min_word(*bits, seL4_MaxUntypedBits);
        rest->start += BIT(*bits);
        if (*bits >= seL4_MinUntypedBits) {
            return true;
        }
    }
    return false;
}
