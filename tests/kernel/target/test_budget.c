/* SPDX-License-Identifier: BSD-2-Clause */
/* Nobody gets more time than its budget, and everybody gets that (ABI.md 10.5). */
#include "timing.h"

/* The hogs' priority: above all but the supervisor, which has to report should one not stop. */
enum { HOG_PRIORITY = 253, BUDGET_US = 300, PERIOD_US = 1000 };

/* ---- Any window ---- */

enum { MAX_SAMPLES = 5 * PERIOD_US / MIN_BUDGET_US }; /* a sample takes no less */

/* Time that has passed, and how much of it the hog had. */
static struct sample {
    seL4_Word time;
    seL4_Word hog;
} samples[MAX_SAMPLES];

/* `hog`'s consumption over five periods, with samples between which it runs at most once; `poke`, a
   notification, is signalled in between. */
static unsigned take_samples(const struct thread *hog, seL4_CPtr poke)
{
    struct sample now = {0, 0};
    unsigned count = 0;

    watch(hog);
    while (now.time < 5 * PERIOD_US && count < MAX_SAMPLES) {
        seL4_Word ran;

        sys_nbsend(poke, EMPTY_MESSAGE);
        ran = consumed(hog->sched_context);
        now.hog += ran;
        now.time += ran + consumed(self()->sched_context);
        now.time += use_time(MIN_BUDGET_US);
        samples[count++] = now;
    }
    CHECK(now.time >= 5 * PERIOD_US);
    return count;
}

/* In no window of a period, less what rounding may hide, has it more than its budget; nor has it
   more than one for each period and for the begun one. */
static void expect_budget_in_any_window(const struct thread *hog, seL4_CPtr poke)
{
    unsigned count = take_samples(hog, poke);

    for (unsigned i = 0; i < count; i++) {
        for (unsigned j = i + 1;
             j < count && samples[j].time - samples[i].time <= PERIOD_US - 2 * SLACK_US; j++) {
            CHECK(samples[j].hog - samples[i].hog <= BUDGET_US + MIN_BUDGET_US);
        }
    }
    CHECK(samples[count - 1].hog <= 6 * BUDGET_US + MIN_BUDGET_US);
}

static struct thread *hog_new(thread_function *function, seL4_Word extra_refills, seL4_Word flags)
{
    return actor_timed(function, HOG_PRIORITY, BUDGET_US, PERIOD_US, extra_refills, flags);
}

/* Most of its budget: what is below the least that a thread runs on moves to the next period. */
static void expect_use_of_budget(void)
{
    seL4_Word used = 0;

    for (unsigned i = 0; i < MAX_SAMPLES && samples[i].time < 5 * PERIOD_US; i++) {
        used = samples[i].hog;
    }
    CHECK(used >= 4 * (BUDGET_US - MIN_BUDGET_US));
}

TEST(a_loop_at_the_highest_priority_gets_its_budget_in_each_period_and_no_more,
     "scheduling.budget.window scheduling.budget.whole")
{
    struct thread *hog = hog_new(spins, 0, 0);

    OK(tcb_set_priority(hog->tcb, seL4_CapInitThreadTCB, seL4_MaxPrio));
    actor_start(hog);
    watch(hog);
    for (unsigned i = 0; i < 5; i++) {
        EXPECT_BURST(hog, PERIOD_US - BUDGET_US, BUDGET_US);
    }
}

TEST(a_loop_at_high_priority_never_exceeds_its_budget_in_any_window, "scheduling.budget.window")
{
    struct thread *hog = hog_new(spins, 0, 0);

    actor_start(hog);
    expect_budget_in_any_window(hog, make(seL4_NotificationObject, 0));
    expect_use_of_budget();
}

static void signals_for_ever(struct thread *me)
{
    for (;;) {
        seL4_Signal(me->argument);
        me->step++;
    }
}

TEST(system_calls_one_after_the_other_never_exceed_the_budget, "scheduling.budget.window")
{
    struct thread *hog = hog_new(signals_for_ever, 0, seL4_SchedContext_Sporadic);

    hog->argument = make(seL4_NotificationObject, 0);
    actor_start(hog);
    expect_budget_in_any_window(hog, hog->argument);
    expect_use_of_budget();
}

/* Each time it wakes it runs for a while, and then waits. */
static void wakes_for_ever(struct thread *me)
{
    for (;;) {
        sys_wait(me->argument);
        me->step++;
    }
}

static void expect_budget_of_one_who_wakes(seL4_Word extra_refills, seL4_Word flags)
{
    struct thread *hog = hog_new(wakes_for_ever, extra_refills, flags);

    hog->argument = make(seL4_NotificationObject, 0);
    actor_start(hog);
    expect_budget_in_any_window(hog, hog->argument);
}

TEST(waking_often_never_exceeds_a_sporadic_budget, "scheduling.budget.window")
{
    expect_budget_of_one_who_wakes(8, seL4_SchedContext_Sporadic);
}

TEST(waking_often_never_exceeds_a_budget_with_few_refills, "scheduling.budget.window")
{
    expect_budget_of_one_who_wakes(0, seL4_SchedContext_Sporadic);
}

TEST(waking_often_never_exceeds_a_constant_bandwidth, "scheduling.budget.window")
{
    expect_budget_of_one_who_wakes(8, 0);
}

static void serves_for_ever(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    for (;;) {
        sys_reply_recv(me->argument, me->reply, EMPTY_MESSAGE);
    }
}

static void calls_for_ever(struct thread *me)
{
    for (;;) {
        sys_call(me->argument, EMPTY_MESSAGE);
        me->step++;
    }
}

TEST(calls_of_a_passive_server_never_exceed_the_caller_s_budget, "scheduling.budget.window")
{
    struct thread *server = actor_new(serves_for_ever, HOG_PRIORITY);
    struct thread *hog = hog_new(calls_for_ever, 0, 0);

    server->argument = make(seL4_EndpointObject, 0);
    hog->argument = server->argument;
    actor_start(server);
    OK(invoke(server->sched_context, SchedContextUnbind, NONE, NONE));
    actor_start(hog);
    expect_budget_in_any_window(hog, make(seL4_NotificationObject, 0));
    expect_use_of_budget();
}

static void yields_often(struct thread *me)
{
    for (;;) {
        for (volatile unsigned i = 0; i < 5000; i++) {
        }
        me->step++;
        seL4_Yield();
    }
}

TEST(yielding_early_never_exceeds_the_budget, "scheduling.budget.window")
{
    struct thread *hog = hog_new(yields_often, 8, seL4_SchedContext_Sporadic);

    actor_start(hog);
    expect_budget_in_any_window(hog, make(seL4_NotificationObject, 0));
}

/* ---- Used up ---- */

static void expect_no_renewal(seL4_Word flags)
{
    struct thread *hog = actor_timed(spins, 110, 200, 2000, 8, flags);

    actor_start(hog);
    watch(hog);
    OK(tcb_suspend(hog->tcb));
    actor_start(hog);
    EXPECT_BURST(hog, 1800, 200);
}

TEST(a_used_up_sporadic_budget_is_not_renewed_by_suspend_and_resume, "scheduling.budget.suspend")
{
    expect_no_renewal(seL4_SchedContext_Sporadic);
}

TEST(a_used_up_constant_bandwidth_is_not_renewed_by_suspend_and_resume,
     "scheduling.budget.suspend")
{
    expect_no_renewal(0);
}

/* Receives for ever; each message is the number of those before. */
static void counts(struct thread *me)
{
    for (;;) {
        sys_recv(me->argument, me->reply);
        CHECK_EQUAL(got()->length, 1);
        CHECK_EQUAL(got()->mr[0], me->step);
        me->step++;
    }
}

enum { MESSAGES = 60 };

static void sends_numbers(struct thread *me)
{
    for (seL4_Word i = 0; i < MESSAGES; i++) {
        sys_send(me->argument, MESSAGE(0, NONE, W(i)));
    }
}

/* Its budget is over many times, in the loop and in system calls; each message arrives once. */
TEST(a_call_for_which_the_time_is_up_is_made_later_and_once, "scheduling.budget.restart")
{
    struct thread *receiver = actor_new(counts, 120);
    struct thread *sender = actor_timed(sends_numbers, 110, 40, 100, 0, 0);

    receiver->argument = make(seL4_EndpointObject, 0);
    sender->argument = receiver->argument;
    actor_start(receiver);
    actor_start(sender);
    while (!sender->done) {
    }
    CHECK_EQUAL(receiver->step, MESSAGES);
}
