/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The usual decisions of the scheduler (sched_switch.c), which end without the
 * general one: what they must not leave out.
 */
#include "board.h"
#include "place.h"
#include "refill.h"
#include "scene.h"
#include "sched.h"

static word_t new_notification(void)
{
    return new_object(seL4_NotificationObject, 0);
}

/* A handler of the interrupt `irq`, which signals `ntfn`. */
static void irq_signals(word_t irq, word_t ntfn)
{
    word_t handler = new_slot();

    assert_ok(kernel_call(seL4_CapIRQControl, (struct message){.label = IRQIssueIRQHandler,
                                                               .length = 3,
                                                               .mr = {irq, handler, 64},
                                                               .caps = 1,
                                                               .cap = {seL4_CapInitThreadCNode}}));
    assert_ok(kernel_call(
        handler, (struct message){.label = IRQSetIRQHandler, .caps = 1, .cap = {ntfn}}));
}

/* Between the interrupt and the first look at the clock a budget returns. */
static void test_idle_machine_that_wakes_late_sees_a_budget_that_is_back(void **state)
{
    word_t ntfn = new_notification();
    word_t never = new_notification();
    struct actor woken = actor_enter(110);

    (void)state;
    do_wait(ntfn);
    irq_signals(33, ntfn);
    struct actor late = actor_enter(150);
    refill_new(late.tcb->sc, MIN_REFILLS, us_to_ticks(100), us_to_ticks(200), sched.now);
    do_yield();
    assert_director();
    host_machine.line = 33;
    host_machine.line_rises_at = sched.event - 1;
    host_machine.wakes_late = 10;
    do_wait(never);
    assert_current(late);
    assert_state(woken, THREAD_RUNNING);
    assert_invariants();
}

static void test_interrupt_at_the_end_of_a_slice_wakes_who_is_better(void **state)
{
    word_t ntfn = new_notification();
    struct actor high = waiter(120, ntfn);

    (void)state;
    irq_signals(33, ntfn);
    host_machine.now = host_machine.deadline;
    host_irq_raise(33);
    kernel_interrupt();
    assert_current(high);
    assert_invariants();
}

static void test_slice_of_who_is_alone_is_followed_by_another(void **state)
{
    ticks_t slice = initial_thread()->sc->budget;

    (void)state;
    host_machine.now = host_machine.deadline;
    host_irq_raise(board.timer_irq);
    kernel_interrupt();
    assert_director();
    assert_int_equal(host_machine.deadline, host_machine.now + slice);
    assert_invariants();
}

/* The timer's interrupt releases it, and the current thread could go on. */
static void test_budget_that_returns_waits_behind_its_peers(void **state)
{
    struct actor late = actor_enter(150);

    (void)state;
    refill_new(late.tcb->sc, MIN_REFILLS, us_to_ticks(100), us_to_ticks(200), sched.now);
    do_yield();
    assert_director();
    set_priority(late.slot, DIRECTOR_PRIORITY);
    struct actor peer = ready_actor(DIRECTOR_PRIORITY);
    pass_us(300);
    assert_director();
    assert_ptr_equal(ready_lists[0][DIRECTOR_PRIORITY].head, peer.tcb);
    assert_ptr_equal(ready_lists[0][DIRECTOR_PRIORITY].tail, late.tcb);
    assert_invariants();
}

static void test_switch_charges_who_ran(void **state)
{
    word_t notification = new_object(seL4_NotificationObject, 0);
    struct actor actor = actor_enter(110);

    (void)state;
    pass_us(3000);
    do_wait(notification);
    assert_director();
    do_nbsend(notification, words(0, 0, 0));
    assert_current(actor);
    assert_int_equal(host_machine.deadline,
                     host_machine.now + us_to_ticks(ACTOR_BUDGET_US - 3000));
    assert_invariants();
}

static void test_preempted_thread_goes_on_before_its_peers(void **state)
{
    word_t notification = new_object(seL4_NotificationObject, 0);
    struct actor high = waiter(120, notification);

    (void)state;
    (void)ready_actor(DIRECTOR_PRIORITY);
    do_nbsend(notification, words(0, 0, 0));
    assert_current(high);
    do_wait(notification);
    assert_director();
    assert_invariants();
}

static void set_domain_slice(word_t index, word_t domain, ticks_t duration)
{
    assert_ok(kernel_call(seL4_CapDomain, (struct message){.label = DomainScheduleConfigure,
                                                           .length = 3,
                                                           .mr = {index, domain, duration}}));
}

/* Else its peers would never run: in each of the domain's slices it would be first again. */
static void test_slice_that_ends_with_its_domain_s_is_followed_by_a_peer_s(void **state)
{
    word_t never = new_object(seL4_NotificationObject, 0);
    struct actor peer = ready_actor(90);
    struct actor first = ready_actor(90);
    ticks_t slice = first.tcb->sc->budget;

    (void)state;
    set_domain_slice(0, 0, slice);
    set_domain_slice(1, 3, slice);
    assert_ok(kernel_call(seL4_CapDomain, (struct message){.label = DomainScheduleSetStart,
                                                           .length = 1,
                                                           .mr = {0}}));
    do_wait(never);
    assert_current(first);
    host_machine.now = host_machine.deadline;
    kernel_interrupt(); /* nobody is in domain 3: it is over at once */
    assert_current(peer);
    assert_ptr_equal(ready_lists[0][90].head, first.tcb);
    assert_invariants();
}

static void test_called_server_waits_for_who_is_better(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor server = actor_enter(150);

    (void)state;
    do_recv(ep, reply);
    assert_director();
    set_priority(server.slot, 80);
    struct actor rival = ready_actor(90);
    do_call(ep, words(0, 0, 0));
    assert_current(rival);
    assert_state(server, THREAD_RUNNING);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_idle_machine_that_wakes_late_sees_a_budget_that_is_back),
        scene_test(test_interrupt_at_the_end_of_a_slice_wakes_who_is_better),
        scene_test(test_slice_of_who_is_alone_is_followed_by_another),
        scene_test(test_budget_that_returns_waits_behind_its_peers),
        scene_test(test_switch_charges_who_ran),
        scene_test(test_preempted_thread_goes_on_before_its_peers),
        scene_test(test_slice_that_ends_with_its_domain_s_is_followed_by_a_peer_s),
        scene_test(test_called_server_waits_for_who_is_better),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
