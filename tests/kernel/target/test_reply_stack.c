/* SPDX-License-Identifier: BSD-2-Clause */
/* Time that is lent from call to call, and how it returns (ABI.md 10.8). */
#include "acts.h"

/* `client` calls `middle`, which calls `last`; both are passive.  `last` waits for the gate before
   it answers 3; `middle` then answers 2.  A later caller of either is answered 9, when the second
   gate is open. */
struct chain {
    struct thread *client;
    struct thread *middle;
    struct thread *last;
    seL4_CPtr to_middle;
    seL4_CPtr to_last;
    seL4_CPtr gate;
    seL4_CPtr second_gate;
};

static struct chain chain(void)
{
    struct chain c = {.to_middle = make(seL4_EndpointObject, 0),
                      .to_last = make(seL4_EndpointObject, 0),
                      .gate = make(seL4_NotificationObject, 0),
                      .second_gate = make(seL4_NotificationObject, 0)};

    c.last = ACTOR(120, RECV(c.to_last), WAIT(c.gate), REPLY_RECV(3, c.to_last),
                   WAIT(c.second_gate), REPLY_RECV(9, c.to_last));
    c.middle = ACTOR(110, RECV(c.to_middle), CALL(c.to_last, 1), REPLY_RECV(2, c.to_middle),
                     WAIT(c.second_gate), REPLY_RECV(9, c.to_middle));
    c.client = ACTOR(90, CALL(c.to_middle, 0));
    faults_to(c.middle, make(seL4_EndpointObject, 0));
    start_passive(c.last);
    start_passive(c.middle);
    actor_start(c.client);
    let_others_run();
    CHECK_EQUAL(c.last->step, 1);
    CHECK_EQUAL(c.middle->step, 1);
    return c;
}

static void open_gate(struct chain c)
{
    sys_nbsend(c.gate, EMPTY_MESSAGE);
    let_others_run();
}

static void answer(const struct thread *server, seL4_Word label)
{
    sys_nbsend(server->reply, MESSAGE(label, NONE, NONE));
    let_others_run();
}

/* Somebody calls a server that has kept the time, with the reply object that was in the stack: its
   answer brings that caller, which has none, no time. */
static void expect_nothing_for_the_next_caller(struct chain c, seL4_CPtr endpoint)
{
    struct thread *next = ACTOR(90, CALL(endpoint, 8));

    actor_start(next);
    let_others_run();
    CHECK(runs_on_its_own(next)); /* and from now on on nothing */
    sys_nbsend(c.second_gate, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(next->step, 0);
    CHECK(has_no_time(next));
    CHECK_EQUAL(heard(next, 0)->label, 9);
}

/* ---- In order ---- */

TEST(time_goes_along_with_nested_calls, "reply.time.nested")
{
    struct chain c = chain();

    CHECK(runs_on(c.last, c.client->sched_context));
    CHECK(has_no_time(c.client));
    CHECK(has_no_time(c.middle));
}

TEST(time_returns_to_the_middle_with_the_first_answer, "reply.time.nested")
{
    struct chain c = chain();

    OK(cnode_delete(slot(c.middle->reply))); /* it will stop there, in its cap fault */
    open_gate(c);
    CHECK_EQUAL(heard(c.middle, 1)->label, 3);
    CHECK(runs_on(c.middle, c.client->sched_context));
    CHECK(has_no_time(c.last));
}

TEST(time_returns_answer_by_answer, "reply.time.nested reply.time.returns")
{
    struct chain c = chain();

    open_gate(c);
    CHECK_EQUAL(heard(c.middle, 1)->label, 3);
    CHECK_EQUAL(heard(c.client, 0)->label, 2);
    CHECK(runs_on_its_own(c.client));
    CHECK(has_no_time(c.middle));
    CHECK(has_no_time(c.last));
}

TEST(somebody_else_s_answer_returns_the_time_as_well, "reply.time.returns")
{
    struct chain c = chain();

    answer(c.last, 7);
    CHECK_EQUAL(heard(c.middle, 1)->label, 7);
    CHECK_EQUAL(heard(c.client, 0)->label, 2);
    open_gate(c);
    CHECK_EQUAL(c.last->step, 1);
    CHECK(has_no_time(c.last));
}

/* A chain of five, each passive but the first, answered from the other end. */
TEST(time_finds_its_way_through_a_long_chain, "reply.time.nested")
{
    enum { LONG = 5 };
    seL4_CPtr ep[LONG];
    struct thread *t[LONG];

    for (unsigned i = 0; i < LONG; i++) {
        ep[i] = make(seL4_EndpointObject, 0);
    }
    t[LONG - 1] = ACTOR(99, RECV(ep[LONG - 1]), REPLY_RECV(LONG - 1, ep[LONG - 1]));
    for (unsigned i = 1; i < LONG - 1; i++) {
        t[i] = ACTOR(90 + i, RECV(ep[i]), CALL(ep[i + 1], 0), REPLY_RECV(i, ep[i]));
    }
    t[0] = ACTOR(90, CALL(ep[1], 0), CALL(ep[1], 0));
    for (unsigned i = LONG - 1; i > 0; i--) {
        start_passive(t[i]);
    }
    actor_start(t[0]);
    let_others_run();
    CHECK_EQUAL(heard(t[0], 0)->label, 1);
    CHECK_EQUAL(heard(t[1], 1)->label, 2);
    CHECK_EQUAL(heard(t[3], 1)->label, 4);
    CHECK_EQUAL(t[1]->step, 3); /* the second call came as far, and not on */
}

/* ---- The caller has got other time ---- */

static seL4_CPtr other_time_for(const struct thread *t)
{
    seL4_CPtr other = make(seL4_SchedContextObject, 8);

    OK(sched_configure(other, 10000, 10000, 0, 0, 0));
    OK(invoke(other, SchedContextBind, W(t->tcb), NONE));
    return other;
}

TEST(a_caller_that_has_other_time_keeps_that, "reply.time.has")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep));
    struct thread *client = ACTOR(90, CALL(ep, 1));
    seL4_CPtr other;

    start_passive(server);
    actor_start(client);
    let_others_run();
    other = other_time_for(client);
    answer(server, 7);
    CHECK_EQUAL(heard(client, 0)->label, 7);
    CHECK(runs_on(server, client->sched_context));
    CHECK(runs_on(client, other));
}

TEST(time_that_its_caller_does_not_need_returns_to_the_one_before, "reply.time.has")
{
    struct chain c = chain();
    seL4_CPtr other = other_time_for(c.middle);

    open_gate(c);
    CHECK_EQUAL(heard(c.middle, 1)->label, 3);
    CHECK_EQUAL(heard(c.client, 0)->label, 2);
    CHECK(runs_on_its_own(c.client));
    CHECK(runs_on(c.middle, other));
    CHECK(has_no_time(c.last));
}

/* ---- Out of order ---- */

TEST(an_answer_from_below_moves_no_time, "reply.time.out_of_order")
{
    struct chain c = chain();

    answer(c.middle, 7);
    CHECK_EQUAL(c.client->step, 0);
    CHECK(runs_on(c.last, c.client->sched_context));
    CHECK(has_no_time(c.client));
    CHECK_EQUAL(heard(c.client, 0)->label, 7);
}

TEST(after_an_answer_from_below_time_returns_only_so_far, "reply.time.out_of_order")
{
    struct chain c = chain();

    answer(c.middle, 7);
    open_gate(c);
    CHECK_EQUAL(heard(c.middle, 1)->label, 3);
    CHECK(runs_on(c.middle, c.client->sched_context));
    CHECK(has_no_time(c.last));
    CHECK(has_no_time(c.client));
    CHECK_EQUAL(heard(c.client, 0)->label, 7);
}

TEST(a_reply_object_answered_from_below_is_in_no_stack, "reply.time.out_of_order")
{
    struct chain c = chain();

    answer(c.middle, 7);
    open_gate(c);
    expect_nothing_for_the_next_caller(c, c.to_middle);
}

TEST(a_reply_object_deleted_in_the_middle_lets_time_return_only_so_far, "reply.time.deleted")
{
    struct chain c = chain();

    OK(cnode_delete(slot(c.middle->reply)));
    open_gate(c);
    CHECK_EQUAL(heard(c.middle, 1)->label, 3);
    CHECK(runs_on(c.middle, c.client->sched_context));
    CHECK(has_no_time(c.client));
    CHECK_EQUAL(c.client->step, 0);
}

TEST(a_reply_object_deleted_at_the_top_returns_the_time, "reply.time.deleted")
{
    struct chain c = chain();

    OK(cnode_delete(slot(c.last->reply)));
    CHECK_EQUAL(c.middle->step, 1);
    CHECK(has_no_time(c.last));
    CHECK(runs_on(c.middle, c.client->sched_context));
}

TEST(a_suspended_caller_at_the_bottom_gets_no_time_back, "reply.time.suspended")
{
    struct chain c = chain();

    OK(tcb_suspend(c.client->tcb));
    open_gate(c);
    CHECK_EQUAL(heard(c.middle, 1)->label, 3);
    CHECK(runs_on(c.middle, c.client->sched_context));
    CHECK(has_no_time(c.client));
    CHECK_EQUAL(c.client->step, 0);
}

TEST(when_the_caller_at_the_top_is_suspended_no_time_returns, "reply.time.suspended")
{
    struct chain c = chain();

    OK(tcb_suspend(c.middle->tcb));
    open_gate(c);
    CHECK_EQUAL(c.middle->step, 1);
    CHECK(runs_on(c.last, c.client->sched_context));
    answer(c.middle, 7);
    CHECK_EQUAL(c.client->step, 0);
    CHECK(has_no_time(c.client));
    CHECK_EQUAL(heard(c.client, 0)->label, 7);
}

TEST(the_reply_object_of_a_suspended_caller_at_the_top_is_in_no_stack, "reply.time.suspended")
{
    struct chain c = chain();

    OK(tcb_suspend(c.middle->tcb));
    open_gate(c);
    expect_nothing_for_the_next_caller(c, c.to_last);
}

TEST(the_reply_object_of_a_suspended_caller_at_the_bottom_is_in_no_stack, "reply.time.suspended")
{
    struct chain c = chain();

    OK(tcb_suspend(c.client->tcb));
    open_gate(c);
    expect_nothing_for_the_next_caller(c, c.to_middle);
}

TEST(a_caller_deleted_at_the_top_takes_no_time_along, "reply.time.suspended")
{
    struct chain c = chain();

    OK(cnode_delete(slot(c.middle->tcb)));
    open_gate(c);
    CHECK(runs_on(c.last, c.client->sched_context));
    answer(c.middle, 7);
    CHECK(has_no_time(c.client));
    CHECK_EQUAL(heard(c.client, 0)->label, 7);
}

static void expect_dissolved(struct chain c)
{
    CHECK_EQUAL(c.last->step, 1);
    answer(c.last, 7);
    CHECK_EQUAL(c.middle->step, 1);
    CHECK(has_no_time(c.last));
    CHECK(has_no_time(c.client));
    CHECK(has_no_time(c.middle)); /* goes on, and answers */
    CHECK_EQUAL(heard(c.middle, 1)->label, 7);
    CHECK_EQUAL(heard(c.client, 0)->label, 2);
}

TEST(unbinding_lent_time_dissolves_the_stack, "reply.time.unbound")
{
    struct chain c = chain();

    OK(invoke(c.client->sched_context, SchedContextUnbind, NONE, NONE));
    expect_dissolved(c);
}

TEST(deleting_lent_time_dissolves_the_stack, "reply.time.unbound")
{
    struct chain c = chain();

    OK(cnode_delete(slot(c.client->sched_context)));
    expect_dissolved(c);
}

/* ---- The budget is used up at the answer ---- */

static void receives_and_spins(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    for (;;) {
        me->step++;
    }
}

enum { BADGE_OF_TIME = 0x71e };

/* A client whose budget a passive server has used up. */
static struct chain spent(seL4_CPtr timeout_endpoint)
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct chain c = {.client = ACTOR(90, CALL(ep, 1)),
                      .last = actor_with(receives_and_spins, 90, ep)};

    OK(sched_configure(c.client->sched_context, 100, 3000, 0, BADGE_OF_TIME, 0));
    OK(invoke(c.client->tcb, TCBSetTimeoutEndpoint, W(timeout_endpoint), NONE));
    start_passive(c.last);
    actor_start(c.client);
    let_others_run();
    CHECK(c.last->step > 0);
    return c;
}

TEST(a_caller_whose_budget_was_used_up_waits_for_it, "reply.time.late")
{
    struct chain c = spent(0);
    seL4_Word spun = c.last->step;
    unsigned rounds = 0;

    answer(c.last, 5);
    CHECK_EQUAL(c.client->step, 0);
    while (c.client->step == 0 && rounds++ < 1000) {
        let_others_run();
    }
    CHECK(rounds > 10);
    CHECK_EQUAL(heard(c.client, 0)->label, 5);
    CHECK_EQUAL(c.last->step, spun);
}

TEST(a_caller_whose_budget_was_used_up_raises_its_timeout_fault, "reply.time.timeout")
{
    seL4_CPtr timeouts = make(seL4_EndpointObject, 0);
    struct chain c = spent(timeouts);

    answer(c.last, 5);
    sys_nbrecv(timeouts, make(seL4_ReplyObject, 0));
    CHECK(got_message());
    CHECK_EQUAL(got()->label, seL4_Fault_Timeout);
    CHECK_EQUAL(got()->length, seL4_Timeout_Length);
    CHECK_EQUAL(got()->mr[seL4_Timeout_Data], BADGE_OF_TIME);
    CHECK_EQUAL(c.client->step, 0);
}
