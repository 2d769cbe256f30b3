/* SPDX-License-Identifier: BSD-2-Clause */
/* What goes with the last capability: threads, time, mappings, an interrupt (ABI.md 8.4). */
#include "nodes.h"

/* ---- Notifications ---- */

TEST(a_waiter_on_a_deleted_notification_gets_a_cap_fault, "cnode.delete.notification")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_in(waits, ntfn, faults, ROOT, 0);

    actor_start(t);
    let_others_run();
    OK(cnode_delete(slot(ntfn)));
    EXPECT_CAP_FAULT(faults, t->reply, ntfn, 1, seL4_MissingCapability, 0);
}

TEST(a_deleted_notification_unbinds_its_thread, "cnode.delete.notification")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr other = make(seL4_NotificationObject, 0);
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(invoke(tcb, TCBBindNotification, W(ntfn), NONE));
    OK(cnode_delete(slot(ntfn)));
    EXPECT(invoke(tcb, TCBUnbindNotification, NONE, NONE), seL4_IllegalOperation);
    OK(invoke(tcb, TCBBindNotification, W(other), NONE));
}

TEST(a_deleted_notification_unbinds_its_sched_context, "cnode.delete.notification")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr other = make(seL4_NotificationObject, 0);
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);

    OK(invoke(sc, SchedContextBind, W(ntfn), NONE));
    EXPECT(invoke(sc, SchedContextBind, W(other), NONE), seL4_IllegalOperation);
    OK(cnode_delete(slot(ntfn)));
    OK(invoke(sc, SchedContextBind, W(other), NONE));
}

/* ---- Reply objects ---- */

TEST(the_caller_of_a_deleted_reply_is_inactive_and_calls_again, "cnode.delete.reply")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *t = actor_with(calls, 90, ep);

    actor_start(t);
    let_others_run();
    sys_nbrecv(ep, reply);
    CHECK(got_message());
    OK(cnode_delete(slot(reply)));
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    reply = make(seL4_ReplyObject, 0);
    sys_nbrecv(ep, reply);
    CHECK(!got_message());
    OK(tcb_resume(t->tcb));
    let_others_run();
    sys_nbrecv(ep, reply);
    CHECK(got_message());
    OK(invoke(reply, 0, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

TEST(a_deleted_reply_gives_lent_time_back_to_the_caller, "cnode.delete.reply")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = actor_with(receives, 120, ep);
    struct thread *client = actor_with(calls, 90, ep);
    seL4_CPtr spare = make(seL4_SchedContextObject, 8);

    OK(sched_configure(spare, 10000, 10000, 0, 0, 0));
    actor_start(server);
    OK(invoke(server->sched_context, SchedContextUnbind, NONE, NONE));
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(server->step, 1);
    EXPECT(invoke(client->sched_context, SchedContextBind, W(server->tcb), NONE),
           seL4_IllegalOperation);
    OK(cnode_delete(slot(server->reply)));
    EXPECT(invoke(spare, SchedContextBind, W(client->tcb), NONE), seL4_IllegalOperation);
    OK(invoke(spare, SchedContextBind, W(server->tcb), NONE));
}

TEST(a_receiver_whose_reply_is_deleted_is_inactive, "cnode.delete.reply_receiver")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = actor_in(receives, ep, faults, ROOT, 0);

    actor_start(t);
    let_others_run();
    OK(cnode_delete(slot(t->reply)));
    sys_nbsend(ep, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    sys_nbwait(faults);
    CHECK(!got_message());
    OK(tcb_resume(t->tcb));
    EXPECT_CAP_FAULT(faults, make(seL4_ReplyObject, 0), t->reply, 1, seL4_MissingCapability, 0);
}

/* ---- Scheduling contexts ---- */

TEST(a_thread_whose_sched_context_is_deleted_waits_for_another, "cnode.delete.sched_context")
{
    struct thread *t = actor_with(waits, 120, make(seL4_NotificationObject, 0));
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);

    actor_start(t);
    OK(cnode_delete(slot(t->sched_context)));
    sys_nbsend(t->argument, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    OK(sched_configure(sc, 10000, 10000, 0, 0, 0));
    OK(invoke(sc, SchedContextBind, W(t->tcb), NONE));
    CHECK_EQUAL(t->step, 1);
}

TEST(a_deleted_sched_context_leaves_its_notification_to_another, "cnode.delete.sched_context")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);
    seL4_CPtr other = make(seL4_SchedContextObject, 8);

    OK(invoke(sc, SchedContextBind, W(ntfn), NONE));
    EXPECT(invoke(other, SchedContextBind, W(ntfn), NONE), seL4_IllegalOperation);
    OK(cnode_delete(slot(sc)));
    OK(invoke(other, SchedContextBind, W(ntfn), NONE));
}

/* ---- Frames, page tables, interrupts ---- */

static void reads(struct thread *me)
{
    (void)*(volatile seL4_Word *)me->argument;
    me->step++;
}

/* A thread that reads at WINDOW gets on, or faults. */
static void expect_readable(seL4_Bool readable)
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = actor_in(reads, WINDOW, faults, ROOT, 0);

    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, readable ? 1 : 0);
    sys_nbrecv(faults, t->reply);
    CHECK(got_message() != readable);
    if (!readable) {
        CHECK_EQUAL(got()->label, seL4_Fault_VMFault);
        CHECK_EQUAL(got()->mr[seL4_VMFault_Addr], WINDOW);
    }
}

TEST(a_deleted_frame_is_no_longer_mapped, "cnode.delete.frame")
{
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);

    map_window(frame, WINDOW, READ_WRITE);
    expect_readable(seL4_True);
    OK(cnode_delete(slot(frame)));
    expect_readable(seL4_False);
}

TEST(a_deleted_copy_of_a_frame_takes_its_own_mapping_along, "cnode.delete.frame")
{
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);
    seL4_CPtr copy = mint_new(frame, READ_WRITE, 0);

    map_window(copy, WINDOW, READ_WRITE);
    map_window(frame, WINDOW + 4096, READ_WRITE);
    *(volatile seL4_Word *)WINDOW = 7;
    OK(cnode_delete(slot(copy)));
    expect_readable(seL4_False);
    CHECK_EQUAL(*(volatile seL4_Word *)(WINDOW + 4096), 7);
}

TEST(a_deleted_copy_that_is_not_mapped_leaves_the_mapping, "cnode.delete.frame")
{
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);
    seL4_CPtr copy = mint_new(frame, READ_WRITE, 0);

    map_window(frame, WINDOW, READ_WRITE);
    OK(cnode_delete(slot(copy)));
    expect_readable(seL4_True);
}

TEST(a_deleted_page_table_is_missing_afterwards, "cnode.delete.page_table")
{
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);
    seL4_CPtr table = 0;

    while (page_map(frame, WINDOW, READ_WRITE, 3) != seL4_NoError) {
        table = make(seL4_ARM_PageTableObject, 0);
        OK(invoke(table, ARMPageTableMap, W(VSPACE), W(WINDOW, 3)));
    }
    CHECK(table != 0);
    OK(cnode_delete(slot(table)));
    expect_readable(seL4_False);
    EXPECT(page_map(make(seL4_ARM_SmallPageObject, 0), WINDOW, READ_WRITE, 3), seL4_FailedLookup,
           0, seL4_MissingCapability, 21);
}

TEST(a_deleted_irq_handler_s_interrupt_can_be_had_again, "cnode.delete.irq_handler")
{
    seL4_CPtr handler = slot_new();
    seL4_CPtr copy;

    OK(invoke(seL4_CapIRQControl, IRQIssueIRQHandler, W(ROOT), W(100, handler, 64)));
    copy = mint_new(handler, ALL_RIGHTS, 0);
    OK(cnode_delete(slot(handler)));
    EXPECT(invoke(seL4_CapIRQControl, IRQIssueIRQHandler, W(ROOT), W(100, handler, 64)),
           seL4_RevokeFirst);
    OK(cnode_delete(slot(copy)));
    OK(invoke(seL4_CapIRQControl, IRQIssueIRQHandler, W(ROOT), W(100, handler, 64)));
    OK(cnode_delete(slot(handler)));
}
