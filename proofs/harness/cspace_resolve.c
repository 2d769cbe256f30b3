/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: a lookup finds the slot, the bits left and the failure that the specification says
 * Bound: three levels of CNodes of 4 slots; all addresses, depths, guards and their sizes
 * Assumes: 1 to 64 bits are resolved; a CNode's slots lie where its capability says, and those of
 *     the third level hold no CNode
 * Options: --unwind 4 --unwindset any_slots.0:5
 * Mutants: guard_longer_than_address depth_mismatch_bound index_is_not_masked leaf_is_walked
 *     guard_is_not_consumed
 *
 * The specification is ABI.md 8.1.
 */
#include "cspace.c"
#include "prove.h"

enum { RADIX = 2, SLOTS = 1 << RADIX, LEVELS = 3 };

static struct cte node[LEVELS][SLOTS];

/* Object n of 16 bytes, to have an address that a capability holds. */
void *object_at(paddr_t address)
{
    return address == 16 ? node[0] : address == 32 ? node[1] : node[2];
}

/* `count` bits of `value`, above the lowest `after`. */
static word_t bits_above(word_t value, word_t after, word_t count)
{
    return value >> after & MASK(count);
}

struct outcome {
    unsigned level;
    word_t index;
    word_t bits_left;
    struct lookup_failure failure;
};

/* ABI.md 8.1, 1 to 3, for the CNode `cap` at `level`, of the lowest `bits` bits of `address`. */
static struct outcome specified(cap_t cap, unsigned level, word_t address, word_t bits)
{
    word_t g = cap_guard_size(cap);
    word_t r = cap_radix(cap);

    if (g > bits || (g != 0 && bits_above(address, bits - g, g) != cap_guard(cap))) {
        return (struct outcome){.failure = {seL4_GuardMismatch, bits, cap_guard(cap), g}};
    }
    if (g + r > bits) {
        return (struct outcome){.failure = {seL4_DepthMismatch, bits, 0, g + r}};
    }
    bits -= g + r;
    word_t index = bits_above(address, bits, r);
    if (bits == 0 || level + 1 == LEVELS || cap_type(node[level][index].cap) != CAP_CNODE) {
        return (struct outcome){.level = level, .index = index, .bits_left = bits};
    }
    return specified(node[level][index].cap, level + 1, address, bits);
}

static cap_t any_cap(void)
{
    return (cap_t){{nondet_word(), nondet_word()}};
}

/* Any CNode that has its slots at `level`. */
static cap_t any_node(unsigned level)
{
    cap_t cap = cap_set_object(cap_set_type_field(any_cap(), CAP_CNODE), 16 * (level + 1));
    return cap_set_radix(cap, RADIX);
}

static cap_t any_other(void)
{
    cap_t cap = any_cap();
    ASSUME(cap_type(cap) != CAP_CNODE);
    return cap;
}

static void any_slots(void)
{
    for (unsigned i = 0; i < SLOTS; i++) {
        node[0][i].cap = nondet_bool() ? any_node(1) : any_other();
        node[1][i].cap = nondet_bool() ? any_node(2) : any_other();
        node[2][i].cap = any_other();
    }
}

int main(void)
{
    cap_t root = nondet_bool() ? any_node(0) : any_other();
    word_t address = nondet_word();
    word_t bits = nondet_word();

    any_slots();
    ASSUME(bits >= 1 && bits <= 64);
    struct lookup found = cspace_resolve(root, address, bits);
    if (cap_type(root) != CAP_CNODE) {
        REACHED("the root is no CNode");
        PROVE(found.slot == NULL && found.failure.type == seL4_InvalidRoot, "no root, no lookup");
        return 0;
    }
    struct outcome wanted = specified(root, 0, address, bits);
    if (wanted.failure.type != seL4_NoFailure) {
        if (wanted.failure.type == seL4_GuardMismatch) {
            REACHED("a guard does not match");
        } else {
            REACHED("the address is too short");
        }
        PROVE(found.slot == NULL, "it fails where the specification does");
        PROVE(found.failure.type == wanted.failure.type &&
                  found.failure.bits_left == wanted.failure.bits_left &&
                  found.failure.guard_found == wanted.failure.guard_found &&
                  found.failure.bits_found == wanted.failure.bits_found,
              "it says why as the specification does");
        return 0;
    }
    if (wanted.level == 0) {
        REACHED("a slot of the first level");
    } else if (wanted.level == 1) {
        REACHED("a slot of the second level");
    } else {
        REACHED("a slot of the third level");
    }
    PROVE(found.slot == &node[wanted.level][wanted.index], "it finds the slot specified");
    PROVE(found.bits_left == wanted.bits_left, "it leaves the bits specified");
}
