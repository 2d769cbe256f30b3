/* SPDX-License-Identifier: BSD-2-Clause */
/* A thread that waits is stopped, or goes on: its call begins again (ABI.md 1.3, 10.1). */
#include "acts.h"

#include "support.h"

static void resume(struct thread *t)
{
    OK(tcb_resume(t->tcb));
    let_others_run();
}

static void suspend(struct thread *t)
{
    OK(tcb_suspend(t->tcb));
    let_others_run();
}

/* ---- Suspended in each of the states in which a thread waits ---- */

TEST(a_suspended_sender_is_gone_and_sends_again_when_resumed, "ipc.restart.suspend")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    const struct message long_one = MESSAGE(6, NONE, W(1, 2, 3, 4, 5));
    struct thread *t = ACTOR(90, SEND_ALL(mint_new(ep, WRITE_ONLY, 3), &long_one));

    actor_start(t);
    let_others_run();
    suspend(t);
    TAKES_NOTHING(ep);
    resume(t);
    sys_nbwait(ep);
    CHECK(got_message());
    CHECK_EQUAL(got()->badge, 3);
    CHECK_EQUAL(got()->length, 5);
    CHECK_EQUAL(got()->mr[4], 5);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

TEST(a_suspended_caller_in_the_queue_is_gone_and_calls_again_when_resumed, "ipc.restart.suspend")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *t = ACTOR(90, CALL(ep, 5));

    actor_start(t);
    let_others_run();
    suspend(t);
    TAKES_NOTHING(ep);
    resume(t);
    sys_nbrecv(ep, reply);
    CHECK_EQUAL(got()->label, 5);
    sys_nbsend(reply, MESSAGE(8, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(heard(t, 0)->label, 8);
}

TEST(a_suspended_receiver_is_gone_and_receives_again_when_resumed, "ipc.restart.suspend")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(90, RECV(ep));

    actor_start(t);
    let_others_run();
    suspend(t);
    sys_nbsend(ep, MESSAGE(5, NONE, NONE));
    resume(t);
    CHECK_EQUAL(t->step, 0);
    sys_nbsend(ep, MESSAGE(6, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(heard(t, 0)->label, 6);
}

TEST(a_suspended_caller_gets_no_answer_and_calls_again_when_resumed, "ipc.restart.suspend")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *t = ACTOR(90, CALL(ep, 5));

    actor_start(t);
    let_others_run();
    sys_nbrecv(ep, reply);
    suspend(t);
    sys_nbsend(reply, MESSAGE(8, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    resume(t);
    sys_nbrecv(ep, reply);
    CHECK_EQUAL(got()->label, 5);
    sys_nbsend(reply, MESSAGE(9, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(heard(t, 0)->label, 9);
}

TEST(a_suspended_waiter_leaves_the_signal_there_and_takes_it_when_resumed, "ipc.restart.suspend")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = ACTOR(90, WAIT(ntfn));

    actor_start(t);
    let_others_run();
    suspend(t);
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 4), EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    resume(t);
    CHECK_EQUAL(heard(t, 0)->badge, 4);
    CHECK_EQUAL(signalled(ntfn), 0);
}

/* ---- Resumed while it waits ---- */

/* Of equals, the one that was there first goes first: not after it began again. */
TEST(a_sender_that_is_resumed_queues_anew, "ipc.restart.resume")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *one = ACTOR(90, SEND(ep, 1));
    struct thread *two = ACTOR(90, SEND(ep, 2));

    actor_start(one);
    actor_start(two);
    let_others_run();
    resume(one);
    TAKES(ep, 0, 2);
    TAKES(ep, 0, 1);
    TAKES_NOTHING(ep);
}

TEST(a_receiver_that_is_resumed_queues_anew, "ipc.restart.resume")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *one = ACTOR(90, RECV(ep));
    struct thread *two = ACTOR(90, RECV(ep));

    actor_start(one);
    actor_start(two);
    let_others_run();
    resume(one);
    sys_nbsend(ep, MESSAGE(7, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(one->step, 0);
    CHECK_EQUAL(heard(two, 0)->label, 7);
}

TEST(a_caller_that_is_resumed_calls_again, "ipc.restart.resume")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *t = ACTOR(90, CALL(ep, 5));

    actor_start(t);
    let_others_run();
    sys_nbrecv(ep, reply);
    CHECK_EQUAL(got()->label, 5);
    resume(t);
    sys_nbsend(reply, MESSAGE(8, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    sys_nbrecv(ep, reply);
    CHECK_EQUAL(got()->label, 5);
    sys_nbsend(reply, MESSAGE(9, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(heard(t, 0)->label, 9);
}

TEST(a_waiter_that_is_resumed_queues_anew, "ipc.restart.resume")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *one = ACTOR(90, WAIT(ntfn));
    struct thread *two = ACTOR(90, WAIT(ntfn));

    actor_start(one);
    actor_start(two);
    let_others_run();
    resume(one);
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 4), EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(one->step, 0);
    CHECK_EQUAL(heard(two, 0)->badge, 4);
}

/* ---- What begins again ---- */

TEST(a_call_with_two_phases_repeats_both, "ipc.restart.phases")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(90, NBSEND_WAIT(mint_new(ntfn, ALL_RIGHTS, 5), 0, ep));

    actor_start(t);
    let_others_run();
    CHECK_EQUAL(signalled(ntfn), 5);
    CHECK_EQUAL(signalled(ntfn), 0);
    resume(t);
    CHECK_EQUAL(signalled(ntfn), 5);
    CHECK_EQUAL(t->step, 0);
}

TEST(a_reply_and_wait_that_begins_again_answers_nobody, "ipc.restart.phases")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep), REPLY_RECV(7, ep));
    struct thread *client = ACTOR(90, CALL(ep, 1));

    actor_start(server);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(client, 0)->label, 7);
    resume(server);
    sys_nbsend(ep, MESSAGE(3, NONE, NONE));
    CHECK_EQUAL(heard(server, 1)->label, 3);
}

TEST(the_pc_of_a_thread_that_waits_is_at_its_svc, "ipc.restart.pc")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(90, RECV(ep));

    actor_start(t);
    let_others_run();
    EXPECT(invoke(t->tcb, TCBReadRegisters, NONE, W(0, 1)), seL4_NoError,
           (seL4_Word)cpu_syscall_svc);
}

TEST(a_woken_thread_has_its_message_and_its_pc_still_at_the_svc, "ipc.restart.pc")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(90, RECV(ep));

    actor_start(t);
    let_others_run();
    sys_nbsend(mint_new(ep, ALL_RIGHTS, 4), MESSAGE(7, NONE, W(21, 22)));
    CHECK_EQUAL(invoke(t->tcb, TCBReadRegisters, NONE, W(0, 7)), seL4_NoError);
    CHECK_EQUAL(got()->mr[0], (seL4_Word)cpu_syscall_svc);
    CHECK_EQUAL(got()->mr[3], 4);
    CHECK_EQUAL(got()->mr[4], 7 << 12 | 2);
    CHECK_EQUAL(got()->mr[5], 21);
    CHECK_EQUAL(got()->mr[6], 22);
    let_others_run();
    CHECK_EQUAL(heard(t, 0)->label, 7);
}

/* ---- The budget ends ---- */

enum { MESSAGES = 60 };

/* Takes messages with labels 0, 1, 2, ..., each once, and answers the odd ones. */
static void takes_all_in_order(struct thread *me)
{
    for (;;) {
        sys_recv(me->argument, me->reply);
        CHECK_EQUAL(me->got.label, me->step);
        me->step++;
        if (me->got.label % 2 == 1) {
            sys_nbsend(me->reply, MESSAGE(1000 + me->got.label, NONE, NONE));
        }
    }
}

static void sends_and_calls(struct thread *me)
{
    for (me->step = 0; me->step < MESSAGES; me->step++) {
        if (me->step % 2 == 0) {
            sys_send(me->argument, MESSAGE(me->step, NONE, W(1, 2, 3, 4, 5)));
        } else {
            sys_call(me->argument, MESSAGE(me->step, NONE, NONE));
            CHECK_EQUAL(me->got.label, 1000 + me->step);
        }
    }
}

/* Lets it run to its end; how many times it had to wait for its budget. */
static unsigned run_to_the_end(struct thread *t)
{
    unsigned rounds = 0;
    seL4_Word before = ~0ull;

    for (unsigned i = 0; i < 1000 && !t->done; i++) {
        let_others_run();
        rounds += t->step != before ? 1 : 0;
        before = t->step;
    }
    CHECK(t->done);
    return rounds;
}

TEST(calls_at_the_end_of_a_budget_are_made_once, "ipc.restart.budget")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = actor_with(takes_all_in_order, 120, ep);
    struct thread *client = actor_with(sends_and_calls, 90, ep);

    OK(sched_configure(client->sched_context, 60, 200, 0, 0, 0));
    actor_start(server);
    actor_start(client);
    CHECK(run_to_the_end(client) > 3);
    CHECK_EQUAL(server->step, MESSAGES);
}

/* ---- ... and what is left is too little for a call ---- */

static void calls_for_ever(struct thread *me)
{
    for (;;) {
        sys_call(me->argument, EMPTY_MESSAGE);
        me->step++;
    }
}

static void signals_for_ever(struct thread *me)
{
    for (;;) {
        sys_nbsend(me->argument, EMPTY_MESSAGE);
        me->step++;
    }
}

static void answers_for_ever(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    for (;;) {
        sys_reply_recv(me->argument, me->reply, EMPTY_MESSAGE);
    }
}

/* Of 200 us, the last 20 are not begun with a call.  Two calls are not 15 us apart. */
static void expect_consumed(struct thread *t)
{
    OK(sched_configure(t->sched_context, 200, 5000, 0, 0, 0));
    actor_start(t);
    let_others_run();
    CHECK(t->step > 0);
    CHECK_EQUAL(invoke(t->sched_context, SchedContextConsumed, NONE, NONE), seL4_NoError);
    CHECK(got()->mr[0] >= 180 && got()->mr[0] < 195);
}

TEST(a_call_with_less_than_the_least_budget_left_is_not_made, "ipc.restart.least_budget")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    start_passive(actor_with(answers_for_ever, 120, ep));
    expect_consumed(actor_with(calls_for_ever, 90, ep));
}

TEST(a_send_with_less_than_the_least_budget_left_is_not_made, "ipc.restart.least_budget")
{
    expect_consumed(actor_with(signals_for_ever, 90, make(seL4_NotificationObject, 0)));
}

static void calls_all(struct thread *me)
{
    for (me->step = 0; me->step < MESSAGES; me->step++) {
        sys_call(me->argument, MESSAGE(me->step, NONE, NONE));
        CHECK_EQUAL(me->got.label, 1000 + me->step);
    }
}

static void answers_all(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    for (;;) {
        CHECK_EQUAL(me->got.label, me->step);
        me->step++;
        sys_reply_recv(me->argument, me->reply, MESSAGE(1000 + me->got.label, NONE, NONE));
    }
}

TEST(a_passive_server_at_the_end_of_its_caller_s_budget_answers_once, "ipc.restart.budget")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = actor_with(answers_all, 120, ep);
    struct thread *client = actor_with(calls_all, 90, ep);

    OK(sched_configure(client->sched_context, 60, 200, 0, 0, 0));
    start_passive(server);
    actor_start(client);
    CHECK(run_to_the_end(client) > 3);
    CHECK_EQUAL(server->step, MESSAGES);
}
