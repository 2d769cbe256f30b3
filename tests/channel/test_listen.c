/* SPDX-License-Identifier: BSD-2-Clause */
/* The receiver's loops, by a clock that jumps where somebody else has the processor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "listen.h"

enum { SYMBOL = 1000, GAP = 10, LOOK = 2 };

/* Somebody has the processor from `from` to `to` in each round. */
static uint64_t clock_now, round_ticks, taken_from, taken_to;
static struct covert_record record;

static uint64_t tick(void)
{
    uint64_t in;

    clock_now += LOOK;
    in = clock_now % round_ticks;
    if (in >= taken_from && in < taken_to) {
        clock_now += taken_to - in;
    }
    return clock_now;
}

static void taken(uint64_t of, uint64_t from, uint64_t to)
{
    clock_now = 12345;
    round_ticks = of;
    taken_from = from;
    taken_to = to;
}

static const struct listener listener = {tick, SYMBOL, GAP};

static void expect(unsigned index, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3)
{
    const uint32_t *reading = record.symbols[index].reading;

    assert_int_equal(reading[0], r0);
    assert_int_equal(reading[1], r1);
    assert_int_equal(reading[2], r2);
    assert_int_equal(reading[3], r3);
}

static void test_undisturbed_nothing_is_lost(void **state)
{
    (void)state;
    taken(SYMBOL, 0, 0);
    listen_fixed(&listener, &record);
    assert_int_equal(record.count, COVERT_SENT);
    expect(0, 0, 0, 0, 0);
    expect(COVERT_SENT - 1, 0, 0, 0, 0);
}

static void test_a_gap_is_measured_in_its_symbol(void **state)
{
    (void)state;
    taken(2 * SYMBOL, 200, 500);
    listen_fixed(&listener, &record);
    for (unsigned i = 0; i + 1 < COVERT_SENT; i += 2) {
        unsigned with = record.symbols[0].reading[LISTEN_LOST] == 0 ? i + 1 : i;

        expect(with, 302, 198, 500, 1);
        expect(2 * i + 1 - with, 0, 0, 0, 0);
    }
}

/* From the middle of one symbol over the next to the middle of the third. */
static void test_a_gap_over_several_symbols_is_divided(void **state)
{
    unsigned first;

    (void)state;
    taken(4 * SYMBOL, 600, 2300);
    listen_fixed(&listener, &record);
    for (first = 0; record.symbols[first].reading[LISTEN_FIRST] != 598; first++) {
        assert_true(first < 4);
    }
    expect(first, 402, 598, 1000, 1);
    expect(first + 1, 1000, 0, 1000, 1);
    expect(first + 2, 300 + 2 * LOOK, 0, 300 + 2 * LOOK, 1); /* a look for each end */
    expect(first + 3, 0, 0, 0, 0);
}

static void test_slices_are_what_is_between_long_gaps(void **state)
{
    (void)state;
    taken(SYMBOL, 0, 600);
    listen_slices(&listener, &record);
    assert_int_equal(record.count, COVERT_SENT);
    expect(0, 1000, 600, 398, 0);
    expect(COVERT_SENT - 1, 1000, 600, 398, 0);
}

static uint32_t looks;

static uint32_t look(void)
{
    return ++looks;
}

static void test_state_is_looked_at_once_in_each_symbol(void **state)
{
    (void)state;
    taken(SYMBOL, 0, 0);
    listen_state(&listener, look, &record);
    assert_int_equal(looks, COVERT_SENT);
    expect(0, 1, 0, 0, 0);
    expect(COVERT_SENT - 1, COVERT_SENT, 0, 0, 0);
    assert_true(clock_now - 12345 >= (uint64_t)(COVERT_SENT - 1) * SYMBOL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_undisturbed_nothing_is_lost),
        cmocka_unit_test(test_a_gap_is_measured_in_its_symbol),
        cmocka_unit_test(test_a_gap_over_several_symbols_is_divided),
        cmocka_unit_test(test_slices_are_what_is_between_long_gaps),
        cmocka_unit_test(test_state_is_looked_at_once_in_each_symbol),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
