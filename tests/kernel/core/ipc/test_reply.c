/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reply objects: who gets the answer, and where lent time goes (ABI.md 10.8).
 */
#include "reply.h"
#include "scene.h"
#include "sched.h"

static struct sched_context *sc_of(word_t slot)
{
    return cap_sched_context(root_slot(slot)->cap);
}

static word_t new_endpoint(void)
{
    return new_object(seL4_EndpointObject, 0);
}

static word_t new_reply(void)
{
    return new_object(seL4_ReplyObject, 0);
}

/* Client A (110) has called passive B, B has called passive C: one scheduling
   context, A's, two replies in its stack. */
struct chain {
    word_t ep_b, ep_c, reply_a, reply_b;
    struct actor a, b, c;
};

static struct chain make_chain(void)
{
    struct chain chain = {.ep_b = new_endpoint(), .ep_c = new_endpoint(),
                          .reply_a = new_reply(), .reply_b = new_reply()};

    chain.b = passive_server(120, chain.ep_b, chain.reply_a);
    chain.c = passive_server(130, chain.ep_c, chain.reply_b);
    chain.a = actor_enter(110);
    do_call(chain.ep_b, words(1, 1, 10));
    assert_current(chain.b);
    do_call(chain.ep_c, words(2, 1, 20));
    assert_current(chain.c);
    assert_invariants();
    return chain;
}

static void test_call_lends_time_to_a_passive_server(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();
    struct actor server = passive_server(120, ep, reply);
    struct actor client = actor_enter(110);

    (void)state;
    do_call(ep, words(7, 2, 100));
    assert_current(server);
    assert_ptr_equal(server.tcb->sc, sc_of(client.sc));
    assert_null(client.tcb->sc);
    assert_state(client, THREAD_BLOCKED_REPLY);
    assert_int_equal(answer_of(server.tcb).label, 7);
    assert_int_equal(answer_of(server.tcb).mr[1], 101);
    assert_invariants();
}

static void test_reply_returns_the_time_that_was_lent(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();
    struct actor server = passive_server(120, ep, reply);
    struct actor client = actor_enter(110);

    (void)state;
    do_call(ep, words(7, 0, 0));
    do_reply_recv(ep, reply, words(9, 3, 200));
    assert_current(client);
    assert_ptr_equal(client.tcb->sc, sc_of(client.sc));
    assert_null(server.tcb->sc);
    assert_state(server, THREAD_BLOCKED_RECV);
    assert_int_equal(answer_of(client.tcb).label, 9);
    assert_int_equal(answer_of(client.tcb).length, 3);
    assert_int_equal(answer_of(client.tcb).mr[2], 202);
    assert_int_equal(answer_of(client.tcb).badge, 0);
    assert_invariants();
}

static void test_active_server_runs_on_its_own_time(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();
    struct actor server = actor_enter(120);

    (void)state;
    do_recv(ep, reply);
    struct actor client = actor_enter(110);
    do_call(ep, words(1, 0, 0));
    assert_current(server);
    assert_ptr_equal(server.tcb->sc, sc_of(server.sc));
    assert_ptr_equal(client.tcb->sc, sc_of(client.sc));
    assert_null(sc_of(client.sc)->reply);
    do_nbsend(reply, words(2, 1, 5));
    do_wait(ep);
    assert_current(client);
    assert_int_equal(answer_of(client.tcb).mr[0], 5);
    assert_invariants();
}

static void test_reply_used_twice_delivers_nothing(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();
    struct actor server = actor_enter(120);

    (void)state;
    do_recv(ep, reply);
    struct actor client = actor_enter(110);
    do_call(ep, words(1, 0, 0));
    do_nbsend(reply, words(2, 1, 5));
    struct user_context before = client.tcb->context;
    do_nbsend(reply, words(3, 4, 50));
    assert_current(server);
    assert_registers_kept(client.tcb, &before, 0);
    assert_invariants();
}

static void test_reply_object_of_a_receiver_answers_nobody(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();
    struct actor server = actor_enter(120);

    (void)state;
    do_recv(ep, reply);
    struct user_context before = server.tcb->context;
    do_nbsend(reply, words(3, 4, 50));
    assert_director();
    assert_state(server, THREAD_BLOCKED_RECV);
    assert_registers_kept(server.tcb, &before, 0);
    assert_ptr_equal(cap_reply(root_slot(reply)->cap)->tcb, server.tcb);
    assert_invariants();
}

static void test_nested_replies_return_the_time_step_by_step(void **state)
{
    struct chain chain = make_chain();

    (void)state;
    assert_ptr_equal(chain.c.tcb->sc, sc_of(chain.a.sc));
    do_reply_recv(chain.ep_c, chain.reply_b, words(3, 0, 0));
    assert_current(chain.b);
    assert_ptr_equal(chain.b.tcb->sc, sc_of(chain.a.sc));
    assert_ptr_equal(sc_of(chain.a.sc)->reply, cap_reply(root_slot(chain.reply_a)->cap));
    do_reply_recv(chain.ep_b, chain.reply_a, words(4, 0, 0));
    assert_current(chain.a);
    assert_ptr_equal(chain.a.tcb->sc, sc_of(chain.a.sc));
    assert_null(sc_of(chain.a.sc)->reply);
    assert_invariants();
}

static void test_reply_out_of_order_moves_no_time(void **state)
{
    struct chain chain = make_chain();

    (void)state;
    /* C answers A, whom B should have answered. */
    do_nbsend(chain.reply_a, words(5, 1, 55));
    assert_current(chain.c);
    assert_state(chain.a, THREAD_RUNNING);
    assert_null(chain.a.tcb->sc);
    assert_int_equal(answer_of(chain.a.tcb).mr[0], 55);
    assert_ptr_equal(chain.c.tcb->sc, sc_of(chain.a.sc));
    assert_invariants();
    /* The chain ends at B now. */
    do_reply_recv(chain.ep_c, chain.reply_b, words(6, 0, 0));
    assert_current(chain.b);
    assert_ptr_equal(chain.b.tcb->sc, sc_of(chain.a.sc));
    assert_null(sc_of(chain.a.sc)->reply);
    assert_invariants();
    /* And B's answer to A is an answer to nobody; B keeps the time. */
    do_nbsend(chain.reply_a, words(7, 1, 77));
    assert_current(chain.b);
    assert_ptr_equal(chain.b.tcb->sc, sc_of(chain.a.sc));
    assert_int_equal(answer_of(chain.a.tcb).mr[0], 55);
    assert_invariants();
}

static void test_called_server_of_another_domain_waits_for_its_slice(void **state)
{
    word_t ep = new_endpoint();
    struct actor server = passive_server(120, ep, new_reply());

    (void)state;
    assert_ok(kernel_call(seL4_CapDomain, (struct message){.label = DomainSetSet,
                                                           .length = 1,
                                                           .mr = {1},
                                                           .caps = 1,
                                                           .cap = {server.slot}}));
    struct actor client = actor_enter(110);
    do_call(ep, words(1, 0, 0));
    assert_director();
    assert_state(server, THREAD_RUNNING);
    assert_ptr_equal(server.tcb->sc, sc_of(client.sc));
    assert_invariants();
}

static void test_answered_caller_of_another_domain_waits_for_its_slice(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();
    struct actor server = passive_server(120, ep, reply);
    struct actor client = actor_enter(110);

    (void)state;
    do_call(ep, words(1, 0, 0));
    assert_current(server);
    client.tcb->domain = 1; /* it waits, so it is in no queue of a domain */
    do_reply_recv(ep, reply, words(2, 0, 0));
    assert_director();
    assert_state(client, THREAD_RUNNING);
    assert_ptr_equal(client.tcb->sc, sc_of(client.sc));
    assert_invariants();
}

/* Lent time goes back from whom it was lent to, whoever answers. */
static void test_answer_of_another_server_leaves_it_its_own_time(void **state)
{
    word_t ep = new_endpoint();
    word_t other_ep = new_endpoint();
    word_t reply = new_reply();
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    struct actor other = actor_enter(130);

    (void)state;
    do_wait(ntfn);
    /* Of lower priority than its client, so that the answer may take the fast path. */
    struct actor server = passive_server(105, ep, reply);
    struct actor client = actor_enter(110);
    do_call(ep, words(1, 0, 0));
    assert_current(server);
    do_nbsend(ntfn, words(0, 0, 0));
    assert_current(other);
    do_reply_recv(other_ep, reply, words(2, 0, 0));
    assert_current(client);
    assert_ptr_equal(client.tcb->sc, sc_of(client.sc));
    assert_null(server.tcb->sc);
    assert_ptr_equal(other.tcb->sc, sc_of(other.sc));
    assert_invariants();
}

static void test_reused_reply_object_lets_its_old_caller_go(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();
    struct actor server = actor_enter(120);

    (void)state;
    do_recv(ep, reply);
    struct actor client = actor_enter(110);
    do_call(ep, words(1, 0, 0));
    assert_current(server);
    do_recv(ep, reply);
    assert_director();
    assert_state(client, THREAD_INACTIVE);
    assert_null(client.tcb->reply);
    assert_state(server, THREAD_BLOCKED_RECV);
    assert_invariants();
}

static void test_deleted_reply_returns_time_and_lets_its_caller_go(void **state)
{
    struct chain chain = make_chain();
    word_t svc = chain.b.tcb->context.reg[REG_PC];

    (void)state;
    /* The newest: B gets the time back, but does not run. */
    do_call(seL4_CapInitThreadCNode,
            (struct message){.label = CNodeDelete, .length = 2, .mr = {chain.reply_b, 64}});
    assert_state(chain.b, THREAD_INACTIVE);
    assert_int_equal(chain.b.tcb->context.reg[REG_PC], svc);
    assert_ptr_equal(chain.b.tcb->sc, sc_of(chain.a.sc));
    assert_null(chain.c.tcb->sc);
    assert_ptr_equal(sc_of(chain.a.sc)->reply, cap_reply(root_slot(chain.reply_a)->cap));
    assert_director();
    assert_invariants();
    /* Resumed, it calls again. */
    do_call(chain.b.slot, (struct message){.label = TCBResume});
    assert_current(chain.b);
    assert_int_equal(chain.b.tcb->context.next_pc, svc);
    assert_invariants();
}

static void test_deleted_reply_in_mid_stack_breaks_the_chain(void **state)
{
    struct chain chain = make_chain();

    (void)state;
    do_call(seL4_CapInitThreadCNode,
            (struct message){.label = CNodeDelete, .length = 2, .mr = {chain.reply_a, 64}});
    assert_current(chain.c);
    assert_state(chain.a, THREAD_INACTIVE);
    assert_null(chain.a.tcb->sc);
    assert_ptr_equal(chain.c.tcb->sc, sc_of(chain.a.sc));
    assert_ptr_equal(sc_of(chain.a.sc)->reply, cap_reply(root_slot(chain.reply_b)->cap));
    assert_null(sc_of(chain.a.sc)->reply->older);
    assert_invariants();
}

static void test_suspended_caller_breaks_the_chain(void **state)
{
    struct chain chain = make_chain();

    (void)state;
    do_call(chain.b.slot, (struct message){.label = TCBSuspend});
    assert_current(chain.c);
    assert_state(chain.b, THREAD_INACTIVE);
    assert_null(chain.b.tcb->reply);
    assert_null(sc_of(chain.a.sc)->reply);
    assert_state(chain.a, THREAD_BLOCKED_REPLY);
    assert_invariants();
    /* Answering A now moves no time. */
    do_nbsend(chain.reply_a, words(5, 0, 0));
    assert_current(chain.c);
    assert_null(chain.a.tcb->sc);
    assert_invariants();
}

static void test_lent_time_outlives_the_server(void **state)
{
    struct chain chain = make_chain();

    (void)state;
    do_call(seL4_CapInitThreadCNode,
            (struct message){.label = CNodeDelete, .length = 2, .mr = {chain.c.slot, 64}});
    assert_director();
    assert_null(sc_of(chain.a.sc)->tcb);
    assert_state(chain.b, THREAD_BLOCKED_REPLY);
    assert_invariants();
    /* Somebody else answers: the time comes back. */
    do_nbsend(chain.reply_b, words(5, 0, 0));
    assert_current(chain.b);
    assert_ptr_equal(chain.b.tcb->sc, sc_of(chain.a.sc));
    assert_invariants();
}

static void test_caller_with_time_of_its_own_gets_no_second_one(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();
    struct actor server = passive_server(120, ep, reply);
    struct actor client = actor_enter(110);
    struct actor spare;

    (void)state;
    do_call(ep, words(1, 0, 0));
    do_wait(new_object(seL4_NotificationObject, 0)); /* by the server, for ever */
    assert_director();
    spare = actor_new(50);
    unbind_sc(spare.sc);
    bind_sc(spare.sc, client.slot);
    do_nbsend(reply, words(2, 0, 0));
    assert_current(client);
    assert_ptr_equal(client.tcb->sc, sc_of(spare.sc));
    assert_ptr_equal(server.tcb->sc, sc_of(client.sc));
    assert_null(sc_of(client.sc)->reply);
    assert_invariants();
}

static void test_call_without_grant_is_delivered_but_not_answered(void **state)
{
    word_t ep = new_endpoint();
    word_t write_only = new_copy(ep, RIGHT_WRITE, 0);
    word_t reply = new_reply();
    struct actor server = actor_enter(120);

    (void)state;
    do_recv(ep, reply);
    struct actor client = actor_enter(110);
    do_call(write_only, words(1, 1, 11));
    assert_current(server);
    assert_int_equal(answer_of(server.tcb).mr[0], 11);
    assert_state(client, THREAD_INACTIVE);
    assert_null(cap_reply(root_slot(reply)->cap)->tcb);
    assert_invariants();
}

static void test_call_to_a_server_without_reply_object_ends_inactive(void **state)
{
    word_t ep = new_endpoint();
    struct actor server = actor_enter(120);

    (void)state;
    do_wait(ep);
    struct actor client = actor_enter(110);
    do_call(ep, words(1, 1, 11));
    assert_current(server);
    assert_state(client, THREAD_INACTIVE);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_call_lends_time_to_a_passive_server),
        scene_test(test_reply_returns_the_time_that_was_lent),
        scene_test(test_active_server_runs_on_its_own_time),
        scene_test(test_reply_used_twice_delivers_nothing),
        scene_test(test_reply_object_of_a_receiver_answers_nobody),
        scene_test(test_nested_replies_return_the_time_step_by_step),
        scene_test(test_reply_out_of_order_moves_no_time),
        scene_test(test_called_server_of_another_domain_waits_for_its_slice),
        scene_test(test_answered_caller_of_another_domain_waits_for_its_slice),
        scene_test(test_answer_of_another_server_leaves_it_its_own_time),
        scene_test(test_reused_reply_object_lets_its_old_caller_go),
        scene_test(test_deleted_reply_returns_time_and_lets_its_caller_go),
        scene_test(test_deleted_reply_in_mid_stack_breaks_the_chain),
        scene_test(test_suspended_caller_breaks_the_chain),
        scene_test(test_lent_time_outlives_the_server),
        scene_test(test_caller_with_time_of_its_own_gets_no_second_one),
        scene_test(test_call_without_grant_is_delivered_but_not_answered),
        scene_test(test_call_to_a_server_without_reply_object_ends_inactive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
