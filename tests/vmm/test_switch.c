/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The switch between guests and the card: who gets a frame, who is told, and that no end of a wire
 * makes it read or do more than it should, whatever it says there.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "component.h"

/* What it remembers can be cleared only here. */
#include "driver/switch.c"

enum { OUT = 0, A = 1, B = 2, NOBODY = 3, FRAME = 60 };

static struct wire_end near_ends[PORTS];
static struct wire_end far_ends[PORTS];
static uint8_t frame[WIRE_MOST];
static uint8_t got[WIRE_MOST];

static struct wire far(unsigned port)
{
    return (struct wire){&far_ends[port], &near_ends[port]};
}

/* With a card and two guests. */
static int start(void **state)
{
    (void)state;
    component_reset();
    memset(wires, 0, sizeof(wires));
    memset(near_ends, 0, sizeof(near_ends));
    memset(far_ends, 0, sizeof(far_ends));
    memset(frame, 0, sizeof(frame));
    there = 0;
    blamed = 0;
    here_0 = (uintptr_t)&near_ends[OUT];
    there_0 = (uintptr_t)&far_ends[OUT];
    here_1 = (uintptr_t)&near_ends[A];
    there_1 = (uintptr_t)&far_ends[A];
    here_2 = (uintptr_t)&near_ends[B];
    there_2 = (uintptr_t)&far_ends[B];
    init();
    return 0;
}

/* A frame between two addresses whose last bytes are these. */
static void fill(uint8_t to, uint8_t from)
{
    static const uint8_t address[] = {0x52, 0x54, 0, 0, 0};

    memcpy(frame, address, sizeof(address));
    frame[5] = to;
    memcpy(frame + 6, address, sizeof(address));
    frame[11] = from;
}

static void put(unsigned port, uint8_t to, uint8_t from)
{
    const struct wire w = far(port);

    fill(to, from);
    assert_true(wire_put(&w, frame, FRAME));
}

/* How many frames this port has got; they are taken. */
static unsigned frames_at(unsigned port)
{
    const struct wire w = far(port);
    unsigned count = 0;

    while (wire_look(&w, got) != 0) {
        wire_drop(&w);
        count++;
    }
    return count;
}

static void test_switch_frame_goes_to_its_guest_alone(void **state)
{
    (void)state;
    put(A, B, A);
    frame[20] = 0x77;
    notified(A);
    assert_int_equal(frames_at(OUT), 0);
    assert_int_equal(frames_at(A), 0);
    assert_int_equal(frames_at(B), 1);
    frame[20] = 0;
    assert_memory_equal(got, frame, FRAME);
    assert_int_equal(component.notified[B], 1);
    assert_int_equal(component.notified[A] + component.notified[OUT], 0);
}

static void test_switch_frame_to_nobody_here_goes_out(void **state)
{
    (void)state;
    put(A, 99, A);
    put(A, NOBODY, A); /* its port is not there: nobody has it */
    notified(A);
    assert_int_equal(frames_at(OUT), 1);
    assert_int_equal(frames_at(B), 0);
    assert_int_equal(component.notified[NOBODY], 0);
}

static void test_switch_frame_to_a_group_goes_to_all_others(void **state)
{
    const struct wire w = far(A);

    (void)state;
    fill(0xff, A);
    memset(frame, 0xff, 6);
    assert_true(wire_put(&w, frame, FRAME));
    notified(A);
    assert_int_equal(frames_at(A), 0);
    assert_int_equal(frames_at(B), 1);
    assert_int_equal(frames_at(OUT), 1);
}

static void test_switch_forged_source_is_dropped_and_told_once(void **state)
{
    (void)state;
    put(A, B, B);
    put(A, B, 99);
    put(OUT, B, A);
    notified(A);
    notified(OUT);
    assert_int_equal(frames_at(B), 0);
    assert_int_equal(component.notified[B], 0);
    assert_string_equal(component.said,
                        "switch: dropped a frame, its address is not its sender's: port 1\n"
                        "switch: dropped a frame, its address is not its sender's: port 0\n");
}

static void test_switch_several_frames_are_one_signal(void **state)
{
    (void)state;
    for (unsigned i = 0; i < WIRE_SLOTS; i++) {
        put(A, i % 2 == 0 ? B : OUT + 99, A);
    }
    notified(A);
    assert_int_equal(frames_at(B), WIRE_SLOTS / 2);
    assert_int_equal(frames_at(OUT), WIRE_SLOTS / 2);
    assert_int_equal(component.notified[B], 1);
    assert_int_equal(component.notified[OUT], 1);
}

/* And its frames are lost, others' are not. */
static void test_switch_who_does_not_read_holds_nobody_up(void **state)
{
    (void)state;
    for (unsigned i = 0; i < WIRE_SLOTS; i++) {
        put(A, B, A);
    }
    notified(A);
    put(A, B, A);
    put(A, 99, A);
    notified(A);
    assert_int_equal(component.notified[B], 1); /* there was nothing new for it */
    assert_int_equal(frames_at(OUT), 1);
    assert_int_equal(frames_at(B), WIRE_SLOTS);
}

static void test_switch_signal_of_no_port_is_ignored(void **state)
{
    static const microkit_channel channels[] = {NOBODY, PORTS, 31, 32, 33, 63};

    (void)state;
    put(A, B, A);
    for (unsigned i = 0; i < sizeof(channels) / sizeof(channels[0]); i++) {
        notified(channels[i]);
    }
    assert_int_equal(frames_at(B), 0);
}

static void test_switch_half_a_wire_is_none(void **state)
{
    here_3 = (uintptr_t)&near_ends[NOBODY];
    (void)start(state);
    here_3 = 0;
    put(A, NOBODY, A);
    notified(A);
    notified(NOBODY);
    assert_int_equal(there, 7);
}

static void test_switch_counts_of_a_guest_are_checked(void **state)
{
    static const uint32_t wrong[] = {WIRE_SLOTS + 1, 1000, 0x80000000, UINT32_MAX};

    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        (void)start(state);
        put(A, B, A);
        far_ends[A].put = wrong[i];
        notified(A);
        assert_int_equal(frames_at(B), 0);
        put(B, A, B);
        notified(B); /* the others go on, */
        assert_int_equal(near_ends[A].put, 1);
        put(A, B, A);
        notified(A); /* and so does this one, if it behaves */
        assert_int_equal(frames_at(B), 1);
    }
}

static void test_switch_lengths_of_a_guest_are_checked(void **state)
{
    static const uint32_t wrong[] = {0, WIRE_LEAST - 1, WIRE_MOST + 1, 0x80000000, UINT32_MAX};

    (void)state;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        put(A, B, A);
        far_ends[A].slots[i].bytes = wrong[i];
    }
    put(A, B, A);
    notified(A);
    assert_int_equal(frames_at(B), 1);
}

/* It says that it has read more than there was: it gets nothing, and nobody else notices. */
static void test_switch_guest_that_says_it_has_read_is_not_written(void **state)
{
    (void)state;
    far_ends[B].got = 1000;
    put(A, B, A);
    put(A, 99, A);
    notified(A);
    assert_int_equal(near_ends[B].put, 0);
    assert_int_equal(component.notified[B], 0);
    assert_int_equal(frames_at(OUT), 1);
}

static void test_switch_address_is_of_who_asks(void **state)
{
    (void)state;
    component.words[0] = ports_address(B);
    assert_int_equal(protected(A, microkit_msginfo_new(NETWORK_ADDRESS, 0)).count, 1);
    assert_int_equal(component.words[0], ports_address(A));
    assert_int_equal(protected(B, microkit_msginfo_new(99, 64)).count, 1);
    assert_int_equal(component.words[0], ports_address(B));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_switch_frame_goes_to_its_guest_alone, start),
        cmocka_unit_test_setup(test_switch_frame_to_nobody_here_goes_out, start),
        cmocka_unit_test_setup(test_switch_frame_to_a_group_goes_to_all_others, start),
        cmocka_unit_test_setup(test_switch_forged_source_is_dropped_and_told_once, start),
        cmocka_unit_test_setup(test_switch_several_frames_are_one_signal, start),
        cmocka_unit_test_setup(test_switch_who_does_not_read_holds_nobody_up, start),
        cmocka_unit_test_setup(test_switch_signal_of_no_port_is_ignored, start),
        cmocka_unit_test_setup(test_switch_half_a_wire_is_none, start),
        cmocka_unit_test_setup(test_switch_counts_of_a_guest_are_checked, start),
        cmocka_unit_test_setup(test_switch_lengths_of_a_guest_are_checked, start),
        cmocka_unit_test_setup(test_switch_guest_that_says_it_has_read_is_not_written, start),
        cmocka_unit_test_setup(test_switch_address_is_of_who_asks, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
