/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: insertions, moves, exchanges and removals keep the derivation list well formed, in the
 *     order that they say, and change no other capability
 * Bound: lists of up to 5 slots, each place in them; a copy in the middle of 3; all capabilities
 * Assumes: capabilities are of a type that exists, are no untyped that is copied, and no thread's
 *     CSpace
 * Options: --unwind 33
 * Sources: asid_pool cap_kind cnode delete domain_control endpoint frame irq notification reply
 *     sched_context smc tcb untyped vspace
 * Mutants: list_goes_back_wrongly@moves exchanged_neighbours_are_lost@exchanges
 *     copy_is_always_a_parent@inserts_a_copy
 */
#include "derive.c"
#include "prove.h"

enum { MOST = 5, OUTSIDE = 3 };

static struct cte s0, s1, s2, s3, s4, out0;
static struct cte *const slot[MOST] = {&s0, &s1, &s2, &s3, &s4};

/* As an array for derive_insert_originals(). */
static struct cte row[OUTSIDE];

/* The specification: the slots in their order, and what is in them. */
static struct cte *model[MOST + OUTSIDE];
static cap_t content[MOST + OUTSIDE];
static unsigned count;

void *object_at(paddr_t address)
{
    (void)address;
    return NULL;
}

static cap_t any_cap(void)
{
    cap_t cap = {{nondet_word(), nondet_word()}};

    ASSUME(!cap_is_null(cap) && cap_type(cap) != CAP_UNTYPED);
    return cap_set_is_root(cap, false);
}

/* Of a type that there is. */
static cap_t any_cap_of_a_type(void)
{
    cap_t cap = any_cap();

    ASSUME(cap_type(cap) < CAP_TYPES && cap_kinds[cap_type(cap)] != NULL);
    return cap;
}

static void build(unsigned length)
{
    struct cte *before = &derive_list;

    derive_list = (struct cte){.next = NULL};
    for (unsigned i = 0; i < MOST; i++) {
        *slot[i] = (struct cte){.next = NULL};
    }
    for (unsigned i = 0; i < OUTSIDE; i++) {
        row[i] = (struct cte){.next = NULL};
    }
    out0 = (struct cte){.next = NULL};
    for (count = 0; count < length; count++) {
        content[count] = any_cap();
        *slot[count] = (struct cte){.cap = content[count], .prev = before};
        before->next = slot[count];
        before = slot[count];
        model[count] = slot[count];
    }
}

static void model_insert(unsigned at, struct cte *new, cap_t cap)
{
    for (unsigned i = count; i > at; i--) {
        model[i] = model[i - 1];
        content[i] = content[i - 1];
    }
    model[at] = new;
    content[at] = cap;
    count++;
}

static bool same(cap_t a, cap_t b)
{
    return a.word[0] == b.word[0] && a.word[1] == b.word[1];
}

static void check(void)
{
    PROVE(derive_list.prev == NULL && cap_is_null(derive_list.cap), "the head stays");
    PROVE(derive_list.next == (count == 0 ? NULL : model[0]), "the first is the first");
    for (unsigned i = 0; i < count; i++) {
        PROVE(model[i]->prev == (i == 0 ? &derive_list : model[i - 1]), "prev is who was before");
        PROVE(model[i]->next == (i + 1 == count ? NULL : model[i + 1]), "next is who comes after");
        PROVE(same(model[i]->cap, content[i]), "each capability is as it should be");
    }
}

static void is_empty(const struct cte *left)
{
    PROVE(cte_is_empty(left) && left->prev == NULL && left->next == NULL,
          "what was left is empty");
}

static void inserts(void)
{
    for (unsigned length = 1; length <= MOST; length++) {
        for (unsigned at = 0; at < length; at++) {
            cap_t cap = any_cap();

            build(length);
            derive_insert_original(&out0, cap, slot[at]);
            model_insert(at + 1, &out0, cap_set_is_parent(cap, true));
            check();
        }
    }
}

/* In the middle of a list: a parent if it is another object's, or has another badge. */
static void inserts_a_copy(void)
{
    cap_t cap = any_cap_of_a_type();
    bool is_parent;

    build(3);
    content[1] = any_cap_of_a_type();
    slot[1]->cap = content[1];
    is_parent = cap_is_new_parent(cap, content[1]);
    derive_insert(&out0, cap, slot[1]);
    model_insert(2, &out0, cap_set_is_parent(cap, is_parent));
    check();
}

/* Objects one behind the other: the last comes first. */
static void inserts_many(void)
{
    cap_t cap = any_cap();

    build(2);
    derive_insert_originals(row, OUTSIDE, cap, 12, slot[0]);
    for (unsigned i = 0; i < OUTSIDE; i++) {
        cap_t one = cap_set_object(cap, cap_object(cap) + ((word_t)i << 12));
        model_insert(1, &row[i], cap_set_is_parent(one, true));
    }
    check();
}

static void moves(void)
{
    for (unsigned length = 1; length <= MOST; length++) {
        for (unsigned at = 0; at < length; at++) {
            cap_t cap = any_cap();

            build(length);
            derive_move(slot[at], &out0, cap);
            model[at] = &out0;
            content[at] = cap;
            check();
            is_empty(slot[at]);
            build(length);
            derive_remove(slot[at]);
            for (unsigned i = at; i + 1 < length; i++) {
                model[i] = model[i + 1];
                content[i] = content[i + 1];
            }
            count--;
            check();
            is_empty(slot[at]);
        }
    }
}

static void exchange(unsigned a, unsigned b)
{
    struct cte *was = model[a];

    derive_exchange(slot[a], slot[b]);
    model[a] = model[b];
    model[b] = was;
    check();
}

/* Neighbours, in both orders, and others; and one that is empty. */
static void exchanges(void)
{
    for (unsigned a = 0; a < MOST; a++) {
        for (unsigned b = 0; b < MOST; b++) {
            if (a != b) {
                build(MOST);
                exchange(a, b);
            }
        }
        build(MOST);
        derive_exchange(slot[a], &out0);
        model[a] = &out0;
        check();
        is_empty(slot[a]);
    }
}

int main(void)
{
    inserts();
    inserts_a_copy();
    inserts_many();
    moves();
    exchanges();
    REACHED("the end of all cases");
}
