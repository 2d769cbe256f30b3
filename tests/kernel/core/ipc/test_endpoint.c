/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Endpoints (ABI.md 1.3, 8.4, 10.8): who meets whom, who waits, and what becomes
 * of those who wait when the endpoint goes.
 */
#include "endpoint.h"
#include "scene.h"
#include "sched.h"

static word_t new_endpoint(void)
{
    return new_object(seL4_EndpointObject, 0);
}

static word_t new_reply(void)
{
    return new_object(seL4_ReplyObject, 0);
}

/* An actor that has done a Send (or Call) on `cptr`, where nobody receives, and
   has `priority` now. */
static struct actor waiting_sender(unsigned priority, word_t cptr, bool call)
{
    struct actor actor = actor_enter(200);

    if (call) {
        do_call(cptr, words(5, 1, actor.slot));
    } else {
        do_send(cptr, words(5, 1, actor.slot));
    }
    assert_director();
    set_priority(actor.slot, priority);
    return actor;
}

static void delete_by_director(word_t slot)
{
    do_call(seL4_CapInitThreadCNode,
            (struct message){.label = CNodeDelete, .length = 2, .mr = {slot, 64}});
}

static void test_senders_are_served_by_priority_then_in_order(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();
    struct actor a = waiting_sender(50, ep, false);
    struct actor b = waiting_sender(70, ep, false);
    struct actor c = waiting_sender(50, ep, false);
    struct actor d = waiting_sender(70, ep, false);
    const struct actor *const order[] = {&b, &d, &a, &c};

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        do_recv(ep, reply);
        assert_director();
        assert_int_equal(answer_of(initial_thread()).mr[0], order[i]->slot);
        assert_state(*order[i], THREAD_RUNNING);
        assert_invariants();
    }
}

static void test_receivers_are_served_by_priority(void **state)
{
    word_t ep = new_endpoint();
    struct actor low = actor_enter(110);

    (void)state;
    do_wait(ep);
    struct actor high = actor_enter(120);
    do_wait(ep);
    do_nbsend(ep, words(0, 0, 0));
    assert_current(high);
    assert_state(low, THREAD_BLOCKED_RECV);
    assert_invariants();
}

static void test_message_carries_the_badge_of_the_senders_capability(void **state)
{
    word_t ep = new_endpoint();
    word_t badged = new_copy(ep, RIGHT_WRITE, 0x8000000000000001);

    (void)state;
    (void)waiting_sender(50, badged, false);
    do_recv(ep, new_reply());
    assert_int_equal(answer_of(initial_thread()).badge, 0x8000000000000001);
    assert_invariants();
}

static void test_nbsend_to_nobody_leaves_no_trace(void **state)
{
    word_t ep = new_endpoint();

    (void)state;
    do_nbsend(ep, words(1, 4, 4));
    assert_director();
    assert_null(cap_endpoint(root_slot(ep)->cap)->queue.head);
    assert_invariants();
}

static void test_nbrecv_of_nothing_writes_the_badge_alone(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();

    (void)state;
    fill_registers(initial_thread());
    initial_thread()->context.reg[REG_REPLY] = reply;
    struct user_context before = initial_thread()->context;
    for (unsigned wait = 0; wait < 2; wait++) {
        initial_thread()->context = before;
        initial_thread()->context.reg[REG_CAP] = ep;
        initial_thread()->context.reg[REG_SYSCALL] =
            (word_t)(int64_t)(wait ? seL4_SysNBWait : seL4_SysNBRecv);
        kernel_syscall();
        assert_director();
        assert_int_equal(initial_thread()->context.reg[REG_CAP], 0);
        assert_registers_kept(initial_thread(), &before, CHANGED_BADGE | BIT(REG_SYSCALL));
        assert_invariants();
    }
}

static void test_send_without_right_is_an_error_for_call_alone(void **state)
{
    word_t ep = new_endpoint();
    word_t read_only = new_copy(ep, RIGHT_READ, 0);

    (void)state;
    assert_error1(kernel_call(read_only, words(1, 0, 0)), seL4_InvalidCapability, 0);
    do_send(read_only, words(1, 0, 0));
    assert_director();
    assert_null(cap_endpoint(root_slot(ep)->cap)->queue.head);
    assert_invariants();
}

static void test_receive_without_right_is_a_fault(void **state)
{
    word_t ep = new_endpoint();
    word_t write_only = new_copy(ep, RIGHT_WRITE | RIGHT_GRANT, 0);
    struct actor actor = actor_enter(110);

    (void)state;
    do_wait(write_only);
    assert_director();
    assert_state(actor, THREAD_INACTIVE);
    assert_true(host_console_has("Found thread has no fault handler"));
    assert_invariants();
}

/* ---- Ends of waiting ---- */

static void test_deleted_endpoint_completes_sends_and_fails_calls(void **state)
{
    word_t ep = new_endpoint();
    struct actor sender = waiting_sender(120, ep, false);
    struct actor caller = waiting_sender(110, ep, true);

    (void)state;
    delete_by_director(ep);
    assert_current(sender);
    assert_int_equal(sender.tcb->context.next_pc, sender.tcb->context.reg[REG_PC]);
    sender.tcb->context.next_pc += 4; /* it executes its svc again */
    kernel_syscall();
    assert_current(sender);
    assert_int_equal(answer_of(sender.tcb).mr[0], sender.slot);
    do_wait(new_object(seL4_NotificationObject, 0));
    assert_current(caller);
    caller.tcb->context.next_pc += 4;
    kernel_syscall();
    assert_current(caller);
    assert_error1(answer_of(caller.tcb), seL4_InvalidCapability, 0);
    assert_invariants();
}

static void test_deleted_endpoint_faults_its_receivers(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_reply();
    struct actor receiver = actor_enter(110);

    (void)state;
    do_recv(ep, reply);
    delete_by_director(ep);
    assert_current(receiver);
    assert_null(cap_reply(root_slot(reply)->cap)->tcb);
    receiver.tcb->context.next_pc += 4;
    kernel_syscall();
    assert_director();
    assert_state(receiver, THREAD_INACTIVE); /* it has no handler */
    assert_invariants();
}

static void test_deleted_endpoint_stops_waiting_faulters(void **state)
{
    word_t ep = new_endpoint();
    struct actor faulter = actor_new(110);

    (void)state;
    set_fault_handler(&faulter, ep);
    actor_start(&faulter);
    kernel_vm_fault(0x1000, 0x92000007, false);
    assert_state(faulter, THREAD_BLOCKED_SEND);
    /* The copy in the TCB keeps the endpoint alive. */
    delete_cap(ep);
    assert_state(faulter, THREAD_BLOCKED_SEND);
    set_fault_handler(&faulter, seL4_CapNull);
    assert_state(faulter, THREAD_INACTIVE);
    assert_int_equal(faulter.tcb->fault.type, seL4_Fault_NullFault);
    assert_invariants();
}

static void cancel_badged(word_t cptr)
{
    do_call(seL4_CapInitThreadCNode,
            (struct message){.label = CNodeCancelBadgedSends, .length = 2, .mr = {cptr, 64}});
}

static void test_cancelled_badge_sends_again_and_others_wait_on(void **state)
{
    word_t ep = new_endpoint();
    word_t one = new_copy(ep, RIGHTS_ALL, 1);
    word_t two = new_copy(ep, RIGHTS_ALL, 2);
    struct actor a = waiting_sender(50, one, false);
    struct actor b = waiting_sender(60, two, false);
    struct actor c = waiting_sender(70, one, true);

    (void)state;
    cancel_badged(one);
    assert_ok(answer_of(initial_thread()));
    assert_state(a, THREAD_RESTART);
    assert_state(b, THREAD_BLOCKED_SEND);
    assert_state(c, THREAD_RESTART);
    assert_ptr_equal(cap_endpoint(root_slot(ep)->cap)->queue.head, b.tcb);
    assert_invariants();
}

static void test_cancel_needs_all_rights_and_a_badge(void **state)
{
    word_t ep = new_endpoint();
    word_t weak = new_copy(ep, RIGHT_WRITE, 1);
    struct actor a = waiting_sender(50, weak, false);
    struct actor b = waiting_sender(50, ep, false);

    (void)state;
    cancel_badged(weak);
    assert_error(answer_of(initial_thread()), seL4_IllegalOperation);
    cancel_badged(ep);
    assert_ok(answer_of(initial_thread()));
    assert_state(a, THREAD_BLOCKED_SEND);
    assert_state(b, THREAD_BLOCKED_SEND);
    assert_invariants();
}

/* ---- Time on the way ---- */

/* A passive server that runs on a client's time answers it and receives from
   `ep`, where somebody waits. */
static struct actor server_takes_from(word_t ep, struct actor *client)
{
    word_t first = new_endpoint();
    word_t reply = new_reply();
    struct actor server = passive_server(120, first, reply);

    *client = actor_enter(110);
    do_call(first, words(0, 0, 0));
    assert_current(server);
    do_reply_recv(ep, reply, words(0, 0, 0));
    return server;
}

static void test_queued_send_gives_no_time(void **state)
{
    word_t ep = new_endpoint();
    struct actor client;
    struct actor sender = waiting_sender(60, ep, false);
    struct actor server = server_takes_from(ep, &client);

    (void)state;
    assert_current(client);
    assert_state(server, THREAD_RUNNING);
    assert_null(server.tcb->sc);
    assert_non_null(sender.tcb->sc);
    assert_invariants();
}

static void test_queued_call_lends_its_time(void **state)
{
    word_t ep = new_endpoint();
    struct actor client;
    struct actor caller = waiting_sender(60, ep, true);
    struct actor server = server_takes_from(ep, &client);

    (void)state;
    assert_current(server); /* 120, on the caller's time; the client has 110 */
    assert_ptr_equal(server.tcb->sc, cap_sched_context(root_slot(caller.sc)->cap));
    assert_null(caller.tcb->sc);
    assert_state(client, THREAD_RUNNING);
    assert_invariants();
}

static void test_nbsend_recv_gives_the_time_away_for_good(void **state)
{
    word_t ep = new_endpoint();
    word_t own = new_endpoint();
    word_t reply = new_reply();
    word_t reply2 = new_reply();
    struct actor taker = passive_server(105, ep, reply);
    struct actor giver = actor_enter(110);

    (void)state;
    do_nbsend_recv(ep, words(3, 1, 33), own, reply2);
    assert_current(taker);
    assert_int_equal(answer_of(taker.tcb).mr[0], 33);
    assert_non_null(taker.tcb->sc);
    assert_null(taker.tcb->sc->reply);
    assert_null(giver.tcb->sc);
    assert_state(giver, THREAD_BLOCKED_RECV);
    assert_null(cap_reply(root_slot(reply)->cap)->tcb);
    assert_invariants();
}

static void test_nbsend_wait_gives_the_time_away_for_good(void **state)
{
    word_t ep = new_endpoint();
    struct actor taker = passive_server(105, ep, new_reply());
    struct actor giver = actor_enter(110);

    (void)state;
    do_nbsend_wait(ep, words(3, 1, 33), new_object(seL4_NotificationObject, 0));
    assert_current(taker);
    assert_non_null(taker.tcb->sc);
    assert_null(giver.tcb->sc);
    assert_state(giver, THREAD_BLOCKED_NOTIFICATION);
    assert_invariants();
}

static void test_plain_send_gives_no_time(void **state)
{
    word_t ep = new_endpoint();
    struct actor passive = passive_server(105, ep, new_reply());

    (void)state;
    do_send(ep, words(3, 1, 33));
    assert_director();
    assert_state(passive, THREAD_RUNNING);
    assert_null(passive.tcb->sc);
    assert_int_equal(answer_of(passive.tcb).mr[0], 33);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_senders_are_served_by_priority_then_in_order),
        scene_test(test_receivers_are_served_by_priority),
        scene_test(test_message_carries_the_badge_of_the_senders_capability),
        scene_test(test_nbsend_to_nobody_leaves_no_trace),
        scene_test(test_nbrecv_of_nothing_writes_the_badge_alone),
        scene_test(test_send_without_right_is_an_error_for_call_alone),
        scene_test(test_receive_without_right_is_a_fault),
        scene_test(test_deleted_endpoint_completes_sends_and_fails_calls),
        scene_test(test_deleted_endpoint_faults_its_receivers),
        scene_test(test_deleted_endpoint_stops_waiting_faulters),
        scene_test(test_cancelled_badge_sends_again_and_others_wait_on),
        scene_test(test_cancel_needs_all_rights_and_a_badge),
        scene_test(test_queued_send_gives_no_time),
        scene_test(test_queued_call_lends_its_time),
        scene_test(test_nbsend_recv_gives_the_time_away_for_good),
        scene_test(test_nbsend_wait_gives_the_time_away_for_good),
        scene_test(test_plain_send_gives_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
