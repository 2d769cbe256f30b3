/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One timer for several monitors: each is told of its own deadline, once, and of no other's.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "deadlines.h"

static struct deadlines deadlines;

static int start(void **state)
{
    (void)state;
    memset(&deadlines, 0, sizeof(deadlines));
    return 0;
}

static void test_deadlines_nobody_waits_at_first(void **state)
{
    uint64_t at;
    unsigned who;

    (void)state;
    assert_false(deadlines_next(&deadlines, &at));
    assert_false(deadlines_take_due(&deadlines, UINT64_MAX, &who));
}

static void test_deadlines_the_earliest_is_next(void **state)
{
    uint64_t at;

    (void)state;
    deadlines_set(&deadlines, 1, 300);
    deadlines_set(&deadlines, 2, 100);
    deadlines_set(&deadlines, 63, 200);
    assert_true(deadlines_next(&deadlines, &at));
    assert_int_equal(at, 100);
    deadlines_clear(&deadlines, 2);
    assert_true(deadlines_next(&deadlines, &at));
    assert_int_equal(at, 200);
}

static void test_deadlines_who_is_due_is_told_once(void **state)
{
    uint64_t at;
    unsigned who;

    (void)state;
    deadlines_set(&deadlines, 1, 100);
    deadlines_set(&deadlines, 2, 101);
    deadlines_set(&deadlines, 63, 100);
    assert_false(deadlines_take_due(&deadlines, 99, &who));
    assert_true(deadlines_take_due(&deadlines, 100, &who));
    assert_int_equal(who, 1);
    assert_true(deadlines_take_due(&deadlines, 100, &who));
    assert_int_equal(who, 63);
    assert_false(deadlines_take_due(&deadlines, 100, &who));
    assert_true(deadlines_next(&deadlines, &at));
    assert_int_equal(at, 101);
}

static void test_deadlines_a_new_one_replaces_the_old(void **state)
{
    uint64_t at;
    unsigned who;

    (void)state;
    deadlines_set(&deadlines, 1, 100);
    deadlines_set(&deadlines, 1, 500);
    assert_true(deadlines_next(&deadlines, &at));
    assert_int_equal(at, 500);
    assert_false(deadlines_take_due(&deadlines, 499, &who));
}

static void test_deadlines_the_end_of_time_is_one(void **state)
{
    uint64_t at;
    unsigned who;

    (void)state;
    deadlines_set(&deadlines, 5, UINT64_MAX);
    assert_true(deadlines_next(&deadlines, &at));
    assert_int_equal(at, UINT64_MAX);
    assert_false(deadlines_take_due(&deadlines, UINT64_MAX - 1, &who));
    assert_true(deadlines_take_due(&deadlines, UINT64_MAX, &who));
    assert_int_equal(who, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_deadlines_nobody_waits_at_first, start),
        cmocka_unit_test_setup(test_deadlines_the_earliest_is_next, start),
        cmocka_unit_test_setup(test_deadlines_who_is_due_is_told_once, start),
        cmocka_unit_test_setup(test_deadlines_a_new_one_replaces_the_old, start),
        cmocka_unit_test_setup(test_deadlines_the_end_of_time_is_one, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
