/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The wire between components: frames arrive as they were put, and neither end can make the other
 * read or write what it should not, whatever it says.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "wire.h"

static struct wire_end ends[2];
static const struct wire here = {&ends[0], &ends[1]};
static const struct wire there = {&ends[1], &ends[0]};
static uint8_t frame[WIRE_MOST + 1];
static uint8_t got[WIRE_MOST];

static int start(void **state)
{
    (void)state;
    memset(ends, 0, sizeof(ends));
    memset(got, 0, sizeof(got));
    for (unsigned i = 0; i < sizeof(frame); i++) {
        frame[i] = (uint8_t)(i * 7);
    }
    return 0;
}

static void test_wire_frames_arrive_in_order(void **state)
{
    (void)state;
    assert_int_equal(wire_look(&there, got), 0);
    for (unsigned i = 0; i < 3; i++) {
        frame[0] = (uint8_t)i;
        assert_true(wire_put(&here, frame, WIRE_LEAST + i));
    }
    assert_int_equal(wire_look(&here, got), 0); /* nothing is on the way back */
    for (unsigned i = 0; i < 3; i++) {
        frame[0] = (uint8_t)i;
        assert_int_equal(wire_look(&there, got), WIRE_LEAST + i);
        assert_int_equal(wire_look(&there, got), WIRE_LEAST + i); /* it stays */
        assert_memory_equal(got, frame, WIRE_LEAST + i);
        wire_drop(&there);
    }
    assert_int_equal(wire_look(&there, got), 0);
}

static void test_wire_the_longest_frame_fits(void **state)
{
    (void)state;
    for (unsigned i = 0; i < WIRE_SLOTS; i++) {
        assert_true(wire_put(&here, frame, WIRE_MOST));
    }
    for (unsigned i = 0; i < WIRE_SLOTS; i++) {
        assert_int_equal(wire_look(&there, got), WIRE_MOST);
        assert_memory_equal(got, frame, WIRE_MOST);
        wire_drop(&there);
    }
}

static void test_wire_what_is_no_frame_is_not_put(void **state)
{
    (void)state;
    assert_false(wire_put(&here, frame, 0));
    assert_false(wire_put(&here, frame, WIRE_LEAST - 1));
    assert_false(wire_put(&here, frame, WIRE_MOST + 1));
    assert_false(wire_put(&here, frame, UINT32_MAX));
    assert_int_equal(ends[0].put, 0);
}

static void test_wire_a_frame_without_room_is_lost(void **state)
{
    (void)state;
    for (unsigned i = 0; i < WIRE_SLOTS; i++) {
        assert_true(wire_put(&here, frame, 60));
    }
    frame[0]++;
    assert_false(wire_put(&here, frame, 60));
    assert_int_equal(wire_look(&there, got), 60);
    assert_int_equal(got[0], (uint8_t)(frame[0] - 1));
    wire_drop(&there);
    assert_true(wire_put(&here, frame, 60));
}

static void test_wire_numbers_wrap(void **state)
{
    (void)state;
    ends[0].put = ends[1].got = UINT32_MAX - 1;
    for (unsigned i = 0; i < WIRE_SLOTS; i++) {
        assert_true(wire_put(&here, frame, 60 + i));
    }
    assert_false(wire_put(&here, frame, 60));
    for (unsigned i = 0; i < WIRE_SLOTS; i++) {
        assert_int_equal(wire_look(&there, got), 60 + i);
        wire_drop(&there);
    }
    assert_int_equal(wire_look(&there, got), 0);
}

static void test_wire_lengths_of_the_other_end_are_checked(void **state)
{
    static const uint32_t wrong[] = {0, WIRE_LEAST - 1, WIRE_MOST + 1, 0x80000000, UINT32_MAX};
    const unsigned count = sizeof(wrong) / sizeof(wrong[0]);

    (void)state;
    for (unsigned i = 0; i < count; i++) {
        assert_true(wire_put(&here, frame, 60));
        ends[0].slots[i].bytes = wrong[i];
    }
    assert_true(wire_put(&here, frame, 61));
    assert_int_equal(wire_look(&there, got), 61); /* the others are passed over */
    assert_int_equal(ends[1].got, count);
}

static void test_wire_numbers_of_the_other_end_are_checked(void **state)
{
    static const uint32_t wrong[] = {WIRE_SLOTS + 1, 1000, 0x80000000, UINT32_MAX};

    (void)state;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        start(state);
        ends[0].put = wrong[i];
        ends[0].slots[0].bytes = 60;
        assert_int_equal(wire_look(&there, got), 0);
        assert_int_equal(ends[1].got, wrong[i]); /* from now on it counts from there */
        assert_true(wire_put(&here, frame, 62));
        assert_int_equal(wire_look(&there, got), 62);
    }
    for (unsigned i = 0; i < 3; i++) {
        start(state);
        ends[1].got = wrong[i]; /* more than was put: that end gets nothing any more */
        assert_false(wire_put(&here, frame, 60));
        assert_int_equal(ends[0].put, 0);
    }
}

static void test_wire_what_waits_can_be_dropped(void **state)
{
    (void)state;
    assert_true(wire_put(&here, frame, 60));
    assert_true(wire_put(&here, frame, 61));
    wire_drop_all(&there);
    assert_int_equal(wire_look(&there, got), 0);
    assert_true(wire_put(&here, frame, 62));
    assert_int_equal(wire_look(&there, got), 62);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_wire_frames_arrive_in_order, start),
        cmocka_unit_test_setup(test_wire_the_longest_frame_fits, start),
        cmocka_unit_test_setup(test_wire_what_is_no_frame_is_not_put, start),
        cmocka_unit_test_setup(test_wire_a_frame_without_room_is_lost, start),
        cmocka_unit_test_setup(test_wire_numbers_wrap, start),
        cmocka_unit_test_setup(test_wire_lengths_of_the_other_end_are_checked, start),
        cmocka_unit_test_setup(test_wire_numbers_of_the_other_end_are_checked, start),
        cmocka_unit_test_setup(test_wire_what_waits_can_be_dropped, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
