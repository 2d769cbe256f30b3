/* SPDX-License-Identifier: BSD-2-Clause */
/* Who handles a fault, and how it gets there (ABI.md 5.3). */
#include "nodes.h"
#include "timing.h"
#include "victims.h"

enum { BUDGET_US = 60, PERIOD_US = 300 };

/* ---- Which capabilities can be handlers ---- */

/* Whether an endpoint capability with these rights may be a handler. */
static seL4_Bool may_handle(seL4_Word rights)
{
    enum { WRITE = 1, GRANT = 4, GRANT_REPLY = 8 };

    return (rights & WRITE) != 0 && (rights & (GRANT | GRANT_REPLY)) != 0;
}

TEST(a_handler_needs_write_and_a_grant_right, "fault.handler.rights")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr me = seL4_CapInitThreadTCB;

    for (seL4_Word rights = 0; rights <= ALL_RIGHTS; rights++) {
        seL4_CPtr handler = mint_new(ep, rights, 0);

        if (may_handle(rights)) {
            OK(tcb_set_space(tcb, handler, ROOT, 0, VSPACE));
            OK(tcb_set_sched_params(tcb, me, 0, 0, 0, handler));
            OK(invoke(tcb, TCBSetTimeoutEndpoint, W(handler), NONE));
        } else {
            EXPECT(tcb_set_space(tcb, handler, ROOT, 0, VSPACE), seL4_InvalidCapability, 1);
            EXPECT(tcb_set_sched_params(tcb, me, 0, 0, 0, handler), seL4_InvalidCapability, 3);
            EXPECT(invoke(tcb, TCBSetTimeoutEndpoint, W(handler), NONE), seL4_InvalidCapability,
                   1);
        }
    }
}

TEST(only_endpoints_are_handlers, "fault.handler.rights tcb.timeout.invalid")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    const seL4_CPtr others[] = {make(seL4_NotificationObject, 0), make(seL4_ReplyObject, 0), ROOT,
                                tcb, arena};

    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++) {
        EXPECT(tcb_set_space(tcb, others[i], ROOT, 0, VSPACE), seL4_InvalidCapability, 1);
        EXPECT(invoke(tcb, TCBSetTimeoutEndpoint, W(others[i]), NONE), seL4_InvalidCapability, 1);
    }
}

TEST(the_timeout_handler_has_to_be_named, "tcb.timeout.length")
{
    EXPECT(invoke(make(seL4_TCBObject, 0), TCBSetTimeoutEndpoint, NONE, NONE),
           seL4_TruncatedMessage);
}

TEST(a_handler_s_slot_may_be_emptied, "fault.handler.copy")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr handler = mint_new(ep, ALL_RIGHTS, 0x77);
    struct registers registers = registers_pattern(victim_stop, 0);
    struct thread *t = victim_new(handler, &registers);

    OK(cnode_delete(slot(handler)));
    actor_start(t);
    EXPECT_STOP(ep, t->reply, &registers);
    CHECK_EQUAL(got()->badge, 0x77);
}

TEST(revoking_an_endpoint_takes_the_handler_away, "fault.handler.copy")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = victim_at(ep, victim_stop, 0, 0);

    OK(cnode_revoke(slot(ep)));
    actor_start(t);
    EXPECT_NO_FAULT(ep, t->reply);
}

/* ---- Delivery ---- */

TEST(a_fault_waits_until_somebody_receives_it, "fault.deliver.queue")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct registers first = registers_pattern(victim_stop, 1);
    struct registers second = registers_pattern(victim_stop, 2);
    struct thread *a = victim_new(ep, &first);
    struct thread *b = victim_new(ep, &second);

    OK(tcb_set_priority(b->tcb, self()->tcb, TESTER_PRIORITY - 2));
    actor_start(a);
    actor_start(b);
    EXPECT_STOP(ep, a->reply, &first);
    EXPECT_STOP(ep, b->reply, &second);
}

TEST(faults_are_queued_by_priority, "fault.deliver.queue")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct registers low = registers_pattern(victim_stop, 1);
    struct registers high = registers_pattern(victim_stop, 2);
    struct thread *a = victim_new(ep, &low);
    struct thread *b = victim_new(ep, &high);

    OK(tcb_set_priority(a->tcb, self()->tcb, TESTER_PRIORITY - 5));
    actor_start(a);
    let_others_run();
    actor_start(b);
    EXPECT_STOP(ep, b->reply, &high);
    EXPECT_STOP(ep, a->reply, &low);
}

TEST(a_fault_goes_to_a_handler_that_waits, "fault.deliver.waiting")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *handler = actor_with(receives, TESTER_PRIORITY + 1, ep);
    struct thread *t = victim_at(ep, victim_stop, 0, 0);

    actor_start(handler);
    actor_start(t);
    let_others_run();
    CHECK_EQUAL(handler->step, 1);
    CHECK_EQUAL(handler->got.label, seL4_Fault_UserException);
    CHECK_EQUAL(handler->got.length, 5);
    CHECK_EQUAL(handler->got.mr[0], (seL4_Word)victim_stop);
    CHECK_EQUAL(handler->got.mr[4], 0);
}

TEST(a_thread_whose_fault_was_received_waits_for_the_answer, "fault.deliver.reply")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_stop, 0);
    struct thread *t = victim_new(mint_new(ep, WRITE_ONLY | 8, 0), &registers);

    actor_start(t);
    EXPECT_STOP(ep, t->reply, &registers);
    EXPECT_NO_FAULT(ep, t->reply);
    answer_fault(t->reply, 0, NONE);
    EXPECT_NO_FAULT(ep, make(seL4_ReplyObject, 0));
}

TEST(a_fault_received_without_a_reply_object_stops_the_thread, "fault.deliver.no_reply")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_stop, 0);
    struct thread *t = victim_new(ep, &registers);

    actor_start(t);
    let_others_run();
    sys_nbwait(ep);
    CHECK_EQUAL(got()->label, seL4_Fault_UserException);
    EXPECT_NO_FAULT(ep, t->reply);
    OK(tcb_resume(t->tcb));
    EXPECT_STOP(ep, t->reply, &registers);
}

TEST(a_handler_without_a_buffer_gets_4_words, "fault.deliver.no_buffer")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_stop, 0);
    struct thread *handler = actor_with(receives, TESTER_PRIORITY - 1, ep);
    struct thread *t = victim_new(ep, &registers);

    OK(invoke(handler->tcb, TCBSetIPCBuffer, W(0), W(0)));
    actor_start(t);
    actor_start(handler);
    let_others_run();
    CHECK_EQUAL(handler->step, 1);
    CHECK_EQUAL(handler->got.label, seL4_Fault_UserException);
    CHECK_EQUAL(handler->got.length, 4);
    CHECK_EQUAL(handler->got.mr[3], ESR_UNDEFINED);
}

/* me->argument is a notification, the slot behind it the endpoint. */
static void handles_passively(struct thread *me)
{
    sys_nbsend_recv(me->argument, EMPTY_MESSAGE, me->argument + 1, me->reply);
    me->step++;
    sys_reply_recv(me->argument + 1, me->reply,
                   MESSAGE(0, NONE, W((seL4_Word)victim_stop)));
    me->step++;
}

/* A handler without time of its own, that waits on *faults; its answer lets the thread go on at
   victim_stop. */
static struct thread *passive_handler(seL4_CPtr *faults)
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *handler = actor_with(handles_passively, TESTER_PRIORITY + 1, ntfn);

    *faults = make(seL4_EndpointObject, 0);
    handler->argument = mint_new(ntfn, ALL_RIGHTS, 0);
    CHECK_EQUAL(mint_new(*faults, ALL_RIGHTS, 0), handler->argument + 1);
    actor_start(handler);
    OK(invoke(handler->sched_context, SchedContextUnbind, NONE, NONE));
    return handler;
}

TEST(a_passive_handler_runs_on_the_faulter_s_time, "fault.deliver.donate")
{
    seL4_CPtr faults;
    struct thread *handler = passive_handler(&faults);
    struct thread *t = victim_at(faults, victim_undefined, 0, 0);

    actor_start(t);
    let_others_run();
    CHECK_EQUAL(handler->step, 2);
    CHECK_EQUAL(handler->got.mr[0], (seL4_Word)victim_stop);
}

TEST(a_passive_handler_of_a_timeout_gets_no_time, "fault.deliver.timeout_no_donation")
{
    seL4_CPtr faults;
    struct thread *handler = passive_handler(&faults);
    struct thread *t = victim_at(0, victim_spin, 0, 0);

    OK(sched_configure(t->sched_context, BUDGET_US, PERIOD_US, 0, 0, 0));
    OK(invoke(t->tcb, TCBSetTimeoutEndpoint, W(faults), NONE));
    actor_start(t);
    let_others_run();
    (void)use_time(2 * PERIOD_US);
    CHECK_EQUAL(handler->step, 0);
    OK(invoke(handler->sched_context, SchedContextBind, W(handler->tcb), NONE));
    let_others_run();
    CHECK_EQUAL(handler->step, 1);
    CHECK_EQUAL(handler->got.label, seL4_Fault_Timeout);
}

/* ---- No handler ---- */

TEST(a_thread_without_a_handler_stops_at_its_fault, "fault.deliver.none")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_stop, 0);
    struct thread *t = victim_new(0, &registers);

    actor_start(t);
    let_others_run();
    EXPECT_REGISTERS(t->tcb, &registers);
    OK(tcb_set_space(t->tcb, ep, ROOT, 0, VSPACE));
    EXPECT_NO_FAULT(ep, t->reply);
    OK(tcb_resume(t->tcb));
    EXPECT_STOP(ep, t->reply, &registers);
}

TEST(without_a_timeout_handler_a_thread_waits_for_its_next_budget, "fault.deliver.timeout_none")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_spin, 0);
    struct thread *t = victim_new(ep, &registers);

    OK(sched_configure(t->sched_context, BUDGET_US, PERIOD_US, 0, 0, 0));
    actor_start(t);
    EXPECT_NO_FAULT(ep, t->reply);
    (void)consumed(t->sched_context);
    (void)use_time(PERIOD_US);
    EXPECT_NO_FAULT(ep, t->reply);
    CHECK_ABOUT(consumed(t->sched_context), BUDGET_US);
    EXPECT_REGISTERS(t->tcb, &registers);
}

TEST(a_timeout_handler_may_be_taken_away, "tcb.timeout.sets")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = victim_at(0, victim_spin, 0, 0);

    OK(sched_configure(t->sched_context, BUDGET_US, PERIOD_US, 0, 0, 0));
    OK(invoke(t->tcb, TCBSetTimeoutEndpoint, W(ep), NONE));
    OK(invoke(t->tcb, TCBSetTimeoutEndpoint, W(slot_new()), NONE));
    actor_start(t);
    EXPECT_NO_FAULT(ep, t->reply);
}

TEST(fault_and_timeout_handler_are_two, "tcb.timeout.sets")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr timeouts = make(seL4_EndpointObject, 0);
    struct thread *t = victim_at(faults, victim_spin, 0, 0);

    OK(sched_configure(t->sched_context, BUDGET_US, PERIOD_US, 0, 0, 0));
    OK(invoke(t->tcb, TCBSetTimeoutEndpoint, W(timeouts), NONE));
    actor_start(t);
    EXPECT_NO_FAULT(faults, t->reply);
    sys_nbrecv(timeouts, t->reply);
    CHECK_EQUAL(got()->label, seL4_Fault_Timeout);
    answer_fault(t->reply, 0, W((seL4_Word)victim_stop));
    sys_recv(faults, t->reply);
    CHECK_EQUAL(got()->label, seL4_Fault_UserException);
}
