/* SPDX-License-Identifier: BSD-2-Clause */
/* SchedContext YieldTo (ABI.md 10.7). */
#include "timing.h"

static seL4_Word yield_to(const struct thread *t)
{
    return invoke(t->sched_context, SchedContextYieldTo, NONE, NONE);
}

/* Actors that each note themselves, ready to run. */
static void start_two(seL4_Word priority, struct thread *two[2])
{
    notes_clear();
    for (unsigned i = 0; i < 2; i++) {
        two[i] = actor_run(runs, priority);
    }
}

TEST(yielding_to_a_context_without_a_thread_is_illegal, "sched_context.yield_to.thread")
{
    EXPECT(invoke(make(seL4_SchedContextObject, 8), SchedContextYieldTo, NONE, NONE),
           seL4_IllegalOperation);
}

TEST(yielding_to_oneself_is_illegal, "sched_context.yield_to.self")
{
    EXPECT(yield_to(self()), seL4_IllegalOperation);
}

TEST(yielding_to_a_thread_above_the_own_mcp_is_illegal, "sched_context.yield_to.mcp")
{
    struct thread *t = actor_new(runs, 110);

    OK(invoke(self()->tcb, TCBSetMCPriority, W(seL4_CapInitThreadTCB), W(109)));
    EXPECT(yield_to(t), seL4_IllegalOperation);
    OK(invoke(self()->tcb, TCBSetMCPriority, W(seL4_CapInitThreadTCB), W(110)));
    EXPECT(yield_to(t), seL4_NoError, 0);
}

TEST(yielding_to_a_thread_that_cannot_run_tells_its_consumption, "sched_context.yield_to.idle")
{
    struct thread *t = actor_timed(spins, 110, 300, 5000, 0, 0);

    EXPECT(yield_to(t), seL4_NoError, 0);
    actor_start(t);
    CHECK_EQUAL(yield_to(t), seL4_NoError);
    CHECK_EQUAL(got()->length, 1);
    CHECK_ABOUT(got()->mr[0], 300);
    EXPECT(yield_to(t), seL4_NoError, 0);
}

TEST(a_thread_of_lower_priority_moves_to_the_head_of_its_queue, "sched_context.yield_to.lower")
{
    struct thread *t[2];

    start_two(90, t); /* the second is the first of its queue */
    EXPECT(yield_to(t[0]), seL4_NoError, 0);
    note(self());
    let_others_run();
    EXPECT_NOTES(self(), t[0], t[1]);
}

TEST(a_thread_of_equal_priority_runs_before_its_peers, "sched_context.yield_to.equal")
{
    struct thread *t[2];

    start_two(TESTER_PRIORITY, t);
    CHECK_EQUAL(yield_to(t[1]), seL4_NoError);
    note(self());
    let_others_run();
    EXPECT_NOTES(t[1], self(), t[0]);
}

static void uses_300(struct thread *me)
{
    (void)use_time(300);
    note(me);
}

TEST(the_caller_learns_what_was_consumed, "sched_context.yield_to.result")
{
    struct thread *t = actor_timed(spins, TESTER_PRIORITY, 300, 5000, 0, 0);

    actor_start(t);
    CHECK_EQUAL(yield_to(t), seL4_NoError);
    CHECK_EQUAL(got()->length, 1);
    CHECK_ABOUT(got()->mr[0], 300);
    CHECK_EQUAL(consumed(t->sched_context), 0);
}

TEST(the_caller_goes_on_before_its_peers_when_the_target_stops, "sched_context.yield_to.equal")
{
    struct thread *t = actor_new(uses_300, TESTER_PRIORITY);
    struct thread *peer = actor_run(runs, TESTER_PRIORITY);

    notes_clear();
    actor_start(t);
    CHECK_EQUAL(yield_to(t), seL4_NoError);
    note(self());
    sys_yield();
    EXPECT_NOTES(t, self(), peer);
}

TEST(without_call_the_caller_yields_and_learns_nothing, "sched_context.yield_to.silent")
{
    struct thread *t[2];

    start_two(TESTER_PRIORITY, t);
    sys_send(t[1]->sched_context, MESSAGE(SchedContextYieldTo, NONE, NONE));
    note(self());
    sys_yield();
    EXPECT_NOTES(t[1], self(), t[0]);
}
