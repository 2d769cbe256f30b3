/* SPDX-License-Identifier: BSD-2-Clause */
/* Timeout faults: what a handler is told when a budget is used up, and what it can do (ABI.md 5,
   10.5). */
#include "acts.h"
#include "timing.h"

enum { BADGE = 77, DATA = 0x123456789abcdef, HOG_PRIORITY = 110 };

static seL4_Word set_timeout_endpoint(const struct thread *t, seL4_CPtr endpoint)
{
    return invoke(t->tcb, TCBSetTimeoutEndpoint, W(endpoint), NONE);
}

/* A spinning actor, not started, whose Timeout faults go to `endpoint` with BADGE. */
static struct thread *hog_new(seL4_CPtr endpoint, seL4_Word budget, seL4_Word period)
{
    struct thread *t = actor_new(spins, HOG_PRIORITY);

    OK(sched_configure(t->sched_context, budget, period, 0, DATA, 0));
    OK(set_timeout_endpoint(t, mint_new(endpoint, ALL_RIGHTS, BADGE)));
    return t;
}

/* Takes the Timeout fault that waits at `endpoint`. */
static void expect_timeout(const char *where, seL4_CPtr endpoint, seL4_CPtr reply, seL4_Word us)
{
    sys_nbrecv(endpoint, reply);
    if (!got_message() || got()->label != seL4_Fault_Timeout) {
        test_failed(where, "a timeout fault", seL4_Fault_Timeout, got()->label);
    }
    CHECK_EQUAL(got()->badge, BADGE);
    CHECK_EQUAL(got()->caps, 0);
    CHECK_EQUAL(got()->length, 2);
    CHECK_EQUAL(got()->mr[0], DATA);
    check_about(where, "consumed", got()->mr[1], us);
}

#define EXPECT_TIMEOUT(endpoint, reply, us) expect_timeout(HERE, endpoint, reply, us)

static void expect_no_message(const char *where, seL4_CPtr endpoint, seL4_CPtr reply)
{
    sys_nbrecv(endpoint, reply);
    if (got_message()) {
        test_failed(where, "a message that nobody sent", 0, got()->label);
    }
}

#define EXPECT_NO_MESSAGE(endpoint, reply) expect_no_message(HERE, endpoint, reply)

TEST(a_used_up_budget_is_told_to_the_timeout_handler,
     "scheduling.timeout.message sched_control.configure.badge")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *hog = hog_new(ep, 300, 1000);

    EXPECT_NO_MESSAGE(ep, reply);
    actor_start(hog);
    EXPECT_TIMEOUT(ep, reply, 300);
}

TEST(a_refused_configuration_keeps_the_data_of_timeouts, "sched_control.configure.failure")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *hog = hog_new(ep, 300, 1000);

    CHECK_EQUAL(sched_configure(hog->sched_context, 200, 2000, ~0ull, DATA + 1, 0),
                seL4_RangeError);
    actor_start(hog);
    EXPECT_TIMEOUT(ep, make(seL4_ReplyObject, 0), 300);
}

TEST(a_timeout_message_takes_the_account_back_to_0, "scheduling.timeout.consumed")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *hog = hog_new(ep, 300, 1000);

    actor_start(hog);
    EXPECT_TIMEOUT(ep, reply, 300);
    CHECK_EQUAL(consumed(hog->sched_context), 0);
}

TEST(a_thread_that_waits_for_its_timeout_handler_does_not_run, "scheduling.timeout.stops")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *hog = hog_new(ep, 200, 500);
    seL4_Word step;

    actor_start(hog);
    step = hog->step;
    (void)use_time(1000);
    CHECK_EQUAL(hog->step, step);
    EXPECT_TIMEOUT(ep, reply, 200);
    (void)use_time(1000);
    CHECK_EQUAL(hog->step, step);
}

TEST(after_the_answer_the_thread_waits_for_its_budget, "scheduling.timeout.resume")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *hog = hog_new(ep, 300, 1500);

    actor_start(hog);
    watch(hog);
    EXPECT_TIMEOUT(ep, reply, 0); /* watch() has asked */
    sys_send(reply, EMPTY_MESSAGE);
    EXPECT_NO_MESSAGE(ep, reply);
    CHECK_ABOUT(next_burst(hog).gap, 1200);
    EXPECT_TIMEOUT(ep, reply, 0);
}

TEST(an_answer_with_a_label_leaves_the_thread_inactive, "scheduling.timeout.inactive")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *hog = hog_new(ep, 300, 600);
    seL4_Word step;

    actor_start(hog);
    EXPECT_TIMEOUT(ep, reply, 300);
    sys_send(reply, MESSAGE(1, NONE, NONE));
    step = hog->step;
    (void)use_time(1000);
    CHECK_EQUAL(hog->step, step);
    actor_start(hog);
    CHECK(hog->step > step);
    EXPECT_TIMEOUT(ep, reply, 300);
}

TEST(a_handler_can_give_the_thread_more_time, "scheduling.timeout.more")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *hog = hog_new(ep, 300, 9000);

    actor_start(hog);
    EXPECT_TIMEOUT(ep, reply, 300);
    OK(sched_configure(hog->sched_context, 500, 9000, 0, DATA, 0));
    sys_send(reply, EMPTY_MESSAGE);
    EXPECT_TIMEOUT(ep, reply, 500);
}

/* Where the next test sends its thread, with arguments. */
static void arrives(seL4_Word x0, seL4_Word x1)
{
    self()->got.mr[0] = x0;
    self()->got.mr[1] = x1;
    self()->done = seL4_True;
    spins(self());
}

/* Words: fault IP, SP, SPSR, x0, x1, ... (ABI.md 5.4). */
TEST(an_answer_sets_registers, "scheduling.timeout.registers")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *hog = hog_new(ep, 200, 300);
    seL4_Word top = ((seL4_Word)hog & ~(seL4_Word)(BLOCK_SIZE - 1)) + BLOCK_SIZE;

    actor_start(hog);
    EXPECT_TIMEOUT(ep, reply, 200);
    sys_send(reply, MESSAGE(0, NONE, W((seL4_Word)arrives, top, 0, 0x1111, 0x2222)));
    (void)use_time(500);
    CHECK(hog->done);
    CHECK_EQUAL(hog->got.mr[0], 0x1111);
    CHECK_EQUAL(hog->got.mr[1], 0x2222);
}

TEST(without_a_timeout_handler_the_thread_just_waits, "scheduling.timeout.none")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *hog = hog_new(ep, 300, 1000);

    OK(set_timeout_endpoint(hog, 0));
    actor_start(hog);
    watch(hog);
    EXPECT_BURST(hog, 700, 300);
    EXPECT_NO_MESSAGE(ep, reply);
}

TEST(the_fault_handler_is_not_told_of_timeouts, "scheduling.timeout.none")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *hog = actor_timed(spins, HOG_PRIORITY, 300, 1000, 0, 0);

    OK(tcb_set_space(hog->tcb, ep, ROOT, 0, VSPACE));
    actor_start(hog);
    watch(hog);
    EXPECT_BURST(hog, 700, 300);
    EXPECT_NO_MESSAGE(ep, reply);
}

TEST(the_end_of_a_round_robin_slice_is_no_timeout, "scheduling.timeout.round_robin")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *hog = hog_new(ep, 200, 200);

    OK(tcb_set_priority(hog->tcb, seL4_CapInitThreadTCB, 90));
    actor_start(hog);
    pace(200, 1000);
    sys_yield();
    sys_yield();
    EXPECT_NO_MESSAGE(ep, reply);
    CHECK(consumed(hog->sched_context) > 3 * 200);
}

static void yields_for_ever(struct thread *me)
{
    for (;;) {
        me->step++;
        sys_yield();
    }
}

TEST(yield_is_no_timeout, "scheduling.timeout.yield")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *t = actor_new(yields_for_ever, HOG_PRIORITY);

    OK(sched_configure(t->sched_context, 300, 500, 0, DATA, 0));
    OK(set_timeout_endpoint(t, ep));
    actor_start(t);
    (void)use_time(1200);
    CHECK(t->step >= 3);
    EXPECT_NO_MESSAGE(ep, reply);
}

TEST(without_a_scheduling_context_the_message_is_one_word, "scheduling.timeout.no_context")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *hog = hog_new(ep, 200, 500);

    actor_start(hog);
    OK(invoke(hog->sched_context, SchedContextUnbind, NONE, NONE));
    sys_nbrecv(ep, make(seL4_ReplyObject, 0));
    CHECK_EQUAL(got()->label, seL4_Fault_Timeout);
    CHECK_EQUAL(got()->length, 1);
    CHECK_EQUAL(got()->mr[0], DATA);
}

static void handles(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    for (;;) {
        CHECK_EQUAL(got()->label, seL4_Fault_Timeout);
        me->step++;
        sys_reply_recv(me->argument, me->reply, EMPTY_MESSAGE);
    }
}

TEST(a_passive_handler_gets_no_time_from_the_fault, "scheduling.timeout.passive")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *handler = actor_new(handles, 120);
    struct thread *hog = hog_new(ep, 200, 500);

    handler->argument = ep;
    actor_start(handler);
    OK(invoke(handler->sched_context, SchedContextUnbind, NONE, NONE));
    actor_start(hog);
    (void)use_time(1000);
    CHECK_EQUAL(handler->step, 0);
    OK(invoke(handler->sched_context, SchedContextBind, W(handler->tcb), NONE));
    CHECK(handler->step > 0);
}

/* It takes the message when it has given its client's time back, and has none. */
TEST(a_passive_handler_gets_no_time_from_a_fault_that_waited, "scheduling.timeout.passive")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr gate = make(seL4_NotificationObject, 0);
    struct thread *handler = ACTOR(120, RECV(ep), WAIT(gate), REPLY_RECV(2, ep), WAIT(gate));
    struct thread *client = ACTOR(90, CALL(ep, 1));
    struct thread *hog = hog_new(ep, 200, 500);

    start_passive(handler);
    actor_start(client);
    let_others_run();
    actor_start(hog);
    sys_nbsend(gate, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(heard(client, 0)->label, 2);
    (void)use_time(1000);
    CHECK_EQUAL(handler->step, 2);
    CHECK(runs_on_its_own(hog));
    CHECK(has_no_time(handler)); /* and from now on it has */
    CHECK_EQUAL(heard(handler, 2)->label, seL4_Fault_Timeout);
}

static void receives_and_spins(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    spins(me);
}

/* The server uses up its caller's time; then somebody else answers. */
TEST(a_call_that_is_answered_when_the_time_is_up_is_not_made_again, "scheduling.timeout.restart")
{
    seL4_CPtr timeouts = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = actor_with(receives_and_spins, 120, ep);
    struct thread *client = ACTOR(110, CALL(ep, 1));

    OK(sched_configure(client->sched_context, 300, 2000, 0, DATA, 0));
    OK(set_timeout_endpoint(client, timeouts));
    start_passive(server);
    actor_start(client);
    sys_send(server->reply, MESSAGE(9, NONE, NONE));
    sys_nbrecv(timeouts, reply);
    CHECK_EQUAL(got()->label, seL4_Fault_Timeout);
    CHECK_EQUAL(got()->mr[0], DATA);
    sys_send(reply, EMPTY_MESSAGE);
    CHECK_EQUAL(client->step, 0);
    (void)use_time(2000);
    CHECK_EQUAL(heard(client, 0)->label, 9);
    TAKES_NOTHING(ep);
}

static void receives_numbers(struct thread *me)
{
    for (;;) {
        sys_recv(me->argument, me->reply);
        CHECK_EQUAL(got()->mr[0], me->step);
        me->step++;
    }
}

enum { MESSAGES = 40 };

static void sends_numbers(struct thread *me)
{
    for (seL4_Word i = 0; i < MESSAGES; i++) {
        sys_send(me->argument, MESSAGE(0, NONE, W(i)));
    }
}

/* The system call for which the time is up is made after the answer, and once. */
TEST(a_timeout_loses_and_repeats_no_system_call, "scheduling.timeout.restart")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *handler = actor_new(handles, 120);
    struct thread *receiver = actor_new(receives_numbers, 119);
    struct thread *sender = actor_timed(sends_numbers, HOG_PRIORITY, 40, 100, 0, 0);

    handler->argument = ep;
    receiver->argument = make(seL4_EndpointObject, 0);
    sender->argument = receiver->argument;
    OK(set_timeout_endpoint(sender, ep));
    actor_start(handler);
    actor_start(receiver);
    actor_start(sender);
    while (!sender->done) {
    }
    CHECK_EQUAL(receiver->step, MESSAGES);
    CHECK(handler->step > 5);
}
