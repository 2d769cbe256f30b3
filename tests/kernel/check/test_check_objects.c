/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The invariant check must find what is broken (test_check.c): what threads are
 * made of, what they wait for, and pointers that come in pairs.  The later an
 * object is made, the sooner is it looked at.
 */
#include "fixture.h"

#include <string.h>

#include "check.h"
#include "derive.h"
#include "domain.h"
#include "thread.h"

/* ---- Queues of endpoints and notifications ---- */

static void wait_in(struct queue *queue, struct tcb *tcb, enum thread_state state)
{
    tcb->state = state;
    wait_queue_add(queue, tcb);
}

static void test_finds_one_who_neither_sends_nor_receives(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    wait_in(&ep->queue, tcb, THREAD_RUNNING);
    assert_finds("endpoint: its threads send or receive");
}

static void test_finds_a_receiver_among_senders(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));
    struct tcb *other = object_at(new_object(seL4_TCBObject, 0));
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    wait_in(&ep->queue, tcb, THREAD_BLOCKED_SEND);
    wait_in(&ep->queue, other, THREAD_BLOCKED_RECV);
    assert_finds("queue: its threads wait, all for the same");
}

static void test_finds_one_who_waits_for_another_endpoint(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    wait_in(&ep->queue, tcb, THREAD_BLOCKED_SEND);
    assert_null(check_invariants());
    tcb->blocked_on = object_at(new_object(seL4_EndpointObject, 0));
    assert_finds("queue: its threads wait for this object");
}

static void test_finds_a_queue_with_a_broken_back_link(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));
    struct tcb *other = object_at(new_object(seL4_TCBObject, 0));
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    wait_in(&ep->queue, tcb, THREAD_BLOCKED_SEND);
    wait_in(&ep->queue, other, THREAD_BLOCKED_SEND);
    other->link.above = NULL;
    assert_finds("queue: its threads exist, and above is the inverse of below");
}

static void test_finds_a_queue_that_begins_before_its_head(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    wait_in(&ep->queue, tcb, THREAD_BLOCKED_SEND);
    tcb->link.above = initial_thread();
    assert_finds("queue: nobody is above the head");
}

static void test_finds_a_sender_to_what_is_no_endpoint(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));
    static struct queue nowhere;

    (void)state;
    tcb->state = THREAD_BLOCKED_SEND;
    tcb->blocked_on = &nowhere;
    assert_finds("thread: its endpoint exists");
}

static void test_finds_a_waiter_for_what_is_no_notification(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    tcb->state = THREAD_BLOCKED_NOTIFICATION;
    tcb->blocked_on = &ep->queue;
    assert_finds("thread: its notification exists");
}

static void test_finds_a_runner_in_a_queue(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));

    (void)state;
    tcb->link.above = initial_thread();
    assert_finds("thread: above and below nobody unless it waits");
    tcb->blocked_on = object_at(new_object(seL4_EndpointObject, 0));
    assert_finds("thread: in no queue unless it waits");
}

/* ---- Replies ---- */

/* A reply object on which a caller waits. */
static struct reply *new_caller(void)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));
    struct reply *reply = object_at(new_object(seL4_ReplyObject, 0));

    tcb->state = THREAD_BLOCKED_REPLY;
    tcb->reply = reply;
    reply->tcb = tcb;
    return reply;
}

/* Two, of nested calls that `sc` was lent for. */
static struct reply *new_stack(struct sched_context *sc)
{
    struct reply *older = new_caller();
    struct reply *newer = new_caller();

    newer->older = older;
    older->newer = newer;
    newer->sc = sc;
    sc->reply = newer;
    return newer;
}

static void test_finds_a_caller_that_does_not_know_its_reply(void **state)
{
    struct reply *reply = object_at(new_object(seL4_ReplyObject, 0));

    (void)state;
    reply->tcb = initial_thread();
    assert_finds("reply: its thread knows");
}

static void test_finds_a_stack_that_its_context_does_not_know(void **state)
{
    struct reply *newest = new_stack(initial_thread()->sc);

    (void)state;
    assert_null(check_invariants());
    newest->sc->reply = NULL;
    assert_finds("reply: the scheduling context whose stack it heads knows");
}

static void test_finds_a_context_that_knows_no_newest_reply(void **state)
{
    struct reply *reply = object_at(new_object(seL4_ReplyObject, 0));

    (void)state;
    initial_thread()->sc->reply = reply;
    assert_finds("scheduling context: the newest reply of its stack knows");
}

static void test_finds_a_context_in_the_middle_of_a_stack(void **state)
{
    struct sched_context *sc = initial_thread()->sc;
    struct reply *newest = new_stack(sc);

    (void)state;
    newest->older->sc = sc;
    newest->sc = NULL;
    sc->reply = newest->older;
    assert_finds("reply: only the newest of a stack has its context");
}

static void test_finds_a_stack_that_is_broken_upwards(void **state)
{
    struct reply *newest = new_stack(initial_thread()->sc);
    struct reply *other = new_caller();

    (void)state;
    newest->older->newer = other;
    assert_finds("reply: older is the inverse of newer");
}

static void test_finds_a_stack_that_is_broken_downwards(void **state)
{
    struct reply *newest = new_stack(initial_thread()->sc);
    struct reply *other = new_caller();

    (void)state;
    other->newer = newest;
    assert_finds("reply: newer is the inverse of older");
}

static void test_finds_a_thread_that_its_reply_does_not_know(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));
    struct reply *reply = object_at(new_object(seL4_ReplyObject, 0));

    (void)state;
    tcb->reply = reply;
    assert_finds("thread: its reply object knows");
}

static void test_finds_a_runner_with_a_reply(void **state)
{
    struct reply *reply = new_caller();

    (void)state;
    reply->tcb->state = THREAD_INACTIVE;
    assert_finds("thread: has a reply object only while it receives or waits on it");
}

static void test_finds_a_caller_without_a_reply(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));

    (void)state;
    tcb->state = THREAD_BLOCKED_REPLY;
    assert_finds("thread: one that waits for a reply has a reply object");
}

/* ---- What threads, notifications and time have of each other ---- */

static void test_finds_time_that_its_notification_does_not_know(void **state)
{
    struct notification *ntfn = object_at(new_object(seL4_NotificationObject, 0));

    (void)state;
    initial_thread()->sc->notification = ntfn;
    assert_finds("scheduling context: its notification knows");
}

static void test_finds_a_notification_that_its_time_does_not_know(void **state)
{
    struct notification *ntfn = object_at(new_object(seL4_NotificationObject, 0));

    (void)state;
    ntfn->sc = initial_thread()->sc;
    assert_finds("notification: its scheduling context knows");
}

static void test_finds_a_thread_that_its_notification_does_not_know(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));
    struct notification *ntfn = object_at(new_object(seL4_NotificationObject, 0));

    (void)state;
    tcb->bound_notification = ntfn;
    assert_finds("thread: its bound notification knows");
}

static void test_finds_a_thread_that_its_time_does_not_know(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));

    (void)state;
    tcb->sc = object_at(new_object(seL4_SchedContextObject, seL4_MinSchedContextBits));
    assert_finds("thread: its scheduling context knows");
}

static void test_finds_a_yield_that_is_not_known_by_its_target(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));

    (void)state;
    tcb->yield_to = initial_thread()->sc;
    assert_finds("thread: whom it yielded to knows");
}

static void test_finds_a_yield_that_is_not_known_by_who_made_it(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));

    (void)state;
    initial_thread()->sc->yield_from = tcb;
    assert_finds("scheduling context: who waits in YieldTo knows");
}

/* ---- What a thread is made of ---- */

/* A thread in whose `slot` there is a capability to what is in `source`. */
static struct tcb *new_thread_with(enum tcb_slot slot, word_t source)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));

    derive_insert(&tcb->slot[slot], root_slot(source)->cap, root_slot(source));
    return tcb;
}

static void test_finds_a_thread_in_no_state(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));

    (void)state;
    memset(&tcb->state, 0x55, sizeof tcb->state);
    assert_finds("thread: in a state that there is");
}

static void test_finds_a_thread_in_no_domain(void **state)
{
    struct tcb *tcb = object_at(new_object(seL4_TCBObject, 0));

    (void)state;
    tcb->domain = NUM_DOMAINS;
    assert_finds("thread: in a domain that there is");
}

static void test_finds_a_cspace_that_is_no_cnode(void **state)
{
    (void)state;
    (void)new_thread_with(TCB_CSPACE, new_object(seL4_EndpointObject, 0));
    assert_finds("thread: its CSpace is a CNode");
}

static void test_finds_lookups_in_another_cspace(void **state)
{
    word_t other = new_object(seL4_CapTableObject, 4);
    struct tcb *tcb = initial_thread();
    struct cspace_root root = tcb->root;

    (void)state;
    tcb->root.slots = object_at(other);
    assert_finds("thread: lookups go to its CSpace");
    tcb->root = root;
    tcb->root.mask = tcb->root.mask << 1 | 1;
    assert_finds("thread: lookups go to its CSpace");
    tcb->root = root;
    tcb->slot[TCB_CSPACE].cap = cap_set_is_root(tcb->slot[TCB_CSPACE].cap, false);
    assert_finds("thread: its CSpace is marked");
    tcb->slot[TCB_CSPACE].cap = cap_set_is_root(tcb->slot[TCB_CSPACE].cap, true);
    root_slot(other)->cap = cap_set_is_root(root_slot(other)->cap, true);
    assert_finds("slots: what is marked as a CSpace is a thread's");
}

static void test_finds_a_vspace_that_is_none(void **state)
{
    (void)state;
    (void)new_thread_with(TCB_VSPACE, new_object(seL4_ARM_PageTableObject, 0));
    assert_finds("thread: its VSpace is one");
}

static void test_finds_a_buffer_in_a_device(void **state)
{
    word_t frame = new_object(seL4_ARM_SmallPageObject, 0);

    (void)state;
    root_slot(frame)->cap = cap_set_is_device(root_slot(frame)->cap, true);
    new_thread_with(TCB_IPC_BUFFER, frame)->ipc_buffer = BIT(12);
    assert_finds("thread: its IPC buffer is RAM");
}

static void test_finds_a_buffer_that_is_not_aligned(void **state)
{
    word_t frame = new_object(seL4_ARM_SmallPageObject, 0);

    (void)state;
    new_thread_with(TCB_IPC_BUFFER, frame)->ipc_buffer = 8;
    assert_finds("thread: its IPC buffer is aligned");
}

static void test_finds_a_buffer_without_an_address(void **state)
{
    (void)state;
    (void)new_thread_with(TCB_IPC_BUFFER, new_object(seL4_ARM_SmallPageObject, 0));
    assert_finds("thread: no frame without an IPC buffer address");
}

static void test_finds_a_handler_that_is_no_endpoint(void **state)
{
    (void)state;
    (void)new_thread_with(TCB_TIMEOUT_HANDLER, new_object(seL4_NotificationObject, 0));
    assert_finds("thread: its handlers are endpoints");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        check_test(test_finds_one_who_neither_sends_nor_receives),
        check_test(test_finds_a_receiver_among_senders),
        check_test(test_finds_one_who_waits_for_another_endpoint),
        check_test(test_finds_a_queue_with_a_broken_back_link),
        check_test(test_finds_a_queue_that_begins_before_its_head),
        check_test(test_finds_a_sender_to_what_is_no_endpoint),
        check_test(test_finds_a_waiter_for_what_is_no_notification),
        check_test(test_finds_a_runner_in_a_queue),
        check_test(test_finds_a_caller_that_does_not_know_its_reply),
        check_test(test_finds_a_stack_that_its_context_does_not_know),
        check_test(test_finds_a_context_that_knows_no_newest_reply),
        check_test(test_finds_a_context_in_the_middle_of_a_stack),
        check_test(test_finds_a_stack_that_is_broken_upwards),
        check_test(test_finds_a_stack_that_is_broken_downwards),
        check_test(test_finds_a_thread_that_its_reply_does_not_know),
        check_test(test_finds_a_runner_with_a_reply),
        check_test(test_finds_a_caller_without_a_reply),
        check_test(test_finds_time_that_its_notification_does_not_know),
        check_test(test_finds_a_notification_that_its_time_does_not_know),
        check_test(test_finds_a_thread_that_its_notification_does_not_know),
        check_test(test_finds_a_thread_that_its_time_does_not_know),
        check_test(test_finds_a_yield_that_is_not_known_by_its_target),
        check_test(test_finds_a_yield_that_is_not_known_by_who_made_it),
        check_test(test_finds_a_thread_in_no_state),
        check_test(test_finds_a_thread_in_no_domain),
        check_test(test_finds_a_cspace_that_is_no_cnode),
        check_test(test_finds_lookups_in_another_cspace),
        check_test(test_finds_a_vspace_that_is_none),
        check_test(test_finds_a_buffer_in_a_device),
        check_test(test_finds_a_buffer_that_is_not_aligned),
        check_test(test_finds_a_buffer_without_an_address),
        check_test(test_finds_a_handler_that_is_no_endpoint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
