/* SPDX-License-Identifier: BSD-2-Clause */
/* TCB Suspend, Resume, BindNotification, UnbindNotification (ABI.md 10.1). */
#include "nodes.h"
#include "timing.h"
#include "victims.h"

static seL4_Word bind(seL4_CPtr tcb, seL4_CPtr ntfn)
{
    return invoke(tcb, TCBBindNotification, W(ntfn), NONE);
}

static seL4_Word unbind(seL4_CPtr tcb)
{
    return invoke(tcb, TCBUnbindNotification, NONE, NONE);
}

/* ---- Suspend ---- */

TEST(a_suspended_thread_does_not_run, "tcb.suspend.stops")
{
    struct thread *t = actor_run(runs, TESTER_PRIORITY - 1);

    notes_clear();
    OK(tcb_suspend(t->tcb));
    let_others_run();
    EXPECT_NOTES();
    OK(tcb_suspend(t->tcb));
    OK(tcb_resume(t->tcb));
    let_others_run();
    EXPECT_NOTES(t);
}

TEST(a_suspended_sender_leaves_the_queue, "tcb.suspend.blocked")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *a = actor_with(sends, TESTER_PRIORITY - 1, mint_new(ep, ALL_RIGHTS, 1));
    struct thread *b = actor_with(calls, TESTER_PRIORITY - 2, mint_new(ep, ALL_RIGHTS, 2));

    actor_start(a);
    actor_start(b);
    let_others_run();
    OK(tcb_suspend(a->tcb));
    sys_nbrecv(ep, b->reply);
    CHECK(got_message());
    CHECK_EQUAL(got()->badge, 2);
    EXPECT_NO_FAULT(ep, a->reply);
    CHECK_EQUAL(a->step, 0);
}

TEST(a_suspended_thread_makes_its_system_call_again_when_resumed, "tcb.suspend.again")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(sends, TESTER_PRIORITY - 1, mint_new(ep, ALL_RIGHTS, 1));

    actor_start(t);
    let_others_run();
    OK(tcb_suspend(t->tcb));
    OK(tcb_resume(t->tcb));
    let_others_run();
    sys_nbrecv(ep, t->reply);
    CHECK(got_message());
    CHECK_EQUAL(got()->badge, 1);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

TEST(a_suspended_receiver_leaves_the_queue, "tcb.suspend.blocked")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(receives, TESTER_PRIORITY - 1, ep);

    actor_start(t);
    let_others_run();
    OK(tcb_suspend(t->tcb));
    sys_nbsend(ep, EMPTY_MESSAGE);
    OK(tcb_resume(t->tcb));
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    sys_nbsend(ep, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

TEST(a_suspended_waiter_leaves_the_notification, "tcb.suspend.blocked")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(waits, TESTER_PRIORITY - 1, ntfn);

    actor_start(t);
    let_others_run();
    OK(tcb_suspend(t->tcb));
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 3), EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    sys_nbwait(ntfn);
    CHECK_EQUAL(got()->badge, 3);
}

TEST(a_suspended_caller_gets_no_answer_and_calls_again, "tcb.suspend.caller")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(calls, TESTER_PRIORITY - 1, ep);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);

    actor_start(t);
    let_others_run();
    sys_nbrecv(ep, reply);
    CHECK(got_message());
    OK(tcb_suspend(t->tcb));
    sys_nbsend(reply, MESSAGE(7, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    OK(tcb_resume(t->tcb));
    let_others_run();
    sys_nbrecv(ep, reply);
    CHECK(got_message());
    sys_nbsend(reply, MESSAGE(8, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(t->got.label, 8);
}

static void suspends_itself(struct thread *me)
{
    me->step++;
    sys_call(me->tcb, MESSAGE(TCBSuspend, NONE, NONE));
    me->step++;
}

TEST(a_thread_that_suspends_itself_stops, "tcb.suspend.self")
{
    struct thread *t = actor_run(suspends_itself, TESTER_PRIORITY + 1);

    CHECK_EQUAL(t->step, 1);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

/* ---- Resume ---- */

TEST(a_blocked_thread_that_is_resumed_starts_its_wait_again, "tcb.resume.blocked")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *a = actor_with(sends, TESTER_PRIORITY - 1, mint_new(ep, ALL_RIGHTS, 1));
    struct thread *b = actor_with(sends, TESTER_PRIORITY - 1, mint_new(ep, ALL_RIGHTS, 2));

    actor_start(a);
    let_others_run();
    actor_start(b);
    let_others_run();
    OK(tcb_resume(a->tcb));
    let_others_run();
    sys_nbrecv(ep, a->reply);
    CHECK_EQUAL(got()->badge, 2);
    sys_nbrecv(ep, a->reply);
    CHECK_EQUAL(got()->badge, 1);
}

TEST(a_thread_whose_fault_waits_faults_again_when_resumed, "tcb.resume.fault")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_stop, 0);
    struct thread *t = victim_new(faults, &registers);

    actor_start(t);
    EXPECT_STOP(faults, t->reply, &registers);
    OK(tcb_resume(t->tcb));
    EXPECT_STOP(faults, t->reply, &registers);
    OK(tcb_resume(t->tcb));
    let_others_run();
    OK(tcb_resume(t->tcb));
    EXPECT_STOP(faults, t->reply, &registers);
    EXPECT_NO_FAULT(faults, make(seL4_ReplyObject, 0));
}

TEST(a_thread_that_runs_does_not_notice_a_resume, "tcb.resume.running")
{
    struct thread *t = actor_run(runs, TESTER_PRIORITY - 1);

    notes_clear();
    OK(tcb_resume(t->tcb));
    OK(tcb_resume(self()->tcb));
    let_others_run();
    EXPECT_NOTES(t);
}

TEST(a_resumed_thread_of_higher_priority_runs_at_once, "tcb.resume.starts")
{
    struct thread *high = actor_new(runs, TESTER_PRIORITY + 1);
    struct thread *equal = actor_new(runs, TESTER_PRIORITY);

    notes_clear();
    actor_start(high);
    EXPECT_NOTES(high);
    actor_start(equal);
    EXPECT_NOTES(high);
    sys_yield();
    EXPECT_NOTES(high, equal);
}

TEST(a_thread_without_time_does_not_run_when_resumed, "tcb.resume.no_time")
{
    struct thread *t = actor_new(runs, TESTER_PRIORITY + 1);

    notes_clear();
    OK(invoke(t->sched_context, SchedContextUnbind, NONE, NONE));
    actor_start(t);
    let_others_run();
    EXPECT_NOTES();
    OK(invoke(t->sched_context, SchedContextBind, W(t->tcb), NONE));
    EXPECT_NOTES(t);
}

/* ---- Bound notifications ---- */

TEST(binding_needs_a_notification, "tcb.bind.length tcb.bind.type")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(invoke(tcb, TCBBindNotification, NONE, NONE), seL4_TruncatedMessage);
    EXPECT(bind(tcb, slot_new()), seL4_IllegalOperation);
    EXPECT(bind(tcb, make(seL4_EndpointObject, 0)), seL4_IllegalOperation);
}

TEST(a_notification_is_bound_with_the_right_to_read, "tcb.bind.rights")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    EXPECT(bind(tcb, mint_new(ntfn, ALL_RIGHTS & ~READ_ONLY, 0)), seL4_IllegalOperation);
    OK(bind(tcb, mint_new(ntfn, READ_ONLY, 5)));
}

TEST(a_thread_has_one_notification, "tcb.bind.twice")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    OK(bind(tcb, ntfn));
    EXPECT(bind(tcb, ntfn), seL4_IllegalOperation);
    EXPECT(bind(tcb, make(seL4_NotificationObject, 0)), seL4_IllegalOperation);
}

TEST(a_notification_has_one_thread, "tcb.bind.other")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    OK(bind(make(seL4_TCBObject, 0), ntfn));
    EXPECT(bind(make(seL4_TCBObject, 0), ntfn), seL4_IllegalOperation);
}

TEST(a_notification_that_somebody_waits_on_is_not_bound, "tcb.bind.waiters")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = waiter(waits_and_runs, TESTER_PRIORITY - 1, ntfn);

    EXPECT(bind(make(seL4_TCBObject, 0), ntfn), seL4_IllegalOperation);
    EXPECT(bind(t->tcb, ntfn), seL4_IllegalOperation);
    OK(tcb_suspend(t->tcb));
    OK(bind(t->tcb, ntfn));
}

TEST(an_active_notification_can_be_bound, "tcb.bind.active")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(receives, TESTER_PRIORITY - 1, ep);

    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 6), EMPTY_MESSAGE);
    OK(bind(t->tcb, ntfn));
    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(t->got.badge, 6);
}

TEST(a_bound_thread_gets_signals_where_it_receives, "tcb.bind.signals")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(receives, TESTER_PRIORITY - 1, ep);

    OK(bind(t->tcb, ntfn));
    actor_start(t);
    let_others_run();
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 6), EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(t->got.badge, 6);
}

TEST(only_the_bound_thread_waits_on_a_notification, "tcb.bind.only")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_in(waits, ntfn, faults, ROOT, 0);
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(bind(tcb, ntfn));
    actor_start(t);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_CapFault, (seL4_Word)cpu_syscall_svc, ntfn, 1,
                 seL4_MissingCapability, 0);
    OK(unbind(tcb));
    answer_fault(t->reply, 0, NONE);
    let_others_run();
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

TEST(a_thread_without_a_notification_cannot_be_unbound, "tcb.unbind.none")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(unbind(tcb), seL4_IllegalOperation);
    OK(bind(tcb, make(seL4_NotificationObject, 0)));
    OK(unbind(tcb));
    EXPECT(unbind(tcb), seL4_IllegalOperation);
}

TEST(an_unbound_thread_gets_no_signals, "tcb.unbind.effect")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(receives, TESTER_PRIORITY - 1, ep);

    OK(bind(t->tcb, ntfn));
    actor_start(t);
    let_others_run();
    OK(unbind(t->tcb));
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 6), EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    sys_nbwait(ntfn);
    CHECK_EQUAL(got()->badge, 6);
}
