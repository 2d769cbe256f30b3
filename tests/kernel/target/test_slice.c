/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of a slice: when budgets return, turns of round robin, and Yield (ABI.md 10.5). */
#include "timing.h"

/* ---- The order in which budgets return ---- */

static void runs_yields_and_runs(struct thread *me)
{
    note(me);
    sys_yield();
    note(me);
}

TEST(budgets_return_in_the_order_of_their_time, "scheduling.release.order")
{
    struct thread *late = actor_timed(runs_yields_and_runs, 112, 100, 2500, 0, 0);
    struct thread *early = actor_timed(runs_yields_and_runs, 110, 100, 1000, 0, 0);
    struct thread *middle = actor_timed(runs_yields_and_runs, 111, 100, 1600, 0, 0);

    notes_clear();
    actor_start(late);
    actor_start(early);
    actor_start(middle);
    note(self());
    (void)use_time(3000);
    EXPECT_NOTES(late, early, middle, self(), early, middle, late);
}

TEST(a_thread_that_leaves_the_release_queue_does_not_disturb_it, "scheduling.release.order")
{
    struct thread *t[3];

    notes_clear();
    for (unsigned i = 0; i < 3; i++) {
        t[i] = actor_timed(runs_yields_and_runs, 110, 100, 1000 + 500 * i, 0, 0);
        actor_start(t[i]);
    }
    OK(tcb_suspend(t[0]->tcb));
    (void)use_time(3000);
    EXPECT_NOTES(t[0], t[1], t[2], t[1], t[2]);
}

TEST(a_returned_budget_interrupts_a_thread_of_lower_priority_only, "scheduling.release.priority")
{
    struct thread *high = actor_timed(runs_yields_and_runs, 110, 100, 1000, 0, 0);
    struct thread *low = actor_timed(runs_yields_and_runs, 90, 100, 500, 0, 0);

    notes_clear();
    actor_start(low);
    let_others_run();
    actor_start(high);
    (void)use_time(1500);
    note(self());
    let_others_run();
    EXPECT_NOTES(low, high, high, self(), low);
}

/* ---- Round robin ---- */

static struct thread *volatile last;

/* Notes itself whenever another one has run. */
static void takes_turns(struct thread *me)
{
    for (;;) {
        if (last != me) {
            last = me;
            note(me);
        }
    }
}

/* The one that is started last runs first. */
static struct thread *turns_new(seL4_Word slice)
{
    struct thread *t = actor_timed(takes_turns, 90, slice, slice, 0, 0);

    actor_start(t);
    return t;
}

TEST(round_robin_threads_take_turns_at_the_end_of_their_slices, "scheduling.round_robin.turns")
{
    struct thread *a;
    struct thread *b;

    notes_clear();
    last = seL4_Null;
    b = turns_new(200);
    a = turns_new(200);
    pace(200, 1000);
    sys_yield();
    EXPECT_NOTES(a, b, a, b, a);
}

TEST(a_slice_that_was_interrupted_is_continued, "scheduling.round_robin.rest")
{
    struct thread *a;
    struct thread *b;

    notes_clear();
    last = seL4_Null;
    b = turns_new(800);
    a = turns_new(800);
    pace(100, 500);
    sys_yield();
    CHECK_ABOUT(consumed(a->sched_context), 450);
    sys_yield();
    sys_yield();
    EXPECT_NOTES(a, b);
    CHECK_ABOUT(consumed(a->sched_context), 350);
}

TEST(a_round_robin_thread_alone_never_waits, "scheduling.round_robin.alone")
{
    struct thread *hog = actor_timed(spins, 90, 200, 200, 0, 0);

    actor_start(hog);
    pace(200, 1000);
    sys_yield();
    watch(hog);
    sys_yield();
    CHECK(consumed(hog->sched_context) > 700);
}

/* ---- Yield ---- */

static void yields_for_ever(struct thread *me)
{
    for (;;) {
        me->step++;
        sys_yield();
    }
}

TEST(yield_gives_up_the_budget_until_the_next_period, "scheduling.yield.budget")
{
    struct thread *hog = actor_timed(yields_for_ever, 110, 500, 1500, 0, 0);

    actor_start(hog);
    watch(hog);
    for (unsigned i = 0; i < 3; i++) {
        EXPECT_BURST(hog, 1500, 0);
    }
}

TEST(yield_of_round_robin_lets_the_peers_run, "scheduling.yield.round_robin")
{
    struct thread *a;
    struct thread *b;

    notes_clear();
    a = actor_run(runs_yields_and_runs, TESTER_PRIORITY);
    b = actor_run(runs_yields_and_runs, TESTER_PRIORITY);
    note(self());
    sys_yield();
    note(self());
    sys_yield();
    EXPECT_NOTES(self(), a, b, self(), a, b);
}

TEST(yielded_time_does_not_count_as_consumed, "scheduling.yield.consumed")
{
    struct thread *t = actor_timed(yields_for_ever, 110, 2000, 5000, 0, 0);

    actor_start(t);
    CHECK_EQUAL(t->step, 1);
    CHECK_ABOUT(consumed(t->sched_context), 0);
}
