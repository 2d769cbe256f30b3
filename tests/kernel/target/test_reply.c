/* SPDX-License-Identifier: BSD-2-Clause */
/* Reply objects: answering, and offering one again (ABI.md 10.8). */
#include "acts.h"

/* A caller that waits on `reply`, a fresh one, after its Call arrived at the tester. */
struct called {
    seL4_CPtr ep;
    seL4_CPtr reply;
    struct thread *client;
};

static struct called called_by(struct thread *client, seL4_CPtr ep, seL4_Word label)
{
    struct called c = {ep, make(seL4_ReplyObject, 0), client};

    actor_start(client);
    let_others_run();
    sys_nbrecv(ep, c.reply);
    CHECK(got_message());
    CHECK_EQUAL(got()->label, label);
    return c;
}

static struct called called(void)
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    return called_by(ACTOR(90, CALL(ep, 1)), ep, 1);
}

static void answer(seL4_CPtr reply, seL4_Word label)
{
    sys_nbsend(reply, MESSAGE(label, NONE, NONE));
    let_others_run();
}

/* ---- Answering ---- */

TEST(an_answer_has_the_message_and_badge_0, "reply.answer.message")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct called c = called_by(ACTOR(90, CALL(mint_new(ep, ALL_RIGHTS, 5), 1)), ep, 1);

    sys_nbsend(c.reply, MESSAGE(0x1234567890123, NONE, W(1, 2, 3, 4, 5, 6)));
    let_others_run();
    CHECK_EQUAL(heard(c.client, 0)->label, 0x1234567890123);
    CHECK_EQUAL(heard(c.client, 0)->badge, 0);
    CHECK_EQUAL(heard(c.client, 0)->length, 6);
    CHECK_EQUAL(heard(c.client, 0)->mr[0], 1);
    CHECK_EQUAL(heard(c.client, 0)->mr[5], 6);
}

TEST(a_second_answer_does_nothing, "reply.answer.once")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct called c = called_by(ACTOR(90, CALL(ep, 1), CALL(ep, 2)), ep, 1);

    answer(c.reply, 6);
    answer(c.reply, 7);
    CHECK_EQUAL(heard(c.client, 0)->label, 6);
    CHECK_EQUAL(c.client->step, 1);
    sys_nbrecv(ep, c.reply);
    CHECK_EQUAL(got()->label, 2);
    answer(c.reply, 8);
    CHECK_EQUAL(heard(c.client, 1)->label, 8);
}

TEST(an_answer_to_nobody_does_nothing, "reply.answer.nobody")
{
    seL4_CPtr reply = make(seL4_ReplyObject, 0);

    sys_nbsend(reply, MESSAGE(6, NONE, W(1)));
    sys_send(reply, MESSAGE(6, NONE, W(1)));
    OK(invoke(reply, 6, NONE, W(1)));
}

TEST(an_answer_through_an_offered_object_does_nothing, "reply.answer.offered")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep), REPLY_RECV(9, ep));
    struct thread *client = ACTOR(90, CALL(ep, 1));

    actor_start(server);
    answer(server->reply, 6);
    OK(invoke(server->reply, 6, NONE, NONE));
    CHECK_EQUAL(server->step, 0);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(server, 0)->label, 1);
    CHECK_EQUAL(heard(client, 0)->label, 9);
}

TEST(any_thread_may_answer_by_any_call_through_any_copy, "reply.answer.anyone")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    const struct act ways[] = {
        SEND(mint_new(reply, NO_RIGHTS, 0), 5),
        NBSEND(reply, 5),
        CALL(mint_new(reply, READ_ONLY, 0), 5),
        NBSEND_WAIT(mint_new(reply, GRANT, 0), 5, ntfn),
        NBSEND_RECV(reply, 5, ntfn),
        {.number = seL4_SysReplyRecv, .label = 5, .from = ntfn, .reply = reply},
    };
    struct thread *client = ACTOR(95, CALL(ep, 0), CALL(ep, 1), CALL(ep, 2), CALL(ep, 3),
                                  CALL(ep, 4), CALL(ep, 5));

    actor_start(client);
    for (unsigned i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct thread *answerer = actor_acts(90, &ways[i], 1);

        let_others_run();
        sys_nbrecv(ep, reply);
        CHECK_EQUAL(got()->label, i);
        actor_start(answerer);
        let_others_run();
        CHECK_EQUAL(heard(client, i)->label, 5);
    }
}

TEST(a_reply_and_recv_answers_and_takes_the_next_call_at_once, "reply.answer.once reply.reuse.own")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(80, RECV(ep), REPLY_RECV(6, ep), REPLY_RECV(7, ep));
    struct thread *one = ACTOR(90, CALL(ep, 1));
    struct thread *two = ACTOR(90, CALL(ep, 2));

    actor_start(one);
    let_others_run();
    actor_start(two);
    let_others_run();
    actor_start(server);
    let_others_run();
    CHECK_EQUAL(server->step, 2);
    CHECK_EQUAL(heard(one, 0)->label, 6);
    CHECK_EQUAL(heard(two, 0)->label, 7);
}

/* The message that it was offered for has come, and was no Call. */
TEST(an_object_that_was_not_needed_does_not_answer_for_its_thread, "reply.answer.nobody")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr other = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(90, RECV(ep), CALL(other, 1));

    actor_start(server);
    let_others_run();
    sys_nbsend(ep, EMPTY_MESSAGE);
    let_others_run();
    sys_nbrecv(other, make(seL4_ReplyObject, 0));
    CHECK_EQUAL(got()->label, 1);
    answer(server->reply, 6);
    CHECK_EQUAL(server->step, 1);
}

/* ---- Offering again ---- */

TEST(a_caller_whose_reply_object_is_offered_again_is_inactive, "reply.reuse.caller")
{
    struct called c = called();

    sys_nbrecv(make(seL4_EndpointObject, 0), c.reply);
    CHECK(!got_message());
    answer(c.reply, 6);
    CHECK_EQUAL(c.client->step, 0);
    TAKES_NOTHING(c.ep);
}

TEST(a_reply_object_offered_again_is_the_next_caller_s, "reply.reuse.caller")
{
    struct called c = called();
    struct thread *next = ACTOR(90, CALL(c.ep, 2));

    actor_start(next);
    let_others_run();
    sys_nbrecv(c.ep, c.reply);
    CHECK_EQUAL(got()->label, 2);
    answer(c.reply, 6);
    CHECK_EQUAL(c.client->step, 0);
    CHECK_EQUAL(heard(next, 0)->label, 6);
}

TEST(a_reply_object_that_a_receiver_waits_with_leaves_its_caller_inactive, "reply.reuse.caller")
{
    struct called c = called();
    struct thread *server = ACTOR(90, RECV(c.ep));

    server->reply = c.reply;
    actor_start(server);
    let_others_run();
    answer(c.reply, 6);
    CHECK_EQUAL(c.client->step, 0);
    sys_nbsend(c.ep, MESSAGE(3, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(heard(server, 0)->label, 3);
}

TEST(a_caller_made_inactive_calls_again_when_resumed, "reply.reuse.resume")
{
    struct called c = called();

    sys_nbrecv(make(seL4_EndpointObject, 0), c.reply);
    OK(tcb_resume(c.client->tcb));
    let_others_run();
    sys_nbrecv(c.ep, c.reply);
    CHECK_EQUAL(got()->label, 1);
    answer(c.reply, 6);
    CHECK_EQUAL(heard(c.client, 0)->label, 6);
}

TEST(a_receiver_whose_reply_object_is_offered_by_another_is_inactive, "reply.reuse.receiver")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(90, RECV(ep));

    actor_start(server);
    let_others_run();
    sys_nbrecv(make(seL4_EndpointObject, 0), server->reply);
    CHECK(!got_message());
    sys_nbsend(ep, MESSAGE(3, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(server->step, 0);
    OK(tcb_resume(server->tcb));
    let_others_run();
    sys_nbsend(ep, MESSAGE(4, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(heard(server, 0)->label, 4);
}

TEST(a_receiver_that_offers_the_object_of_another_takes_its_place, "reply.reuse.receiver")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *first = ACTOR(90, RECV(ep));
    struct thread *second = ACTOR(90, RECV(ep), REPLY_RECV(8, ep));
    struct thread *client = ACTOR(90, CALL(ep, 5));

    second->reply = first->reply;
    actor_start(first);
    let_others_run();
    actor_start(second);
    let_others_run();
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(first->step, 0);
    CHECK_EQUAL(heard(second, 0)->label, 5);
    CHECK_EQUAL(heard(client, 0)->label, 8);
}

/* What `server` waits for after its message, a signal, comes, whatever becomes of the object that
   it offered before. */
static void expect_waiting_on(struct thread *server, seL4_CPtr ep, seL4_CPtr ntfn,
                              seL4_Bool delete)
{
    actor_start(server);
    let_others_run();
    sys_nbsend(ep, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(server->step, 1);
    if (delete) {
        OK(cnode_delete(slot(server->reply)));
    } else {
        sys_nbrecv(ep, server->reply);
    }
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(server->step, 2);
}

TEST(a_receiver_that_has_its_message_no_longer_depends_on_its_object, "reply.reuse.gone")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    expect_waiting_on(ACTOR(90, RECV(ep), WAIT(ntfn)), ep, ntfn, seL4_False);
    expect_waiting_on(ACTOR(90, RECV(ep), WAIT(ntfn)), ep, ntfn, seL4_True);
}

TEST(a_receiver_that_was_signalled_no_longer_depends_on_its_object, "reply.reuse.gone")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *server = ACTOR(90, RECV(ep), WAIT(ntfn));

    OK(invoke(server->tcb, TCBBindNotification, W(ntfn), NONE));
    actor_start(server);
    let_others_run();
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(server->step, 1);
    sys_nbrecv(ep, server->reply);
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(server->step, 2);
}

TEST(a_thread_offers_the_same_object_again_and_again, "reply.reuse.own")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep), RECV(ep), NBRECV(ep), RECV(ep), REPLY_RECV(5, ep));
    struct thread *client = ACTOR(90, CALL(ep, 1));

    actor_start(server);
    sys_nbsend(ep, EMPTY_MESSAGE);
    OK(tcb_suspend(server->tcb));
    OK(tcb_resume(server->tcb));
    sys_nbsend(ep, EMPTY_MESSAGE);
    CHECK_EQUAL(server->step, 3);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(client, 0)->label, 5);
}

TEST(to_receive_from_a_notification_leaves_the_caller_waiting, "reply.reuse.notification")
{
    struct called c = called();
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    sys_nbrecv(ntfn, c.reply);
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    sys_recv(ntfn, c.reply);
    answer(c.reply, 6);
    CHECK_EQUAL(heard(c.client, 0)->label, 6);
}

TEST(a_failed_receive_leaves_the_caller_waiting, "reply.reuse.caller")
{
    struct called c = called();
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(90, RECV(slot_new()));

    t->reply = c.reply;
    faults_to(t, faults);
    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    answer(c.reply, 6);
    CHECK_EQUAL(heard(c.client, 0)->label, 6);
}
