/* SPDX-License-Identifier: BSD-2-Clause */
/* What was used of a budget comes back a period after it was used (ABI.md 10.5). */
#include "timing.h"

enum { HOG_PRIORITY = 110 };

/* Uses a part of its budget and waits, as often as me->step says; then uses all it gets. */
enum { PART_US = 200 };

static void uses_in_parts(struct thread *me)
{
    while (me->step > 0) {
        (void)use_time(PART_US);
        sys_wait(me->argument);
        me->step--;
    }
    spins(me);
}

static void let_use(struct thread *hog, seL4_Word parts)
{
    hog->argument = make(seL4_NotificationObject, 0);
    hog->step = parts;
    (void)consumed(self()->sched_context);
    actor_start(hog);
}

static struct thread *hog_start(seL4_Word parts, seL4_Word budget, seL4_Word period,
                                seL4_Word extra_refills, seL4_Word flags)
{
    struct thread *hog =
        actor_timed(uses_in_parts, HOG_PRIORITY, budget, period, extra_refills, flags);

    let_use(hog, parts);
    return hog;
}

/* Some time after the last one, by the tester's own account, it wakes the hog. */
static void wake_after(const struct thread *hog, seL4_Word us)
{
    (void)use_time(us - consumed(self()->sched_context));
    sys_nbsend(hog->argument, EMPTY_MESSAGE);
}

/* 200 of 1000 at 0, the rest from 1000 to 1800: 200 come at 3000, 800 at 4000. */
static void expect_two_parts(seL4_Word flags)
{
    struct thread *hog = hog_start(1, 1000, 3000, 8, flags);

    wake_after(hog, 800);
    watch(hog);
    EXPECT_BURST(hog, 1200, 200);
    EXPECT_BURST(hog, 800, 800);
}

TEST(a_sporadic_budget_used_in_parts_comes_back_in_parts, "scheduling.refill.parts")
{
    expect_two_parts(seL4_SchedContext_Sporadic);
}

TEST(a_constant_bandwidth_used_in_parts_comes_back_in_parts, "scheduling.refill.parts")
{
    expect_two_parts(0);
}

/* 200 of 1000 at 0, at 600, and the rest from 1200 to 1800: with two refills only, 200 and 200 come
   together, so that they end with the second's end: at 3400, not at 3000 and 3600. */
TEST(parts_for_which_there_is_no_refill_are_delayed, "scheduling.refill.full")
{
    struct thread *hog = hog_start(2, 1000, 3000, 0, seL4_SchedContext_Sporadic);

    wake_after(hog, 400);
    wake_after(hog, 400);
    watch(hog);
    EXPECT_BURST(hog, 1600, 400);
}

TEST(with_a_refill_for_each_part_none_is_delayed, "scheduling.refill.parts")
{
    struct thread *hog = hog_start(2, 1000, 3000, 8, seL4_SchedContext_Sporadic);

    wake_after(hog, 400);
    wake_after(hog, 400);
    watch(hog);
    EXPECT_BURST(hog, 1200, 200);
    EXPECT_BURST(hog, 400, 200);
    EXPECT_BURST(hog, 400, 600);
}

/* Parts of 200 every 400, one more than there are refills for: the last two come together, and end
   with the second's end. */
TEST(no_more_than_64_parts_are_kept_apart, "scheduling.refill.most")
{
    enum { PARTS = 64 };
    struct thread *hog = actor_new(uses_in_parts, HOG_PRIORITY);
    seL4_CPtr large = make(seL4_SchedContextObject, 12);

    OK(sched_configure(large, (PARTS + 8) * PART_US, 30000, 100, 0, seL4_SchedContext_Sporadic));
    OK(invoke(hog->sched_context, SchedContextUnbind, NONE, NONE));
    OK(invoke(large, SchedContextBind, W(hog->tcb), NONE));
    hog->sched_context = large;
    let_use(hog, PARTS);
    for (unsigned i = 0; i < PARTS; i++) {
        wake_after(hog, PART_US);
    }
    watch(hog);
    (void)next_burst(hog);
    for (unsigned i = 1; i < PARTS - 2; i++) {
        EXPECT_BURST(hog, PART_US, PART_US);
    }
    EXPECT_BURST(hog, 2 * PART_US, 2 * PART_US);
}

/* 200 at 0, then nothing until 2500: all 600 are there, and come back together. */
static void expect_one_part(seL4_Word flags)
{
    struct thread *hog = hog_start(1, 600, 1500, 8, flags);

    wake_after(hog, 2300);
    CHECK_ABOUT(consumed(hog->sched_context), 600);
    watch(hog);
    EXPECT_BURST(hog, 900, 600);
    EXPECT_BURST(hog, 900, 600);
}

TEST(sporadic_parts_that_are_all_ready_become_one, "scheduling.refill.merge")
{
    expect_one_part(seL4_SchedContext_Sporadic);
}

TEST(parts_of_constant_bandwidth_that_are_all_ready_become_one, "scheduling.refill.merge")
{
    expect_one_part(0);
}

/* It could have run from 0 on, and runs from 1500 on: what it did not use is not saved up. */
static void expect_nothing_saved(seL4_Word flags)
{
    struct thread *hog = hog_start(1, 500, 1000, 8, flags);

    wake_after(hog, 1500);
    CHECK_ABOUT(consumed(hog->sched_context), 500);
    watch(hog);
    EXPECT_BURST(hog, 500, 500);
}

TEST(sporadic_time_that_was_not_used_is_lost, "scheduling.refill.not_saved")
{
    expect_nothing_saved(seL4_SchedContext_Sporadic);
}

TEST(constant_bandwidth_that_was_not_used_is_lost, "scheduling.refill.not_saved")
{
    expect_nothing_saved(0);
}

/* Gives up its first budget, and 300 later uses 150. */
static void interrupts(struct thread *me)
{
    seL4_Yield();
    (void)use_time(150);
    sys_wait(me->argument);
}

/* A hog with 600 of 2000 that begins at about 0 and is interrupted from 300 to 450. */
static struct thread *interrupted_hog(seL4_Word flags)
{
    struct thread *hog = actor_timed(spins, HOG_PRIORITY, 600, 2000, 8, flags);
    struct thread *other = actor_timed(interrupts, HOG_PRIORITY + 1, 290, 300, 0, 0);

    other->argument = make(seL4_NotificationObject, 0);
    actor_start(other);
    actor_start(hog);
    CHECK_ABOUT(consumed(hog->sched_context), 600);
    watch(hog);
    return hog;
}

TEST(what_a_sporadic_thread_uses_around_an_interruption_comes_back_as_one,
     "scheduling.refill.sporadic")
{
    struct thread *hog = interrupted_hog(seL4_SchedContext_Sporadic);

    EXPECT_BURST(hog, 1250, 600);
    EXPECT_BURST(hog, 1400, 600);
}

TEST(what_is_used_of_constant_bandwidth_after_an_interruption_comes_back_later,
     "scheduling.refill.constant")
{
    struct thread *hog = interrupted_hog(0);
    struct burst first = next_burst(hog);
    struct burst second = next_burst(hog);

    CHECK_ABOUT(first.gap, 1250);
    CHECK_ABOUT(second.gap, 150);
    CHECK_ABOUT(first.ran + second.ran, 600);
    CHECK(first.ran > 200 && first.ran < 350);
}
