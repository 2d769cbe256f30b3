/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: of the objects that Retype makes, object i is what slot i gets a capability to; these
 *     capabilities lie in the derivation list behind the untyped's, the last one first, before what
 *     was behind it, and no other changes
 * Bound: 1 to 9 slots, and 32; all capabilities; objects of 32 to 2^45 bytes, one size for each
 *     number
 * Assumes: the slots are empty; memory lies below 2^48
 * Options: --unwind 34
 * Sources: derive
 * Mutants: original_is_no_parent objects_are_one one_object_too_many
 */
#include "derive.h"
#include "prove.h"

enum { MOST = 32 };

static struct cte row[MOST + 1];
static struct cte untyped, behind;

void *object_at(paddr_t address)
{
    (void)address;
    PROVE(false, "no memory is looked at");
    return NULL;
}

static bool is_same(cap_t a, cap_t b)
{
    return a.word[0] == b.word[0] && a.word[1] == b.word[1];
}

/* The capability to the object that follows. */
static cap_t behind_that(cap_t cap, unsigned bits)
{
    return cap_set_object(cap, cap_object(cap) + BIT(bits));
}

/* The objects follow one another, and each capability is a parent. */
static void check_slots_of(cap_t cap, unsigned bits, unsigned count, const struct cte *last)
{
    PROVE(is_same(row[0].cap, cap_set_is_parent(cap, true)), "the first slot has the first object");
    for (unsigned i = 0; i < count; i++) {
        PROVE(i == 0 || is_same(row[i].cap, behind_that(row[i - 1].cap, bits)),
              "each other has the object behind that of the slot before");
        PROVE(row[i].prev == (i + 1 == count ? &untyped : &row[i + 1]) &&
                  row[i].next == (i == 0 ? last : &row[i - 1]),
              "its neighbours are those of the slots beside it");
    }
}

/* `is_last`: nothing is behind the untyped. */
static void inserts(unsigned count, unsigned bits, bool is_last)
{
    cap_t parent = {{nondet_word(), nondet_word()}};
    cap_t next = {{nondet_word(), nondet_word()}};
    cap_t cap = {{nondet_word(), nondet_word()}};

    ASSUME(cap_object(cap) <= MASK(48) - ((word_t)count << bits));
    for (unsigned i = 0; i <= MOST; i++) {
        row[i] = (struct cte){.cap = cap_null()};
    }
    untyped = (struct cte){.cap = parent, .prev = &derive_list, .next = is_last ? NULL : &behind};
    behind = (struct cte){.cap = next, .prev = &untyped};
    derive_insert_originals(row, count, cap, bits, &untyped);

    check_slots_of(cap, bits, count, is_last ? NULL : &behind);
    PROVE(untyped.next == &row[count - 1], "the last one is behind the untyped");
    PROVE(is_last || behind.prev == &row[0], "the first before what was behind that");
    PROVE(is_same(untyped.cap, parent) && untyped.prev == &derive_list &&
              is_same(behind.cap, next) && behind.next == NULL,
          "these stay what they are");
    PROVE(cte_is_empty(&row[count]) && row[count].prev == NULL,
          "the slot behind the last one stays empty");
}

int main(void)
{
    for (unsigned count = 1; count < 10; count++) {
        inserts(count, 5 * count, count % 2 == 0);
    }
    inserts(MOST, seL4_TCBBits, true);
    REACHED("the end of all cases");
}
