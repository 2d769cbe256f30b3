/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notifications (ABI.md 11).
 */
#include "notification.h"
#include "scene.h"
#include "sched.h"

static word_t new_notification(void)
{
    return new_object(seL4_NotificationObject, 0);
}

static struct notification *notification_of(word_t slot)
{
    return cap_notification(root_slot(slot)->cap);
}

static void bind(word_t tcb, word_t ntfn)
{
    assert_ok(kernel_call(
        tcb, (struct message){.label = TCBBindNotification, .caps = 1, .cap = {ntfn}}));
}

static void signal(word_t cptr)
{
    do_nbsend(cptr, words(0, 0, 0));
}

static void test_signals_add_up_to_one_delivery(void **state)
{
    word_t ntfn = new_notification();

    (void)state;
    signal(new_copy(ntfn, RIGHT_WRITE, 1));
    signal(new_copy(ntfn, RIGHT_WRITE, 4));
    signal(new_copy(ntfn, RIGHT_WRITE, 4));
    do_wait(ntfn);
    assert_director();
    assert_int_equal(initial_thread()->context.reg[REG_CAP], 5);
    do_nbwait(ntfn);
    assert_int_equal(initial_thread()->context.reg[REG_CAP], 0);
    assert_false(notification_of(ntfn)->active);
    assert_invariants();
}

static void test_signal_without_badge_counts(void **state)
{
    word_t ntfn = new_notification();

    (void)state;
    signal(ntfn);
    assert_true(notification_of(ntfn)->active);
    do_wait(ntfn);
    assert_director();
    assert_int_equal(initial_thread()->context.reg[REG_CAP], 0);
    assert_false(notification_of(ntfn)->active);
    assert_invariants();
}

static void test_signal_writes_the_badge_register_alone(void **state)
{
    word_t ntfn = new_notification();
    word_t badged = new_copy(ntfn, RIGHT_WRITE, 0xbad9e);
    struct actor waiter = actor_enter(110);

    (void)state;
    fill_registers(waiter.tcb);
    do_wait(ntfn);
    struct user_context before = waiter.tcb->context;
    do_send(badged, words(77, 4, 7));
    assert_current(waiter);
    assert_int_equal(waiter.tcb->context.reg[REG_CAP], 0xbad9e);
    assert_registers_kept(waiter.tcb, &before, CHANGED_BADGE);
    assert_invariants();
}

static void test_call_on_a_notification_signals_and_is_answered(void **state)
{
    word_t ntfn = new_notification();

    (void)state;
    assert_ok(kernel_call(ntfn, words(3, 2, 2)));
    assert_true(notification_of(ntfn)->active);
    assert_invariants();
}

static void test_waiters_are_served_by_priority_one_each(void **state)
{
    word_t ntfn = new_notification();
    struct actor low = actor_enter(110);

    (void)state;
    do_wait(ntfn);
    struct actor high = actor_enter(120);
    do_wait(ntfn);
    signal(ntfn);
    assert_current(high);
    assert_state(low, THREAD_BLOCKED_NOTIFICATION);
    assert_false(notification_of(ntfn)->active);
    assert_invariants();
}

static void test_rights_are_needed_for_both_ends(void **state)
{
    word_t ntfn = new_notification();
    word_t read = new_copy(ntfn, RIGHT_READ, 0);
    word_t write = new_copy(ntfn, RIGHT_WRITE, 0);
    struct actor actor;

    (void)state;
    assert_error1(kernel_call(read, words(0, 0, 0)), seL4_InvalidCapability, 0);
    assert_false(notification_of(ntfn)->active);
    actor = actor_enter(110);
    do_wait(write);
    assert_director();
    assert_state(actor, THREAD_INACTIVE); /* a fault, and no handler */
    assert_invariants();
}

/* ---- Bound ---- */

static void test_signal_reaches_the_bound_thread_in_its_receive(void **state)
{
    word_t ntfn = new_notification();
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor actor = actor_new(110);

    (void)state;
    bind(actor.slot, ntfn);
    actor_start(&actor);
    fill_registers(actor.tcb);
    do_recv(ep, reply);
    struct user_context before = actor.tcb->context;
    signal(new_copy(ntfn, RIGHT_WRITE, 6));
    assert_current(actor);
    assert_int_equal(actor.tcb->context.reg[REG_CAP], 6);
    assert_registers_kept(actor.tcb, &before, CHANGED_BADGE);
    assert_null(cap_reply(root_slot(reply)->cap)->tcb);
    assert_null(cap_endpoint(root_slot(ep)->cap)->queue.head);
    assert_false(notification_of(ntfn)->active);
    assert_invariants();
}

static void test_active_bound_notification_comes_before_messages(void **state)
{
    word_t ntfn = new_notification();
    word_t ep = new_object(seL4_EndpointObject, 0);
    struct actor sender = actor_enter(110);

    (void)state;
    do_send(ep, words(0, 0, 0));
    bind(seL4_CapInitThreadTCB, ntfn);
    signal(new_copy(ntfn, RIGHT_WRITE, 6));
    do_recv(ep, new_object(seL4_ReplyObject, 0));
    assert_director();
    assert_int_equal(initial_thread()->context.reg[REG_CAP], 6);
    assert_state(sender, THREAD_BLOCKED_SEND);
    assert_invariants();
}

static void test_signal_while_the_bound_thread_waits_for_a_reply_is_kept(void **state)
{
    word_t ntfn = new_notification();
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor client = actor_new(110);

    (void)state;
    bind(client.slot, ntfn);
    actor_start(&client);
    do_call(ep, words(0, 0, 0));
    signal(new_copy(ntfn, RIGHT_WRITE, 6));
    do_recv(ep, reply);
    signal(new_copy(ntfn, RIGHT_WRITE, 1));
    assert_director();
    assert_state(client, THREAD_BLOCKED_REPLY);
    assert_true(notification_of(ntfn)->active);
    assert_int_equal(notification_of(ntfn)->badge, 7);
    assert_invariants();
}

static void test_bound_notification_belongs_to_its_thread(void **state)
{
    word_t ntfn = new_notification();
    struct actor owner = actor_new(50);
    struct actor thief = actor_enter(110);

    (void)state;
    do_call(owner.slot,
            (struct message){.label = TCBBindNotification, .caps = 1, .cap = {ntfn}});
    do_wait(ntfn);
    assert_director();
    assert_state(thief, THREAD_INACTIVE);
    assert_null(notification_of(ntfn)->queue.head);
    assert_invariants();
}

static void test_binding_is_refused_where_it_would_be_ambiguous(void **state)
{
    word_t ntfn = new_notification();
    word_t other = new_notification();
    word_t no_read = new_copy(other, RIGHT_WRITE, 0);
    struct actor a = actor_new(50);
    struct actor b = actor_new(50);
    struct message to_ntfn = {.label = TCBBindNotification, .caps = 1, .cap = {ntfn}};
    struct message to_other = {.label = TCBBindNotification, .caps = 1, .cap = {other}};
    struct message to_no_read = {.label = TCBBindNotification, .caps = 1, .cap = {no_read}};

    (void)state;
    assert_error(kernel_call(a.slot, to_no_read), seL4_IllegalOperation);
    assert_ok(kernel_call(a.slot, to_ntfn));
    assert_error(kernel_call(a.slot, to_other), seL4_IllegalOperation);
    assert_error(kernel_call(b.slot, to_ntfn), seL4_IllegalOperation);
    struct actor waiter = actor_enter(110);
    do_wait(other);
    assert_error(kernel_call(b.slot, to_other), seL4_IllegalOperation);
    assert_state(waiter, THREAD_BLOCKED_NOTIFICATION);
    assert_ok(kernel_call(a.slot, (struct message){.label = TCBUnbindNotification}));
    assert_error(kernel_call(a.slot, (struct message){.label = TCBUnbindNotification}),
                 seL4_IllegalOperation);
    assert_invariants();
}

/* ---- Lending time ---- */

/* A passive server made as Microkit's monitor does it: its context is bound to
   its notification while it still runs on it. */
static struct actor make_lender(word_t ntfn, word_t ep, word_t reply)
{
    struct actor actor = actor_new(110);

    bind(actor.slot, ntfn);
    actor_start(&actor);
    bind_sc(actor.sc, ntfn); /* by the actor itself, while it runs on it */
    do_recv(ep, reply);
    assert_director();
    assert_null(actor.tcb->sc);
    assert_invariants();
    return actor;
}

static void test_notification_lends_time_until_the_next_receive(void **state)
{
    word_t ntfn = new_notification();
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor actor = make_lender(ntfn, ep, reply);

    (void)state;
    signal(ntfn);
    assert_current(actor);
    assert_ptr_equal(actor.tcb->sc, notification_of(ntfn)->sc);
    do_nbrecv(ep, reply); /* does not block, does not give back */
    assert_current(actor);
    do_recv(ep, reply);
    assert_director();
    assert_null(actor.tcb->sc);
    assert_null(notification_of(ntfn)->sc->tcb);
    assert_invariants();
}

/* A lender that a signal has given time at 110, and a call of a client of 105
   that waits. */
static void test_call_that_waits_is_paid_by_the_caller(void **state)
{
    word_t ntfn = new_notification();
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor server = make_lender(ntfn, ep, reply);

    (void)state;
    signal(ntfn);
    assert_current(server);
    do_wait(new_notification()); /* with the time: that one is not bound */
    assert_director();
    struct actor client = actor_enter(105);
    do_call(ep, words(0, 0, 0));
    assert_state(client, THREAD_BLOCKED_SEND);
    do_call(server.slot, (struct message){.label = TCBResume});
    assert_current(server);
    do_recv(ep, reply);
    assert_current(server);
    assert_ptr_equal(server.tcb->sc, cap_sched_context(root_slot(client.sc)->cap));
    assert_null(notification_of(ntfn)->sc->tcb);
    assert_null(client.tcb->sc);
    do_reply_recv(ep, reply, words(0, 0, 0));
    assert_current(client);
    assert_null(server.tcb->sc);
    assert_invariants();
}

static void test_send_that_waits_leaves_its_receiver_without_time(void **state)
{
    word_t ntfn = new_notification();
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor server = make_lender(ntfn, ep, reply);

    (void)state;
    signal(ntfn);
    do_wait(new_notification());
    struct actor client = actor_enter(105);
    do_send(ep, words(0, 1, 7));
    do_call(server.slot, (struct message){.label = TCBResume});
    do_recv(ep, reply);
    assert_current(client);
    assert_state(server, THREAD_RUNNING);
    assert_null(server.tcb->sc);
    assert_null(notification_of(ntfn)->sc->tcb);
    assert_int_equal(server.tcb->context.reg[REG_MR0], 7);
    assert_invariants();
}

static void test_caller_gets_its_own_time_back_not_the_notifications(void **state)
{
    word_t ntfn = new_notification();
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor server = make_lender(ntfn, ep, reply);
    struct actor client = actor_enter(105);

    (void)state;
    do_call(ep, words(0, 0, 0));
    assert_current(server);
    assert_ptr_equal(server.tcb->sc, cap_sched_context(root_slot(client.sc)->cap));
    signal(ntfn); /* kept: the server runs */
    do_reply_recv(ep, reply, words(0, 0, 0));
    assert_current(server);
    assert_ptr_equal(server.tcb->sc, notification_of(ntfn)->sc);
    assert_ptr_equal(client.tcb->sc, cap_sched_context(root_slot(client.sc)->cap));
    do_recv(ep, reply);
    assert_current(client);
    assert_invariants();
}

static void test_time_in_use_is_not_lent_twice(void **state)
{
    word_t ntfn = new_notification();
    struct actor user = actor_new(50);
    struct actor passive = actor_enter(110);

    (void)state;
    do_wait(ntfn);
    unbind_sc(passive.sc);
    bind_sc(user.sc, ntfn);
    signal(ntfn);
    assert_director();
    assert_state(passive, THREAD_RUNNING);
    assert_null(passive.tcb->sc);
    assert_ptr_equal(user.tcb->sc, notification_of(ntfn)->sc);
    assert_invariants();
}

static void test_bound_thread_that_waits_behind_another_leaves_alone(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    word_t replies[2] = {new_object(seL4_ReplyObject, 0), new_object(seL4_ReplyObject, 0)};
    struct actor first = actor_enter(150);

    (void)state;
    do_recv(ep, replies[0]);
    struct actor bound = actor_enter(140);
    do_recv(ep, replies[1]);
    assert_director();
    assert_ok(kernel_call(bound.slot, (struct message){
                                          .label = TCBBindNotification, .caps = 1, .cap = {ntfn}}));
    do_nbsend(ntfn, words(0, 0, 0));
    assert_current(bound);
    assert_ptr_equal(((struct endpoint *)object_at(ep))->queue.head, first.tcb);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_signals_add_up_to_one_delivery),
        scene_test(test_signal_without_badge_counts),
        scene_test(test_signal_writes_the_badge_register_alone),
        scene_test(test_call_on_a_notification_signals_and_is_answered),
        scene_test(test_waiters_are_served_by_priority_one_each),
        scene_test(test_rights_are_needed_for_both_ends),
        scene_test(test_signal_reaches_the_bound_thread_in_its_receive),
        scene_test(test_active_bound_notification_comes_before_messages),
        scene_test(test_signal_while_the_bound_thread_waits_for_a_reply_is_kept),
        scene_test(test_bound_notification_belongs_to_its_thread),
        scene_test(test_binding_is_refused_where_it_would_be_ambiguous),
        scene_test(test_notification_lends_time_until_the_next_receive),
        scene_test(test_call_that_waits_is_paid_by_the_caller),
        scene_test(test_send_that_waits_leaves_its_receiver_without_time),
        scene_test(test_caller_gets_its_own_time_back_not_the_notifications),
        scene_test(test_bound_thread_that_waits_behind_another_leaves_alone),
        scene_test(test_time_in_use_is_not_lent_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
