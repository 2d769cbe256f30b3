/* SPDX-License-Identifier: BSD-2-Clause */
/* Whose time a receiver runs on (ABI.md 10.8). */
#include "acts.h"

/* ---- Call ---- */

TEST(a_passive_server_runs_on_its_caller_s_time, "endpoint.donate.call")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep), WAIT(make(seL4_NotificationObject, 0)));
    struct thread *client = ACTOR(90, CALL(ep, 1));

    start_passive(server);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(server, 0)->label, 1);
    CHECK(runs_on(server, client->sched_context));
    CHECK(has_no_time(client));
}

TEST(a_passive_server_gets_time_with_a_long_message_from_above, "endpoint.donate.call")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    const struct message message = MESSAGE(1, NONE, W(1, 2, 3, 4, 5));
    struct thread *server = ACTOR(80, RECV(ep), REPLY_ALL(&message, ep));
    struct thread *client = ACTOR(90, CALL_ALL(ep, &message));

    start_passive(server);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(client, 0)->mr[4], 5);
    CHECK(runs_on_its_own(client));
    CHECK(has_no_time(server));
}

TEST(the_answer_brings_the_time_back, "endpoint.donate.call reply.time.returns")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep), REPLY_RECV(5, ep));
    struct thread *client = ACTOR(90, CALL(ep, 1));

    start_passive(server);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(client, 0)->label, 5);
    CHECK(runs_on_its_own(client));
    CHECK(has_no_time(server));
}

/* A passive server that serves `first`, waits on `gate`, answers 1 and receives again. */
struct busy {
    seL4_CPtr ep;
    seL4_CPtr gate;
    struct thread *server;
    struct thread *first;
};

static struct busy busy_server(void)
{
    struct busy b = {make(seL4_EndpointObject, 0), make(seL4_NotificationObject, 0), seL4_Null,
                     seL4_Null};

    b.server = ACTOR(120, RECV(b.ep), WAIT(b.gate), REPLY_RECV(1, b.ep), REPLY_RECV(2, b.ep));
    b.first = ACTOR(90, CALL(b.ep, 1));
    start_passive(b.server);
    actor_start(b.first);
    let_others_run();
    CHECK_EQUAL(b.server->step, 1);
    return b;
}

TEST(a_call_that_had_to_wait_lends_its_time, "endpoint.donate.call endpoint.call.waited")
{
    struct busy b = busy_server();
    struct thread *second = ACTOR(90, CALL(b.ep, 2));

    actor_start(second);
    let_others_run();
    sys_nbsend(b.gate, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(heard(b.first, 0)->label, 1);
    CHECK_EQUAL(heard(second, 0)->label, 2);
    CHECK(runs_on_its_own(second));
    CHECK(runs_on_its_own(b.first));
}

TEST(a_send_that_had_to_wait_lends_nothing, "endpoint.donate.send")
{
    struct busy b = busy_server();
    struct thread *second = ACTOR(90, SEND(b.ep, 2));

    actor_start(second);
    let_others_run();
    sys_nbsend(b.gate, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(heard(b.first, 0)->label, 1);
    CHECK_EQUAL(second->step, 1);
    CHECK_EQUAL(b.server->step, 2);
    CHECK(runs_on_its_own(second));
    CHECK(has_no_time(b.server));
    CHECK_EQUAL(heard(b.server, 2)->label, 2);
}

TEST(a_caller_that_lost_its_time_while_waiting_lends_none, "endpoint.donate.none")
{
    struct busy b = busy_server();
    struct thread *second = ACTOR(90, CALL(b.ep, 2));

    actor_start(second);
    let_others_run();
    CHECK(runs_on_its_own(second)); /* and from now on no longer */
    sys_nbsend(b.gate, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(b.server->step, 2);
    CHECK(has_no_time(b.server)); /* and from now on it has: it answers */
    CHECK_EQUAL(b.server->step, 3);
    CHECK_EQUAL(second->step, 0);
    CHECK(has_no_time(second));
    CHECK_EQUAL(heard(second, 0)->label, 2);
}

TEST(a_server_with_its_own_time_keeps_it, "endpoint.donate.own")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep), WAIT(make(seL4_NotificationObject, 0)));
    struct thread *client = ACTOR(90, CALL(ep, 1));

    actor_start(server);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(server->step, 1);
    CHECK(runs_on_its_own(server));
    CHECK(runs_on_its_own(client));
}

TEST(an_answer_of_a_server_with_its_own_time_moves_none, "endpoint.donate.own")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep), REPLY_RECV(5, ep));
    struct thread *client = ACTOR(90, CALL(ep, 1));

    actor_start(server);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(client, 0)->label, 5);
    CHECK(runs_on_its_own(server));
    CHECK(runs_on_its_own(client));
}

TEST(a_caller_that_may_get_no_answer_lends_nothing, "endpoint.donate.inactive")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep));
    struct thread *client = ACTOR(90, CALL(mint_new(ep, WRITE_ONLY, 0), 1));

    start_passive(server);
    actor_start(client);
    let_others_run();
    CHECK(runs_on_its_own(client));
    CHECK_EQUAL(server->step, 0);
    CHECK(has_no_time(server));
    CHECK_EQUAL(heard(server, 0)->label, 1);
}

TEST(a_caller_of_a_server_without_reply_object_lends_nothing, "endpoint.donate.inactive")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, WAIT(ep));
    struct thread *client = ACTOR(90, CALL(ep, 1));

    start_passive(server);
    actor_start(client);
    let_others_run();
    CHECK(runs_on_its_own(client));
    CHECK_EQUAL(server->step, 0);
    CHECK(has_no_time(server));
    CHECK_EQUAL(heard(server, 0)->label, 1);
}

/* ---- Send ---- */

static void expect_no_donation(struct thread *sender, seL4_CPtr ep)
{
    struct thread *server = ACTOR(120, RECV(ep));

    start_passive(server);
    actor_start(sender);
    let_others_run();
    CHECK_EQUAL(sender->step, 1);
    CHECK_EQUAL(server->step, 0);
    CHECK(runs_on_its_own(sender));
    CHECK(has_no_time(server)); /* now it has, and goes on with the message */
    CHECK_EQUAL(heard(server, 0)->label, 3);
}

TEST(a_send_lends_nothing, "endpoint.donate.send")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    expect_no_donation(ACTOR(90, SEND(ep, 3), WAIT(make(seL4_NotificationObject, 0))), ep);
}

TEST(an_nbsend_lends_nothing, "endpoint.donate.send")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    expect_no_donation(ACTOR(90, NBSEND(ep, 3), WAIT(make(seL4_NotificationObject, 0))), ep);
}

/* ---- The first of two phases ---- */

/* The giver sends to `to` and then waits; whom its time goes to. */
static void expect_gift(const struct act *giving, seL4_CPtr to, seL4_Bool passive)
{
    struct thread *taker = ACTOR(120, RECV(to), WAIT(make(seL4_NotificationObject, 0)));
    struct thread *giver = actor_acts(90, giving, 1);

    if (passive) {
        start_passive(taker);
    } else {
        actor_start(taker);
    }
    actor_start(giver);
    let_others_run();
    CHECK_EQUAL(heard(taker, 0)->label, 3);
    CHECK_EQUAL(giver->step, 0);
    if (passive) {
        CHECK(runs_on(taker, giver->sched_context));
        CHECK(has_no_time(giver));
    } else {
        CHECK(runs_on_its_own(taker));
        CHECK(runs_on_its_own(giver));
    }
}

static void expect_gifts(seL4_Bool passive)
{
    seL4_CPtr to = make(seL4_EndpointObject, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    const struct act giving[] = {
        {.number = seL4_SysReplyRecv, .label = 3, .from = ntfn, .reply = to},
        NBSEND_RECV(to, 3, ep),
        NBSEND_WAIT(to, 3, ep),
        NBSEND_WAIT(to, 3, ntfn),
    };

    for (unsigned i = 0; i < sizeof giving / sizeof giving[0]; i++) {
        expect_gift(&giving[i], to, passive);
    }
}

TEST(a_first_phase_gives_the_time_to_a_passive_receiver, "endpoint.donate.first")
{
    expect_gifts(seL4_True);
}

TEST(a_first_phase_leaves_the_time_of_others_alone, "endpoint.donate.first_own")
{
    expect_gifts(seL4_False);
}

TEST(time_that_was_given_does_not_return_with_an_answer, "endpoint.donate.first")
{
    seL4_CPtr to = make(seL4_EndpointObject, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *taker = ACTOR(120, RECV(to), REPLY_RECV(4, to));
    struct thread *giver = ACTOR(90, NBSEND_RECV(to, 3, ep));

    start_passive(taker);
    actor_start(giver);
    let_others_run();
    CHECK_EQUAL(taker->step, 1);
    CHECK_EQUAL(giver->step, 0);
    CHECK(runs_on(taker, giver->sched_context));
}

/* The giver's cap fault is delivered, though it has no time any more. */
TEST(time_is_given_also_if_the_second_phase_fails, "endpoint.donate.first ipc.first.first")
{
    seL4_CPtr to = make(seL4_EndpointObject, 0);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr empty = slot_new();
    struct thread *taker = ACTOR(120, RECV(to), WAIT(make(seL4_NotificationObject, 0)));
    struct thread *giver = ACTOR(90, NBSEND_RECV(to, 3, empty));

    faults_to(giver, faults);
    start_passive(taker);
    actor_start(giver);
    EXPECT_CAP_FAULT(faults, giver->reply, empty, 1, seL4_MissingCapability, 0);
    CHECK_EQUAL(heard(taker, 0)->label, 3);
    CHECK(runs_on(taker, giver->sched_context));
    CHECK(has_no_time(giver));
}
