/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's network card, and its second console.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "driver.h"
#include "fake_platform.h"
#include "guest_map.h"

enum { RECEIVE = 0, TRANSMIT = 1 };

static uint8_t frame[NET_MOST + 1];

static int start(void **state)
{
    (void)state;
    driver_machine();
    driver_enable_interrupts();
    driver_start(GUEST_NET, 2);
    for (unsigned i = 0; i < sizeof(frame); i++) {
        frame[i] = (uint8_t)(i * 7);
    }
    return 0;
}

static void transmit(uint32_t bytes)
{
    unsigned before = driver_used(TRANSMIT);

    driver_describe(TRANSMIT, 0, RAM + BUFFERS, bytes, 0, 0);
    driver_put(TRANSMIT, 0);
    driver_notify(GUEST_NET, TRANSMIT);
    assert_int_equal(driver_used(TRANSMIT), before + 1);
}

static void test_net_sends_frames_without_their_header(void **state)
{
    (void)state;
    memcpy(driver_buffer(NET_HEADER), frame, NET_MOST);
    transmit(NET_HEADER + 60);
    assert_int_equal(fake.frames, 1);
    assert_int_equal(fake.frame_bytes, 60);
    assert_memory_equal(fake.frame, frame, 60);
    transmit(NET_HEADER + NET_MOST);
    assert_int_equal(fake.frame_bytes, NET_MOST);
    assert_memory_equal(fake.frame, frame, NET_MOST);
}

static void test_net_sends_nothing_that_is_no_frame(void **state)
{
    static const uint32_t wrong[] = {0, 1, NET_HEADER - 1, NET_HEADER, NET_HEADER + NET_LEAST - 1,
                                     NET_HEADER + NET_MOST + 1, 0x8000};

    (void)state;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        transmit(wrong[i]);
    }
    assert_int_equal(fake.frames, 0);
    assert_int_equal(driver_read(GUEST_NET, 0x70) & 64, 0);
}

static void test_net_frames_reach_the_guest_with_a_header(void **state)
{
    (void)state;
    assert_false(net_receive(&machine.net, frame, 60)); /* it has given no buffer yet */
    driver_describe(RECEIVE, 0, RAM + BUFFERS, 100, NEXT | WRITE, 1);
    driver_describe(RECEIVE, 1, RAM + BUFFERS + 100, 1426, WRITE, 0);
    driver_put(RECEIVE, 0);
    driver_notify(GUEST_NET, RECEIVE);
    assert_int_equal(driver_used(RECEIVE), 0);
    assert_true(net_receive(&machine.net, frame, NET_MOST));
    assert_int_equal(driver_used_bytes(RECEIVE), NET_HEADER + NET_MOST);
    assert_memory_equal(driver_buffer(0), "\0\0\0\0\0\0\0\0\0\0\1\0", NET_HEADER);
    assert_memory_equal(driver_buffer(NET_HEADER), frame, NET_MOST);
    assert_int_equal(*driver_buffer(NET_HEADER + NET_MOST), 0xa5);
    assert_int_equal(fake.list[0], 32 + GUEST_NET_SPI);
    assert_false(net_receive(&machine.net, frame, 60));
}

static void test_net_no_frame_reaches_nobody(void **state)
{
    (void)state;
    driver_describe(RECEIVE, 0, RAM + BUFFERS, 2000, WRITE, 0);
    driver_put(RECEIVE, 0);
    assert_false(net_receive(&machine.net, frame, NET_LEAST - 1));
    assert_false(net_receive(&machine.net, frame, NET_MOST + 1));
    assert_false(net_receive(&machine.net, frame, UINT32_MAX));
    assert_int_equal(driver_used(RECEIVE), 0);
    assert_true(net_listens(&machine.net));
    driver_write(GUEST_NET, 0x70, 0);
    assert_false(net_listens(&machine.net));
    assert_false(net_receive(&machine.net, frame, 60));
}

static void test_net_buffers_that_cannot_hold_a_frame_break_it(void **state)
{
    (void)state;
    driver_describe(RECEIVE, 0, RAM + BUFFERS, NET_HEADER + 59, WRITE, 0);
    driver_put(RECEIVE, 0);
    assert_false(net_receive(&machine.net, frame, 60));
    assert_int_equal(driver_read(GUEST_NET, 0x70) & 64, 64);
    assert_false(net_listens(&machine.net));
    start(state);
    driver_describe(RECEIVE, 0, RAM + BUFFERS, 2000, 0, 0); /* only to read */
    driver_put(RECEIVE, 0);
    assert_false(net_receive(&machine.net, frame, 60));
    assert_int_equal(driver_read(GUEST_NET, 0x70) & 64, 64);
    assert_int_equal(*driver_buffer(0), 0xa5);
}

static void test_net_its_address_is_what_the_machine_says(void **state)
{
    uint64_t address = virtio_read(&machine.net.virtio, 0x100, 8);

    (void)state;
    assert_memory_equal(&address, "\x02guest\0", 8);
    machine_init(&machine);
    assert_int_equal(virtio_read(&machine.net.virtio, 0x100, 8), address);
}

static void test_console_prints_what_is_written(void **state)
{
    (void)state;
    driver_start(GUEST_CONSOLE, 2);
    memcpy(driver_buffer(0), "hello", 5);
    driver_describe(TRANSMIT, 0, RAM + BUFFERS, 2, NEXT, 1);
    driver_describe(TRANSMIT, 1, RAM + BUFFERS + 2, 3, 0, 0);
    driver_put(TRANSMIT, 0);
    driver_notify(GUEST_CONSOLE, TRANSMIT);
    assert_string_equal(fake.text, "hello");
    assert_int_equal(driver_used(TRANSMIT), 1);
}

static void test_console_a_chain_is_bounded(void **state)
{
    (void)state;
    driver_start(GUEST_CONSOLE, 2);
    for (unsigned i = 0; i < ENTRIES; i++) {
        driver_describe(TRANSMIT, i, RAM + BUFFERS, 0x8000, i + 1 < ENTRIES ? NEXT : 0, i + 1);
    }
    driver_put(TRANSMIT, 0);
    driver_notify(GUEST_CONSOLE, TRANSMIT);
    assert_int_equal(fake.text_count, CONSOLE_MOST);
    assert_int_equal(driver_used(TRANSMIT), 1);
}

static void test_console_gets_what_is_typed(void **state)
{
    (void)state;
    assert_false(console_receive(&machine.console, 'x'));
    driver_start(GUEST_CONSOLE, 2);
    assert_false(console_receive(&machine.console, 'x'));
    driver_describe(RECEIVE, 0, RAM + BUFFERS, 64, WRITE, 0);
    driver_put(RECEIVE, 0);
    assert_true(console_receive(&machine.console, 'x'));
    assert_int_equal(*driver_buffer(0), 'x');
    assert_int_equal(driver_used_bytes(RECEIVE), 1);
    driver_describe(RECEIVE, 0, RAM + BUFFERS, 64, 0, 0);
    driver_put(RECEIVE, 0);
    assert_false(console_receive(&machine.console, 'y'));
    assert_int_equal(driver_read(GUEST_CONSOLE, 0x70) & 64, 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_net_sends_frames_without_their_header, start),
        cmocka_unit_test_setup(test_net_sends_nothing_that_is_no_frame, start),
        cmocka_unit_test_setup(test_net_frames_reach_the_guest_with_a_header, start),
        cmocka_unit_test_setup(test_net_no_frame_reaches_nobody, start),
        cmocka_unit_test_setup(test_net_buffers_that_cannot_hold_a_frame_break_it, start),
        cmocka_unit_test_setup(test_net_its_address_is_what_the_machine_says, start),
        cmocka_unit_test_setup(test_console_prints_what_is_written, start),
        cmocka_unit_test_setup(test_console_a_chain_is_bounded, start),
        cmocka_unit_test_setup(test_console_gets_what_is_typed, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
