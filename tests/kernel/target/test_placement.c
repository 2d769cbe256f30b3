/* SPDX-License-Identifier: BSD-2-Clause */
/* Who runs first: priorities, and places in a queue (ABI.md 10.6).  The tester has priority 100. */
#include "timing.h"

enum { SAME = TESTER_PRIORITY, HIGHER = 110, LOWER = 90 };

static seL4_CPtr notification_new(void)
{
    return make(seL4_NotificationObject, 0);
}

static void signal(const struct thread *t)
{
    sys_nbsend(t->argument, EMPTY_MESSAGE);
}

static struct thread *waits_at(seL4_Word priority)
{
    return waiter(waits_and_runs, priority, notification_new());
}

static void sends_and_runs(struct thread *me)
{
    sys_send(me->argument, EMPTY_MESSAGE);
    note(me);
}

/* ---- Priorities ---- */

TEST(higher_priorities_run_first, "scheduling.priority.order")
{
    static const seL4_Word priorities[] = {64, 252, 0, 127, 191, 2, 128, 63, 192};
    enum { COUNT = sizeof priorities / sizeof priorities[0] };
    struct thread *t[COUNT];

    notes_clear();
    set_own_priority(253);
    for (unsigned i = 0; i < COUNT; i++) {
        t[i] = actor_run(runs, priorities[i]);
    }
    note(self());
    set_own_priority(1);
    set_own_priority(0);
    sys_yield();
    EXPECT_NOTES(self(), t[1], t[8], t[4], t[6], t[3], t[0], t[7], t[5], t[2]);
}

TEST(lowering_the_own_priority_lets_others_run, "scheduling.priority.own")
{
    struct thread *t = actor_run(runs, LOWER);

    notes_clear();
    set_own_priority(LOWER + 1);
    note(self());
    set_own_priority(LOWER - 1);
    note(self());
    EXPECT_NOTES(self(), t, self());
}

TEST(raising_another_s_priority_lets_it_run, "scheduling.priority.other")
{
    struct thread *t = actor_run(runs, LOWER);

    notes_clear();
    OK(tcb_set_priority(t->tcb, seL4_CapInitThreadTCB, SAME - 1));
    note(self());
    OK(tcb_set_priority(t->tcb, seL4_CapInitThreadTCB, HIGHER));
    EXPECT_NOTES(self(), t);
}

TEST(a_thread_with_a_new_priority_is_the_first_of_its_queue, "scheduling.priority.head")
{
    struct thread *first = actor_run(runs, LOWER);
    struct thread *second = actor_run(runs, LOWER - 10);

    notes_clear();
    OK(tcb_set_priority(second->tcb, seL4_CapInitThreadTCB, LOWER));
    let_others_run();
    EXPECT_NOTES(second, first);
}

TEST(a_thread_that_gets_the_priority_it_has_is_the_first_of_its_queue, "scheduling.priority.head")
{
    struct thread *first = actor_run(runs, SAME);
    struct thread *second = actor_run(runs, SAME);

    notes_clear();
    OK(tcb_set_priority(second->tcb, seL4_CapInitThreadTCB, SAME));
    set_own_priority(SAME);
    note(self());
    let_others_run();
    EXPECT_NOTES(self(), second, first);
}

TEST(a_new_priority_sorts_the_waiters_of_a_notification, "scheduling.priority.wait_queue")
{
    seL4_CPtr ntfn = notification_new();
    struct thread *t[3];

    notes_clear();
    for (unsigned i = 0; i < 3; i++) {
        t[i] = waiter(waits_and_runs, HIGHER, ntfn);
    }
    OK(tcb_set_priority(t[0]->tcb, seL4_CapInitThreadTCB, HIGHER - 2));
    OK(tcb_set_priority(t[2]->tcb, seL4_CapInitThreadTCB, HIGHER + 2));
    for (unsigned i = 0; i < 3; i++) {
        sys_nbsend(ntfn, EMPTY_MESSAGE);
    }
    EXPECT_NOTES(t[2], t[1], t[0]);
}

TEST(a_new_priority_sorts_the_senders_of_an_endpoint, "scheduling.priority.wait_queue")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t[3];

    for (seL4_Word i = 0; i < 3; i++) {
        t[i] = waiter(sends_and_runs, HIGHER, mint_new(ep, ALL_RIGHTS, i + 1));
    }
    notes_clear();
    OK(tcb_set_priority(t[0]->tcb, seL4_CapInitThreadTCB, HIGHER - 2));
    OK(tcb_set_priority(t[2]->tcb, seL4_CapInitThreadTCB, HIGHER + 2));
    for (unsigned i = 0; i < 3; i++) {
        sys_nbwait(ep);
        CHECK_EQUAL(got()->badge, 3 - i);
    }
    EXPECT_NOTES(t[2], t[1], t[0]);
}

/* ---- One thread wakes ---- */

TEST(a_woken_thread_of_higher_priority_runs_at_once, "scheduling.wake.higher")
{
    struct thread *t = waits_at(HIGHER);

    notes_clear();
    signal(t);
    note(self());
    EXPECT_NOTES(t, self());
}

TEST(a_woken_thread_of_the_same_priority_waits_behind_its_peers, "scheduling.wake.same")
{
    struct thread *woken = waits_at(SAME);
    struct thread *peer = actor_run(runs, SAME);

    notes_clear();
    signal(woken);
    note(self());
    sys_yield();
    EXPECT_NOTES(self(), peer, woken);
}

TEST(resumed_threads_of_the_same_priority_run_in_the_order_of_resuming, "scheduling.wake.same")
{
    struct thread *t[3];

    notes_clear();
    for (unsigned i = 0; i < 3; i++) {
        t[i] = actor_run(runs, SAME);
    }
    note(self());
    sys_yield();
    EXPECT_NOTES(self(), t[0], t[1], t[2]);
}

TEST(a_woken_thread_of_lower_priority_is_the_first_of_its_queue, "scheduling.wake.lower")
{
    struct thread *woken = waits_at(LOWER);
    struct thread *peer = actor_run(runs, LOWER);

    notes_clear();
    signal(woken);
    note(self());
    let_others_run();
    EXPECT_NOTES(self(), woken, peer);
}

static void waits_runs_and_signals(struct thread *me)
{
    sys_wait(me->argument);
    note(me);
    sys_nbsend(me->step, EMPTY_MESSAGE);
}

/* The tester wakes it and waits itself, in one system call. */
TEST(when_the_waker_waits_then_the_woken_runs_before_its_peers, "scheduling.wake.waker_waits")
{
    seL4_CPtr own = notification_new();
    struct thread *woken = waiter(waits_runs_and_signals, SAME, notification_new());
    struct thread *peer = actor_run(runs, SAME);

    notes_clear();
    woken->step = own;
    sys_nbsend_wait(woken->argument, EMPTY_MESSAGE, own);
    note(self());
    EXPECT_NOTES(woken, peer, self());
}

static void receives_runs_and_replies(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    note(me);
    sys_send(me->reply, EMPTY_MESSAGE);
}

/* Answered, the tester is woken like anybody else: behind the peer. */
TEST(who_is_called_runs_before_its_peers, "scheduling.wake.called")
{
    struct thread *server =
        waiter(receives_runs_and_replies, SAME, make(seL4_EndpointObject, 0));
    struct thread *peer = actor_run(runs, SAME);

    notes_clear();
    sys_call(server->argument, EMPTY_MESSAGE);
    note(self());
    EXPECT_NOTES(server, peer, self());
}

/* ---- Two threads wake in one system call ---- */

/* The tester signals one, and takes the other's message. */
TEST(of_two_woken_the_later_runs_first_and_both_before_their_peers, "scheduling.wake.two")
{
    struct thread *woken = waits_at(SAME);
    struct thread *sender = waiter(sends_and_runs, SAME, make(seL4_EndpointObject, 0));
    struct thread *peer = actor_run(runs, SAME);

    notes_clear();
    sys_nbsend_recv(woken->argument, EMPTY_MESSAGE, sender->argument,
                    make(seL4_ReplyObject, 0));
    note(self());
    sys_yield();
    EXPECT_NOTES(self(), sender, woken, peer);
}

TEST(of_two_woken_the_one_of_higher_priority_runs, "scheduling.wake.two")
{
    struct thread *woken = waits_at(HIGHER);
    struct thread *sender = waiter(sends_and_runs, SAME, make(seL4_EndpointObject, 0));
    struct thread *peer = actor_run(runs, SAME);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);

    notes_clear();
    sys_nbsend_recv(woken->argument, EMPTY_MESSAGE, sender->argument, reply);
    note(self());
    sys_yield();
    EXPECT_NOTES(woken, self(), sender, peer);
}

/* ---- The running thread ---- */

TEST(an_interrupted_thread_goes_on_before_its_peers, "scheduling.current.head")
{
    struct thread *high = waits_at(HIGHER);
    struct thread *peer = actor_run(runs, SAME);

    notes_clear();
    signal(high);
    note(self());
    sys_yield();
    EXPECT_NOTES(high, self(), peer);
}

TEST(a_thread_interrupted_by_a_returned_budget_goes_on_before_its_peers,
     "scheduling.current.head")
{
    struct thread *high = actor_timed(spins, HIGHER, 100, 300, 0, 0);
    struct thread *peer = actor_run(runs, SAME);
    seL4_Word step;

    notes_clear();
    actor_start(high);
    step = high->step;
    while (high->step == step) {
    }
    note(self());
    sys_yield();
    EXPECT_NOTES(self(), peer);
}

TEST(a_thread_whose_slice_ends_goes_behind_its_peers, "scheduling.current.tail")
{
    struct thread *peer = actor_new(runs, SAME);

    notes_clear();
    pace(200, 200);
    actor_start(peer);
    (void)use_time(250);
    note(self());
    EXPECT_NOTES(peer, self());
}

TEST(a_thread_that_yields_goes_behind_its_peers, "scheduling.current.tail")
{
    struct thread *first = actor_run(runs, SAME);
    struct thread *second = actor_run(runs, SAME);

    notes_clear();
    sys_yield();
    note(self());
    EXPECT_NOTES(first, second, self());
}
