/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CNodes and TCBs that lie in each other's slots or in their own, in any way.
 * Whoever deletes or revokes what, a step at a time and in any order: all goes
 * with what leads to it, and nothing is left in the end.
 */
#include "delete.h"
#include "derive.h"
#include "scene.h"

enum {
    TANGLES = 400,
    NODES = 6,
    STEPS = 60,
    ARENAS = 2,
    ARENA_BITS = 14,
    TCB_INDEX = NODES /* behind the CNodes */
};

struct tangle {
    word_t arena[ARENAS];
    word_t object[NODES + 1]; /* slots: CNodes and a TCB */
    unsigned radix[NODES];
};

static uint32_t random_state;

static word_t random_below(word_t end)
{
    random_state = random_state * 1664525 + 1013904223;
    return (random_state >> 8) % end;
}

static void make_objects(struct tangle *t)
{
    for (unsigned i = 0; i < NODES; i++) {
        word_t arena = t->arena[random_below(ARENAS)];
        t->radix[i] = 1 + (unsigned)random_below(2);
        t->object[i] = new_object_from(arena, seL4_CapTableObject, t->radix[i]);
    }
    t->object[TCB_INDEX] = new_object_from(t->arena[random_below(ARENAS)], seL4_TCBObject, 0);
}

/* Some of this fails: the slot is occupied, or what should go there has gone elsewhere. */
static void put_into_each_other(const struct tangle *t)
{
    for (unsigned i = 0; i < 2 * NODES; i++) {
        unsigned in = (unsigned)random_below(NODES);
        word_t index = random_below(BIT(t->radix[in]));
        word_t label = random_below(4) == 0 ? CNodeCopy : CNodeMove;
        do_call(t->object[in],
                (struct message){.label = label,
                                 .length = 5,
                                 .mr = {index, t->radix[in], t->object[random_below(NODES + 1)], 64,
                                        RIGHTS_ALL},
                                 .caps = 1,
                                 .cap = {seL4_CapInitThreadCNode}});
    }
    unsigned root = (unsigned)random_below(NODES);
    do_call(t->object[TCB_INDEX],
            (struct message){.label = TCBConfigure,
                             .length = 3,
                             .mr = {64 - t->radix[root], 0, 0},
                             .caps = 3,
                             .cap = {t->object[root], seL4_CapInitThreadVSpace, 0}});
}

static void one_step(word_t label, word_t slot)
{
    interrupt_pending(true);
    do_call(seL4_CapInitThreadCNode,
            (struct message){.label = label, .length = 2, .mr = {slot, 64}});
    interrupt_pending(false);
    assert_director();
    assert_invariants();
}

static void steps_in_any_order(const struct tangle *t)
{
    for (unsigned step = 0; step < STEPS; step++) {
        if (random_below(4) == 0) {
            one_step(CNodeRevoke, t->arena[random_below(ARENAS)]);
        } else {
            one_step(CNodeDelete, t->object[random_below(NODES + 1)]);
        }
    }
}

static void test_any_tangle_dies(void **state)
{
    struct tangle t = {.arena = {new_object(seL4_UntypedObject, ARENA_BITS),
                                 new_object(seL4_UntypedObject, ARENA_BITS)}};

    (void)state;
    for (uint32_t seed = 0; seed < TANGLES; seed++) {
        random_state = seed;
        make_objects(&t);
        put_into_each_other(&t);
        assert_invariants();
        steps_in_any_order(&t);
        word_t first = random_below(ARENAS);
        revoke_cap(t.arena[first]);
        assert_invariants();
        revoke_cap(t.arena[1 - first]);
        assert_invariants();
        for (unsigned i = 0; i <= NODES; i++) {
            assert_slot_empty(t.object[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_any_tangle_dies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
