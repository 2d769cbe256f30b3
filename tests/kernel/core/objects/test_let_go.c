/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads that wait on what goes away are let go one at a time, so that an
 * interrupt need not wait for all of them.
 */
#include "delete.h"
#include "derive.h"
#include "scene.h"
#include "sched.h"
#include "thread.h"

enum { WAITERS = 8 };

/* One step of `label` on `slot`: an interrupt is pending.  True: that was all. */
static bool step(word_t cptr, struct message message)
{
    const struct user_context *context = &initial_thread()->context;

    interrupt_pending(true);
    do_call(cptr, message);
    interrupt_pending(false);
    assert_director();
    assert_invariants();
    return context->next_pc != context->reg[REG_PC];
}

static unsigned steps(word_t cptr, struct message message)
{
    unsigned count = 1;

    while (!step(cptr, message)) {
        count++;
    }
    assert_ok(answer_of(initial_thread()));
    return count;
}

static struct message on_slot(word_t label, word_t slot)
{
    return (struct message){.label = label, .length = 2, .mr = {slot, 64}};
}

static unsigned count_in(const struct actor *waiter, enum thread_state state)
{
    unsigned count = 0;

    for (unsigned i = 0; i < WAITERS; i++) {
        count += waiter[i].tcb->state == state;
    }
    return count;
}

/* The director outranks those that are let go. */
static void notification_with_waiters(word_t ntfn, struct actor *waiter)
{
    for (unsigned i = 0; i < WAITERS; i++) {
        waiter[i] = actor_enter(110);
        do_wait(ntfn);
    }
    assert_director();
    thread_set_priority(initial_thread(), 120);
}

static void endpoint_with_senders(word_t ep, struct actor *sender)
{
    for (unsigned i = 0; i < WAITERS; i++) {
        sender[i] = actor_enter(110);
        do_send(ep, (struct message){.label = 1});
    }
    assert_director();
    thread_set_priority(initial_thread(), 120);
}

static void test_a_notification_lets_one_go_in_each_step(void **state)
{
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    struct actor waiter[WAITERS];

    (void)state;
    notification_with_waiters(ntfn, waiter);
    for (unsigned gone = 0; gone <= WAITERS; gone++) {
        assert_false(step(seL4_CapInitThreadCNode, on_slot(CNodeDelete, ntfn)));
        assert_int_equal(count_in(waiter, THREAD_RESTART), gone);
    }
    assert_int_equal(steps(seL4_CapInitThreadCNode, on_slot(CNodeDelete, ntfn)), 1);
    assert_slot_empty(ntfn);
}

static void test_an_endpoint_lets_one_go_in_each_step(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    struct actor sender[WAITERS];

    (void)state;
    endpoint_with_senders(ep, sender);
    /* Nobody finds the endpoint any more, not even those that are let go first. */
    assert_false(step(seL4_CapInitThreadCNode, on_slot(CNodeDelete, ep)));
    assert_int_equal(cap_type(root_slot(ep)->cap), CAP_ZOMBIE);
    assert_int_equal(steps(seL4_CapInitThreadCNode, on_slot(CNodeDelete, ep)), WAITERS + 1);
    assert_int_equal(count_in(sender, THREAD_RESTART), WAITERS);
    assert_slot_empty(ep);
}

static void test_cancelling_badged_sends_lets_one_go_in_each_step(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t badged = new_copy(ep, RIGHTS_ALL, 7);
    struct actor sender[WAITERS];

    (void)state;
    endpoint_with_senders(badged, sender);
    assert_false(step(seL4_CapInitThreadCNode, on_slot(CNodeCancelBadgedSends, badged)));
    assert_int_equal(count_in(sender, THREAD_RESTART), 1);
    (void)steps(seL4_CapInitThreadCNode, on_slot(CNodeCancelBadgedSends, badged));
    assert_int_equal(count_in(sender, THREAD_RESTART), WAITERS);
}

static void test_cancelling_badged_sends_passes_over_one_in_each_step(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t badged = new_copy(ep, RIGHTS_ALL, 7);
    word_t other = new_copy(ep, RIGHTS_ALL, 8);
    struct actor sender[WAITERS];

    (void)state;
    endpoint_with_senders(other, sender);
    assert_int_equal(steps(seL4_CapInitThreadCNode, on_slot(CNodeCancelBadgedSends, badged)),
                     WAITERS + 1);
    assert_int_equal(count_in(sender, THREAD_BLOCKED_SEND), WAITERS);
    assert_int_equal(initial_thread()->progress.at, 0);
}

/* While it is preempted after three senders, other capabilities come into its slot, with as many
   senders: it is for those then, and all of them. */
static void test_cancelling_badged_sends_begins_anew_with_another_capability(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t badged = new_copy(ep, RIGHTS_ALL, 7);
    const word_t other[] = {
        new_copy(new_object(seL4_EndpointObject, 0), RIGHTS_ALL, 7), /* another endpoint */
        new_copy(ep, RIGHTS_ALL, 8),                                 /* another badge */
    };
    struct message cancel = on_slot(CNodeCancelBadgedSends, badged);

    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        struct actor sender[WAITERS];
        struct actor before[WAITERS];
        thread_set_priority(initial_thread(), DIRECTOR_PRIORITY);
        endpoint_with_senders(other[i], sender);
        thread_set_priority(initial_thread(), DIRECTOR_PRIORITY);
        endpoint_with_senders(badged, before);
        for (unsigned gone = 1; gone <= 3; gone++) {
            assert_false(step(seL4_CapInitThreadCNode, cancel));
        }
        derive_exchange(root_slot(badged), root_slot(other[i]));
        (void)steps(seL4_CapInitThreadCNode, cancel);
        assert_int_equal(count_in(sender, THREAD_RESTART), WAITERS);
        derive_exchange(root_slot(badged), root_slot(other[i]));
        (void)steps(seL4_CapInitThreadCNode, cancel);
        for (unsigned k = 0; k < WAITERS; k++) {
            delete_cap(sender[k].slot);
            delete_cap(before[k].slot);
        }
    }
}

/* It is preempted after three senders, and an endpoint comes to where the CNode was: the call goes
   to that.  The three send again, and the next CancelBadgedSends finds all. */
static void test_cancelling_badged_sends_begins_anew_after_a_call_to_a_server(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t service = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    word_t badged = new_copy(ep, RIGHTS_ALL, 7);
    word_t node = new_copy(seL4_CapInitThreadCNode, RIGHTS_ALL, 0);
    struct message cancel = on_slot(CNodeCancelBadgedSends, badged);
    struct actor sender[WAITERS];

    (void)state;
    struct actor server = actor_enter(130);
    do_recv(service, reply);
    endpoint_with_senders(badged, sender);
    for (unsigned gone = 1; gone <= 3; gone++) {
        assert_false(step(node, cancel));
    }
    derive_exchange(root_slot(node), root_slot(service));
    do_call(node, cancel);
    assert_current(server);
    do_reply_recv(node, reply, (struct message){.label = 0});
    assert_director();
    derive_exchange(root_slot(node), root_slot(service));
    thread_set_priority(initial_thread(), DIRECTOR_PRIORITY);
    kernel_leave();
    for (unsigned again = 1; again <= 3; again++) {
        do_send(badged, (struct message){.label = 1});
    }
    assert_int_equal(count_in(sender, THREAD_BLOCKED_SEND), WAITERS);
    thread_set_priority(initial_thread(), 120);
    (void)steps(node, cancel);
    assert_int_equal(count_in(sender, THREAD_RESTART), WAITERS);
}

/* Whatever it does instead of the system call that it was preempted in. */
static void test_who_waits_or_yields_is_in_no_preempted_operation(void **state)
{
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);

    (void)state;
    struct actor waiter = actor_enter(110);
    waiter.tcb->progress.at = 1;
    do_wait(ntfn);
    assert_int_equal(waiter.tcb->progress.at, 0);
    struct actor receiver = actor_enter(110);
    receiver.tcb->progress.at = 1;
    do_nbwait(ntfn);
    assert_int_equal(receiver.tcb->progress.at, 0);
    receiver.tcb->progress.at = 1;
    do_recv(ep, reply);
    assert_int_equal(receiver.tcb->progress.at, 0);
    assert_director();
    initial_thread()->progress.at = 1;
    do_yield();
    assert_int_equal(initial_thread()->progress.at, 0);
    initial_thread()->progress.at = 1;
    syscall_enter(seL4_SysDebugPutChar, 0, &(struct message){.label = 0});
    assert_int_equal(initial_thread()->progress.at, 0);
}

/* While the system call is preempted, priorities are set, all but at its end. */
static void test_cancelling_badged_sends_finds_who_changes_priority_meanwhile(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t badged = new_copy(ep, RIGHTS_ALL, 7);
    struct actor sender[WAITERS];

    (void)state;
    endpoint_with_senders(badged, sender);
    while (count_in(sender, THREAD_RESTART) < WAITERS - 1) {
        assert_false(step(seL4_CapInitThreadCNode, on_slot(CNodeCancelBadgedSends, badged)));
        for (unsigned i = 0; i < WAITERS; i++) {
            if (sender[i].tcb->state == THREAD_BLOCKED_SEND) {
                thread_set_priority(sender[i].tcb, 100);
            }
        }
    }
    (void)steps(seL4_CapInitThreadCNode, on_slot(CNodeCancelBadgedSends, badged));
    assert_int_equal(count_in(sender, THREAD_RESTART), WAITERS);
}

/* The TCB's copy leads to the endpoint alone, and goes when another takes its place. */
static void test_a_replaced_handler_lets_one_go_in_each_step(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    struct message none = {.label = TCBSetTimeoutEndpoint, .caps = 1, .cap = {seL4_CapNull}};
    struct message to = {.label = TCBSetTimeoutEndpoint, .caps = 1, .cap = {ep}};
    struct actor sender[WAITERS];
    struct actor handled = actor_new(90);

    (void)state;
    assert_ok(kernel_call(handled.slot, to));
    endpoint_with_senders(ep, sender);
    delete_cap(ep);
    assert_int_equal(count_in(sender, THREAD_BLOCKED_SEND), WAITERS);
    assert_int_equal(steps(handled.slot, none), WAITERS + 2);
    assert_int_equal(count_in(sender, THREAD_RESTART), WAITERS);
}

static struct answer issue(word_t irq, word_t slot)
{
    return kernel_call(seL4_CapIRQControl, (struct message){.label = IRQIssueIRQHandler,
                                                            .length = 3,
                                                            .mr = {irq, slot, 64},
                                                            .caps = 1,
                                                            .cap = {seL4_CapInitThreadCNode}});
}

static word_t handler_of(word_t irq, word_t ntfn)
{
    word_t handler = new_slot();

    assert_ok(issue(irq, handler));
    assert_ok(kernel_call(
        handler, (struct message){.label = IRQSetIRQHandler, .caps = 1, .cap = {ntfn}}));
    return handler;
}

/* The same with the kernel's copy of an interrupt's notification: cleared, and gone with the
   handler. */
static void test_an_interrupts_notification_lets_one_go_in_each_step(void **state)
{
    struct actor waiter[WAITERS];

    (void)state;
    for (word_t irq = 40; irq < 42; irq++) {
        word_t ntfn = new_object(seL4_NotificationObject, 0);
        word_t handler = handler_of(irq, ntfn);
        thread_set_priority(initial_thread(), 100);
        notification_with_waiters(ntfn, waiter);
        delete_cap(ntfn);
        assert_int_equal(count_in(waiter, THREAD_BLOCKED_NOTIFICATION), WAITERS);
        if (irq == 40) {
            struct message clear = {.label = IRQClearIRQHandler};
            assert_int_equal(steps(handler, clear), WAITERS + 2);
        } else {
            struct message delete = on_slot(CNodeDelete, handler);
            assert_false(step(seL4_CapInitThreadCNode, delete));
            assert_false(step(seL4_CapInitThreadCNode, delete));
            assert_error(issue(irq, new_slot()), seL4_RevokeFirst);
            assert_int_equal(steps(seL4_CapInitThreadCNode, delete), WAITERS + 2);
            assert_ok(issue(irq, handler));
        }
        assert_int_equal(count_in(waiter, THREAD_RESTART), WAITERS);
        for (unsigned i = 0; i < WAITERS; i++) {
            delete_cap(waiter[i].slot);
        }
    }
}

/* What it has begun, others end; it does not run again. */
static void test_a_thread_that_deletes_itself_has_stopped_when_it_is_preempted(void **state)
{
    struct actor actor = actor_enter(110);

    (void)state;
    interrupt_pending(true);
    do_call(seL4_CapInitThreadCNode, on_slot(CNodeDelete, actor.slot));
    interrupt_pending(false);
    assert_director();
    assert_state(actor, THREAD_INACTIVE);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_a_notification_lets_one_go_in_each_step),
        scene_test(test_an_endpoint_lets_one_go_in_each_step),
        scene_test(test_cancelling_badged_sends_lets_one_go_in_each_step),
        scene_test(test_cancelling_badged_sends_passes_over_one_in_each_step),
        scene_test(test_cancelling_badged_sends_begins_anew_with_another_capability),
        scene_test(test_cancelling_badged_sends_begins_anew_after_a_call_to_a_server),
        scene_test(test_who_waits_or_yields_is_in_no_preempted_operation),
        scene_test(test_cancelling_badged_sends_finds_who_changes_priority_meanwhile),
        scene_test(test_a_replaced_handler_lets_one_go_in_each_step),
        scene_test(test_a_thread_that_deletes_itself_has_stopped_when_it_is_preempted),
        scene_test(test_an_interrupts_notification_lets_one_go_in_each_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
