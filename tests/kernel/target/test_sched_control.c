/* SPDX-License-Identifier: BSD-2-Clause */
/* SchedControl ConfigureFlags (ABI.md 10.4): its checks in order, and what a new budget means for a
   thread that has one. */
#include "timing.h"

#define EXPECT_TIME_RANGE(invocation)                                                              \
    EXPECT(invocation, seL4_RangeError, MIN_BUDGET_US, MAX_PERIOD_US)

static seL4_CPtr sched_context_new(void)
{
    return make(seL4_SchedContextObject, 8);
}

static seL4_Word configure(seL4_CPtr sc, seL4_Word budget, seL4_Word period)
{
    return sched_configure(sc, budget, period, 0, 0, 0);
}

/* ---- Checks ---- */

TEST(configure_with_four_words_is_truncated, "sched_control.configure.length")
{
    seL4_CPtr sc = sched_context_new();

    EXPECT(invoke(SCHED_CTRL, SchedControlConfigureFlags, W(sc), W(100, 200, 0, 0)),
           seL4_TruncatedMessage);
    EXPECT(invoke(SCHED_CTRL, SchedControlConfigureFlags, W(sc), W(1, 1, 1, 1)),
           seL4_TruncatedMessage);
}

TEST(configure_without_a_scheduling_context_is_truncated, "sched_control.configure.length")
{
    EXPECT(invoke(SCHED_CTRL, SchedControlConfigureFlags, NONE, W(100, 200, 0, 0, 0)),
           seL4_TruncatedMessage);
}

TEST(a_budget_out_of_range_is_refused, "sched_control.configure.budget")
{
    seL4_CPtr sc = sched_context_new();

    EXPECT_TIME_RANGE(configure(sc, MIN_BUDGET_US - 1, 1000));
    EXPECT_TIME_RANGE(configure(sc, 0, 1000));
    EXPECT_TIME_RANGE(configure(sc, MAX_PERIOD_US + 1, MAX_PERIOD_US));
    EXPECT_TIME_RANGE(configure(sc, ~0ull, MAX_PERIOD_US));
}

TEST(a_period_out_of_range_is_refused_before_it_is_compared, "sched_control.configure.period")
{
    seL4_CPtr sc = sched_context_new();

    EXPECT_TIME_RANGE(configure(sc, 100, MAX_PERIOD_US + 1));
    EXPECT_TIME_RANGE(configure(sc, 100, ~0ull));
    EXPECT_TIME_RANGE(configure(sc, 100, MIN_BUDGET_US - 1));
    EXPECT_TIME_RANGE(configure(sc, 100, 0));
}

TEST(the_least_and_the_most_time_are_allowed,
     "sched_control.configure.budget sched_control.configure.period")
{
    seL4_CPtr sc = sched_context_new();

    OK(configure(sc, MIN_BUDGET_US, MIN_BUDGET_US));
    OK(configure(sc, MIN_BUDGET_US, MAX_PERIOD_US));
    OK(configure(sc, MAX_PERIOD_US - 1, MAX_PERIOD_US));
    OK(configure(sc, MAX_PERIOD_US, MAX_PERIOD_US));
}

TEST(a_budget_above_the_period_is_refused, "sched_control.configure.budget_above_period")
{
    seL4_CPtr sc = sched_context_new();

    EXPECT(configure(sc, 201, 200), seL4_RangeError, MIN_BUDGET_US, 200);
    EXPECT(configure(sc, MAX_PERIOD_US, MAX_PERIOD_US - 1), seL4_RangeError, MIN_BUDGET_US,
           MAX_PERIOD_US - 1);
}

TEST(times_are_checked_before_the_capability,
     "sched_control.configure.budget sched_control.configure.period "
     "sched_control.configure.budget_above_period")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    EXPECT_TIME_RANGE(configure(ep, MIN_BUDGET_US - 1, 1000));
    EXPECT_TIME_RANGE(configure(ep, 100, MAX_PERIOD_US + 1));
    EXPECT(configure(ep, 201, 200), seL4_RangeError, MIN_BUDGET_US, 200);
}

TEST(only_a_scheduling_context_can_be_configured, "sched_control.configure.type")
{
    EXPECT(configure(make(seL4_EndpointObject, 0), 100, 200), seL4_InvalidCapability, 1);
    EXPECT(configure(self()->tcb, 100, 200), seL4_InvalidCapability, 1);
    EXPECT(configure(slot_new(), 100, 200), seL4_InvalidCapability, 1);
}

TEST(the_capability_is_checked_before_the_refills, "sched_control.configure.type")
{
    EXPECT(sched_configure(self()->tcb, 100, 200, ~0ull, 0, 0), seL4_InvalidCapability, 1);
}

TEST(more_extra_refills_than_fit_are_refused, "sched_control.configure.refills")
{
    for (seL4_Word bits = seL4_MinSchedContextBits; bits <= 12; bits++) {
        seL4_CPtr sc = make(seL4_SchedContextObject, bits);
        seL4_Word most = ((1ull << bits) - 128) / 16;

        EXPECT(sched_configure(sc, 100, 200, most + 1, 0, 0), seL4_RangeError, 0, most);
        EXPECT(sched_configure(sc, 100, 200, ~0ull, 0, 0), seL4_RangeError, 0, most);
        OK(sched_configure(sc, 100, 200, most, 0, 0));
    }
}

TEST(round_robin_has_no_more_extra_refills_either, "sched_control.configure.refills")
{
    EXPECT(sched_configure(sched_context_new(), 200, 200, 9, 0, 0), seL4_RangeError, 0, 8);
}

TEST(a_refused_configuration_changes_nothing, "sched_control.configure.failure")
{
    struct thread *t = actor_new(runs, 110);
    seL4_CPtr sc = sched_context_new();

    notes_clear();
    OK(invoke(t->sched_context, SchedContextUnbind, NONE, NONE));
    OK(invoke(sc, SchedContextBind, W(t->tcb), NONE));
    actor_start(t);
    EXPECT_TIME_RANGE(configure(sc, MIN_BUDGET_US - 1, 1000));
    EXPECT(configure(sc, 300, 200), seL4_RangeError, MIN_BUDGET_US, 200);
    EXPECT(sched_configure(sc, 100, 200, 9, 0, 0), seL4_RangeError, 0, 8);
    note(self());
    OK(configure(sc, 100, 200));
    EXPECT_NOTES(self(), t);
}

/* ---- Effects ---- */

TEST(a_runnable_thread_of_higher_priority_runs_once_its_context_is_configured,
     "sched_control.configure.runs")
{
    struct thread *high = actor_new(runs, 110);
    struct thread *low = actor_new(runs, 90);

    notes_clear();
    for (unsigned i = 0; i < 2; i++) {
        struct thread *t = i == 0 ? high : low;
        seL4_CPtr sc = sched_context_new();

        OK(invoke(t->sched_context, SchedContextUnbind, NONE, NONE));
        OK(invoke(sc, SchedContextBind, W(t->tcb), NONE));
        actor_start(t);
        OK(configure(sc, 100, 200));
    }
    note(self());
    let_others_run();
    EXPECT_NOTES(high, self(), low);
}

TEST(a_ready_thread_whose_context_is_configured_goes_behind_its_peers,
     "sched_control.configure.runs")
{
    struct thread *first = actor_run(runs, TESTER_PRIORITY);
    struct thread *second = actor_run(runs, TESTER_PRIORITY);

    notes_clear();
    OK(configure(first->sched_context, 1000, 2000));
    note(self());
    sys_yield();
    EXPECT_NOTES(self(), second, first);
}

TEST(a_new_context_has_its_whole_budget_at_once, "sched_control.configure.fresh")
{
    struct thread *hog = actor_timed(spins, 110, 300, 1500, 0, 0);

    actor_start(hog);
    CHECK_ABOUT(consumed(hog->sched_context), 300);
    watch(hog);
    EXPECT_BURST(hog, 1200, 300);
}

/* Suspended, it is not runnable: its used-up budget is forgotten. */
TEST(a_stopped_thread_has_its_whole_budget_at_once, "sched_control.configure.fresh")
{
    struct thread *hog = actor_timed(spins, 110, 200, 4000, 0, 0);

    actor_start(hog);
    OK(tcb_suspend(hog->tcb));
    OK(configure(hog->sched_context, 200, 4000));
    watch(hog);
    actor_start(hog);
    CHECK_ABOUT(consumed(hog->sched_context), 200);
}

TEST(an_unbound_context_has_its_whole_budget_at_once, "sched_control.configure.fresh")
{
    struct thread *hog = actor_timed(spins, 110, 200, 4000, 0, 0);

    actor_start(hog);
    OK(invoke(hog->sched_context, SchedContextUnbind, NONE, NONE));
    OK(configure(hog->sched_context, 200, 4000));
    watch(hog);
    OK(invoke(hog->sched_context, SchedContextBind, W(hog->tcb), NONE));
    CHECK_ABOUT(consumed(hog->sched_context), 200);
}

TEST(a_used_up_budget_is_not_renewed_by_configuring, "sched_control.configure.update")
{
    struct thread *hog = actor_timed(spins, 110, 200, 2000, 0, 0);

    actor_start(hog);
    watch(hog);
    OK(configure(hog->sched_context, 200, 2000));
    EXPECT_BURST(hog, 1800, 200);
}

/* The 300 more come a new period after what there was: at 2000 + 3000, with the next 200. */
TEST(more_budget_for_a_used_up_one_comes_a_period_later, "sched_control.configure.update")
{
    struct thread *hog = actor_timed(spins, 110, 200, 2000, 0, 0);

    actor_start(hog);
    watch(hog);
    OK(configure(hog->sched_context, 500, 3000));
    EXPECT_BURST(hog, 1800, 200);
    EXPECT_BURST(hog, 2800, 500);
}

TEST(more_budget_for_an_unused_one_comes_a_period_later, "sched_control.configure.update")
{
    struct thread *hog = actor_timed(spins, 90, 200, 2000, 0, 0);

    actor_start(hog);
    OK(configure(hog->sched_context, 1000, 2000));
    set_own_priority(1);
    CHECK_ABOUT(consumed(hog->sched_context), 200);
    watch(hog);
    EXPECT_BURST(hog, 1800, 1000);
}

TEST(less_budget_holds_at_once, "sched_control.configure.update")
{
    struct thread *hog = actor_timed(spins, 90, 1000, 2000, 0, 0);

    actor_start(hog);
    OK(configure(hog->sched_context, 200, 1500));
    set_own_priority(1);
    CHECK_ABOUT(consumed(hog->sched_context), 200);
    watch(hog);
    EXPECT_BURST(hog, 1300, 200);
}

TEST(a_thread_that_configures_itself_goes_on_before_its_peers, "sched_control.configure.self")
{
    struct thread *peer = actor_new(runs, TESTER_PRIORITY);

    notes_clear();
    actor_start(peer);
    OK(configure(self()->sched_context, 1000, 5000));
    OK(configure(self()->sched_context, 10000, 10000));
    note(self());
    let_others_run();
    EXPECT_NOTES(self(), peer);
}

/* ---- Flags ---- */

/* It is configured, wakes 400 us later, and runs `*waited` later.  Returns after how much time of
   others the 500 us that it then used come back. */
static seL4_Word time_to_return(seL4_Word flags, seL4_Word *waited)
{
    struct thread *hog = actor_timed(spins, 90, 500, 2000, 0, flags);

    (void)use_time(400);
    actor_start(hog);
    *waited = use_time(1000);
    set_own_priority(1);
    CHECK_ABOUT(consumed(hog->sched_context), 500);
    watch(hog);
    return next_burst(hog).gap;
}

TEST(a_sporadic_period_begins_when_the_thread_wakes, "sched_control.flags.sporadic")
{
    seL4_Word waited;

    CHECK_ABOUT(time_to_return(seL4_SchedContext_Sporadic, &waited) + waited, 2000 - 500);
}

TEST(a_constant_bandwidth_period_begins_when_the_thread_runs, "sched_control.flags.constant")
{
    seL4_Word waited;

    CHECK_ABOUT(time_to_return(seL4_SchedContext_NoFlag, &waited), 2000 - 500);
}

TEST(other_flags_mean_nothing, "sched_control.flags.other")
{
    seL4_Word waited;

    CHECK_ABOUT(time_to_return(~(seL4_Word)seL4_SchedContext_Sporadic, &waited), 2000 - 500);
}
