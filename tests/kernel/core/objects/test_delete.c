/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deletion and revocation (ABI.md 8.4): what dies with a last capability, CNodes
 * and TCBs that contain each other or themselves, and interruption anywhere.
 */
#include "delete.h"
#include "derive.h"
#include "place.h"
#include "scene.h"
#include "sched.h"

/* A child untyped, so that a test sees when all in it is gone. */
static word_t new_arena(unsigned bits)
{
    return new_object(seL4_UntypedObject, bits);
}

/* Nothing is left of what was made from `arena`: it gives all its memory again. */
static void assert_arena_is_free(word_t arena, unsigned bits)
{
    assert_false(derive_has_children(root_slot(arena)));
    word_t again = new_object_from(arena, seL4_UntypedObject, bits - 1);
    word_t rest = new_object_from(arena, seL4_UntypedObject, bits - 1);
    assert_false(cap_is_null(root_slot(again)->cap) || cap_is_null(root_slot(rest)->cap));
    assert_invariants();
}

/* Move the director's `slot` to `index` of `cnode`, of radix `radix`. */
static void move_into(word_t cnode, unsigned radix, word_t index, word_t slot)
{
    assert_ok(kernel_call(cnode, (struct message){.label = CNodeMove,
                                                  .length = 4,
                                                  .mr = {index, radix, slot, 64},
                                                  .caps = 1,
                                                  .cap = {seL4_CapInitThreadCNode}}));
}

static struct message message_of(word_t label, word_t slot)
{
    return (struct message){.label = label, .length = 2, .mr = {slot, 64}};
}

/* Carry `label` on `slot` out with an interrupt pending all the time; returns
   how often it was interrupted. */
static unsigned interrupted_call(word_t label, word_t slot)
{
    struct message message = message_of(label, slot);
    const struct user_context *context = &initial_thread()->context;
    unsigned times = 0;

    interrupt_pending(true);
    for (;;) {
        do_call(seL4_CapInitThreadCNode, message);
        assert_director();
        assert_invariants();
        if (context->next_pc != context->reg[REG_PC]) {
            break;
        }
        times++;
    }
    interrupt_pending(false);
    assert_ok(answer_of(initial_thread()));
    return times;
}

/* ---- Containers ---- */

static void test_cnode_takes_its_contents_along(void **state)
{
    word_t arena = new_arena(14);
    word_t cnode = new_object_from(arena, seL4_CapTableObject, 3);

    (void)state;
    for (word_t i = 0; i < 8; i++) {
        move_into(cnode, 3, i, new_object_from(arena, seL4_EndpointObject, 0));
    }
    delete_cap(cnode);
    assert_arena_is_free(arena, 14);
}

static void test_cnode_that_holds_its_own_last_capability_dies(void **state)
{
    (void)state;
    for (word_t index = 0; index < 4; index++) {
        word_t arena = new_arena(14);
        word_t cnode = new_object_from(arena, seL4_CapTableObject, 2);
        move_into(cnode, 2, index, cnode);
        assert_slot_empty(cnode);
        revoke_cap(arena);
        assert_arena_is_free(arena, 14);
    }
}

static void test_cnodes_that_hold_each_other_die(void **state)
{
    (void)state;
    for (word_t indices = 0; indices < 4; indices++) {
        word_t arena = new_arena(14);
        word_t a = new_object_from(arena, seL4_CapTableObject, 1);
        word_t b = new_object_from(arena, seL4_CapTableObject, 1);
        word_t a_copy = new_copy(a, RIGHTS_ALL, 0);
        move_into(a, 1, !(indices & 1), new_object_from(arena, seL4_EndpointObject, 0));
        move_into(b, 1, indices >> 1, a_copy);
        move_into(a, 1, indices & 1, b);
        delete_cap(a);
        assert_slot_empty(b);
        assert_invariants();
        /* Unreachable now, but for the untyped. */
        revoke_cap(arena);
        assert_arena_is_free(arena, 14);
    }
}

static void test_long_chain_of_cnodes_dies_without_recursion(void **state)
{
    enum { LENGTH = 3000 };
    word_t arena = new_arena(20);

    (void)state;
    for (word_t index = 0; index < 2; index++) {
        word_t outer = new_object_from(arena, seL4_CapTableObject, 1);
        word_t work = new_slot();
        for (unsigned i = 0; i < LENGTH; i++) {
            assert_ok(kernel_call(arena,
                                  (struct message){.label = UntypedRetype,
                                                   .length = 6,
                                                   .mr = {seL4_CapTableObject, 1, 0, 0, work, 1},
                                                   .caps = 1,
                                                   .cap = {seL4_CapInitThreadCNode}}));
            move_into(work, 1, index, outer);
            move_into(seL4_CapInitThreadCNode, 64, outer, work);
        }
        delete_cap(outer);
        assert_arena_is_free(arena, 20);
        revoke_cap(arena);
    }
}

static void test_untyped_that_lies_in_its_own_descendant_goes(void **state)
{
    word_t arena = new_arena(14);
    word_t untyped = new_object_from(arena, seL4_UntypedObject, 12);
    word_t cnode = new_object_from(untyped, seL4_CapTableObject, 2);
    word_t cnode_copy = new_copy(cnode, RIGHTS_ALL, 0);

    (void)state;
    move_into(cnode, 2, 1, untyped);
    /* Revoke it by its place in the CNode that dies by it. */
    do_call(cnode_copy, (struct message){.label = CNodeRevoke, .length = 2, .mr = {1, 2}});
    assert_ok(answer_of(initial_thread()));
    assert_slot_empty(cnode);
    assert_slot_empty(cnode_copy);
    assert_invariants();
    revoke_cap(arena);
    assert_arena_is_free(arena, 14);
}

/* An actor whose TCB is made from `arena`. */
static struct actor actor_from(word_t arena, unsigned priority)
{
    struct actor actor = {.slot = new_object_from(arena, seL4_TCBObject, 0),
                          .sc = new_object(seL4_SchedContextObject, 8)};

    actor.tcb = cap_tcb(root_slot(actor.slot)->cap);
    configure(actor.sc, 1000, 1000, 0, 0);
    assert_ok(kernel_call(
        actor.slot,
        (struct message){.label = TCBConfigure,
                         .length = 3,
                         .caps = 3,
                         .cap = {seL4_CapInitThreadCNode, seL4_CapInitThreadVSpace, 0}}));
    assert_ok(kernel_call(actor.slot,
                          (struct message){.label = TCBSetSchedParams,
                                           .length = 2,
                                           .mr = {0, priority},
                                           .caps = 3,
                                           .cap = {seL4_CapInitThreadTCB, actor.sc, 0}}));
    return actor;
}

static void test_thread_that_deletes_itself_is_gone(void **state)
{
    word_t arena = new_arena(14);
    struct actor actor = actor_from(arena, 120);

    (void)state;
    actor_start(&actor);
    assert_current(actor);
    do_call(seL4_CapInitThreadCNode, message_of(CNodeDelete, actor.slot));
    assert_director();
    assert_slot_empty(actor.slot);
    assert_null(cap_sched_context(root_slot(actor.sc)->cap)->tcb);
    assert_arena_is_free(arena, 14);
}

static void test_deleted_thread_leaves_the_fpu(void **state)
{
    struct actor actor = actor_new(50);

    (void)state;
    delete_cap(actor.slot);
    assert_ptr_equal(host_machine.fpu_forgotten, actor.tcb);
}

static void test_tcb_and_cspace_that_hold_each_other_die(void **state)
{
    word_t arena = new_arena(14);
    struct actor actor = actor_from(arena, 120);
    word_t cnode = new_object_from(arena, seL4_CapTableObject, 4);

    (void)state;
    assert_ok(kernel_call(actor.slot,
                          (struct message){.label = TCBSetSpace,
                                           .length = 2,
                                           .mr = {60, 0},
                                           .caps = 3,
                                           .cap = {0, cnode, seL4_CapInitThreadVSpace}}));
    move_into(cnode, 4, 1, actor.slot);
    delete_cap(cnode);
    assert_invariants();
    assert_int_equal(cap_type(actor.tcb->slot[TCB_CSPACE].cap), CAP_CNODE);
    revoke_cap(arena);
    assert_arena_is_free(arena, 14);
}

/* ---- Interruption ---- */

static void fill(word_t cnode, unsigned radix, word_t arena)
{
    assert_ok(kernel_call(arena,
                          (struct message){.label = UntypedRetype,
                                           .length = 6,
                                           .mr = {seL4_EndpointObject, 0, 0, 0, 0, BIT(radix)},
                                           .caps = 1,
                                           .cap = {cnode}}));
}

static void test_interrupted_delete_starts_again_and_ends(void **state)
{
    word_t arena = new_arena(15);
    word_t cnode = new_object_from(arena, seL4_CapTableObject, 8);

    (void)state;
    fill(cnode, 8, arena);
    /* The death begins, each of 256 slots is emptied and passed over; one more look at the end
       would be one too many. */
    assert_int_equal(interrupted_call(CNodeDelete, cnode), 512);
    assert_slot_empty(cnode);
    assert_arena_is_free(arena, 15);
}

static void test_interrupted_revoke_starts_again_and_ends(void **state)
{
    word_t arena = new_arena(15);
    word_t a = new_object_from(arena, seL4_CapTableObject, 7);
    word_t b = new_object_from(arena, seL4_CapTableObject, 7);

    (void)state;
    fill(a, 7, arena);
    fill(b, 7, arena);
    assert_between(interrupted_call(CNodeRevoke, arena), 512, 520);
    assert_slot_empty(a);
    assert_slot_empty(b);
    assert_arena_is_free(arena, 15);
}

/* What a dying TCB or CNode contained must not turn up where its own capability
   was, not even while the deletion is interrupted. */
static void assert_never_seen(word_t arena, word_t slot, word_t owner_type)
{
    struct message message = message_of(CNodeRevoke, arena);
    const struct user_context *context = &initial_thread()->context;
    unsigned times = 0;

    interrupt_pending(true);
    for (;; times++) {
        do_call(seL4_CapInitThreadCNode, message);
        assert_invariants();
        if (context->next_pc != context->reg[REG_PC]) {
            break;
        }
        cap_t cap = root_slot(slot)->cap;
        assert_true(cap_is_null(cap) || cap_type(cap) == CAP_ZOMBIE || cap_type(cap) == owner_type);
    }
    interrupt_pending(false);
    assert_true(times >= 2);
    assert_slot_empty(slot);
}

static void test_interrupted_revoke_shows_nobody_a_dead_threads_cspace(void **state)
{
    word_t arena = new_arena(15);
    word_t secret = new_object(seL4_CapTableObject, 4); /* not from the arena */
    word_t tcb = new_object_from(arena, seL4_TCBObject, 0);

    (void)state;
    assert_ok(kernel_call(tcb, (struct message){.label = TCBConfigure,
                                                .length = 3,
                                                .mr = {60, 0, 0},
                                                .caps = 3,
                                                .cap = {secret, seL4_CapInitThreadVSpace, 0}}));
    assert_never_seen(arena, tcb, CAP_TCB);
    assert_arena_is_free(arena, 15);
}

static void test_interrupted_revoke_shows_nobody_a_dead_cnodes_contents(void **state)
{
    word_t arena = new_arena(15);
    word_t foreign = new_object(seL4_EndpointObject, 0);
    word_t inner = new_object(seL4_CapTableObject, 2);
    word_t cnode = new_object_from(arena, seL4_CapTableObject, 4);

    (void)state;
    move_into(inner, 2, 0, foreign);
    move_into(cnode, 4, 0, inner); /* dies with the CNode, and its contents, too */
    assert_never_seen(arena, cnode, CAP_CNODE);
    assert_arena_is_free(arena, 15);
}

/* A thread that begins to delete `slot` is stopped after the first step, for good. */
static void delete_begins(word_t slot)
{
    struct actor actor = actor_enter(110);

    interrupt_pending(true);
    do_call(seL4_CapInitThreadCNode, message_of(CNodeDelete, slot));
    interrupt_pending(false);
    assert_current(actor);
    assert_int_equal(actor.tcb->context.next_pc, actor.tcb->context.reg[REG_PC]);
    do_call(actor.slot, (struct message){.label = TCBSuspend});
    assert_director();
    assert_invariants();
    assert_int_equal(cap_type(root_slot(slot)->cap), CAP_ZOMBIE);
}

/* An arena with a CNode of 256 endpoints, of which a stranger has begun to delete. */
static word_t stranger_deletes(word_t *cnode)
{
    word_t arena = new_arena(15);

    *cnode = new_object_from(arena, seL4_CapTableObject, 8);
    fill(*cnode, 8, arena);
    delete_begins(*cnode);
    return arena;
}

static void test_strangers_deletion_costs_others_nothing(void **state)
{
    word_t cnode;
    word_t arena = stranger_deletes(&cnode);
    word_t own = new_arena(12);
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    cap_t before = root_slot(cnode)->cap;

    (void)state;
    (void)new_object_from(own, seL4_EndpointObject, 0);
    assert_int_equal(interrupted_call(CNodeDelete, new_slot()), 0);
    assert_int_equal(interrupted_call(CNodeDelete, ntfn), 0);
    assert_int_equal(interrupted_call(CNodeRevoke, ntfn), 0);
    assert_int_equal(interrupted_call(CNodeRevoke, own), 1);
    assert_memory_equal(&root_slot(cnode)->cap, &before, sizeof before);
    revoke_cap(arena);
    assert_arena_is_free(arena, 15);
}

static void test_whoever_deletes_the_slot_ends_a_deletion(void **state)
{
    word_t cnode;
    word_t arena = stranger_deletes(&cnode);

    (void)state;
    assert_int_equal(interrupted_call(CNodeDelete, cnode), 511);
    assert_slot_empty(cnode);
    assert_arena_is_free(arena, 15);
}

static void test_whoever_revokes_an_ancestor_ends_a_deletion(void **state)
{
    word_t cnode;
    word_t arena = stranger_deletes(&cnode);

    (void)state;
    assert_true(derive_has_children(root_slot(arena)));
    revoke_cap(arena);
    assert_slot_empty(cnode);
    assert_arena_is_free(arena, 15);
}

static void test_zombie_is_good_for_nothing_but_deletion(void **state)
{
    word_t cnode;
    word_t arena = stranger_deletes(&cnode);
    struct message copy = {.label = CNodeCopy,
                           .length = 5,
                           .mr = {new_slot(), 64, cnode, 64, RIGHTS_ALL},
                           .caps = 1,
                           .cap = {seL4_CapInitThreadCNode}};

    (void)state;
    assert_error(kernel_call(seL4_CapInitThreadCNode, copy), seL4_IllegalOperation);
    assert_error1(kernel_call(cnode, message_of(CNodeDelete, 0)), seL4_InvalidCapability, 0);
    copy.mr[0] = cnode;
    copy.mr[2] = arena;
    assert_error(kernel_call(seL4_CapInitThreadCNode, copy), seL4_DeleteFirst);
    assert_invariants();
}

static void test_interrupted_reset_starts_again_and_zeroes_all(void **state)
{
    word_t arena = new_arena(16);
    struct message message = {.label = UntypedRetype,
                              .length = 6,
                              .mr = {seL4_ARM_SmallPageObject, 0, 0, 0, new_slot(), 1},
                              .caps = 1,
                              .cap = {seL4_CapInitThreadCNode}};
    const struct user_context *context = &initial_thread()->context;
    unsigned char *memory = phys_ptr(cap_object(root_slot(arena)->cap));
    unsigned times = 0;

    (void)state;
    delete_cap(new_object_from(arena, seL4_UntypedObject, 16));
    for (word_t i = 0; i < BIT(16); i++) {
        memory[i] = (unsigned char)(i | 1);
    }
    interrupt_pending(true);
    for (;;) {
        do_call(arena, message);
        assert_invariants();
        if (context->next_pc != context->reg[REG_PC]) {
            break;
        }
        times++;
    }
    interrupt_pending(false);
    assert_ok(answer_of(initial_thread()));
    assert_true(times > 8);
    for (word_t i = 0; i < BIT(16); i++) {
        assert_int_equal(memory[i], 0);
    }
}

/* ---- What else dies ---- */

static void test_deleted_scheduling_context_stops_its_thread(void **state)
{
    struct actor actor = actor_new(90);

    (void)state;
    resume(actor.slot);
    delete_cap(actor.sc);
    assert_null(actor.tcb->sc);
    assert_false(is_ready(actor.tcb));
    assert_state(actor, THREAD_RESTART);
    assert_invariants();
}

static void test_thread_that_deletes_its_own_time_stops(void **state)
{
    struct actor actor = actor_enter(110);

    (void)state;
    do_call(seL4_CapInitThreadCNode, message_of(CNodeDelete, actor.sc));
    assert_director();
    assert_null(actor.tcb->sc);
    assert_state(actor, THREAD_RUNNING);
    assert_invariants();
}

static void test_deleted_notification_lets_waiters_and_bindings_go(void **state)
{
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    struct actor waiter = actor_enter(110);
    word_t spare = new_object(seL4_SchedContextObject, 8);

    (void)state;
    do_wait(ntfn);
    bind_sc(spare, ntfn);
    do_call(seL4_CapInitThreadCNode, message_of(CNodeDelete, ntfn));
    assert_current(waiter);
    assert_int_equal(waiter.tcb->context.next_pc, waiter.tcb->context.reg[REG_PC]);
    assert_null(cap_sched_context(root_slot(spare)->cap)->notification);
    assert_invariants();
}

static void test_deleted_notification_leaves_its_bound_thread_unbound(void **state)
{
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    struct actor actor = actor_new(90);

    (void)state;
    assert_ok(kernel_call(
        actor.slot, (struct message){.label = TCBBindNotification, .caps = 1, .cap = {ntfn}}));
    delete_cap(ntfn);
    assert_null(actor.tcb->bound_notification);
    assert_invariants();
}

static void test_object_lives_as_long_as_any_capability(void **state)
{
    (void)state;
    for (unsigned order = 0; order < 2; order++) {
        word_t ntfn = new_object(seL4_NotificationObject, 0);
        word_t copy = new_copy(ntfn, RIGHT_READ, 0);
        struct actor waiter = actor_enter(110);
        do_wait(copy);
        delete_cap(order == 0 ? ntfn : copy);
        assert_state(waiter, THREAD_BLOCKED_NOTIFICATION);
        assert_invariants();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_cnode_takes_its_contents_along),
        scene_test(test_cnode_that_holds_its_own_last_capability_dies),
        scene_test(test_cnodes_that_hold_each_other_die),
        scene_test(test_long_chain_of_cnodes_dies_without_recursion),
        scene_test(test_untyped_that_lies_in_its_own_descendant_goes),
        scene_test(test_thread_that_deletes_itself_is_gone),
        scene_test(test_deleted_thread_leaves_the_fpu),
        scene_test(test_tcb_and_cspace_that_hold_each_other_die),
        scene_test(test_interrupted_delete_starts_again_and_ends),
        scene_test(test_interrupted_revoke_starts_again_and_ends),
        scene_test(test_interrupted_revoke_shows_nobody_a_dead_threads_cspace),
        scene_test(test_interrupted_revoke_shows_nobody_a_dead_cnodes_contents),
        scene_test(test_strangers_deletion_costs_others_nothing),
        scene_test(test_whoever_deletes_the_slot_ends_a_deletion),
        scene_test(test_whoever_revokes_an_ancestor_ends_a_deletion),
        scene_test(test_zombie_is_good_for_nothing_but_deletion),
        scene_test(test_interrupted_reset_starts_again_and_zeroes_all),
        scene_test(test_deleted_scheduling_context_stops_its_thread),
        scene_test(test_thread_that_deletes_its_own_time_stops),
        scene_test(test_deleted_notification_lets_waiters_and_bindings_go),
        scene_test(test_deleted_notification_leaves_its_bound_thread_unbound),
        scene_test(test_object_lives_as_long_as_any_capability),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
