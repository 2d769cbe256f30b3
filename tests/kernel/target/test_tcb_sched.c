/* SPDX-License-Identifier: BSD-2-Clause */
/* TCB SetPriority, SetMCPriority, SetSchedParams (ABI.md 10.1, 10.6). */
#include "nodes.h"
#include "timing.h"
#include "victims.h"

enum { LEAST = 20, LONG = 1000000 };

static seL4_Word set_mc_priority(seL4_CPtr tcb, seL4_CPtr authority, seL4_Word mcp)
{
    return invoke(tcb, TCBSetMCPriority, W(authority), W(mcp));
}

/* A TCB with this MCP. */
static seL4_CPtr authority_of(seL4_Word mcp)
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(set_mc_priority(tcb, seL4_CapInitThreadTCB, mcp));
    return tcb;
}

/* SetSchedParams without scheduling context and fault endpoint. */
static seL4_Word set_sched_params(seL4_CPtr tcb, seL4_CPtr authority, seL4_Word mcp,
                                  seL4_Word priority)
{
    return tcb_set_sched_params(tcb, authority, mcp, priority, 0, 0);
}

/* ---- SetPriority and SetMCPriority ---- */

TEST(a_priority_needs_a_value_and_an_authority, "tcb.priority.length tcb.mcp.length")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(invoke(tcb, TCBSetPriority, W(tcb), NONE), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBSetPriority, NONE, W(0)), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBSetMCPriority, W(tcb), NONE), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBSetMCPriority, NONE, W(0)), seL4_TruncatedMessage);
}

TEST(the_authority_for_a_priority_is_a_thread, "tcb.priority.authority tcb.mcp.authority")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    EXPECT(tcb_set_priority(tcb, ep, 256), seL4_InvalidCapability, 1);
    EXPECT(tcb_set_priority(tcb, slot_new(), 0), seL4_InvalidCapability, 1);
    EXPECT(set_mc_priority(tcb, ep, 256), seL4_InvalidCapability, 1);
    EXPECT(set_mc_priority(tcb, slot_new(), 0), seL4_InvalidCapability, 1);
}

TEST(no_priority_is_above_the_authority_s_mcp, "tcb.priority.range tcb.mcp.range")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr authority = authority_of(LEAST);

    OK(tcb_set_priority(tcb, authority, LEAST));
    OK(tcb_set_priority(tcb, authority, 0));
    EXPECT(tcb_set_priority(tcb, authority, LEAST + 1), seL4_RangeError, 0, LEAST);
    OK(set_mc_priority(tcb, authority, LEAST));
    EXPECT(set_mc_priority(tcb, authority, LEAST + 1), seL4_RangeError, 0, LEAST);
}

TEST(a_priority_is_compared_with_all_its_bits, "tcb.priority.range tcb.mcp.range")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr authority = authority_of(LEAST);

    EXPECT(tcb_set_priority(tcb, authority, 1ull << 32), seL4_RangeError, 0, LEAST);
    EXPECT(tcb_set_priority(tcb, authority, 1ull << 8 | 1), seL4_RangeError, 0, LEAST);
    EXPECT(tcb_set_priority(tcb, authority, 1ull << 63), seL4_RangeError, 0, LEAST);
    EXPECT(set_mc_priority(tcb, authority, 1ull << 32), seL4_RangeError, 0, LEAST);
    EXPECT(set_mc_priority(tcb, authority, 1ull << 8), seL4_RangeError, 0, LEAST);
}

TEST(an_authority_without_mcp_gives_priority_0_only, "tcb.priority.range")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(tcb_set_priority(tcb, tcb, 0));
    EXPECT(tcb_set_priority(tcb, tcb, 1), seL4_RangeError, 0, 0);
}

TEST(a_thread_may_have_a_priority_above_its_own_mcp, "tcb.priority.own_mcp")
{
    seL4_CPtr tcb = authority_of(LEAST);

    OK(tcb_set_priority(tcb, seL4_CapInitThreadTCB, 200));
    EXPECT(tcb_set_priority(tcb, tcb, 200), seL4_RangeError, 0, LEAST);
}

TEST(a_lower_mcp_does_not_lower_the_priority, "tcb.mcp.sets")
{
    struct thread *high = actor_new(runs, TESTER_PRIORITY - 1);
    struct thread *low = actor_new(runs, TESTER_PRIORITY - 2);

    notes_clear();
    OK(set_mc_priority(high->tcb, seL4_CapInitThreadTCB, 1));
    actor_start(low);
    actor_start(high);
    let_others_run();
    EXPECT_NOTES(high, low);
}

/* ---- What a priority does ---- */

TEST(a_thread_raised_above_the_caller_runs_at_once, "tcb.priority.raise")
{
    struct thread *t = actor_run(runs, TESTER_PRIORITY - 1);

    notes_clear();
    OK(tcb_set_priority(t->tcb, self()->tcb, TESTER_PRIORITY));
    EXPECT_NOTES();
    OK(tcb_set_priority(t->tcb, self()->tcb, TESTER_PRIORITY + 1));
    EXPECT_NOTES(t);
}

TEST(a_caller_that_lowers_itself_lets_others_run, "tcb.priority.lower")
{
    struct thread *t = actor_run(runs, TESTER_PRIORITY - 1);

    notes_clear();
    OK(tcb_set_priority(self()->tcb, self()->tcb, TESTER_PRIORITY - 1));
    note(self());
    OK(tcb_set_priority(self()->tcb, self()->tcb, TESTER_PRIORITY - 2));
    note(self());
    set_own_priority(TESTER_PRIORITY);
    EXPECT_NOTES(self(), t, self());
}

TEST(a_blocked_thread_finds_its_place_among_those_that_wait, "tcb.priority.queue")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *a = waiter(waits_and_runs, TESTER_PRIORITY + 3, ntfn);
    struct thread *b = waiter(waits_and_runs, TESTER_PRIORITY + 2, ntfn);
    struct thread *c = waiter(waits_and_runs, TESTER_PRIORITY + 1, ntfn);

    notes_clear();
    OK(tcb_set_priority(c->tcb, self()->tcb, TESTER_PRIORITY + 4));
    OK(tcb_set_priority(a->tcb, self()->tcb, TESTER_PRIORITY + 1));
    for (unsigned i = 0; i < 3; i++) {
        sys_nbsend(ntfn, EMPTY_MESSAGE);
    }
    EXPECT_NOTES(c, b, a);
}

/* ---- SetSchedParams: checks in order ---- */

TEST(sched_params_are_2_words_and_3_capabilities, "tcb.params.length")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(invoke(tcb, TCBSetSchedParams, W(0, 0, 0), W(0)), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBSetSchedParams, W(0, 0), W(0, 0)), seL4_TruncatedMessage);
}

TEST(sched_params_are_checked_authority_first, "tcb.params.authority")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(tcb_set_sched_params(tcb, ROOT, 256, 256, ROOT, ROOT), seL4_InvalidCapability, 1);
    EXPECT(tcb_set_sched_params(tcb, slot_new(), 0, 0, ROOT, ROOT), seL4_InvalidCapability, 1);
}

TEST(sched_params_are_checked_for_mcp_then_priority, "tcb.params.range")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr authority = authority_of(LEAST);

    EXPECT(tcb_set_sched_params(tcb, authority, LEAST + 1, 0, ROOT, ROOT), seL4_RangeError, 0,
           LEAST);
    EXPECT(tcb_set_sched_params(tcb, authority, 0, LEAST + 1, ROOT, ROOT), seL4_RangeError, 0,
           LEAST);
    EXPECT(tcb_set_sched_params(tcb, authority, 1ull << 32, 0, ROOT, ROOT), seL4_RangeError, 0,
           LEAST);
    EXPECT(tcb_set_sched_params(tcb, authority, 0, 1ull << 32, ROOT, ROOT), seL4_RangeError, 0,
           LEAST);
}

TEST(sched_params_take_a_scheduling_context, "tcb.params.sc_type")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(tcb_set_sched_params(tcb, seL4_CapInitThreadTCB, 0, 0, ROOT, ROOT),
           seL4_InvalidCapability, 2);
    EXPECT(tcb_set_sched_params(tcb, seL4_CapInitThreadTCB, 0, 0, tcb, 0),
           seL4_InvalidCapability, 2);
}

TEST(sched_params_are_checked_for_the_fault_endpoint_last, "tcb.params.handler")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);
    struct thread *t = actor_new(runs, TESTER_PRIORITY - 1);

    EXPECT(tcb_set_sched_params(t->tcb, self()->tcb, 0, 0, sc, ROOT), seL4_IllegalOperation);
    EXPECT(tcb_set_sched_params(tcb, self()->tcb, 0, 0, sc, ROOT), seL4_InvalidCapability, 3);
    OK(invoke(sc, SchedContextBind, W(tcb), NONE));
}

TEST(a_thread_with_another_scheduling_context_is_refused, "tcb.params.sc_bound")
{
    struct thread *a = actor_new(runs, TESTER_PRIORITY - 1);
    struct thread *b = actor_new(runs, TESTER_PRIORITY - 1);
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);

    EXPECT(tcb_set_sched_params(a->tcb, self()->tcb, 0, 0, sc, 0), seL4_IllegalOperation);
    EXPECT(tcb_set_sched_params(make(seL4_TCBObject, 0), self()->tcb, 0, 0, b->sched_context, 0),
           seL4_IllegalOperation);
}

TEST(a_blocked_thread_takes_no_scheduling_context_that_is_not_ready, "tcb.params.sc_not_ready")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = waiter(waits_and_runs, TESTER_PRIORITY - 1, ntfn);
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);

    OK(set_sched_params(t->tcb, self()->tcb, 0, TESTER_PRIORITY - 1));
    EXPECT(tcb_set_sched_params(t->tcb, self()->tcb, 0, 0, sc, 0), seL4_IllegalOperation);
    OK(sched_configure(sc, LONG, LONG, 0, 0, 0));
    OK(tcb_set_sched_params(t->tcb, self()->tcb, 0, TESTER_PRIORITY - 1, sc, 0));
    notes_clear();
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    let_others_run();
    EXPECT_NOTES(t);
}

TEST(a_blocked_thread_takes_no_scheduling_context_that_is_used_up, "tcb.params.sc_not_ready")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = waiter(waits_and_runs, TESTER_PRIORITY - 1, ntfn);
    struct thread *spender = victim_at(0, victim_spin, 0, 0);
    seL4_CPtr sc = spender->sched_context;

    OK(sched_configure(sc, 50, 400, 0, 0, 0));
    actor_start(spender);
    let_others_run();
    OK(invoke(sc, SchedContextUnbind, NONE, NONE));
    OK(set_sched_params(t->tcb, self()->tcb, 0, TESTER_PRIORITY - 1));
    EXPECT(tcb_set_sched_params(t->tcb, self()->tcb, 0, 0, sc, 0), seL4_IllegalOperation);
    (void)use_time(400);
    OK(tcb_set_sched_params(t->tcb, self()->tcb, 0, 0, sc, 0));
}

TEST(a_caller_cannot_give_up_its_own_scheduling_context, "tcb.params.sc_own")
{
    EXPECT(set_sched_params(self()->tcb, self()->tcb, 255, TESTER_PRIORITY),
           seL4_IllegalOperation);
    EXPECT(tcb_set_sched_params(self()->tcb, self()->tcb, 255, TESTER_PRIORITY, 0, ROOT),
           seL4_IllegalOperation);
}

/* ---- SetSchedParams: what it sets ---- */

TEST(sched_params_set_all_four, "tcb.params.sets")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);
    struct registers registers = registers_pattern(victim_stop, 0);
    struct thread *t = victim_new(0, &registers);

    OK(set_sched_params(t->tcb, self()->tcb, 0, 0));
    OK(sched_configure(sc, LONG, LONG, 0, 0, 0));
    OK(tcb_set_sched_params(t->tcb, self()->tcb, LEAST, 3, sc, faults));
    EXPECT(tcb_set_priority(t->tcb, t->tcb, LEAST + 1), seL4_RangeError, 0, LEAST);
    EXPECT(invoke(sc, SchedContextBind, W(make(seL4_TCBObject, 0)), NONE),
           seL4_IllegalOperation);
    actor_start(t);
    EXPECT_STOP(faults, t->reply, &registers);
}

TEST(the_scheduling_context_that_a_thread_has_may_be_named_again, "tcb.params.sc_same")
{
    struct thread *t = actor_run(runs, TESTER_PRIORITY - 1);

    notes_clear();
    OK(tcb_set_sched_params(t->tcb, self()->tcb, 0, TESTER_PRIORITY - 2, t->sched_context, 0));
    let_others_run();
    EXPECT_NOTES(t);
    OK(tcb_set_sched_params(self()->tcb, self()->tcb, 255, TESTER_PRIORITY,
                            self()->sched_context, 0));
}

TEST(no_scheduling_context_takes_a_thread_s_time_away, "tcb.params.sc_none")
{
    struct thread *t = actor_run(runs, TESTER_PRIORITY - 1);

    notes_clear();
    OK(set_sched_params(t->tcb, self()->tcb, 0, TESTER_PRIORITY - 1));
    let_others_run();
    EXPECT_NOTES();
    OK(invoke(t->sched_context, SchedContextBind, W(t->tcb), NONE));
    let_others_run();
    EXPECT_NOTES(t);
}

TEST(a_runnable_thread_runs_when_it_gets_a_scheduling_context, "tcb.params.sc_starts")
{
    struct thread *t = actor_new(runs, TESTER_PRIORITY + 1);

    OK(set_sched_params(t->tcb, self()->tcb, 0, TESTER_PRIORITY + 1));
    notes_clear();
    actor_start(t);
    EXPECT_NOTES();
    OK(tcb_set_sched_params(t->tcb, self()->tcb, 0, TESTER_PRIORITY + 1, t->sched_context, 0));
    EXPECT_NOTES(t);
}

TEST(no_fault_endpoint_takes_the_old_one_away, "tcb.params.handler_none")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = victim_at(faults, victim_stop, 0, 0);

    OK(tcb_set_sched_params(t->tcb, self()->tcb, 0, TESTER_PRIORITY - 1, t->sched_context, 0));
    actor_start(t);
    EXPECT_NO_FAULT(faults, t->reply);
}

TEST(an_error_of_sched_params_changes_nothing, "tcb.params.failure")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_stop, 0);
    struct thread *t = victim_new(faults, &registers);

    OK(set_mc_priority(t->tcb, self()->tcb, LEAST));
    EXPECT(tcb_set_sched_params(t->tcb, self()->tcb, 1, 1, 0, ROOT), seL4_InvalidCapability, 3);
    EXPECT(tcb_set_sched_params(t->tcb, self()->tcb, 1, 1, make(seL4_SchedContextObject, 8), 0),
           seL4_IllegalOperation);
    EXPECT(tcb_set_priority(t->tcb, t->tcb, 256), seL4_RangeError, 0, LEAST);
    actor_start(t);
    EXPECT_STOP(faults, t->reply, &registers);
}
