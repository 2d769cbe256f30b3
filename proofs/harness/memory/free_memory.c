/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: what is free at boot stays a list of ranges that are apart and ascend; what is reserved
 *     or carved out is free no more, all else stays as it was; untypeds are cut from it without a
 *     gap that one could fill, aligned to their size
 * Bound: lists of up to 2 ranges, of one where a piece is carved out; all addresses below 2^16, all
 *     sizes and alignments of these
 * Assumes: ranges before are not empty, ascend and do not touch; a piece is not empty
 * Options: --unwind 4 --unwindset boot_memory_cut.0:12
 * Cases: reserves_one reserves_two carves_one cuts
 * Sources: boot_memory
 * Mutants: untypeds_are_halved@cuts hole_takes_what_is_above@reserves_one
 *     carved_piece_is_unaligned@carves_one
 */
#include "boot_memory.h"
#include "prove.h"
#include "sel4/constants.h"

enum { ADDRESS_BITS = 16 };

void *object_at(paddr_t address)
{
    (void)address;
    return NULL;
}

static bool is_well_formed(const struct boot_memory *memory)
{
    for (unsigned i = 0; i < memory->count; i++) {
        if (memory->range[i].start >= memory->range[i].end ||
            (i > 0 && memory->range[i - 1].end >= memory->range[i].start)) {
            return false;
        }
    }
    return true;
}

static bool has(const struct boot_memory *memory, paddr_t address)
{
    bool is_there = false;

    for (unsigned i = 0; i < memory->count; i++) {
        is_there = is_there | (memory->range[i].start <= address && address < memory->range[i].end);
    }
    return is_there;
}

static bool is_in(struct phys_range range, paddr_t address)
{
    return range.start <= address && address < range.end;
}

static struct phys_range any_range(void)
{
    struct phys_range range = {nondet_word(), nondet_word()};

    ASSUME(range.start < BIT(ADDRESS_BITS) && range.end < BIT(ADDRESS_BITS));
    return range;
}

static struct boot_memory any_memory(unsigned count)
{
    struct boot_memory memory;

    boot_memory_init(&memory, any_range());
    for (unsigned i = 1; i < count; i++) {
        boot_memory_add(&memory, any_range());
    }
    ASSUME(is_well_formed(&memory));
    return memory;
}

/* ---- Cases ---- */

static void reserves(unsigned count)
{
    struct boot_memory was = any_memory(count);
    struct boot_memory memory = was;
    struct phys_range range = any_range();
    paddr_t address = nondet_word();

    boot_memory_reserve(&memory, range);
    PROVE(memory.count <= count + 1, "it makes one range more at most");
    PROVE(is_well_formed(&memory), "ranges are apart and ascend after a reservation");
    PROVE(has(&memory, address) == (has(&was, address) && !is_in(range, address)),
          "what was reserved is free no more, and all else as it was");
}

static void carves(unsigned count)
{
    struct boot_memory was = any_memory(count);
    struct boot_memory memory = was;
    word_t size = nondet_word();
    unsigned bits = nondet_unsigned();
    paddr_t address = nondet_word();

    ASSUME(size > 0 && size < BIT(ADDRESS_BITS) && bits < ADDRESS_BITS);
    paddr_t start = boot_memory_carve(&memory, size, bits);
    PROVE(is_well_formed(&memory), "ranges are apart and ascend after a piece is taken");
    if (start == 0) {
        PROVE(has(&memory, address) == has(&was, address), "nothing is taken if there is no room");
        return;
    }
    struct phys_range piece = {start, start + size};
    PROVE(is_aligned(start, bits), "the piece is aligned");
    PROVE(!is_in(piece, address) || has(&was, address), "all of the piece was free");
    PROVE(has(&memory, address) == (has(&was, address) && !is_in(piece, address)),
          "the piece is free no more, and all else as it was");
}

void cuts(void)
{
    struct phys_range was = any_range();
    struct phys_range rest = was;
    paddr_t address = 0;
    unsigned bits = 0;

    if (!boot_memory_cut(&rest, &address, &bits)) {
        PROVE(rest.start >= rest.end, "it ends with nothing left");
        return;
    }
    PROVE(bits >= seL4_MinUntypedBits && bits <= seL4_MaxUntypedBits, "of a size that there is");
    PROVE(is_aligned(address, bits), "an untyped is aligned to its size");
    PROVE(address >= was.start && address + BIT(bits) <= was.end, "it lies in the range");
    PROVE(rest.start == address + BIT(bits) && rest.end == was.end, "the rest is behind it");
    PROVE(address - was.start < BIT(seL4_MinUntypedBits), "nothing that could be one is dropped");
    PROVE(bits == seL4_MaxUntypedBits || !is_aligned(address, bits + 1) ||
              BIT(bits + 1) > was.end - address,
          "no larger one would do");
    REACHED("the end");
}

void reserves_one(void)
{
    reserves(1);
    REACHED("the end");
}

void reserves_two(void)
{
    reserves(2);
    REACHED("the end");
}

void carves_one(void)
{
    carves(1);
    REACHED("the end");
}
