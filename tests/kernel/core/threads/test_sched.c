/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who runs next: the placement rules of ABI.md 10.6, budgets, the release queue
 * and Yield.  Actors of one priority are told apart by the order in which they
 * come to run.
 */
#include "place.h"
#include "queue.h"
#include "refill.h"
#include "scene.h"
#include "sched.h"

static word_t new_notification(void)
{
    return new_object(seL4_NotificationObject, 0);
}

static word_t new_endpoint(void)
{
    return new_object(seL4_EndpointObject, 0);
}

/* The threads in the ready queue of `priority`, first to last, are these. */
static void assert_queue(unsigned priority, unsigned count, const struct actor *const *actors)
{
    const struct tcb *tcb = ready_lists[0][priority].head;

    for (unsigned i = 0; i < count; i++) {
        assert_ptr_equal(tcb, actors[i]->tcb);
        tcb = tcb->ready_next;
    }
    assert_null(tcb);
}

#define ASSERT_QUEUE(priority, ...)                                                    \
    assert_queue(priority,                                                             \
                 sizeof((const struct actor *[]){__VA_ARGS__}) / sizeof(struct actor *), \
                 (const struct actor *[]){__VA_ARGS__})

/* ---- Placement ---- */

static void test_woken_thread_of_higher_priority_runs_at_once(void **state)
{
    word_t ntfn = new_notification();
    struct actor high = waiter(110, ntfn);

    (void)state;
    do_send(ntfn, words(0, 0, 0));
    assert_current(high);
    assert_ptr_equal(ready_lists[0][DIRECTOR_PRIORITY].head, initial_thread());
    assert_invariants();
}

static void test_woken_thread_of_same_priority_waits_at_the_tail(void **state)
{
    word_t ntfn = new_notification();
    struct actor woken = waiter(DIRECTOR_PRIORITY, ntfn);
    struct actor other = ready_actor(DIRECTOR_PRIORITY);

    (void)state;
    do_send(ntfn, words(0, 0, 0));
    assert_director();
    ASSERT_QUEUE(DIRECTOR_PRIORITY, &other, &woken);
    assert_invariants();
}

static void test_woken_thread_of_lower_priority_goes_to_the_head(void **state)
{
    word_t ntfn = new_notification();
    struct actor woken = waiter(90, ntfn);
    struct actor other = ready_actor(90);

    (void)state;
    do_send(ntfn, words(0, 0, 0));
    assert_director();
    ASSERT_QUEUE(90, &woken, &other);
    assert_invariants();
}

static void test_thread_woken_before_the_waker_blocks_runs_before_its_peers(void **state)
{
    word_t ntfn = new_notification();
    word_t own = new_notification();
    struct actor woken = waiter(DIRECTOR_PRIORITY, ntfn);
    struct actor peer = ready_actor(DIRECTOR_PRIORITY);

    (void)state;
    do_nbsend_wait(ntfn, words(0, 0, 0), own);
    assert_current(woken);
    ASSERT_QUEUE(DIRECTOR_PRIORITY, &peer);
    assert_invariants();
}

static void test_receiver_of_a_call_runs_before_its_peers(void **state)
{
    word_t ep = new_endpoint();
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor server = actor_enter(120);

    (void)state;
    do_recv(ep, reply);
    set_priority(server.slot, DIRECTOR_PRIORITY);
    struct actor peer = ready_actor(DIRECTOR_PRIORITY);
    do_call(ep, words(0, 0, 0));
    assert_current(server);
    ASSERT_QUEUE(DIRECTOR_PRIORITY, &peer);
    assert_invariants();
}

static void test_thread_with_raised_priority_goes_to_the_head(void **state)
{
    struct actor first = ready_actor(90);
    struct actor second = ready_actor(80);

    (void)state;
    set_priority(second.slot, 90);
    ASSERT_QUEUE(90, &second, &first);
    assert_null(ready_lists[0][80].head);
    assert_invariants();
}

static void test_priority_of_a_waiting_thread_sorts_the_queue_anew(void **state)
{
    word_t ntfn = new_notification();
    struct actor first = waiter(80, ntfn);
    struct actor second = waiter(70, ntfn);

    (void)state;
    set_priority(second.slot, 90);
    do_send(ntfn, words(0, 0, 0));
    ASSERT_QUEUE(90, &second);
    assert_state(first, THREAD_BLOCKED_NOTIFICATION);
    assert_invariants();
}

static void test_lowering_the_own_priority_lets_others_run(void **state)
{
    struct actor other = ready_actor(90);

    (void)state;
    do_call(seL4_CapInitThreadTCB, (struct message){.label = TCBSetPriority,
                                                    .length = 1,
                                                    .mr = {80},
                                                    .caps = 1,
                                                    .cap = {seL4_CapInitThreadTCB}});
    assert_current(other);
    assert_ptr_equal(ready_lists[0][80].head, initial_thread());
    assert_invariants();
}

/* ---- Yield and slices ---- */

static void test_yield_goes_behind_its_peers(void **state)
{
    struct actor a = ready_actor(DIRECTOR_PRIORITY);
    struct actor b = ready_actor(DIRECTOR_PRIORITY);
    const struct tcb *first = ready_lists[0][DIRECTOR_PRIORITY].head;

    (void)state;
    struct user_context before = initial_thread()->context;
    do_yield();
    assert_ptr_equal(sched_current(), first);
    do_yield();
    assert_true(sched_current() == a.tcb || sched_current() == b.tcb);
    do_yield();
    assert_director();
    assert_registers_kept(initial_thread(), &before,
                          CHANGED_INFO | BIT(REG_SYSCALL) | BIT(REG_CAP));
    assert_invariants();
}

static void test_yield_with_a_budget_waits_for_the_next_period(void **state)
{
    struct actor a = actor_new(110);

    (void)state;
    configure(a.sc, 1000, 5000, 0, 0);
    actor_start(&a);
    assert_current(a);
    pass_us(100);
    do_yield();
    assert_director();
    assert_int_equal(a.tcb->place, PLACE_RELEASE);
    assert_int_equal(ticks_to_us(a.tcb->sc->consumed), 100);
    pass_us(4800);
    assert_director();
    pass_us(101);
    assert_current(a);
    assert_invariants();
}

static void test_round_robin_slice_ends_behind_its_peers(void **state)
{
    struct actor a = actor_new(90);
    struct actor b = ready_actor(90);
    struct actor c = ready_actor(90);

    (void)state;
    resume(a.slot); /* first: a thread that cannot go on at once goes to the head */
    do_wait(new_notification());
    assert_current(a);
    ASSERT_QUEUE(90, &c, &b);
    pass_us(ACTOR_BUDGET_US);
    assert_current(c);
    ASSERT_QUEUE(90, &b, &a);
    assert_int_equal(a.tcb->state, THREAD_RUNNING);
    assert_invariants();
}

static void test_budget_lets_a_thread_run_no_longer(void **state)
{
    struct actor a = actor_new(110);

    (void)state;
    configure(a.sc, 1000, 5000, 0, 0);
    actor_start(&a);
    pass_us(998);
    assert_current(a);
    pass_us(4);
    assert_director();
    assert_int_equal(a.tcb->place, PLACE_RELEASE);
    pass_us(3994);
    assert_director();
    pass_us(8);
    assert_current(a);
    assert_invariants();
}

static void test_system_call_without_budget_is_done_later_not_now(void **state)
{
    struct actor a = actor_new(110);
    word_t ntfn = new_notification();

    (void)state;
    configure(a.sc, 1000, 5000, 0, 0);
    actor_start(&a);
    pass_us(985); /* less than the minimum of 20 us is left */
    struct user_context before = a.tcb->context;
    do_nbsend(ntfn, words(0, 0, 0));
    assert_director();
    assert_false(cap_notification(root_slot(ntfn)->cap)->active);
    pass_us(4500);
    assert_current(a);
    assert_int_equal(a.tcb->context.next_pc, before.reg[REG_PC]);
    assert_int_equal(a.tcb->context.reg[REG_CAP], ntfn);
    assert_invariants();
}

static void test_several_woken_at_once_run_last_woken_first(void **state)
{
    word_t ep = new_endpoint();
    struct actor a = actor_new(110);
    struct actor b = actor_new(110);
    struct actor c = actor_new(110);

    (void)state;
    const struct actor *const all[] = {&a, &b, &c};
    for (unsigned i = 0; i < 3; i++) {
        actor_start(all[i]);
        do_wait(ep);
    }
    do_call(seL4_CapInitThreadCNode,
            (struct message){.label = CNodeDelete, .length = 2, .mr = {ep, 64}});
    assert_current(c);
    ASSERT_QUEUE(110, &b, &a);
    assert_invariants();
}

/* ---- Time ---- */

static void test_release_order_follows_the_refills_not_the_priorities(void **state)
{
    struct actor early = actor_new(110);
    struct actor late = actor_new(120);

    (void)state;
    configure(early.sc, 1000, 3000, 0, 0);
    configure(late.sc, 1000, 9000, 0, 0);
    actor_start(&late);
    do_yield();
    actor_start(&early);
    do_yield();
    assert_director();
    assert_ptr_equal(release_first(0), early.tcb);
    assert_true(queue_before(early.tcb, late.tcb));
    assert_int_equal(host_machine.deadline, refill_head(early.tcb->sc)->time);
    assert_invariants();
}

static void test_timer_forgets_a_waiting_thread_that_stops(void **state)
{
    struct actor a = actor_new(110);

    (void)state;
    configure(a.sc, 1000, 3000, 0, 0);
    actor_start(&a);
    do_yield();
    assert_director();
    assert_int_equal(host_machine.deadline, refill_head(a.tcb->sc)->time);
    suspend(a.slot);
    assert_int_not_equal(host_machine.deadline, refill_head(a.tcb->sc)->time);
    assert_invariants();
}

static void test_idle_machine_sleeps_until_a_budget_returns(void **state)
{
    struct actor a = actor_new(110);

    (void)state;
    configure(a.sc, 1000, 5000, 0, 0);
    actor_start(&a);
    do_yield();
    assert_director();
    ticks_t start = host_machine.now;
    do_wait(new_notification());
    assert_current(a);
    assert_int_equal(host_machine.now - start, us_to_ticks(5000));
    /* Nobody ran: nobody pays. */
    assert_int_equal(a.tcb->sc->consumed, 0);
    assert_int_equal(cap_sched_context(root_slot(seL4_CapInitThreadSC)->cap)->consumed, 0);
    assert_invariants();
}

static void test_budgets_that_return_together_do_so_in_order(void **state)
{
    struct actor a = actor_new(110);
    struct actor b = actor_new(110);

    (void)state;
    configure(a.sc, 1000, 5000, 0, 0);
    configure(b.sc, 1000, 5000, 0, 0);
    actor_start(&a);
    do_yield();
    actor_start(&b);
    do_yield();
    assert_director();
    assert_int_equal(refill_head(a.tcb->sc)->time, refill_head(b.tcb->sc)->time);
    assert_ptr_equal(release_first(0), a.tcb);
    assert_invariants();
}

/* However many they are, an interrupt can come after each few. */
static void test_budgets_that_return_together_do_so_a_few_at_a_time(void **state)
{
    enum { WAITING = 9, RELEASES = 4 };
    struct actor actor[WAITING];
    unsigned waiting = WAITING;
    word_t ntfn = new_notification();

    (void)state;
    for (unsigned i = 0; i < WAITING; i++) {
        actor[i] = actor_new(110 + i);
        configure(actor[i].sc, 1000, 5000, 0, 0);
        actor_start(&actor[i]);
        do_yield();
    }
    host_machine.now += us_to_ticks(5000);
    while (waiting > 0) {
        unsigned released = waiting < RELEASES ? waiting : RELEASES;
        assert_true(host_machine.deadline <= host_machine.now);
        do_nbwait(ntfn);
        for (unsigned i = 0; i < released; i++) {
            assert_int_not_equal(actor[WAITING - waiting + i].tcb->place, PLACE_RELEASE);
        }
        waiting -= released;
        assert_current(actor[WAITING - waiting - 1]); /* the highest of them */
    }
    assert_true(host_machine.deadline > host_machine.now);
    assert_invariants();
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

static void test_who_slept_on_an_idle_machine_has_no_time_saved_up(void **state)
{
    struct actor a = actor_new(110);
    word_t ntfn = new_notification();
    word_t never = new_notification();

    (void)state;
    irq_signals(33, ntfn);
    configure(a.sc, 1000, 5000, 0, 0);
    actor_start(&a);
    assert_current(a);
    do_wait(ntfn);
    assert_director();
    do_nbsend_wait(ntfn, (struct message){.length = 0}, never);
    assert_current(a);
    pass_us(400);
    host_machine.line = 33;
    host_machine.line_rises_at = host_machine.now + us_to_ticks(2000);
    do_wait(ntfn);
    assert_current(a);
    assert_int_equal(refill_head(a.tcb->sc)->time, host_machine.now);
    assert_int_equal(refill_head(a.tcb->sc)->amount, us_to_ticks(600));
    assert_invariants();
}

static void test_time_counts_for_who_ran_only(void **state)
{
    struct actor a = actor_new(110);
    word_t ntfn = new_notification();

    (void)state;
    actor_start(&a);
    pass_us(300);
    do_wait(ntfn);
    assert_director();
    pass_us(500);
    do_send(ntfn, words(0, 0, 0));
    pass_us(40);
    do_wait(ntfn);
    assert_director();
    assert_int_equal(ticks_to_us(a.tcb->sc->consumed), 340);
    assert_invariants();
}

static void test_timer_is_set_for_the_end_of_the_slice(void **state)
{
    struct actor a = actor_new(110);
    word_t ntfn = new_notification();

    (void)state;
    configure(a.sc, 1000, 5000, 0, 0);
    pass_us(77);
    actor_start(&a);
    assert_int_equal(host_machine.deadline, host_machine.now + us_to_ticks(1000));
    pass_us(100);
    do_nbsend(ntfn, words(0, 0, 0));
    assert_int_equal(host_machine.deadline, host_machine.now + us_to_ticks(900));
    assert_invariants();
}

/* ---- Time that comes by donation ---- */

/* A server that is *current* and has just given its time back takes over the
   context of its notification, which has no budget at the moment: it has to
   wait for that like anybody else. */
static void test_lent_time_that_is_used_up_runs_nobody(void **state)
{
    word_t ep = new_endpoint();
    word_t ntfn = new_notification();
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor server = passive_server(120, ep, reply);
    struct actor spender = actor_new(110);
    struct actor client = actor_new(115);

    (void)state;
    configure(spender.sc, 1000, 100000, 0, 0);
    actor_start(&spender);
    do_yield();
    unbind_sc(spender.sc);
    bind_sc(spender.sc, ntfn);
    assert_ok(kernel_call(
        server.slot, (struct message){.label = TCBBindNotification, .caps = 1, .cap = {ntfn}}));
    actor_start(&client);
    do_call(ep, words(0, 0, 0));
    assert_current(server);
    do_nbsend(ntfn, words(0, 0, 0));
    do_reply_recv(ep, reply, words(0, 0, 0));
    assert_current(client);
    assert_ptr_equal(server.tcb->sc, cap_sched_context(root_slot(spender.sc)->cap));
    assert_int_equal(server.tcb->place, PLACE_RELEASE);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_woken_thread_of_higher_priority_runs_at_once),
        scene_test(test_woken_thread_of_same_priority_waits_at_the_tail),
        scene_test(test_woken_thread_of_lower_priority_goes_to_the_head),
        scene_test(test_thread_woken_before_the_waker_blocks_runs_before_its_peers),
        scene_test(test_receiver_of_a_call_runs_before_its_peers),
        scene_test(test_several_woken_at_once_run_last_woken_first),
        scene_test(test_thread_with_raised_priority_goes_to_the_head),
        scene_test(test_priority_of_a_waiting_thread_sorts_the_queue_anew),
        scene_test(test_lowering_the_own_priority_lets_others_run),
        scene_test(test_yield_goes_behind_its_peers),
        scene_test(test_yield_with_a_budget_waits_for_the_next_period),
        scene_test(test_round_robin_slice_ends_behind_its_peers),
        scene_test(test_budget_lets_a_thread_run_no_longer),
        scene_test(test_system_call_without_budget_is_done_later_not_now),
        scene_test(test_release_order_follows_the_refills_not_the_priorities),
        scene_test(test_timer_forgets_a_waiting_thread_that_stops),
        scene_test(test_idle_machine_sleeps_until_a_budget_returns),
        scene_test(test_budgets_that_return_together_do_so_in_order),
        scene_test(test_budgets_that_return_together_do_so_a_few_at_a_time),
        scene_test(test_who_slept_on_an_idle_machine_has_no_time_saved_up),
        scene_test(test_time_counts_for_who_ran_only),
        scene_test(test_timer_is_set_for_the_end_of_the_slice),
        scene_test(test_lent_time_that_is_used_up_runs_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
