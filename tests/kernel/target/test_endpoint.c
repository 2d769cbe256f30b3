/* SPDX-License-Identifier: BSD-2-Clause */
/* Endpoints: who meets whom, and who waits for an answer (ABI.md 10.8). */
#include "acts.h"

/* ---- Waiting ---- */

TEST(a_sender_waits_until_somebody_receives, "endpoint.wait.sender endpoint.wait.nbrecv")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(90, SEND(ep, 1), SEND(ep, 2));

    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    TAKES(ep, 0, 1);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    sys_nbrecv(ep, make(seL4_ReplyObject, 0));
    CHECK_EQUAL(got()->label, 2);
    let_others_run();
    CHECK_EQUAL(t->step, 2);
}

TEST(a_receiver_waits_until_somebody_sends, "endpoint.wait.receiver")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(90, RECV(ep), WAIT(ep));

    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    sys_nbsend(ep, MESSAGE(5, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(heard(t, 0)->label, 5);
    CHECK_EQUAL(t->step, 1);
    sys_send(ep, MESSAGE(6, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(heard(t, 1)->label, 6);
}

TEST(an_nbsend_without_receiver_is_lost, "endpoint.wait.nbsend")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *sender = ACTOR(90, SEND(ep, 2));

    sys_nbsend(ep, MESSAGE(1, NONE, NONE));
    TAKES_NOTHING(ep);
    actor_start(sender);
    let_others_run();
    sys_nbsend(ep, MESSAGE(3, NONE, NONE));
    TAKES(ep, 0, 2);
    TAKES_NOTHING(ep);
}

TEST(the_badge_of_the_sender_s_capability_arrives, "endpoint.wait.badge")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr badged = mint_new(ep, ALL_RIGHTS, 0xfedcba9876543210);
    struct thread *server = ACTOR(120, RECV(ep), RECV(mint_new(ep, ALL_RIGHTS, 7)), RECV(ep));
    struct thread *sender = ACTOR(90, SEND(badged, 1), CALL(badged, 2));

    actor_start(server);
    sys_send(badged, EMPTY_MESSAGE);
    sys_nbsend(badged, EMPTY_MESSAGE);
    sys_send(ep, EMPTY_MESSAGE);
    CHECK_EQUAL(heard(server, 0)->badge, 0xfedcba9876543210);
    CHECK_EQUAL(heard(server, 1)->badge, 0xfedcba9876543210);
    CHECK_EQUAL(heard(server, 2)->badge, 0);
    actor_start(sender);
    let_others_run();
    TAKES(ep, 0xfedcba9876543210, 1);
    let_others_run();
    TAKES(ep, 0xfedcba9876543210, 2);
}

/* The capability is gone by then, but the message was sent through it. */
TEST(a_waiting_message_keeps_its_badge, "endpoint.wait.badge")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr badged = mint_new(ep, ALL_RIGHTS, 7);
    struct thread *sender = ACTOR(90, SEND(badged, 1));

    actor_start(sender);
    let_others_run();
    OK(cnode_delete(slot(badged)));
    TAKES(ep, 7, 1);
}

TEST(each_message_goes_to_one_receiver, "endpoint.wait.one")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *one = ACTOR(90, RECV(ep));
    struct thread *two = ACTOR(90, RECV(ep));

    actor_start(one);
    actor_start(two);
    let_others_run();
    sys_nbsend(ep, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(one->step + two->step, 1);
    sys_nbsend(ep, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(one->step, 1);
    CHECK_EQUAL(two->step, 1);
}

/* ---- The queue: badges are priorities, plus hundreds by the order of coming ---- */

static const seL4_Word coming[] = {90, 70, 90, 80, 95, 80, 70};
static const seL4_Word going[] = {495, 90, 290, 380, 580, 170, 670};
enum { QUEUED = sizeof coming / sizeof coming[0] };

TEST(senders_go_by_priority_and_then_by_coming, "endpoint.queue.senders")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    for (seL4_Word i = 0; i < QUEUED; i++) {
        seL4_CPtr badged = mint_new(ep, ALL_RIGHTS, i * 100 + coming[i]);
        struct thread *t = i % 2 == 0 ? ACTOR(coming[i], SEND(badged, 1)) :
                                        ACTOR(coming[i], CALL(badged, 1));
        actor_start(t);
        let_others_run();
    }
    for (seL4_Word i = 0; i < QUEUED; i++) {
        TAKES(ep, going[i], 1);
    }
    TAKES_NOTHING(ep);
}

TEST(receivers_go_by_priority_and_then_by_coming, "endpoint.queue.receivers")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t[QUEUED];

    for (seL4_Word i = 0; i < QUEUED; i++) {
        t[i] = ACTOR(coming[i], RECV(ep));
        actor_start(t[i]);
        let_others_run();
    }
    for (seL4_Word i = 0; i < QUEUED; i++) {
        sys_nbsend(ep, MESSAGE(i, NONE, NONE));
        let_others_run();
        CHECK_EQUAL(heard(t[going[i] / 100], 0)->label, i);
    }
}

TEST(a_new_priority_moves_a_thread_in_the_queue, "endpoint.queue.priority")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t[3];

    for (seL4_Word i = 0; i < 3; i++) {
        t[i] = ACTOR(90, SEND(ep, i));
        actor_start(t[i]);
        let_others_run();
    }
    OK(tcb_set_priority(t[2]->tcb, seL4_CapInitThreadTCB, 91));
    OK(tcb_set_priority(t[0]->tcb, seL4_CapInitThreadTCB, 89));
    TAKES(ep, 0, 2);
    TAKES(ep, 0, 1);
    TAKES(ep, 0, 0);
}

/* ---- Cancelled ---- */

/* Three senders wait; the one in the middle goes. */
static void expect_middle_gone(seL4_Bool delete)
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t[3];

    for (seL4_Word i = 0; i < 3; i++) {
        t[i] = ACTOR(90, SEND(ep, i));
        actor_start(t[i]);
        let_others_run();
    }
    if (delete) {
        OK(cnode_delete(slot(t[1]->tcb)));
    } else {
        OK(tcb_suspend(t[1]->tcb));
    }
    TAKES(ep, 0, 0);
    TAKES(ep, 0, 2);
    TAKES_NOTHING(ep);
}

TEST(a_sender_that_is_stopped_leaves_the_others_in_the_queue, "endpoint.cancel.sender")
{
    expect_middle_gone(seL4_False);
}

TEST(a_sender_that_is_deleted_leaves_the_others_in_the_queue, "endpoint.cancel.sender")
{
    expect_middle_gone(seL4_True);
}

static void expect_next_receiver(seL4_Bool delete)
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *first = ACTOR(90, RECV(ep));
    struct thread *second = ACTOR(90, RECV(ep));

    actor_start(first);
    actor_start(second);
    let_others_run();
    if (delete) {
        OK(cnode_delete(slot(first->tcb)));
    } else {
        OK(tcb_suspend(first->tcb));
    }
    sys_nbsend(ep, MESSAGE(4, NONE, NONE));
    sys_nbsend(ep, MESSAGE(5, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(first->step, 0);
    CHECK_EQUAL(heard(second, 0)->label, 4);
}

TEST(the_message_of_a_receiver_that_is_stopped_goes_to_the_next, "endpoint.cancel.receiver")
{
    expect_next_receiver(seL4_False);
}

TEST(the_message_of_a_receiver_that_is_deleted_goes_to_the_next, "endpoint.cancel.receiver")
{
    expect_next_receiver(seL4_True);
}

/* ---- Who waits for an answer ---- */

/* A Call through a capability with `rights` (and Write); the answer, if the caller waits for it. */
static void expect_waiting(const char *where, seL4_Word rights, seL4_Bool caller_first,
                           seL4_Bool waits_for_answer)
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(95, RECV(ep));
    struct thread *client = ACTOR(90, CALL(mint_new(ep, rights | WRITE_ONLY, 2), 1));

    actor_start(caller_first ? client : server);
    let_others_run();
    actor_start(caller_first ? server : client);
    let_others_run();
    CHECK_EQUAL(heard(server, 0)->badge, 2);
    sys_nbsend(server->reply, MESSAGE(9, NONE, NONE));
    let_others_run();
    if (client->step != (waits_for_answer ? 1 : 0)) {
        test_failed(where, "answers", waits_for_answer ? 1 : 0, client->step);
    }
    if (!waits_for_answer) {
        OK(tcb_resume(client->tcb)); /* it was inactive: it calls again */
        let_others_run();
        TAKES(ep, 2, 1);
    }
}

TEST(a_caller_with_grant_waits_for_the_answer, "endpoint.call.reply endpoint.call.waited")
{
    expect_waiting(HERE, GRANT, seL4_False, seL4_True);
    expect_waiting(HERE, GRANT, seL4_True, seL4_True);
}

TEST(a_caller_with_grant_reply_waits_for_the_answer, "endpoint.call.reply endpoint.call.waited")
{
    expect_waiting(HERE, GRANT_REPLY, seL4_False, seL4_True);
    expect_waiting(HERE, GRANT_REPLY, seL4_True, seL4_True);
}

TEST(a_caller_with_neither_is_inactive, "endpoint.call.no_right endpoint.call.waited")
{
    expect_waiting(HERE, NO_RIGHTS, seL4_False, seL4_False);
    expect_waiting(HERE, NO_RIGHTS, seL4_True, seL4_False);
}

TEST(a_caller_whose_receiver_offers_no_reply_object_is_inactive, "endpoint.call.no_reply")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(95, WAIT(ep));
    struct thread *client = ACTOR(90, CALL(ep, 1));

    actor_start(server);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(server, 0)->label, 1);
    CHECK_EQUAL(client->step, 0);
    TAKES_NOTHING(ep);
    OK(tcb_resume(client->tcb));
    let_others_run();
    TAKES(ep, 0, 1);
}

TEST(a_long_call_to_a_server_of_lower_priority_is_answered, "endpoint.call.reply")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    const struct message long_one = MESSAGE(2, NONE, W(1, 2, 3, 4, 5, 6));
    struct thread *server = ACTOR(80, RECV(ep), REPLY_ALL(&long_one, ep));
    struct thread *client = ACTOR(90, CALL_ALL(ep, &long_one));

    actor_start(server);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(server, 0)->mr[5], 6);
    CHECK_EQUAL(heard(client, 0)->mr[5], 6);
}
