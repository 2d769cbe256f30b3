/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scheduling contexts as objects (ABI.md 10.4, 10.7): configuration, binding,
 * consumption and YieldTo.
 */
#include "place.h"
#include "refill.h"
#include "sched_context.h"
#include "scene.h"
#include "sched.h"

static struct sched_context *sc_of(word_t slot)
{
    return cap_sched_context(root_slot(slot)->cap);
}

static struct answer configure_with(word_t budget, word_t period, word_t extra, word_t cap)
{
    return kernel_call(bootinfo()->schedcontrol.start,
                       (struct message){.label = SchedControlConfigureFlags,
                                        .length = 5,
                                        .mr = {budget, period, extra, 0, 0},
                                        .caps = 1,
                                        .cap = {cap}});
}

static struct answer with_cap(word_t target, word_t label, word_t cap)
{
    return kernel_call(target, (struct message){.label = label, .caps = 1, .cap = {cap}});
}

/* ---- Configure ---- */

static void test_configure_checks_come_in_the_order_of_the_manual(void **state)
{
    word_t sc = new_object(seL4_SchedContextObject, 8);
    word_t ep = new_object(seL4_EndpointObject, 0);
    struct message message = words(SchedControlConfigureFlags, 4, 100);

    (void)state;
    message.caps = 1;
    message.cap[0] = sc;
    assert_error(kernel_call(bootinfo()->schedcontrol.start, message), seL4_TruncatedMessage);
    message.length = 5;
    message.caps = 0;
    assert_error(kernel_call(bootinfo()->schedcontrol.start, message), seL4_TruncatedMessage);
    assert_error2(configure_with(MAX_PERIOD_US + 1, 0, 99, ep), seL4_RangeError, 20,
                  MAX_PERIOD_US);
    assert_error2(configure_with(19, MAX_PERIOD_US, 99, ep), seL4_RangeError, 20, MAX_PERIOD_US);
    assert_error2(configure_with(20, 19, 99, ep), seL4_RangeError, 20, MAX_PERIOD_US);
    assert_error2(configure_with(501, 500, 99, ep), seL4_RangeError, 20, 500);
    assert_error1(configure_with(500, 500, 99, ep), seL4_InvalidCapability, 1);
    assert_error2(configure_with(500, 900, 9, sc), seL4_RangeError, 0, 8);
    assert_int_equal(sc_of(sc)->refill_max, 0);
    assert_ok(configure_with(500, 900, 8, sc));
    assert_invariants();
}

static void test_equal_budget_and_period_are_round_robin(void **state)
{
    word_t sc = new_object(seL4_SchedContextObject, 8);

    (void)state;
    assert_ok(configure_with(500, 500, 5, sc));
    assert_int_equal(sc_of(sc)->period, 0);
    assert_int_equal(sc_of(sc)->refill_max, MIN_REFILLS);
    assert_int_equal(sc_of(sc)->refill_count, 2);
    assert_invariants();
}

static void test_reconfigured_context_of_the_caller_makes_it_compete(void **state)
{
    struct actor actor = actor_enter(110);

    (void)state;
    pass_us(500);
    assert_ok(configure_with(1000, 5000, 0, actor.sc));
    assert_current(actor);
    assert_int_equal(sc_of(actor.sc)->budget, us_to_ticks(1000));
    assert_int_equal(host_machine.deadline, host_machine.now + us_to_ticks(1000));
    assert_invariants();
}

static void test_configuring_lets_a_bound_runnable_thread_run(void **state)
{
    struct actor actor = actor_new(110);
    word_t fresh = new_object(seL4_SchedContextObject, 8);

    (void)state;
    unbind_sc(actor.sc);
    bind_sc(fresh, actor.slot);
    actor_start(&actor);
    assert_director(); /* not configured: no time */
    do_call(bootinfo()->schedcontrol.start,
            (struct message){.label = SchedControlConfigureFlags,
                             .length = 5,
                             .mr = {1000, 1000, 0, 0, 0},
                             .caps = 1,
                             .cap = {fresh}});
    assert_current(actor);
    assert_invariants();
}

/* ---- Bind, Unbind ---- */

/* Its budget is used up, and is not back because it has no period any more. */
static void test_what_becomes_round_robin_waits_for_the_budget_that_it_used(void **state)
{
    struct actor actor = actor_new(110);

    (void)state;
    configure(actor.sc, 1000, 10000, 0, 0);
    actor_start(&actor);
    assert_current(actor);
    pass_us(1001);
    assert_director();
    configure(actor.sc, 1000, 1000, 0, 0);
    assert_director();
    assert_int_equal(actor.tcb->place, PLACE_RELEASE);
    assert_invariants();
    pass_us(10000);
    assert_current(actor);
    assert_invariants();
}

static void test_one_context_serves_one_thread(void **state)
{
    struct actor a = actor_new(50);
    struct actor b = actor_new(50);
    word_t ep = new_object(seL4_EndpointObject, 0);

    (void)state;
    assert_error(with_cap(a.sc, SchedContextBind, b.slot), seL4_IllegalOperation);
    unbind_sc(b.sc);
    assert_error(with_cap(a.sc, SchedContextBind, b.slot), seL4_IllegalOperation);
    assert_error(with_cap(b.sc, SchedContextBind, a.slot), seL4_IllegalOperation);
    assert_ok(with_cap(b.sc, SchedContextBind, b.slot));
    assert_error1(with_cap(b.sc, SchedContextBind, ep), seL4_InvalidCapability, 1);
    assert_error(kernel_call(b.sc, words(SchedContextBind, 0, 0)), seL4_TruncatedMessage);
    assert_invariants();
}

static void test_one_context_serves_one_notification(void **state)
{
    word_t sc = new_object(seL4_SchedContextObject, 8);
    word_t other = new_object(seL4_SchedContextObject, 8);
    word_t a = new_object(seL4_NotificationObject, 0);
    word_t b = new_object(seL4_NotificationObject, 0);

    (void)state;
    assert_ok(with_cap(sc, SchedContextBind, a));
    assert_error(with_cap(sc, SchedContextBind, b), seL4_IllegalOperation);
    assert_error(with_cap(other, SchedContextBind, a), seL4_IllegalOperation);
    assert_error(with_cap(sc, SchedContextUnbindObject, b), seL4_IllegalOperation);
    assert_ok(with_cap(sc, SchedContextUnbindObject, a));
    assert_ok(with_cap(other, SchedContextBind, a));
    assert_invariants();
}

static void test_blocked_thread_takes_only_a_context_that_is_ready(void **state)
{
    struct actor actor = actor_enter(110);
    word_t fresh = new_object(seL4_SchedContextObject, 8);

    (void)state;
    do_wait(new_object(seL4_NotificationObject, 0));
    unbind_sc(actor.sc);
    assert_error(with_cap(fresh, SchedContextBind, actor.slot), seL4_IllegalOperation);
    configure(fresh, 100, 1000, 0, 0);
    assert_ok(with_cap(fresh, SchedContextBind, actor.slot));
    assert_invariants();
}

static void test_nobody_unbinds_itself(void **state)
{
    (void)state;
    assert_error(kernel_call(seL4_CapInitThreadSC, words(SchedContextUnbind, 0, 0)),
                 seL4_IllegalOperation);
    assert_error(with_cap(seL4_CapInitThreadSC, SchedContextUnbindObject, seL4_CapInitThreadTCB),
                 seL4_IllegalOperation);
    assert_director();
    assert_invariants();
}

static void test_unbind_takes_thread_and_notification_off(void **state)
{
    struct actor actor = actor_new(50);
    word_t ntfn = new_object(seL4_NotificationObject, 0);

    (void)state;
    resume(actor.slot);
    bind_sc(actor.sc, ntfn);
    unbind_sc(actor.sc);
    assert_null(actor.tcb->sc);
    assert_null(sc_of(actor.sc)->notification);
    assert_false(is_ready(actor.tcb));
    bind_sc(actor.sc, actor.slot);
    assert_true(is_ready(actor.tcb));
    assert_invariants();
}

/* ---- Consumed ---- */

static void test_consumed_tells_once_what_was_used(void **state)
{
    (void)state;
    (void)kernel_call(seL4_CapInitThreadSC, words(SchedContextConsumed, 0, 0));
    pass_us(321);
    struct answer answer = kernel_call(seL4_CapInitThreadSC, words(SchedContextConsumed, 0, 0));
    assert_ok(answer);
    assert_int_equal(answer.length, 1);
    assert_between(answer.mr[0], 320, 321);
    answer = kernel_call(seL4_CapInitThreadSC, words(SchedContextConsumed, 0, 0));
    assert_int_equal(answer.mr[0], 0);
    assert_invariants();
}

static void test_result_is_written_for_call_alone(void **state)
{
    (void)state;
    pass_us(321);
    do_send(seL4_CapInitThreadSC, words(SchedContextConsumed, 0, 0));
    assert_int_equal(initial_thread()->context.reg[REG_CAP], seL4_CapInitThreadSC);
    assert_int_equal(answer_of(initial_thread()).label, SchedContextConsumed);
    assert_invariants();
}

/* ---- YieldTo ---- */

static void test_yield_to_needs_a_thread_that_may_be_chosen(void **state)
{
    word_t sc = new_object(seL4_SchedContextObject, 8);
    struct actor actor = actor_new(110);

    (void)state;
    assert_error(kernel_call(sc, words(SchedContextYieldTo, 0, 0)), seL4_IllegalOperation);
    assert_error(kernel_call(seL4_CapInitThreadSC, words(SchedContextYieldTo, 0, 0)),
                 seL4_IllegalOperation);
    assert_ok(kernel_call(seL4_CapInitThreadTCB, (struct message){.label = TCBSetMCPriority,
                                                                  .length = 1,
                                                                  .mr = {109},
                                                                  .caps = 1,
                                                                  .cap = {seL4_CapInitThreadTCB}}));
    assert_error(kernel_call(actor.sc, words(SchedContextYieldTo, 0, 0)), seL4_IllegalOperation);
    assert_invariants();
}

static void test_yield_to_a_stopped_thread_returns_at_once(void **state)
{
    struct actor actor = actor_new(90);

    (void)state;
    struct answer answer = kernel_call(actor.sc, words(SchedContextYieldTo, 0, 0));
    assert_ok(answer);
    assert_int_equal(answer.length, 1);
    assert_int_equal(answer.mr[0], 0);
    assert_invariants();
}

static void test_yield_to_a_lower_thread_puts_it_first(void **state)
{
    struct actor a = actor_new(90);
    struct actor b = actor_new(90);

    (void)state;
    resume(a.slot);
    resume(b.slot);
    struct tcb *second = ready_lists[0][90].head->ready_next;
    word_t sc = second == a.tcb ? a.sc : b.sc;
    assert_ok(kernel_call(sc, words(SchedContextYieldTo, 0, 0)));
    assert_director();
    assert_ptr_equal(ready_lists[0][90].head, second);
    assert_invariants();
}

static void test_yield_to_a_peer_runs_it_and_tells_its_use_later(void **state)
{
    struct actor peer = actor_new(DIRECTOR_PRIORITY);
    struct actor other = actor_new(DIRECTOR_PRIORITY);

    (void)state;
    resume(other.slot);
    resume(peer.slot);
    do_call(peer.sc, words(SchedContextYieldTo, 0, 0));
    assert_current(peer);
    assert_ptr_equal(ready_lists[0][DIRECTOR_PRIORITY].head, initial_thread());
    assert_invariants();
    pass_us(250);
    do_wait(new_object(seL4_NotificationObject, 0));
    assert_director();
    struct answer answer = answer_of(initial_thread());
    assert_ok(answer);
    assert_int_equal(answer.length, 1);
    assert_between(answer.mr[0], 249, 250);
    assert_null(initial_thread()->yield_to);
    assert_invariants();
}

/* The timer's interrupt is on its way, but the system call came first. */
static void test_yield_to_sees_budget_that_has_just_returned(void **state)
{
    struct actor peer = actor_new(110);

    (void)state;
    configure(peer.sc, 1000, 2000, 0, 0);
    actor_start(&peer);
    do_yield();
    set_priority(peer.slot, DIRECTOR_PRIORITY);
    assert_int_equal(peer.tcb->place, PLACE_RELEASE);
    host_machine.now = refill_head(peer.tcb->sc)->time;
    do_call(peer.sc, words(SchedContextYieldTo, 0, 0));
    assert_current(peer);
    assert_invariants();
}

static void test_deleted_context_answers_who_yielded_to_it(void **state)
{
    struct actor peer = actor_new(DIRECTOR_PRIORITY);

    (void)state;
    resume(peer.slot);
    do_call(peer.sc, words(SchedContextYieldTo, 0, 0));
    assert_current(peer);
    pass_us(100);
    do_call(seL4_CapInitThreadCNode,
            (struct message){.label = CNodeDelete, .length = 2, .mr = {peer.sc, 64}});
    assert_director();
    assert_ok(answer_of(initial_thread()));
    assert_int_equal(answer_of(initial_thread()).length, 1);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_configure_checks_come_in_the_order_of_the_manual),
        scene_test(test_equal_budget_and_period_are_round_robin),
        scene_test(test_reconfigured_context_of_the_caller_makes_it_compete),
        scene_test(test_configuring_lets_a_bound_runnable_thread_run),
        scene_test(test_what_becomes_round_robin_waits_for_the_budget_that_it_used),
        scene_test(test_one_context_serves_one_thread),
        scene_test(test_one_context_serves_one_notification),
        scene_test(test_blocked_thread_takes_only_a_context_that_is_ready),
        scene_test(test_nobody_unbinds_itself),
        scene_test(test_unbind_takes_thread_and_notification_off),
        scene_test(test_consumed_tells_once_what_was_used),
        scene_test(test_result_is_written_for_call_alone),
        scene_test(test_yield_to_needs_a_thread_that_may_be_chosen),
        scene_test(test_yield_to_a_stopped_thread_returns_at_once),
        scene_test(test_yield_to_a_lower_thread_puts_it_first),
        scene_test(test_yield_to_a_peer_runs_it_and_tells_its_use_later),
        scene_test(test_yield_to_sees_budget_that_has_just_returned),
        scene_test(test_deleted_context_answers_who_yielded_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
