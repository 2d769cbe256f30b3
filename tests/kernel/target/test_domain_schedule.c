/* SPDX-License-Identifier: BSD-2-Clause */
/* Domains take turns as the schedule says (ABI.md 10.2).  The tester is in domain 0; what another
   domain's slice leaves behind it sees in its own. */
#include "domains.h"

#if CONFIG_NUM_DOMAINS > 1

TEST(a_thread_runs_in_its_domain_s_slices_only, "domain.run.own")
{
    struct thread *t;

    notes_clear();
    t = actor_in_domain(runs, 120, 1);
    (void)use_time(300);
    note(self());
    SCHEDULE({1, 300}, {0, 2000});
    EXPECT_NOTES(self(), t);
}

TEST(a_thread_of_another_domain_that_wakes_does_not_interrupt, "domain.run.own")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_new(waits_and_runs, 120);

    notes_clear();
    t->argument = ntfn;
    OK(domain_set(t->tcb, 1));
    actor_start(t);
    SCHEDULE({1, 300}, {0, 2000});
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    note(self());
    OK(schedule_set_start(0));
    EXPECT_NOTES(self(), t);
}

TEST(a_ready_thread_of_higher_priority_does_not_run_in_another_domain_s_slice, "domain.run.own")
{
    struct thread *hog = actor_in_domain(spins, 120, 1);
    struct thread *low = actor_new(runs, 90);
    seL4_Word step;

    notes_clear();
    SCHEDULE({1, 200}, {0, 2000});
    CHECK(hog->step > 0);
    step = hog->step;
    actor_start(low);
    let_others_run();
    EXPECT_NOTES(low);
    CHECK_EQUAL(hog->step, step);
}

TEST(slices_are_as_long_as_configured, "domain.run.length domain.run.again")
{
    struct thread *hog = actor_in_domain(spins, 90, 1);

    SCHEDULE({1, 300}, {0, 700});
    CHECK_ABOUT(consumed(hog->sched_context), 300);
    watch(hog);
    for (unsigned i = 0; i < 3; i++) {
        EXPECT_BURST(hog, 700, 300);
    }
}

#ifdef CONFIG_EXPORT_PCNT_USER

static seL4_Word counter(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

/* When a slice of the running thread's begins, in ticks. */
static seL4_Word slice_begins(seL4_Word pause)
{
    seL4_Word last = counter();

    for (;;) {
        seL4_Word now = counter();

        if (now - last >= pause) {
            return now;
        }
        last = now;
    }
}

/* Each entry into the kernel is late by some ticks: without the grid, 200 rounds would be by
   1000. */
TEST(slices_do_not_drift, "domain.run.grid")
{
    enum { ROUNDS = 200, LATE = 100 };
    seL4_Word slice = CONFIG_TIMER_FREQUENCY / 10000;
    seL4_Word start;

    (void)actor_in_domain(spins, 90, 1);
    SCHEDULE({1, 100}, {0, 100});
    start = slice_begins(slice / 2);
    for (unsigned i = 0; i < ROUNDS; i++) {
        (void)slice_begins(slice / 2);
    }
    CHECK(counter() - start < 2 * ROUNDS * slice + LATE);
}

/* Times at which the running thread did not run for a while, in the next millisecond. */
static unsigned interruptions(void)
{
    enum { TICKS = 12 }; /* more than a look at the counter takes, and less than the kernel does */
    seL4_Word end = counter() + CONFIG_TIMER_FREQUENCY / 1000;
    unsigned count = 0;

    for (seL4_Word last = counter(); last < end;) {
        seL4_Word now = counter();

        count += now - last > TICKS;
        last = now;
    }
    return count;
}

/* The hog's budget returns 400 us after it was used, each time in the middle of that millisecond.
   The tester's own slice may end in it once. */
TEST(a_budget_that_returns_in_another_domain_s_slice_interrupts_nobody, "domain.run.silent")
{
    struct thread *hog = actor_in_domain(spins, 110, 1);
    unsigned interrupted = 0;

    OK(sched_configure(hog->sched_context, 100, 400, 0, 0, 0));
    SCHEDULE({1, 200}, {0, 1500});
    for (unsigned i = 0; i < 8; i++) {
        (void)slice_begins(CONFIG_TIMER_FREQUENCY / 10000);
        interrupted += interruptions() > 0 ? 1 : 0;
    }
    CHECK(interrupted <= 4);
    CHECK(consumed(hog->sched_context) >= 600);
}

#endif

TEST(a_domain_may_have_several_slices, "domain.run.again")
{
    struct thread *hog = actor_in_domain(spins, 90, 1);

    SCHEDULE({1, 200}, {0, 300}, {1, 400}, {0, 500});
    CHECK_ABOUT(consumed(hog->sched_context), 200);
    watch(hog);
    EXPECT_BURST(hog, 300, 400);
    EXPECT_BURST(hog, 500, 200);
    EXPECT_BURST(hog, 300, 400);
}

TEST(slices_follow_one_another_in_the_order_of_the_schedule, "domain.run.order")
{
    struct thread *second = actor_in_domain(runs, 90, 1);
    struct thread *first = actor_in_domain(runs, 90, CONFIG_NUM_DOMAINS - 1);

    notes_clear();
    SCHEDULE({CONFIG_NUM_DOMAINS - 1, 200}, {1, 200}, {0, 2000});
    note(self());
    EXPECT_NOTES(first, second, self());
}

TEST(entries_behind_an_end_marker_have_no_turn, "domain.run.end")
{
    struct thread *hog = actor_in_domain(spins, 90, 1);

    SCHEDULE({0, 300}, {0, 300}, {1, 300});
    OK(schedule_configure(1, 0, 0));
    OK(schedule_set_start(0));
    (void)use_time(1500);
    CHECK_EQUAL(hog->step, 0);
}

TEST(entries_before_the_start_have_no_turn, "domain.run.start")
{
    struct thread *hog = actor_in_domain(spins, 90, 1);

    SCHEDULE({0, 5000}, {1, 300}, {0, 300});
    OK(schedule_set_start(2));
    (void)use_time(1500);
    CHECK_EQUAL(hog->step, 0);
    OK(schedule_set_start(1));
    CHECK_ABOUT(consumed(hog->sched_context), 300);
    watch(hog);
    EXPECT_BURST(hog, 300, 300);
}

TEST(set_start_ends_the_slice_at_once, "domain.start.now")
{
    struct thread *hog = actor_in_domain(spins, 90, 1);

    SCHEDULE({1, 300}, {0, 5000});
    CHECK_ABOUT(consumed(hog->sched_context), 300);
    (void)use_time(200);
    OK(schedule_set_start(0));
    CHECK_ABOUT(consumed(hog->sched_context), 300);
}

TEST(what_is_the_start_entry_decides_what_must_not_be_a_marker, "domain.configure.start")
{
    SCHEDULE({0, 5000}, {0, 5000});
    OK(schedule_set_start(1));
    EXPECT(schedule_configure(1, 0, 0), seL4_InvalidArgument, 2);
    EXPECT(schedule_configure(1, 1, 0), seL4_InvalidArgument, 1);
    OK(schedule_configure(0, 0, 0));
    OK(schedule_configure(0, 0, 1000));
    OK(schedule_set_start(0));
}

/* A budget of 100 in 2000 comes back after the same time, half of which the tester does not get. */
TEST(in_a_slice_without_threads_nobody_runs, "domain.run.idle")
{
    struct thread *t = actor_timed(spins, 110, 100, 2000, 0, 0);
    struct burst burst;

    SCHEDULE({1, 100}, {0, 100});
    actor_start(t);
    watch(t);
    (void)next_burst(t);
    burst = next_burst(t);
    CHECK(burst.gap > 700);
    CHECK(burst.gap < 1300);
}

TEST(a_budget_that_returns_in_another_domain_s_slice_waits_for_its_own, "domain.run.budget")
{
    struct thread *hog = actor_in_domain(spins, 110, 1);

    OK(sched_configure(hog->sched_context, 100, 400, 0, 0, 0));
    SCHEDULE({1, 200}, {0, 2000});
    CHECK_ABOUT(consumed(hog->sched_context), 100);
    (void)use_time(1000);
    CHECK_EQUAL(consumed(hog->sched_context), 0);
    OK(schedule_set_start(0));
    CHECK_ABOUT(consumed(hog->sched_context), 100);
}

/* ---- Set ---- */

TEST(a_thread_that_is_moved_runs_in_the_slices_of_its_new_domain, "domain.set.moves")
{
    struct thread *t = actor_new(spins, 90);

    SCHEDULE({1, 300}, {0, 2000});
    actor_start(t);
    OK(domain_set(t->tcb, 1));
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    OK(schedule_set_start(0));
    CHECK_ABOUT(consumed(t->sched_context), 300);
    OK(domain_set(t->tcb, 0));
    OK(schedule_set_start(0));
    CHECK_EQUAL(consumed(t->sched_context), 0);
}

/* Its slice of domain 0 has just begun: the rest of it is for another thread of that domain. */
TEST(a_thread_that_moves_itself_waits_for_its_new_domain_s_slice, "domain.set.self")
{
    struct thread *hog = actor_run(spins, 90);

    SCHEDULE({0, 800}, {1, 2000});
    (void)consumed(self()->sched_context);
    OK(domain_set(self()->tcb, 1));
    CHECK_ABOUT(consumed(hog->sched_context) + consumed(self()->sched_context), 800);
    CHECK(hog->step > 0);
    OK(domain_set(self()->tcb, 0));
}

static struct thread *volatile made;

static void makes_an_actor(struct thread *me)
{
    made = actor_new(runs, 120);
    me->step++;
}

TEST(a_new_thread_is_in_its_maker_s_domain, "domain.set.new")
{
    struct thread *maker = actor_in_domain(makes_an_actor, 90, 1);

    notes_clear();
    SCHEDULE({1, 1000}, {0, 2000});
    CHECK_EQUAL(maker->step, 1);
    actor_start(made);
    note(self());
    OK(schedule_set_start(0));
    EXPECT_NOTES(self(), made);
}

/* ---- Between domains ---- */

static void serves_once(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    note(me);
    sys_send(me->reply, MESSAGE(0, NONE, W(got()->mr[0] + 1)));
}

static void expect_call_across(seL4_Bool passive)
{
    struct thread *server = actor_new(serves_once, 120);

    notes_clear();
    server->argument = make(seL4_EndpointObject, 0);
    OK(domain_set(server->tcb, 1));
    actor_start(server);
    SCHEDULE({1, 300}, {0, 1000});
    if (passive) {
        OK(invoke(server->sched_context, SchedContextUnbind, NONE, NONE));
    }
    (void)use_time(300);
    note(self());
    sys_call(server->argument, MESSAGE(0, NONE, W(41)));
    CHECK_EQUAL(got()->mr[0], 42);
    EXPECT_NOTES(self(), server);
}

TEST(a_call_to_another_domain_is_answered_in_its_slice, "domain.run.call")
{
    expect_call_across(seL4_False);
}

TEST(a_call_to_a_passive_server_of_another_domain_is_answered_in_its_slice, "domain.run.call")
{
    expect_call_across(seL4_True);
}

#endif
