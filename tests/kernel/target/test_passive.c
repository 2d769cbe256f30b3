/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls to passive servers and their answers (ABI.md 10.8), where a kernel is likely to have a
 * shorter way: what holds for other messages holds for these.
 */
#include "acts.h"

/* `server` becomes passive, `client` calls it; both have come to rest. */
static void meet(struct thread *server, struct thread *client)
{
    start_passive(server);
    actor_start(client);
    let_others_run();
}

TEST(a_passive_server_gets_badge_label_and_words, "endpoint.wait.badge message.words.label")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    const struct message question = MESSAGE(0xedcba98765432, NONE, W(1, 2, 3, 4));
    const struct message reply = MESSAGE(0x8123456789abc, NONE, W(5, 6, 7, 8));
    struct thread *server = ACTOR(120, RECV(ep), REPLY_ALL(&reply, ep));
    struct thread *client =
        ACTOR(90, CALL_ALL(mint_new(ep, ALL_RIGHTS, 0xfedcba9876543210), &question));

    meet(server, client);
    CHECK_EQUAL(heard(server, 0)->badge, 0xfedcba9876543210);
    CHECK_EQUAL(heard(server, 0)->label, 0xedcba98765432);
    CHECK_EQUAL(heard(server, 0)->length, 4);
    CHECK_EQUAL(heard(server, 0)->mr[3], 4);
    CHECK_EQUAL(heard(client, 0)->badge, 0);
    CHECK_EQUAL(heard(client, 0)->label, 0x8123456789abc);
    CHECK_EQUAL(heard(client, 0)->length, 4);
    CHECK_EQUAL(heard(client, 0)->mr[3], 8);
}

static void sends_unwrapped_bits(struct thread *me)
{
    const seL4_Word x[9] = {me->argument, 5 << 12 | 7 << 9 | 2, 0, 0, 0, 0, 0, 0, 0};

    sys_raw((seL4_Word)seL4_SysCall, x);
    me->step++;
}

TEST(a_passive_server_does_not_get_its_caller_s_unwrapped_bits, "message.words.unwrapped")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep));

    meet(server, actor_with(sends_unwrapped_bits, 90, ep));
    CHECK_EQUAL(heard(server, 0)->label, 5);
    CHECK_EQUAL(heard(server, 0)->unwrapped, 0);
    CHECK_EQUAL(heard(server, 0)->length, 2);
}

TEST(capabilities_go_along_to_a_passive_server_and_back,
     "message.caps.grant message.caps.unwrap message.caps.reply")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    const struct message question = MESSAGE(1, W(mint_new(ep, ALL_RIGHTS, 7)), NONE);
    const struct message reply = MESSAGE(2, W(make(seL4_NotificationObject, 0)), NONE);
    struct thread *server = ACTOR(120, RECV(ep), REPLY_ALL(&reply, ep));
    seL4_CPtr at = receive_into_fresh_slot();

    start_passive(server);
    sys_call(ep, question);
    CHECK_EQUAL(heard(server, 0)->caps, 1);
    CHECK_EQUAL(heard(server, 0)->unwrapped, 1);
    CAME(1, 0);
    CHECK(!slot_is_empty(at));
}

TEST(a_call_without_write_does_not_reach_a_passive_server, "invoke.send_right")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep));
    struct thread *client = ACTOR(90, CALL(mint_new(ep, ALL_RIGHTS & ~WRITE_ONLY, 0), 1));

    meet(server, client);
    CHECK_EQUAL(server->step, 0);
    CHECK_EQUAL(heard(client, 0)->label, seL4_InvalidCapability);
}

TEST(a_passive_server_answers_and_then_may_not_receive, "ipc.receive.read_right ipc.first.first")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr no_read = mint_new(ep, ALL_RIGHTS & ~READ_ONLY, 0);
    struct thread *server = ACTOR(120, RECV(ep), REPLY_RECV(5, no_read));
    struct thread *client = ACTOR(90, CALL(ep, 1));

    faults_to(server, faults);
    meet(server, client);
    CHECK_EQUAL(heard(client, 0)->label, 5);
    EXPECT_CAP_FAULT(faults, make(seL4_ReplyObject, 0), no_read, 1, seL4_MissingCapability, 0);
}

static void looks_whether_the_other_ran(struct thread *me)
{
    me->step = ((const struct thread *)me->argument)->step == 0 ? 1 : 2;
}

TEST(a_ready_thread_between_client_and_passive_server_runs_first, "endpoint.donate.call")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(80, RECV(ep), REPLY_RECV(5, ep));
    struct thread *client = ACTOR(90, CALL(ep, 1));
    struct thread *between =
        actor_with(looks_whether_the_other_ran, 85, (seL4_Word)server);

    start_passive(server);
    actor_start(client);
    actor_start(between);
    let_others_run();
    CHECK_EQUAL(heard(client, 0)->label, 5);
    CHECK_EQUAL(between->step, 1);
}

/* Servers and clients come and go at one endpoint, so that its queue is left in every way. */
TEST(two_passive_servers_take_turns, "endpoint.queue.receivers endpoint.donate.call")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server[2];
    struct thread *client[2];

    for (unsigned i = 0; i < 2; i++) {
        server[i] = ACTOR(120, RECV(ep), REPLY_RECV(10 + i, ep), REPLY_RECV(20 + i, ep));
        start_passive(server[i]);
    }
    for (unsigned i = 0; i < 2; i++) {
        client[i] = ACTOR(90, CALL(ep, 1), CALL(ep, 2));
        actor_start(client[i]);
        let_others_run();
    }
    CHECK_EQUAL(heard(client[0], 0)->label, 10);
    CHECK_EQUAL(heard(client[0], 1)->label, 11);
    CHECK_EQUAL(heard(client[1], 0)->label, 20);
    CHECK_EQUAL(heard(client[1], 1)->label, 21);
}

TEST(two_passive_servers_taken_in_one_go_wait_again, "endpoint.queue.receivers")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr gate = make(seL4_NotificationObject, 0);
    struct thread *server[2];
    struct thread *client[3];

    for (unsigned i = 0; i < 2; i++) {
        server[i] =
            ACTOR(120, RECV(ep), WAIT(gate), REPLY_RECV(10 + i, ep), REPLY_RECV(20 + i, ep));
        start_passive(server[i]);
    }
    for (unsigned i = 0; i < 3; i++) {
        client[i] = ACTOR(90, CALL(ep, i));
        actor_start(client[i]);
        let_others_run();
    }
    for (unsigned i = 0; i < 2; i++) {
        CHECK_EQUAL(heard(server[i], 0)->label, i);
        sys_nbsend(gate, EMPTY_MESSAGE);
        let_others_run();
        CHECK_EQUAL(heard(client[i], 0)->label, 10 + i);
    }
    CHECK_EQUAL(heard(client[2], 0)->label, 20);
}
