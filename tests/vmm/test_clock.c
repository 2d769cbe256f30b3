/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock that monitors share: the timer is always set for who comes next, and nobody has more
 * than one deadline, nor another's.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "component.h"

/* What it remembers can be cleared only here. */
#include "driver/clock.c"

static int start(void **state)
{
    (void)state;
    component_reset();
    memset(&deadlines, 0, sizeof(deadlines));
    init();
    return 0;
}

static void ask(microkit_channel ch, seL4_Word at)
{
    component.words[0] = at;
    (void)protected(ch, microkit_msginfo_new(CLOCK_AT, 1));
}

/* The timer's interrupt, at this time. */
static void interrupt(uint64_t now)
{
    component.now = now;
    component.timer_set = 0;
    notified(TIMER_IRQ);
}

static void expect_timer(uint64_t at)
{
    assert_int_equal(component.timer_at, at);
    assert_int_equal(component.timer_control, TIMER_ENABLE);
}

static void test_clock_begins_with_the_timer_masked(void **state)
{
    (void)state;
    assert_int_equal(component.timer_set, 1);
    assert_int_equal(component.timer_control, TIMER_MASKED);
}

static void test_clock_timer_is_set_for_the_earliest(void **state)
{
    (void)state;
    ask(1, 500);
    expect_timer(500);
    ask(2, 300);
    expect_timer(300);
    ask(3, 400);
    expect_timer(300);
}

static void test_clock_who_is_due_is_told_and_the_next_comes(void **state)
{
    (void)state;
    ask(1, 500);
    ask(2, 300);
    ask(3, 300);
    interrupt(300);
    assert_int_equal(component.notified[1], 0);
    assert_int_equal(component.notified[2], 1);
    assert_int_equal(component.notified[3], 1);
    expect_timer(500);
    interrupt(499);
    assert_int_equal(component.notified[1], 0);
    expect_timer(500);
    interrupt(600);
    assert_int_equal(component.notified[1], 1);
    assert_int_equal(component.timer_control, TIMER_MASKED);
    interrupt(700);
    assert_int_equal(component.notified[1] + component.notified[2] + component.notified[3], 3);
}

/* It is a level: acknowledged while it is there still, it comes again at once. */
static void test_clock_interrupt_is_acknowledged_when_the_timer_is_set(void **state)
{
    (void)state;
    ask(1, 10);
    interrupt(10);
    assert_int_equal(component.acked[TIMER_IRQ], 1);
    assert_false(component.acked_early);
}

static void test_clock_deadline_that_was_is_told_at_once(void **state)
{
    (void)state;
    component.now = 1000;
    ask(5, 999);
    assert_int_equal(component.notified[5], 1);
    ask(5, 0);
    assert_int_equal(component.notified[5], 2);
    assert_int_equal(component.timer_control, TIMER_MASKED);
}

static void test_clock_deadline_takes_the_place_of_the_last(void **state)
{
    (void)state;
    ask(1, 300);
    ask(1, 500);
    expect_timer(500);
    interrupt(400);
    assert_int_equal(component.notified[1], 0);
    ask(1, UINT64_MAX);
    interrupt(UINT64_MAX - 1);
    assert_int_equal(component.notified[1], 0);
    expect_timer(UINT64_MAX);
}

/* Whatever it says otherwise, it takes back its own, and reaches nobody else's. */
static void test_clock_anything_else_clears_ones_own(void **state)
{
    static const microkit_msginfo others[] = {
        {CLOCK_NEVER, 0}, {CLOCK_AT, 0}, {CLOCK_AT, 2}, {CLOCK_AT, 64}, {0, 1}, {77, 1}};

    for (unsigned i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        (void)start(state);
        ask(1, 300);
        ask(2, 400);
        component.words[0] = 200;
        assert_int_equal(protected(1, others[i]).count, 0);
        expect_timer(400);
        interrupt(500);
        assert_int_equal(component.notified[1], 0);
        assert_int_equal(component.notified[2], 1);
    }
}

static void test_clock_signal_of_another_is_no_interrupt(void **state)
{
    (void)state;
    ask(1, 100);
    component.now = 200;
    notified(1);
    assert_int_equal(component.acked[TIMER_IRQ], 0);
    assert_int_equal(component.acked[1], 0);
    assert_int_equal(component.notified[1], 0);
}

static void test_clock_the_last_channel_has_a_deadline_too(void **state)
{
    (void)state;
    ask(63, 100);
    interrupt(100);
    assert_int_equal(component.notified[63], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_clock_begins_with_the_timer_masked, start),
        cmocka_unit_test_setup(test_clock_timer_is_set_for_the_earliest, start),
        cmocka_unit_test_setup(test_clock_who_is_due_is_told_and_the_next_comes, start),
        cmocka_unit_test_setup(test_clock_interrupt_is_acknowledged_when_the_timer_is_set, start),
        cmocka_unit_test_setup(test_clock_deadline_that_was_is_told_at_once, start),
        cmocka_unit_test_setup(test_clock_deadline_takes_the_place_of_the_last, start),
        cmocka_unit_test_setup(test_clock_anything_else_clears_ones_own, start),
        cmocka_unit_test_setup(test_clock_signal_of_another_is_no_interrupt, start),
        cmocka_unit_test_setup(test_clock_the_last_channel_has_a_deadline_too, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
