/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The domain schedule (ABI.md 10.2).
 */
#include "fixture.h"

#include "domain.h"
#include "refill.h"
#include "sched.h"

enum { LAST = DOMAIN_SCHEDULE_LENGTH - 1 };

#define FOREVER (MASK(56))

static struct answer set_domain(word_t domain, word_t tcb)
{
    return kernel_call(seL4_CapDomain, (struct message){.label = DomainSetSet,
                                                        .length = 1,
                                                        .mr = {domain},
                                                        .caps = 1,
                                                        .cap = {tcb}});
}

static struct answer configure(word_t index, word_t domain, word_t duration)
{
    return kernel_call(seL4_CapDomain, (struct message){.label = DomainScheduleConfigure,
                                                        .length = 3,
                                                        .mr = {index, domain, duration}});
}

static struct answer set_start(word_t index)
{
    return kernel_call(seL4_CapDomain, (struct message){
                                           .label = DomainScheduleSetStart,
                                           .length = 1,
                                           .mr = {index}});
}

/* The tests go on to other slices behind the scheduler's back: it looks anew. */
static int teardown(void **state)
{
    sched_look_at_time();
    sched_decide();
    return fixture_teardown(state);
}

#define domain_test(function)                                                          \
    cmocka_unit_test_setup_teardown(function, fixture_setup, teardown)

static void test_domain_0_has_all_time_at_first(void **state)
{
    (void)state;
    assert_int_equal(domain_current(), 0);
    assert_int_equal(domain_deadline(), FOREVER);
    assert_int_equal(domain_at(FOREVER - 1), 0);
    assert_int_equal(domain_deadline(), FOREVER);
    assert_int_equal(domain_at(FOREVER), 0);
    assert_int_equal(domain_deadline(), 2 * FOREVER);
}

static void test_slices_follow_one_another_and_start_again_at_the_end_marker(void **state)
{
    (void)state;
    /* The running slice is the first entry's as it was, so it stays. */
    assert_ok(configure(0, 0, 100));
    assert_ok(configure(1, 3, 50));
    assert_int_equal(domain_at(FOREVER), 3);
    assert_int_equal(domain_deadline(), FOREVER + 50);
    assert_int_equal(domain_at(FOREVER + 49), 3);
    assert_int_equal(domain_at(FOREVER + 50), 0);
    assert_int_equal(domain_deadline(), FOREVER + 150);
    assert_int_equal(domain_at(FOREVER + 150), 3);
    /* Back to the initial thread's domain, for the check after the test. */
    assert_int_equal(domain_at(FOREVER + 200), 0);
}

static void test_what_the_kernel_is_late_for_delays_no_other_slice(void **state)
{
    (void)state;
    assert_ok(configure(0, 0, 100));
    assert_ok(configure(1, 3, 50));
    assert_int_equal(domain_at(FOREVER + 7), 3);
    assert_int_equal(domain_deadline(), FOREVER + 50);
    assert_int_equal(domain_at(FOREVER + 99), 0);
    assert_int_equal(domain_deadline(), FOREVER + 150);
    /* As late as the slice is long: begins anew. */
    assert_int_equal(domain_at(FOREVER + 200), 3);
    assert_int_equal(domain_deadline(), FOREVER + 250);
    assert_int_equal(domain_at(FOREVER + 250), 0);
}

static void test_the_last_usable_entry_is_followed_by_the_start(void **state)
{
    (void)state;
    for (word_t i = 0; i < LAST; i++) {
        assert_ok(configure(i, i == LAST - 1 ? 5 : 0, 10));
    }
    ticks_t now = domain_deadline();
    for (word_t i = 1; i < LAST - 1; i++) {
        assert_int_equal(domain_at(now), 0);
        now = domain_deadline();
    }
    assert_int_equal(domain_at(now), 5);
    assert_int_equal(domain_at(domain_deadline()), 0);
}

static void test_set_start_ends_the_slice_at_once(void **state)
{
    (void)state;
    assert_ok(configure(4, 0, 77));
    assert_ok(set_start(4));
    assert_int_equal(domain_deadline(), 77);
    assert_int_equal(host_machine.deadline, 77);
    /* Entry 5 is an end marker: entry 4 again, not entry 0. */
    assert_int_equal(domain_at(77), 0);
    assert_int_equal(domain_deadline(), 77 + 77);
}

static void test_a_thread_of_another_domain_runs_only_in_its_slice(void **state)
{
    word_t slot;
    struct tcb *other = new_thread(10, &slot);

    (void)state;
    assert_ok(set_domain(3, slot));
    assert_ok(configure(0, 0, 100));
    assert_ok(configure(1, 3, 100));
    assert_ok(set_start(0));
    assert_ptr_equal(sched_current(), initial_thread());
    host_machine.now = host_machine.deadline;
    kernel_interrupt();
    assert_ptr_equal(sched_current(), other);
    host_machine.now = host_machine.deadline;
    kernel_interrupt();
    assert_ptr_equal(sched_current(), initial_thread());
}

/* One that waits for its budget moves to another domain: nobody here is to be interrupted for it,
   and in its own slice it is there. */
static void test_a_budget_returns_in_the_own_domain_s_slice(void **state)
{
    word_t slot;
    struct tcb *other = new_thread(10, &slot);

    (void)state;
    sched_dequeue(other);
    refill_head(other->sc)->time = sched.now + 40;
    sched_wake(other);
    sched_look_at_time();
    sched_decide();
    assert_int_equal(host_machine.deadline, refill_head(other->sc)->time);
    assert_ok(configure(0, 0, 100));
    assert_ok(configure(1, 3, 100));
    assert_ok(set_domain(3, slot));
    assert_ok(set_start(0));
    assert_int_equal(host_machine.deadline, domain_deadline());
    host_machine.now = host_machine.deadline;
    kernel_interrupt();
    assert_ptr_equal(sched_current(), other);
    host_machine.now = host_machine.deadline;
    kernel_interrupt();
    assert_ptr_equal(sched_current(), initial_thread());
}

static void test_set_errors(void **state)
{
    (void)state;
    assert_error(kernel_call(seL4_CapDomain, (struct message){.label = DomainSetSet,
                                                              .length = 1}),
                 seL4_TruncatedMessage);
    assert_error1(set_domain(NUM_DOMAINS, seL4_CapInitThreadCNode), seL4_InvalidArgument, 0);
    assert_error1(set_domain(1, seL4_CapInitThreadCNode), seL4_InvalidArgument, 1);
    assert_ok(set_domain(0, seL4_CapInitThreadTCB));
}

static void test_configure_errors(void **state)
{
    (void)state;
    assert_error(kernel_call(seL4_CapDomain, (struct message){.label = DomainScheduleConfigure,
                                                              .length = 2}),
                 seL4_TruncatedMessage);
    assert_error2(configure(LAST, 99, FOREVER + 1), seL4_RangeError, 0, LAST - 1);
    assert_error2(configure(1, NUM_DOMAINS, FOREVER + 1), seL4_RangeError, 0, NUM_DOMAINS - 1);
    assert_error1(configure(1, 1, FOREVER + 1), seL4_InvalidArgument, 2);
    assert_error1(configure(1, 1, 0), seL4_InvalidArgument, 1);
    assert_error1(configure(0, 0, 0), seL4_InvalidArgument, 2);
    assert_ok(configure(1, 1, FOREVER));
    assert_ok(configure(1, 0, 0));
}

static void test_set_start_errors(void **state)
{
    (void)state;
    assert_error(kernel_call(seL4_CapDomain, (struct message){.label = DomainScheduleSetStart}),
                 seL4_TruncatedMessage);
    assert_error2(set_start(DOMAIN_SCHEDULE_LENGTH), seL4_RangeError, 0, LAST);
    assert_error1(set_start(1), seL4_InvalidArgument, 0);
    assert_error1(set_start(LAST), seL4_InvalidArgument, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        domain_test(test_domain_0_has_all_time_at_first),
        domain_test(test_slices_follow_one_another_and_start_again_at_the_end_marker),
        domain_test(test_what_the_kernel_is_late_for_delays_no_other_slice),
        domain_test(test_the_last_usable_entry_is_followed_by_the_start),
        domain_test(test_set_start_ends_the_slice_at_once),
        domain_test(test_a_thread_of_another_domain_runs_only_in_its_slice),
        domain_test(test_a_budget_returns_in_the_own_domain_s_slice),
        domain_test(test_set_errors),
        domain_test(test_configure_errors),
        domain_test(test_set_start_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
