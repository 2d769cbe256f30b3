/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: a lookup finds the slot, the bits left and the failure that the specification says; by
 *     induction over the loop, which takes at least one bit of the address in each round
 * Bound: none for the levels; CNodes of 2 to 16 slots; all addresses, depths, guards and their
 *     sizes
 * Assumes: 1 to 64 bits are resolved; a CNode's slots lie where its capability says
 * Options: --unwind 17
 * Mutants: guard_longer_than_address depth_mismatch_bound index_is_not_masked leaf_is_walked
 *     guard_is_not_consumed lookup_begins_without_a_root
 *
 * The specification is ABI.md 8.1.
 */
#include "cspace.h"
#include "prove.h"

static void loop_begin(cap_t *node, word_t *bits);
static void loop_end(cap_t node, word_t bits);

/* The loop is cut where its invariant is: it ends at its beginning, or begins there with any CNode
   and any number of bits, and ends after a round. */
#define for(always) for (loop_begin(&node, &bits);; loop_end(node, bits))
#include "cspace.c"
#undef for

enum { MOST_RADIX = 4 };

/* Of the CNode that a round looks at, wherever its capability says that it is. */
static struct cte slot[1 << MOST_RADIX];

void *object_at(paddr_t address)
{
    (void)address;
    return slot;
}

static bool is_node(cap_t cap)
{
    return cap_type(cap) == CAP_CNODE && cap_radix(cap) >= 1 && cap_radix(cap) <= MOST_RADIX;
}

static cap_t any_cap(void)
{
    cap_t cap = {{nondet_word(), nondet_word()}};

    ASSUME(is_node(cap) || cap_type(cap) != CAP_CNODE);
    return cap;
}

/* ---- The specification ---- */

/* `count` bits of `value`, above the lowest `after`. */
static word_t bits_above(word_t value, word_t after, word_t count)
{
    return value >> after & MASK(count);
}

struct outcome {
    bool goes_on;
    word_t index;
    word_t bits_left;
    struct lookup_failure failure;
};

/* ABI.md 8.1, 1 to 3, for the CNode `cap`, of the lowest `bits` bits of `address`. */
static struct outcome specified(cap_t cap, word_t address, word_t bits)
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
    bool goes_on = bits != 0 && cap_type(slot[index].cap) == CAP_CNODE;
    return (struct outcome){.goes_on = goes_on, .index = index, .bits_left = bits};
}

/* ---- The loop ---- */

static bool from_loop; /* the case begins at the loop, and not at the function's beginning */
static cap_t node_before;
static word_t address, bits_before;

static bool invariant(cap_t node, word_t bits)
{
    return is_node(node) && bits >= 1 && bits <= 64;
}

static void loop_begin(cap_t *node, word_t *bits)
{
    if (from_loop) {
        *node = node_before;
        *bits = bits_before;
    } else {
        REACHED("the loop");
        PROVE(invariant(*node, *bits), "the loop begins with a CNode and with bits");
        PROVE(node->word[0] == node_before.word[0] && node->word[1] == node_before.word[1] &&
                  *bits == bits_before,
              "the loop begins with the root, and all bits");
        ASSUME(false);
    }
}

static void loop_end(cap_t node, word_t bits)
{
    struct outcome wanted = specified(node_before, address, bits_before);

    REACHED("another round");
    PROVE(wanted.goes_on, "it goes on where the specification does");
    PROVE(node.word[0] == slot[wanted.index].cap.word[0] &&
              node.word[1] == slot[wanted.index].cap.word[1],
          "it goes on with the CNode in the slot specified");
    PROVE(bits == wanted.bits_left && bits < bits_before, "it goes on with the bits specified");
    PROVE(invariant(node, bits), "each round keeps the invariant");
    ASSUME(false);
}

/* ---- Cases ---- */

/* From the root to the loop. */
static void begins(void)
{
    struct lookup found = cspace_resolve(node_before, address, bits_before);

    REACHED("the root is no CNode");
    PROVE(cap_type(node_before) != CAP_CNODE, "what has a root does not end at once");
    PROVE(found.slot == NULL && found.failure.type == seL4_InvalidRoot, "no root, no lookup");
}

static void fails(struct lookup found, struct lookup_failure wanted)
{
    if (wanted.type == seL4_GuardMismatch) {
        REACHED("a guard does not match");
    } else {
        REACHED("the address is too short");
    }
    PROVE(found.slot == NULL, "it fails where the specification does");
    PROVE(found.failure.type == wanted.type && found.failure.bits_left == wanted.bits_left &&
              found.failure.guard_found == wanted.guard_found &&
              found.failure.bits_found == wanted.bits_found,
          "it says why as the specification does");
}

/* A round, from any CNode on. */
static void goes_round(void)
{
    ASSUME(is_node(node_before));
    from_loop = true;
    struct lookup found = cspace_resolve(node_before, address, bits_before);
    struct outcome wanted = specified(node_before, address, bits_before);
    if (wanted.failure.type != seL4_NoFailure) {
        fails(found, wanted.failure);
        return;
    }
    REACHED("a slot");
    PROVE(!wanted.goes_on, "it ends where the specification does");
    PROVE(found.slot == &slot[wanted.index], "it finds the slot specified");
    PROVE(found.bits_left == wanted.bits_left, "it leaves the bits specified");
}

int main(void)
{
    address = nondet_word();
    bits_before = nondet_word();
    node_before = any_cap();
    for (unsigned i = 0; i < 1 << MOST_RADIX; i++) {
        slot[i].cap = any_cap();
    }
    ASSUME(bits_before >= 1 && bits_before <= 64);
    if (nondet_bool()) {
        begins();
    } else {
        goes_round();
    }
}
