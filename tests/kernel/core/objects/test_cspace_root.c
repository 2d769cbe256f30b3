/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A thread remembers where its CSpace is, for lookups; whatever happens to that,
 * lookups find what is there now.  (That the two are the same, the invariants say.)
 */
#include "cspace.h"
#include "derive.h"
#include "scene.h"
#include "sched.h"

enum { RADIX = 4, GUARD = 64 - RADIX };

static word_t guard(word_t value, word_t bits)
{
    return value << 6 | bits;
}

static void set_space(const struct actor *actor, word_t cnode, word_t data)
{
    assert_ok(kernel_call(actor->slot, (struct message){.label = TCBSetSpace,
                                                        .length = 2,
                                                        .mr = {data, 0},
                                                        .caps = 3,
                                                        .cap = {0, cnode,
                                                                seL4_CapInitThreadVSpace}}));
    assert_invariants();
}

/* `cptr` leads to slot `index` of the CNode at `node`. */
static void assert_leads(const struct tcb *tcb, word_t cptr, const struct cte *node, word_t index)
{
    struct lookup found = cspace_lookup(tcb, cptr);

    assert_ptr_equal(found.slot, node + index);
}

static void assert_leads_nowhere(const struct tcb *tcb, word_t cptr, word_t type)
{
    struct lookup found = cspace_lookup(tcb, cptr);

    assert_null(found.slot);
    assert_int_equal(found.failure.type, type);
}

static void test_a_cspace_of_one_cnode_is_found_directly(void **state)
{
    struct actor actor = actor_new(90);
    word_t cnode = new_object(seL4_CapTableObject, RADIX);
    const struct cte *node = object_at(cnode);

    (void)state;
    set_space(&actor, cnode, guard(0, GUARD));
    assert_leads(actor.tcb, 0, node, 0);
    assert_leads(actor.tcb, 15, node, 15);
    assert_ptr_equal(cspace_direct(actor.tcb, 15), node + 15);
    assert_leads_nowhere(actor.tcb, 16, seL4_GuardMismatch);
    assert_leads_nowhere(actor.tcb, UINT64_MAX, seL4_GuardMismatch);
}

static void test_other_cspaces_are_walked(void **state)
{
    struct actor actor = actor_new(90);
    word_t cnode = new_object(seL4_CapTableObject, RADIX);
    const struct cte *node = object_at(cnode);

    (void)state;
    set_space(&actor, cnode, guard(0, GUARD));
    set_space(&actor, cnode, guard(5, GUARD));
    assert_leads_nowhere(actor.tcb, 3, seL4_GuardMismatch);
    assert_leads(actor.tcb, 5 << RADIX | 3, node, 3);
    set_space(&actor, cnode, guard(0, GUARD - 4));
    assert_leads(actor.tcb, 3 << 4, node, 3);
    assert_leads_nowhere(actor.tcb, BIT(8), seL4_GuardMismatch);
    set_space(&actor, cnode, 0);
    assert_leads(actor.tcb, BIT(60) * 3, node, 3);
    assert_leads(actor.tcb, 3, node, 0);
}

static void test_a_thread_with_another_cspace_looks_there(void **state)
{
    struct actor actor = actor_new(90);
    word_t cnode[] = {new_object(seL4_CapTableObject, RADIX),
                      new_object(seL4_CapTableObject, RADIX + 1)};

    (void)state;
    set_space(&actor, cnode[0], guard(0, GUARD));
    set_space(&actor, cnode[1], guard(0, GUARD - 1));
    assert_leads(actor.tcb, 31, object_at(cnode[1]), 31);
    set_space(&actor, cnode[0], guard(0, GUARD));
    assert_leads(actor.tcb, 15, object_at(cnode[0]), 15);
    assert_leads_nowhere(actor.tcb, 31, seL4_GuardMismatch);
}

/* Moved, with another guard, swapped: the thread has its own capability. */
static void test_what_happens_to_the_original_is_not_the_threads(void **state)
{
    struct actor actor = actor_new(90);
    word_t cnode = new_object(seL4_CapTableObject, RADIX);
    word_t to = new_slot();
    const struct cte *node = object_at(cnode);

    (void)state;
    set_space(&actor, cnode, guard(0, GUARD));
    assert_ok(kernel_call(seL4_CapInitThreadCNode,
                          (struct message){.label = CNodeMutate,
                                           .length = 5,
                                           .mr = {to, 64, cnode, 64, guard(1, 2)},
                                           .caps = 1,
                                           .cap = {seL4_CapInitThreadCNode}}));
    assert_leads(actor.tcb, 7, node, 7);
    delete_cap(to);
    assert_leads(actor.tcb, 7, node, 7);
    assert_invariants();
}

static void test_a_revoked_cspace_leads_nowhere(void **state)
{
    struct actor actor = actor_new(90);
    word_t cnode = new_object(seL4_CapTableObject, RADIX);

    (void)state;
    set_space(&actor, cnode, guard(0, GUARD));
    revoke_cap(cnode);
    assert_leads_nowhere(actor.tcb, 7, seL4_InvalidRoot);
    assert_leads_nowhere(actor.tcb, 0, seL4_InvalidRoot);
    assert_invariants();
}

/* The thread's is the last capability to its CNode, which dies in steps. */
static void test_a_dying_cspace_leads_nowhere(void **state)
{
    word_t untyped = new_object(seL4_UntypedObject, 12);
    word_t cnode = new_object_from(untyped, seL4_CapTableObject, RADIX);
    struct actor actor = actor_new(90);

    (void)state;
    set_space(&actor, cnode, guard(0, GUARD));
    delete_cap(cnode);
    assert_leads(actor.tcb, 7, phys_ptr(cap_object(actor.tcb->slot[TCB_CSPACE].cap)), 7);
    interrupt_pending(true);
    do_call(seL4_CapInitThreadCNode,
            (struct message){.label = CNodeRevoke, .length = 2, .mr = {untyped, 64}});
    interrupt_pending(false);
    assert_int_equal(cap_type(actor.tcb->slot[TCB_CSPACE].cap), CAP_ZOMBIE);
    assert_leads_nowhere(actor.tcb, 7, seL4_InvalidRoot);
    assert_leads_nowhere(actor.tcb, 0, seL4_InvalidRoot);
    assert_invariants();
    revoke_cap(untyped);
    assert_leads_nowhere(actor.tcb, 7, seL4_InvalidRoot);
    set_space(&actor, seL4_CapInitThreadCNode, 0);
}

/* A TCB dies in steps, and what its slots hold may come to be in slots of others meanwhile. */
static void test_a_dying_thread_looks_nothing_up(void **state)
{
    struct actor actor = actor_new(90);
    struct tcb *tcb = actor.tcb;

    (void)state;
    assert_true(cap_is_root(tcb->slot[TCB_CSPACE].cap));
    interrupt_pending(true);
    do_call(seL4_CapInitThreadCNode,
            (struct message){.label = CNodeDelete, .length = 2, .mr = {actor.slot, 64}});
    interrupt_pending(false);
    assert_int_equal(cap_type(root_slot(actor.slot)->cap), CAP_ZOMBIE);
    assert_false(cap_is_root(tcb->slot[TCB_CSPACE].cap));
    assert_null(cspace_direct(tcb, 1));
    assert_invariants();
    delete_cap(actor.slot);
}

static void test_a_thread_that_changes_its_own_cspace_looks_there(void **state)
{
    word_t cnode = new_object(seL4_CapTableObject, RADIX);
    struct actor actor = actor_enter(110);

    (void)state;
    do_call(actor.slot, (struct message){.label = TCBSetSpace,
                                         .length = 2,
                                         .mr = {guard(0, GUARD), 0},
                                         .caps = 3,
                                         .cap = {0, cnode, seL4_CapInitThreadVSpace}});
    assert_current(actor);
    assert_leads(actor.tcb, 15, object_at(cnode), 15);
    assert_leads_nowhere(actor.tcb, 16, seL4_GuardMismatch);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_a_cspace_of_one_cnode_is_found_directly),
        scene_test(test_other_cspaces_are_walked),
        scene_test(test_a_thread_with_another_cspace_looks_there),
        scene_test(test_what_happens_to_the_original_is_not_the_threads),
        scene_test(test_a_revoked_cspace_leads_nowhere),
        scene_test(test_a_dying_cspace_leads_nowhere),
        scene_test(test_a_dying_thread_looks_nothing_up),
        scene_test(test_a_thread_that_changes_its_own_cspace_looks_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
