/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The invariant check must find what is broken (test_check.c): threads, the
 * objects of IPC, time, and the queues of the scheduler.
 */
#include "fixture.h"

#include "check.h"
#include "derive.h"
#include "domain.h"
#include "place.h"
#include "refill.h"
#include "sched.h"
#include "thread.h"

/* ---- Threads and IPC ---- */

static void test_finds_a_blocked_thread_that_no_queue_has(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);

    (void)state;
    sched_dequeue(tcb);
    tcb->state = THREAD_BLOCKED_SEND;
    tcb->blocked_on = object_at(new_object(seL4_EndpointObject, 0));
    assert_finds("thread: waits by its priority");
    tcb->link.key = wait_queue_key(tcb);
    assert_finds("queue: a thread is on its path");
}

static void test_finds_progress_of_an_earlier_system_call(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    tcb->progress.at = 1;
    assert_null(check_invariants());
    sched_dequeue(tcb);
    tcb->state = THREAD_BLOCKED_RECV;
    wait_queue_add(&ep->queue, tcb);
    assert_finds("thread: one that waits is in no other operation");
}

static void test_finds_that_one_waits_who_never_had_time(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    sched_dequeue(tcb);
    tcb->state = THREAD_BLOCKED_RECV;
    wait_queue_add(&ep->queue, tcb);
    assert_null(check_invariants());
    tcb->sc->refill_max = 0;
    assert_finds("thread: one that waits has a configured context");
}

static void test_finds_round_robin_that_begins_elsewhere(void **state)
{
    struct sched_context *sc = new_thread(10, NULL)->sc;

    (void)state;
    assert_null(check_invariants());
    sc->refill_head = 1;
    assert_finds("refills: two of a round robin");
}

static void test_finds_an_unsorted_queue(void **state)
{
    struct tcb *low = new_thread(10, NULL);
    struct tcb *high = new_thread(20, NULL);
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    sched_dequeue(low);
    sched_dequeue(high);
    low->state = THREAD_BLOCKED_RECV;
    high->state = THREAD_BLOCKED_RECV;
    wait_queue_add(&ep->queue, low);
    wait_queue_add(&ep->queue, high);
    assert_null(check_invariants());
    low->priority = seL4_MaxPrio;
    low->link.key = wait_queue_key(low);
    assert_finds("queue: nobody comes before who is above");
}

static void test_finds_a_queue_of_a_dead_thread(void **state)
{
    static struct tcb ghost;
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    ghost.state = THREAD_BLOCKED_RECV;
    ghost.blocked_on = &ep->queue;
    ep->queue.head = &ghost;
    assert_finds("queue: its threads exist");
}

static void test_finds_a_waiter_on_an_active_notification(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);
    struct notification *ntfn = object_at(new_object(seL4_NotificationObject, 0));

    (void)state;
    sched_dequeue(tcb);
    tcb->state = THREAD_BLOCKED_NOTIFICATION;
    wait_queue_add(&ntfn->queue, tcb);
    ntfn->active = true;
    assert_finds("notification: nobody waits for an active one");
}

static void test_finds_a_binding_of_one_side(void **state)
{
    struct notification *ntfn = object_at(new_object(seL4_NotificationObject, 0));

    (void)state;
    ntfn->bound = initial_thread();
    assert_finds("notification: the bound thread knows");
}

static void test_finds_a_scheduling_context_taken_twice(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);

    (void)state;
    sched_dequeue(tcb);
    tcb->sc = initial_thread()->sc;
    assert_finds("scheduling context: its thread knows");
}

static void test_finds_a_reply_without_its_stack(void **state)
{
    struct reply *reply = object_at(new_object(seL4_ReplyObject, 0));

    (void)state;
    reply->sc = initial_thread()->sc;
    assert_finds("reply: a caller waits on each in a stack");
}

static void test_finds_a_thread_lost_to_the_scheduler(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);

    (void)state;
    assert_null(check_invariants());
    sched_dequeue(tcb);
    assert_finds("thread: in a run queue exactly if it could run and does not");
}

static void test_finds_a_ready_queue_that_the_map_does_not_know(void **state)
{
    (void)state;
    (void)new_thread(10, NULL);
    assert_null(check_invariants());
    ready_maps[0].map[0] &= ~BIT(10);
    assert_finds("ready queue: the map knows which are not empty");
    ready_maps[0].map[0] |= BIT(10);
    ready_maps[0].words &= ~BIT(0);
    assert_finds("ready queue: and which words of the map are not 0");
}

static void test_finds_a_ready_queue_with_another_s_tail(void **state)
{
    (void)state;
    (void)new_thread(10, NULL);
    ready_lists[0][10].tail = initial_thread();
    assert_finds("ready queue: the tail is its last thread");
}

static void test_finds_time_that_was_made_up(void **state)
{
    struct sched_context *sc = initial_thread()->sc;

    (void)state;
    refill_head(sc)->amount += 1;
    assert_finds("refills: they add up to the budget");
}

static struct refill *made_refills(struct refill first, struct refill second)
{
    struct sched_context *sc = new_thread(10, NULL)->sc;

    refill_new(sc, MIN_REFILLS, first.amount + second.amount, 1000000, 0);
    sc->refill[0] = first;
    sc->refill[1] = second;
    sc->refill_count = 2;
    return sc->refill;
}

static void test_finds_refills_that_overlap(void **state)
{
    struct refill *refill = made_refills((struct refill){0, 5000}, (struct refill){5000, 100});

    (void)state;
    assert_null(check_invariants());
    refill[1].time--;
    assert_finds("refills: each ends before the next begins");
}

static void test_finds_a_refill_more_than_a_period_away(void **state)
{
    struct refill *refill = made_refills((struct refill){0, 5000}, (struct refill){1000000, 100});

    (void)state;
    assert_null(check_invariants());
    refill[1].time++;
    assert_finds("refills: all begin within a period");
}

static void test_finds_an_empty_refill(void **state)
{
    (void)state;
    (void)made_refills((struct refill){0, 5000}, (struct refill){6000, 0});
    assert_finds("refills: none is empty");
}

static void test_finds_that_another_pays(void **state)
{
    (void)state;
    sched.sc = new_thread(10, NULL)->sc;
    assert_finds("time: the running thread's context is charged");
}

static void test_finds_an_event_that_is_missed(void **state)
{
    (void)state;
    sched.event++;
    assert_finds("time: the next event is the earliest");
}

static void test_finds_a_timer_that_is_late(void **state)
{
    (void)state;
    host_machine.deadline++;
    assert_finds("time: the timer is set for that, or the end of the slice");
}

static void test_finds_a_domain_that_there_is_not(void **state)
{
    (void)state;
    sched.domain = NUM_DOMAINS;
    assert_false(domain_schedule_ok(sched.domain));
}

static void test_finds_a_handler_that_cannot_be_called(void **state)
{
    word_t endpoint = new_object(seL4_EndpointObject, 0);
    struct cte *source = root_slot(endpoint);
    struct cte *handler = &initial_thread()->slot[TCB_FAULT_HANDLER];

    (void)state;
    derive_insert(handler, cap_mask_rights(source->cap, RIGHT_READ), source);
    assert_finds("thread: its handlers can be called");
}

static void test_finds_a_head_outside_of_the_ring(void **state)
{
    struct sched_context *sc = initial_thread()->sc;

    (void)state;
    sc->refill_head = sc->refill_max;
    assert_finds("refills: the head is in the ring");
}

static void test_finds_a_ring_without_refills(void **state)
{
    struct sched_context *sc = initial_thread()->sc;

    (void)state;
    sc->refill_count = 0;
    assert_finds("refills: one at least, and no more than fit");
}

static void test_finds_a_ring_larger_than_its_object(void **state)
{
    struct sched_context *sc = initial_thread()->sc;

    (void)state;
    sc->refill_max = UINT16_MAX;
    assert_finds("refills: the ring fits the object");
}

static void test_finds_a_round_robin_of_one_refill(void **state)
{
    struct sched_context *sc = initial_thread()->sc;

    (void)state;
    sc->refill_count = 1;
    assert_finds("refills: two of a round robin");
}

static void test_finds_a_head_too_small_to_run_on(void **state)
{
    struct refill *refill = made_refills((struct refill){0, 5000}, (struct refill){5000, 100});

    (void)state;
    refill[0].amount = refill_min_budget - 1;
    assert_finds("refills: the head is enough to run on");
}

static void test_finds_more_budget_than_period(void **state)
{
    struct sched_context *sc = new_thread(10, NULL)->sc;

    (void)state;
    refill_new(sc, MIN_REFILLS, 5000, 10000, 0);
    sc->period = 4000;
    assert_finds("refills: budget within period");
}

/* ---- The scheduler ---- */

static void test_finds_a_running_thread_that_cannot_run(void **state)
{
    (void)state;
    initial_thread()->state = THREAD_INACTIVE;
    assert_finds("scheduler: the thread can run");
}

static void test_finds_a_running_thread_of_another_domain(void **state)
{
    (void)state;
    initial_thread()->domain = 1;
    assert_finds("scheduler: the thread is of this domain");
}

static void test_finds_a_running_thread_before_its_time(void **state)
{
    struct sched_context *sc = initial_thread()->sc;

    (void)state;
    refill_head(sc)->time = sched.now + 1;
    assert_finds("time: it may be used now");
}

static void test_finds_a_running_thread_that_is_gone(void **state)
{
    static struct tcb ghost;

    (void)state;
    ghost = *initial_thread();
    sched.current = &ghost;
    initial_thread()->state = THREAD_INACTIVE;
    assert_finds("scheduler: the thread exists");
}

static void test_finds_a_decision_that_was_not_made(void **state)
{
    (void)state;
    sched.reasons = REASON_TIMER;
    assert_finds("scheduler: it has decided");
}

static void test_finds_a_candidate_that_was_left(void **state)
{
    (void)state;
    new_thread(10, NULL)->place = PLACE_CANDIDATE;
    assert_finds("thread: the candidate only while the kernel has not decided");
}

static void test_finds_a_limit_beyond_an_event(void **state)
{
    (void)state;
    sched.limit++;
    assert_finds("time: up to the limit there is no event, and budget enough");
}

static void test_finds_a_thread_in_another_s_ready_queue(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);

    (void)state;
    tcb->priority = 11;
    assert_finds("thread: in the ready queue of its domain and priority");
}

static void test_finds_a_dead_thread_in_a_ready_queue(void **state)
{
    static struct tcb ghost;

    (void)state;
    new_thread(10, NULL)->ready_next = &ghost;
    assert_finds("ready queue: its threads exist");
}

static void test_finds_a_ready_queue_with_a_broken_back_link(void **state)
{
    static struct tcb ghost;
    struct tcb *tcb = new_thread(10, NULL);

    (void)state;
    tcb->ready_prev = &ghost;
    ghost.ready_next = tcb;
    assert_finds("ready queue: prev is the inverse of next");
}

static void test_finds_a_ready_thread_of_another_priority(void **state)
{
    (void)state;
    (void)new_thread(10, NULL);
    (void)new_thread(10, NULL);
    ready_lists[0][10].head->ready_next->priority = 11;
    assert_finds("ready queue: its threads are ready, of its domain and priority");
}

/* The one of two that wait for their budgets that came last. */
static struct tcb *last_to_release(void)
{
    const struct queue queue = {release_first(0)};

    return queue_from(&queue, 1);
}

/* Two threads that wait for their budgets.  Returns the first. */
static struct tcb *two_to_release(void)
{
    for (ticks_t delay = 5000; delay <= 6000; delay += 1000) {
        struct tcb *tcb = new_thread(10, NULL);
        sched_dequeue(tcb);
        refill_head(tcb->sc)->time = sched.now + delay;
        sched_wake(tcb);
    }
    delete_cap(new_slot()); /* the way out knows the new event */
    assert_null(check_invariants());
    assert_non_null(last_to_release());
    return release_first(0);
}

static void test_finds_a_release_queue_that_is_not_sorted(void **state)
{
    struct tcb *first = two_to_release();

    (void)state;
    refill_head(first->sc)->time = last_to_release()->link.key + 1;
    assert_finds("thread: waits for its first refill");
    first->link.key = refill_head(first->sc)->time;
    assert_finds("queue: nobody comes before who is above");
}

static void test_finds_a_release_queue_of_another_domain(void **state)
{
    (void)state;
    two_to_release()->domain = 1;
    assert_finds("queue: a thread is on its path");
}

static void test_finds_a_dead_thread_in_the_release_queue(void **state)
{
    static struct tcb ghost;

    (void)state;
    (void)two_to_release();
    last_to_release()->link.below[0] = &ghost;
    assert_finds("queue: its threads exist, and above is the inverse of below");
}

static void test_finds_a_release_queue_with_a_broken_back_link(void **state)
{
    (void)state;
    (void)two_to_release();
    last_to_release()->link.above = NULL;
    assert_finds("queue: its threads exist, and above is the inverse of below");
}

static void test_finds_a_ready_thread_in_the_release_queue(void **state)
{
    static struct tcb ghost;
    struct tcb *first = two_to_release();
    struct tcb *last = last_to_release();

    (void)state;
    last->state = THREAD_INACTIVE;
    sched_dequeue(last);
    first->place = PLACE_LAST;
    first->ready_prev = &ghost;
    ghost.ready_next = first;
    assert_finds("release queue: its threads wait for budget");
}

static void test_finds_a_domain_that_the_schedule_does_not_have_now(void **state)
{
    (void)state;
    sched.domain = 1;
    initial_thread()->domain = 1;
    assert_finds("domains: the schedule is well formed");
}

/* ---- Registers of the machine ---- */

static void test_finds_registers_of_a_thread_that_is_gone(void **state)
{
    static struct tcb ghost;

    (void)state;
    host_use_fpu(initial_thread());
    assert_null(check_invariants());
    host_machine.fpu_owner = &ghost;
    assert_finds("floating point: the registers' owner exists");
}

static void test_finds_registers_of_a_thread_that_may_not_use_them(void **state)
{
    (void)state;
    host_use_fpu(initial_thread());
    initial_thread()->flags = seL4_TCBFlag_fpuDisabled;
    assert_finds("floating point: and may use them");
}

static void test_finds_a_timer_that_is_open_against_the_flags(void **state)
{
    (void)state;
    initial_thread()->flags = bulkhead_TCBFlag_physicalTimerDisabled;
    assert_finds("thread: it may use the timer if its flags say so");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        check_test(test_finds_a_blocked_thread_that_no_queue_has),
        check_test(test_finds_progress_of_an_earlier_system_call),
        check_test(test_finds_that_one_waits_who_never_had_time),
        check_test(test_finds_round_robin_that_begins_elsewhere),
        check_test(test_finds_an_unsorted_queue),
        check_test(test_finds_a_queue_of_a_dead_thread),
        check_test(test_finds_a_waiter_on_an_active_notification),
        check_test(test_finds_a_binding_of_one_side),
        check_test(test_finds_a_scheduling_context_taken_twice),
        check_test(test_finds_a_reply_without_its_stack),
        check_test(test_finds_a_thread_lost_to_the_scheduler),
        check_test(test_finds_a_ready_queue_that_the_map_does_not_know),
        check_test(test_finds_a_ready_queue_with_another_s_tail),
        check_test(test_finds_time_that_was_made_up),
        check_test(test_finds_refills_that_overlap),
        check_test(test_finds_a_refill_more_than_a_period_away),
        check_test(test_finds_an_empty_refill),
        check_test(test_finds_that_another_pays),
        check_test(test_finds_an_event_that_is_missed),
        check_test(test_finds_a_timer_that_is_late),
        check_test(test_finds_a_domain_that_there_is_not),
        check_test(test_finds_a_handler_that_cannot_be_called),
        check_test(test_finds_a_head_outside_of_the_ring),
        check_test(test_finds_a_ring_without_refills),
        check_test(test_finds_a_ring_larger_than_its_object),
        check_test(test_finds_a_round_robin_of_one_refill),
        check_test(test_finds_a_head_too_small_to_run_on),
        check_test(test_finds_more_budget_than_period),
        check_test(test_finds_a_running_thread_that_cannot_run),
        check_test(test_finds_a_running_thread_of_another_domain),
        check_test(test_finds_a_running_thread_before_its_time),
        check_test(test_finds_a_running_thread_that_is_gone),
        check_test(test_finds_a_decision_that_was_not_made),
        check_test(test_finds_a_candidate_that_was_left),
        check_test(test_finds_a_limit_beyond_an_event),
        check_test(test_finds_a_thread_in_another_s_ready_queue),
        check_test(test_finds_a_dead_thread_in_a_ready_queue),
        check_test(test_finds_a_ready_queue_with_a_broken_back_link),
        check_test(test_finds_a_ready_thread_of_another_priority),
        check_test(test_finds_a_release_queue_that_is_not_sorted),
        check_test(test_finds_a_release_queue_of_another_domain),
        check_test(test_finds_a_dead_thread_in_the_release_queue),
        check_test(test_finds_a_release_queue_with_a_broken_back_link),
        check_test(test_finds_a_ready_thread_in_the_release_queue),
        check_test(test_finds_a_domain_that_the_schedule_does_not_have_now),
        check_test(test_finds_registers_of_a_thread_that_is_gone),
        check_test(test_finds_registers_of_a_thread_that_may_not_use_them),
        check_test(test_finds_a_timer_that_is_open_against_the_flags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
