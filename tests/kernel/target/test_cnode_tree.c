/* SPDX-License-Identifier: BSD-2-Clause */
/* The derivation tree, as Revoke shows it (ABI.md 8.4). */
#include "nodes.h"

static const struct place root = {ROOT, 0, 0};

static seL4_CPtr copy_of(seL4_CPtr cap)
{
    return mint_new(cap, ALL_RIGHTS, 0);
}

/* Revokes `parent`: `cap` is gone if it is its descendant. */
static void expect_revoked(seL4_CPtr parent, seL4_CPtr cap, seL4_Bool gone)
{
    OK(cnode_revoke(slot(parent)));
    CHECK(!slot_is_empty(parent));
    CHECK(slot_is_empty(cap) == gone);
}

TEST(revoke_of_an_empty_slot_succeeds, "cnode.revoke.empty")
{
    OK(cnode_revoke(slot(slot_new())));
}

TEST(revoke_deletes_copies_and_copies_of_copies, "cnode.revoke.descendants cnode.tree.original")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr copy = copy_of(ep);
    seL4_CPtr second = copy_of(copy);

    expect_revoked(ep, copy, seL4_True);
    CHECK(slot_is_empty(second));
}

TEST(originals_of_every_kind_are_parents_of_their_copies, "cnode.tree.original")
{
    static const seL4_Word types[] = {seL4_TCBObject, seL4_EndpointObject, seL4_NotificationObject,
                                      seL4_CapTableObject, seL4_SchedContextObject,
                                      seL4_ReplyObject, seL4_ARM_SmallPageObject};

    for (unsigned i = 0; i < sizeof types / sizeof types[0]; i++) {
        seL4_CPtr original = make(types[i], 8);
        expect_revoked(original, copy_of(original), seL4_True);
    }
}

TEST(a_copy_is_no_parent_of_its_copy, "cnode.tree.copy")
{
    static const seL4_Word types[] = {seL4_TCBObject, seL4_EndpointObject, seL4_NotificationObject,
                                      seL4_CapTableObject, seL4_SchedContextObject,
                                      seL4_ReplyObject, seL4_ARM_SmallPageObject};

    for (unsigned i = 0; i < sizeof types / sizeof types[0]; i++) {
        seL4_CPtr copy = copy_of(make(types[i], 8));
        expect_revoked(copy, copy_of(copy), seL4_False);
    }
}

TEST(revoke_of_a_copy_spares_the_original, "cnode.tree.copy")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    expect_revoked(copy_of(ep), ep, seL4_False);
}

TEST(revoke_spares_another_object, "cnode.revoke.descendants")
{
    seL4_CPtr first = make(seL4_EndpointObject, 0);
    seL4_CPtr second = make(seL4_EndpointObject, 0);
    seL4_CPtr copy = copy_of(second);

    expect_revoked(first, second, seL4_False);
    CHECK(!slot_is_empty(copy));
}

TEST(a_new_badge_makes_a_parent, "cnode.tree.new_badge")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr badged = mint_new(ep, ALL_RIGHTS, 5);

    expect_revoked(badged, copy_of(badged), seL4_True);
    expect_revoked(badged, ep, seL4_False);
}

TEST(a_badged_notification_is_a_parent, "cnode.tree.new_badge")
{
    seL4_CPtr badged = mint_new(make(seL4_NotificationObject, 0), ALL_RIGHTS, 5);

    expect_revoked(badged, copy_of(badged), seL4_True);
}

TEST(a_mint_with_badge_0_makes_no_parent, "cnode.tree.new_badge")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr zero = slot_new();

    OK(cnode_mint(slot(zero), slot(ep), ALL_RIGHTS, 0));
    expect_revoked(zero, copy_of(zero), seL4_False);
}

TEST(the_same_badge_minted_twice_is_not_related, "cnode.tree.same_badge")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr first = mint_new(ep, ALL_RIGHTS, 5);
    seL4_CPtr second = mint_new(ep, ALL_RIGHTS, 5);

    expect_revoked(first, second, seL4_False);
    expect_revoked(second, first, seL4_False);
}

TEST(another_badge_is_not_related, "cnode.tree.same_badge")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr first = mint_new(ep, ALL_RIGHTS, 5);
    seL4_CPtr second = mint_new(ep, ALL_RIGHTS, 6);
    seL4_CPtr copy = copy_of(first);

    expect_revoked(second, copy, seL4_False);
    expect_revoked(first, second, seL4_False);
    CHECK(slot_is_empty(copy));
}

TEST(the_original_is_the_parent_of_every_badge, "cnode.tree.original")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr first = mint_new(ep, ALL_RIGHTS, 5);
    seL4_CPtr second = mint_new(ep, ALL_RIGHTS, 6);
    seL4_CPtr copy = copy_of(first);

    expect_revoked(ep, copy, seL4_True);
    CHECK(slot_is_empty(first));
    CHECK(slot_is_empty(second));
}

TEST(a_deleted_parent_leaves_its_children_to_the_original, "cnode.tree.orphan")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr badged = mint_new(ep, ALL_RIGHTS, 5);
    seL4_CPtr copy = copy_of(badged);

    OK(cnode_delete(slot(badged)));
    expect_revoked(ep, copy, seL4_True);
}

TEST(a_new_guard_makes_no_parent, "cnode.tree.guard")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);
    seL4_CPtr guarded = mint_new(node, ALL_RIGHTS, guard_data(1, 2));

    expect_revoked(guarded, copy_of(guarded), seL4_False);
    expect_revoked(node, guarded, seL4_True);
}

TEST(an_untyped_is_the_parent_of_all_in_its_memory, "cnode.tree.untyped")
{
    seL4_CPtr outer = make(seL4_UntypedObject, 13);
    seL4_CPtr inner = slot_new();
    seL4_CPtr tcb = slot_new();
    seL4_CPtr copy;

    OK(untyped_retype(outer, seL4_UntypedObject, 12, root, inner, 1));
    OK(untyped_retype(inner, seL4_TCBObject, 0, root, tcb, 1));
    copy = copy_of(tcb);
    expect_revoked(outer, inner, seL4_True);
    CHECK(slot_is_empty(tcb));
    CHECK(slot_is_empty(copy));
}

TEST(an_untyped_spares_what_lies_beside_it, "cnode.tree.untyped")
{
    seL4_CPtr outer = make(seL4_UntypedObject, 13);
    seL4_CPtr first = slot_new();
    seL4_CPtr second = slot_new();
    seL4_CPtr tcb = slot_new();

    OK(untyped_retype(outer, seL4_UntypedObject, 12, root, first, 1));
    OK(untyped_retype(outer, seL4_UntypedObject, 12, root, second, 1));
    OK(untyped_retype(second, seL4_TCBObject, 0, root, tcb, 1));
    expect_revoked(first, second, seL4_False);
    CHECK(!slot_is_empty(tcb));
    expect_revoked(second, tcb, seL4_True);
}

TEST(an_irq_handler_from_irq_control_is_a_parent, "cnode.tree.irq_handler")
{
    seL4_CPtr handler = slot_new();
    seL4_CPtr copy;

    OK(invoke(seL4_CapIRQControl, IRQIssueIRQHandler, W(ROOT), W(100, handler, 64)));
    copy = copy_of(handler);
    expect_revoked(copy, handler, seL4_False);
    expect_revoked(handler, copy, seL4_True);
    OK(cnode_delete(slot(handler)));
}

TEST(an_sgi_capability_from_irq_control_is_a_parent, "cnode.tree.sgi")
{
    seL4_CPtr sgi = slot_new();

    OK(invoke(seL4_CapIRQControl, ARMIRQIssueSGISignal, W(ROOT), W(3, 0, sgi, 64)));
    expect_revoked(sgi, copy_of(sgi), seL4_True);
    OK(cnode_delete(slot(sgi)));
}

TEST(a_moved_parent_is_still_a_parent, "cnode.tree.move")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr copy = copy_of(ep);
    seL4_CPtr to = slot_new();

    OK(cnode_move(slot(to), slot(ep)));
    expect_revoked(to, copy, seL4_True);
}

TEST(a_moved_child_is_still_a_child, "cnode.tree.move")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr to = slot_new();

    OK(cnode_move(slot(to), slot(copy_of(ep))));
    expect_revoked(ep, to, seL4_True);
}

TEST(a_mutated_parent_is_still_a_parent, "cnode.tree.move")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);
    seL4_CPtr copy = copy_of(node);
    seL4_CPtr to = slot_new();

    OK(cnode_mutate(slot(to), slot(node), guard_data(1, 1)));
    expect_revoked(to, copy, seL4_True);
}

TEST(swapped_capabilities_keep_their_children, "cnode.tree.move")
{
    seL4_CPtr a = make(seL4_TCBObject, 0);
    seL4_CPtr b = make(seL4_SchedContextObject, 8);
    seL4_CPtr copy_of_a = copy_of(a);
    seL4_CPtr copy_of_b = copy_of(b);

    OK(cnode_rotate(slot(a), 0, slot(b), 0, slot(a)));
    expect_revoked(b, copy_of_a, seL4_True);
    CHECK(!slot_is_empty(copy_of_b));
    expect_revoked(a, copy_of_b, seL4_True);
}

TEST(a_parent_swapped_with_its_own_child_changes_places_with_it, "cnode.tree.move")
{
    seL4_CPtr original = make(seL4_TCBObject, 0);
    seL4_CPtr copy = copy_of(original);

    OK(cnode_rotate(slot(original), 0, slot(copy), 0, slot(original)));
    expect_revoked(original, copy, seL4_False);
    expect_revoked(copy, original, seL4_True);
}

TEST(revoke_reaches_into_cnodes, "cnode.revoke.descendants")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    OK(cnode_copy(below(node, 7, 4), slot(ep), ALL_RIGHTS));
    OK(cnode_revoke(slot(ep)));
    EXPECT(cnode_move(slot(slot_new()), below(node, 7, 4)), seL4_FailedLookup, 1,
           seL4_MissingCapability, 4);
}

TEST(revoke_of_a_cnode_deletes_the_copy_inside_it, "cnode.revoke.descendants")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);

    OK(cnode_copy(below(node, 0, 4), slot(node), ALL_RIGHTS));
    OK(cnode_copy(below(node, 15, 4), slot(node), ALL_RIGHTS));
    OK(cnode_revoke(slot(node)));
    EXPECT(cnode_move(slot(slot_new()), below(node, 15, 4)), seL4_FailedLookup, 1,
           seL4_MissingCapability, 4);
    EXPECT(cnode_move(slot(slot_new()), below(node, 0, 4)), seL4_FailedLookup, 1,
           seL4_MissingCapability, 4);
}

/* Works while the tester revokes. */
static void counts(struct thread *me)
{
    for (;;) {
        me->step++;
        sys_yield();
    }
}

TEST(a_long_revoke_lets_others_run_and_goes_on, "cnode.revoke.preemptible")
{
    struct thread *t = actor_new(counts, 200);
    seL4_CPtr untyped = make(seL4_UntypedObject, 17);
    seL4_CPtr node = make(seL4_CapTableObject, 12);
    seL4_Word before;

    for (seL4_Word i = 0; i < 4096; i += 256) {
        OK(untyped_retype(untyped, seL4_EndpointObject, 0, below(node, 0, 0), i, 256));
    }
    OK(sched_configure(t->sched_context, 50, 100, 0, 0, 0));
    actor_start(t);
    before = t->step;
    OK(cnode_revoke(slot(untyped)));
    CHECK(t->step > before + 1);
    EXPECT(cnode_move(slot(slot_new()), below(node, 4095, 12)), seL4_FailedLookup, 1,
           seL4_MissingCapability, 12);
    OK(tcb_suspend(t->tcb));
}

/* ---- Deletion interrupted ---- */

enum { HELD = 4096, HELD_BITS = 12 };

static void deletes(struct thread *me)
{
    sys_call(ROOT, MESSAGE(CNodeDelete, NONE, W(me->argument, 64)));
    me->step++;
}

/* A CNode full of endpoints in all of `untyped`, which a thread has begun to delete that has no
   time left. */
static seL4_CPtr half_deleted(seL4_CPtr untyped)
{
    seL4_CPtr node = make(seL4_CapTableObject, HELD_BITS);
    struct thread *t = actor_with(deletes, 200, node);

    for (seL4_Word i = 0; i < HELD; i += 256) {
        OK(untyped_retype(untyped, seL4_EndpointObject, 0, below(node, 0, 0), i, 256));
    }
    OK(sched_configure(t->sched_context, 50, 1000000000, 0, 0, 0));
    actor_start(t);
    CHECK_EQUAL(t->step, 0);
    return node;
}

TEST(the_slot_of_a_half_deleted_cnode_is_neither_empty_nor_of_use, "cnode.delete.zombie")
{
    seL4_CPtr node = half_deleted(make(seL4_UntypedObject, 16));
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(cnode_copy(slot(slot_new()), slot(node), ALL_RIGHTS), seL4_IllegalOperation);
    EXPECT(cnode_copy(slot(node), slot(tcb), ALL_RIGHTS), seL4_DeleteFirst);
    EXPECT(cnode_move(slot(slot_new()), below(node, 0, HELD_BITS)), seL4_FailedLookup, 1,
           seL4_InvalidRoot);
    EXPECT(invoke(node, CNodeDelete, NONE, W(0, HELD_BITS)), seL4_InvalidCapability, 0);
    EXPECT(tcb_configure(tcb, node, 0, seL4_CapInitThreadVSpace, 0, 0), seL4_IllegalOperation);
    OK(cnode_delete(slot(node)));
}

TEST(a_half_done_deletion_goes_on_for_who_deletes_the_same, "cnode.delete.goes_on")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 16);
    seL4_CPtr node = half_deleted(untyped);

    EXPECT(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 1),
           seL4_NotEnoughMemory, 0);
    OK(cnode_delete(slot(node)));
    CHECK(slot_is_empty(node));
    OK(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 1));
}

TEST(a_half_done_deletion_goes_on_for_who_revokes_an_ancestor, "cnode.delete.goes_on")
{
    seL4_CPtr parent = make(seL4_UntypedObject, 18);
    seL4_CPtr holds = slot_new();
    seL4_CPtr node = slot_new();
    struct thread *t = actor_with(deletes, 200, node);

    OK(untyped_retype(parent, seL4_UntypedObject, 17, root, holds, 1));
    OK(untyped_retype(holds, seL4_CapTableObject, HELD_BITS, root, node, 1));
    OK(sched_configure(t->sched_context, 50, 1000000000, 0, 0, 0));
    actor_start(t);
    CHECK_EQUAL(t->step, 0);
    OK(cnode_revoke(slot(parent)));
    CHECK(slot_is_empty(node));
    OK(untyped_retype(parent, seL4_UntypedObject, 18, root, slot_new(), 1));
}

TEST(a_half_done_deletion_is_nobody_elses_business, "cnode.delete.goes_on")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 16);
    seL4_CPtr node = half_deleted(untyped);
    seL4_CPtr own = make(seL4_UntypedObject, 12);

    OK(untyped_retype(own, seL4_CapTableObject, 1, root, slot_new(), 1));
    OK(cnode_delete(slot(slot_new())));
    OK(cnode_delete(slot(make(seL4_CapTableObject, 3))));
    OK(cnode_revoke(slot(own)));
    EXPECT(cnode_copy(slot(slot_new()), slot(node), ALL_RIGHTS), seL4_IllegalOperation);
    EXPECT(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 1),
           seL4_NotEnoughMemory, 0);
    OK(cnode_delete(slot(node)));
}
