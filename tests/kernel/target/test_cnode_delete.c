/* SPDX-License-Identifier: BSD-2-Clause */
/* Delete, and CancelBadgedSends: what the threads see that used the object (ABI.md 8.4). */
#include "nodes.h"

static const struct place root = {ROOT, 0, 0};

static void expect_empty(seL4_CPtr node, seL4_Word index, seL4_Word depth)
{
    EXPECT(cnode_move(slot(slot_new()), below(node, index, depth)), seL4_FailedLookup, 1,
           seL4_MissingCapability, depth);
}

TEST(delete_of_an_empty_slot_succeeds, "cnode.delete.empty")
{
    OK(cnode_delete(slot(slot_new())));
}

TEST(delete_of_a_copy_leaves_the_object, "cnode.delete.copy")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr copy = mint_new(ntfn, ALL_RIGHTS, 0);
    struct thread *t = actor_with(waits, 120, ntfn);

    actor_start(t);
    OK(cnode_delete(slot(copy)));
    CHECK(slot_is_empty(copy));
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
}

TEST(delete_of_the_original_leaves_the_copy_working, "cnode.delete.copy")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr copy = mint_new(ntfn, ALL_RIGHTS, 0);

    OK(cnode_delete(slot(ntfn)));
    CHECK_EQUAL(signals(mint_new(copy, ALL_RIGHTS, 6), copy), 6);
}

/* ---- CNodes and TCBs ---- */

TEST(a_deleted_cnode_deletes_what_it_holds, "cnode.delete.cnode")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr node = make(seL4_CapTableObject, 3);

    OK(untyped_retype(untyped, seL4_EndpointObject, 0, below(node, 0, 0), 0, 8));
    OK(cnode_delete(slot(node)));
    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, slot_new(), 1));
}

TEST(a_deleted_cnode_deletes_cnodes_in_it_and_what_they_hold, "cnode.delete.cnode")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr node[4];

    for (unsigned i = 0; i < 4; i++) {
        node[i] = make(seL4_CapTableObject, 2);
        OK(untyped_retype(untyped, seL4_EndpointObject, 0, below(node[i], 0, 0), i == 0 ? 1 : 2,
                          2));
        if (i > 0) {
            OK(cnode_move(below(node[i], i % 2, 2), slot(node[i - 1])));
        }
    }
    OK(cnode_delete(slot(node[3])));
    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, slot_new(), 1));
}

TEST(a_cnode_with_a_copy_of_itself_can_be_revoked_and_deleted, "cnode.delete.itself")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr node = slot_new();

    OK(untyped_retype(untyped, seL4_CapTableObject, 3, root, node, 1));
    OK(cnode_copy(below(node, 0, 3), slot(node), ALL_RIGHTS));
    OK(cnode_copy(below(node, 5, 3), slot(node), ALL_RIGHTS));
    OK(cnode_delete(below(node, 5, 3)));
    expect_empty(node, 5, 3);
    OK(cnode_revoke(slot(node)));
    OK(cnode_delete(slot(node)));
    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, slot_new(), 1));
}

TEST(a_cnode_that_only_itself_holds_goes_with_its_untyped, "cnode.delete.itself")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr node = slot_new();

    OK(untyped_retype(untyped, seL4_CapTableObject, 3, root, node, 1));
    OK(cnode_move(below(node, 4, 3), slot(node)));
    EXPECT(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, slot_new(), 1),
           seL4_NotEnoughMemory, 4096 - (32 << 3));
    OK(cnode_revoke(slot(untyped)));
    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, slot_new(), 1));
}

TEST(two_cnodes_that_hold_each_other_go_with_their_untyped, "cnode.delete.itself")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr a = slot_new();
    seL4_CPtr b = slot_new();

    OK(untyped_retype(untyped, seL4_CapTableObject, 3, root, a, 2));
    OK(cnode_copy(below(a, 1, 3), slot(b), ALL_RIGHTS));
    OK(cnode_copy(below(b, 2, 3), slot(a), ALL_RIGHTS));
    OK(cnode_delete(slot(a)));
    OK(cnode_delete(slot(b)));
    EXPECT(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, a, 1), seL4_NotEnoughMemory,
           4096 - (2 * 32 << 3));
    OK(cnode_revoke(slot(untyped)));
    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, a, 1));
}

TEST(a_deleted_thread_deletes_the_capabilities_it_holds, "cnode.delete.tcb_slots")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr node = slot_new();
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(untyped_retype(untyped, seL4_CapTableObject, 3, root, node, 1));
    OK(tcb_set_space(tcb, 0, node, 0, VSPACE));
    OK(cnode_delete(slot(node)));
    EXPECT(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, node, 1),
           seL4_NotEnoughMemory, 4096 - (32 << 3));
    OK(cnode_delete(slot(tcb)));
    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, node, 1));
}

TEST(a_deleted_thread_runs_no_more_and_leaves_what_it_was_bound_to, "cnode.delete.tcb")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(waits, 120, make(seL4_NotificationObject, 0));
    struct thread *other = actor_with(waits, 120, t->argument);

    OK(invoke(t->tcb, TCBBindNotification, W(ntfn), NONE));
    actor_start(t);
    OK(cnode_delete(slot(t->tcb)));
    sys_nbsend(t->argument, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 0);
    OK(invoke(other->tcb, TCBBindNotification, W(ntfn), NONE));
    OK(invoke(other->sched_context, SchedContextUnbind, NONE, NONE));
    OK(invoke(t->sched_context, SchedContextBind, W(other->tcb), NONE));
    actor_start(other);
    CHECK_EQUAL(other->step, 1);
}

TEST(a_deleted_thread_leaves_the_queue, "cnode.delete.tcb")
{
    struct thread *t = actor_with(sends, 90, make(seL4_EndpointObject, 0));

    actor_start(t);
    let_others_run();
    OK(cnode_delete(slot(t->tcb)));
    sys_nbwait(t->argument);
    CHECK(!got_message());
}

static void deletes_itself(struct thread *me)
{
    sys_call(ROOT, MESSAGE(CNodeDelete, NONE, W(me->tcb, 64)));
    me->step++;
}

TEST(a_thread_can_delete_itself, "cnode.delete.tcb")
{
    struct thread *t = actor_run(deletes_itself, 120);

    CHECK(slot_is_empty(t->tcb));
    let_others_run();
    CHECK_EQUAL(t->step, 0);
}

/* ---- Endpoints ---- */

TEST(a_receiver_on_a_deleted_endpoint_gets_a_cap_fault, "cnode.delete.endpoint")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_in(receives, ep, faults, ROOT, 0);

    actor_start(t);
    let_others_run();
    OK(cnode_delete(slot(ep)));
    EXPECT_CAP_FAULT(faults, make(seL4_ReplyObject, 0), ep, 1, seL4_MissingCapability, 0);
}

TEST(a_call_on_a_deleted_endpoint_gets_an_error, "cnode.delete.endpoint")
{
    struct thread *t = actor_with(calls, 90, make(seL4_EndpointObject, 0));

    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    OK(cnode_delete(slot(t->argument)));
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(t->got.label, seL4_InvalidCapability);
    CHECK_EQUAL(t->got.length, 1);
    CHECK_EQUAL(t->got.mr[0], 0);
}

TEST(a_send_on_a_deleted_endpoint_ends, "cnode.delete.endpoint")
{
    struct thread *t = actor_with(sends, 90, make(seL4_EndpointObject, 0));

    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    OK(cnode_delete(slot(t->argument)));
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

TEST(all_threads_on_a_deleted_endpoint_go_on, "cnode.delete.endpoint")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t[4];

    for (unsigned i = 0; i < 4; i++) {
        t[i] = actor_with(i % 2 == 0 ? sends : calls, 90 + i, ep);
        actor_start(t[i]);
    }
    let_others_run();
    OK(cnode_delete(slot(ep)));
    let_others_run();
    for (unsigned i = 0; i < 4; i++) {
        CHECK_EQUAL(t[i]->step, 1);
    }
}

/* A thread whose cap fault waits on `faults`: it waits on a slot that was empty and then holds a
   signalled notification, so that it would go on if it tried again. */
static struct thread *faulted(seL4_CPtr faults)
{
    struct thread *t = actor_in(waits, slot_new(), faults, ROOT, 0);
    seL4_CPtr ntfn;

    actor_start(t);
    let_others_run();
    ntfn = make(seL4_NotificationObject, 0);
    OK(cnode_move(slot(t->argument), slot(ntfn)));
    sys_nbsend(t->argument, EMPTY_MESSAGE);
    return t;
}

TEST(a_fault_on_a_deleted_endpoint_leaves_the_thread_inactive, "cnode.delete.endpoint_fault")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = faulted(faults);

    OK(cnode_revoke(slot(faults))); /* the thread's own copy, too */
    OK(cnode_delete(slot(faults)));
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    OK(tcb_resume(t->tcb));
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

/* ---- CancelBadgedSends ---- */

TEST(cancel_needs_an_endpoint_with_all_rights, "cnode.cancel.rights")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    for (seL4_Word bit = 0; bit < 4; bit++) {
        EXPECT(cnode_cancel_badged_sends(slot(mint_new(ep, ALL_RIGHTS & ~(1u << bit), 5))),
               seL4_IllegalOperation);
    }
    OK(cnode_cancel_badged_sends(slot(mint_new(ep, ALL_RIGHTS, 5))));
}

TEST(cancel_of_something_else_is_illegal, "cnode.cancel.rights")
{
    EXPECT(cnode_cancel_badged_sends(slot(slot_new())), seL4_IllegalOperation);
    EXPECT(cnode_cancel_badged_sends(slot(make(seL4_NotificationObject, 0))),
           seL4_IllegalOperation);
    EXPECT(cnode_cancel_badged_sends(slot(VSPACE)), seL4_IllegalOperation);
}

/* Two senders of equal priority, with badges 1 and 2, wait in this order. */
static seL4_CPtr two_senders(seL4_CPtr badged[2])
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    for (unsigned i = 0; i < 2; i++) {
        badged[i] = mint_new(ep, ALL_RIGHTS, i + 1);
        actor_start(actor_with(sends, 90, badged[i]));
        let_others_run();
    }
    return ep;
}


/* These two and no other message wait. */
static void expect_order(seL4_CPtr ep, seL4_Word first, seL4_Word second)
{
    sys_nbwait(ep);
    CHECK_EQUAL(got()->badge, first);
    sys_nbwait(ep);
    CHECK_EQUAL(got()->badge, second);
    sys_nbwait(ep);
    CHECK(!got_message());
}

TEST(senders_wait_in_order, "cnode.cancel.restart")
{
    seL4_CPtr badged[2];

    expect_order(two_senders(badged), 1, 2);
}

/* Were all three restarted, they would wait as before or the other way round. */
TEST(a_cancelled_sender_sends_again_behind_the_others, "cnode.cancel.restart")
{
    seL4_CPtr badged[2];
    seL4_CPtr ep = two_senders(badged);

    actor_start(actor_with(sends, 90, mint_new(ep, ALL_RIGHTS, 3)));
    let_others_run();
    OK(cnode_cancel_badged_sends(slot(badged[0])));
    let_others_run();
    sys_nbwait(ep);
    CHECK_EQUAL(got()->badge, 2);
    expect_order(ep, 3, 1);
}

TEST(a_cancelled_sender_whose_capability_is_gone_goes_on, "cnode.cancel.restart")
{
    seL4_CPtr badged[2];
    seL4_CPtr ep = two_senders(badged);
    seL4_CPtr authority = mint_new(badged[0], ALL_RIGHTS, 0);

    OK(cnode_delete(slot(badged[0])));
    OK(cnode_cancel_badged_sends(slot(authority)));
    let_others_run();
    sys_nbwait(ep);
    CHECK_EQUAL(got()->badge, 2);
    sys_nbwait(ep);
    CHECK(!got_message());
}

TEST(cancel_of_badge_0_does_nothing, "cnode.cancel.badge_zero")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    actor_start(actor_with(sends, 90, ep));
    let_others_run();
    actor_start(actor_with(sends, 90, mint_new(ep, ALL_RIGHTS, 2)));
    let_others_run();
    OK(cnode_cancel_badged_sends(slot(ep)));
    let_others_run();
    expect_order(ep, 0, 2);
}

TEST(a_cancelled_fault_leaves_the_thread_inactive, "cnode.cancel.fault")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr badged = mint_new(ep, ALL_RIGHTS, 5);
    struct thread *t = faulted(badged);

    OK(cnode_cancel_badged_sends(slot(badged)));
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    sys_nbwait(ep);
    CHECK(!got_message());
    OK(tcb_resume(t->tcb));
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

static void sends_then_receives(struct thread *me)
{
    sys_send(me->argument, EMPTY_MESSAGE);
    receives(me);
}

/* Were it restarted, it would wait behind the other one. */
TEST(cancel_leaves_receivers_where_they_wait, "cnode.cancel.receivers")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr badged = mint_new(ep, ALL_RIGHTS, 5);
    struct thread *first = actor_with(sends_then_receives, 90, badged);
    struct thread *second = actor_with(receives, 90, ep);

    actor_start(first);
    let_others_run();
    sys_nbwait(ep);
    let_others_run();
    actor_start(second);
    let_others_run();
    OK(cnode_cancel_badged_sends(slot(badged)));
    let_others_run();
    sys_nbsend(ep, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(first->step, 1);
    CHECK_EQUAL(second->step, 0);
}
