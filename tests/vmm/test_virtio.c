/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of a virtio device, and drivers that do not keep to the order of steps.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "driver.h"
#include "fake_platform.h"
#include "guest_map.h"

enum { STATUS = 0x70, READY = 0x44, SELECT = 0x30, NUM = 0x38, INTERRUPT = 0x60 };

static int start(void **state)
{
    (void)state;
    driver_machine();
    driver_enable_interrupts();
    return 0;
}

static void test_virtio_devices_say_what_they_are(void **state)
{
    static const struct {
        uint64_t address;
        uint32_t device;
        unsigned queues;
    } devices[] = {{GUEST_DISK, 2, 1}, {GUEST_NET, 1, 2}, {GUEST_CONSOLE, 3, 2}};

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(driver_read(devices[i].address, 0), 0x74726976);
        assert_int_equal(driver_read(devices[i].address, 4), 2);
        assert_int_equal(driver_read(devices[i].address, 8), devices[i].device);
        for (unsigned q = 0; q < 4; q++) {
            driver_write(devices[i].address, SELECT, q);
            assert_int_equal(driver_read(devices[i].address, 0x34),
                             q < devices[i].queues ? QUEUE_MOST : 0);
        }
        driver_write(devices[i].address, 0x14, 1);
        assert_int_equal(driver_read(devices[i].address, 0x10), 1); /* version 1 */
        driver_write(devices[i].address, 0x14, 2);
        assert_int_equal(driver_read(devices[i].address, 0x10), 0);
        driver_write(devices[i].address, 0x14, UINT32_MAX);
        assert_int_equal(driver_read(devices[i].address, 0x10), 0);
    }
}

static void test_virtio_takes_only_features_that_it_offers(void **state)
{
    (void)state;
    assert_true(driver_negotiate(GUEST_DISK, VIRTIO_VERSION_1));
    assert_true(driver_negotiate(GUEST_DISK, VIRTIO_VERSION_1 | 1 << 9));
    assert_false(driver_negotiate(GUEST_DISK, 0));
    assert_false(driver_negotiate(GUEST_DISK, VIRTIO_VERSION_1 | 1ull << 28)); /* indirect */
    assert_false(driver_negotiate(GUEST_DISK, VIRTIO_VERSION_1 | 1ull << 63));
    assert_false(driver_negotiate(GUEST_CONSOLE, VIRTIO_VERSION_1 | 1));
}

static void test_virtio_features_stay_once_they_are_taken(void **state)
{
    (void)state;
    assert_true(driver_negotiate(GUEST_DISK, VIRTIO_VERSION_1));
    driver_write(GUEST_DISK, 0x24, 0);
    driver_write(GUEST_DISK, 0x20, UINT32_MAX);
    assert_int_equal(machine.disk.virtio.features, VIRTIO_VERSION_1);
    driver_write(GUEST_DISK, 0x24, 7);
    driver_write(GUEST_DISK, STATUS, 0);
    driver_write(GUEST_DISK, 0x24, 7); /* no such half */
    driver_write(GUEST_DISK, 0x20, UINT32_MAX);
    assert_int_equal(machine.disk.virtio.features, 0);
}

static void test_virtio_no_driver_before_its_features(void **state)
{
    (void)state;
    driver_write(GUEST_DISK, STATUS, 3 | 4);
    assert_int_equal(driver_read(GUEST_DISK, STATUS), 3);
    assert_false(driver_queue(GUEST_DISK, 0));
    assert_int_equal(driver_read(GUEST_DISK, STATUS) & 64, 64); /* it needs a reset */
    driver_write(GUEST_DISK, STATUS, 0);
    assert_int_equal(driver_read(GUEST_DISK, STATUS), 0);
    driver_start(GUEST_DISK, 1);
    assert_int_equal(driver_read(GUEST_DISK, STATUS), 15);
}

static void test_virtio_a_queue_that_is_ready_does_not_move(void **state)
{
    (void)state;
    driver_start(GUEST_NET, 2);
    driver_write(GUEST_NET, SELECT, 1);
    driver_write(GUEST_NET, NUM, 64);
    driver_write(GUEST_NET, 0x80, 0);
    driver_write(GUEST_NET, 0x94, UINT32_MAX);
    driver_write(GUEST_NET, 0xa0, 0x09000000);
    driver_write(GUEST_NET, READY, 1);
    assert_int_equal(machine.net.virtio.queues[1].size, ENTRIES);
    assert_int_equal(machine.net.virtio.queues[1].descriptors, RAM + 3 * PAGE);
    assert_int_equal(machine.net.virtio.queues[1].available, RAM + 4 * PAGE);
    assert_int_equal(machine.net.virtio.queues[1].used, RAM + 5 * PAGE);
}

static void test_virtio_queues_that_are_not_there_do_nothing(void **state)
{
    struct block before;

    (void)state;
    driver_start(GUEST_DISK, 1);
    before = machine.disk;
    for (unsigned i = 1; i < 300; i += 99) {
        driver_write(GUEST_DISK, SELECT, i);
        driver_write(GUEST_DISK, NUM, 4);
        driver_write(GUEST_DISK, 0x80, 5);
        driver_write(GUEST_DISK, READY, 1);
        assert_int_equal(driver_read(GUEST_DISK, READY), 0);
        driver_notify(GUEST_DISK, i);
    }
    driver_notify(GUEST_DISK, UINT32_MAX);
    before.virtio.queue_part = machine.disk.virtio.queue_part;
    assert_memory_equal(&before.virtio, &machine.disk.virtio, sizeof(before.virtio));
}

static void test_virtio_size_beyond_its_type_is_not_cut_to_a_good_one(void **state)
{
    (void)state;
    (void)driver_negotiate(GUEST_DISK, VIRTIO_VERSION_1);
    driver_write(GUEST_DISK, SELECT, 0);
    driver_write(GUEST_DISK, NUM, 0x10008);
    driver_write(GUEST_DISK, 0x80, (uint32_t)RAM);
    driver_write(GUEST_DISK, 0x90, (uint32_t)RAM);
    driver_write(GUEST_DISK, 0xa0, (uint32_t)RAM);
    driver_write(GUEST_DISK, READY, 1);
    assert_int_equal(driver_read(GUEST_DISK, READY), 0);
}

static void test_virtio_high_halves_of_addresses_count(void **state)
{
    (void)state;
    (void)driver_negotiate(GUEST_DISK, VIRTIO_VERSION_1);
    driver_write(GUEST_DISK, 0x84, 1);
    driver_write(GUEST_DISK, 0x80, (uint32_t)RAM);
    assert_int_equal(machine.disk.virtio.queues[0].descriptors, 1ull << 32 | RAM);
    driver_write(GUEST_DISK, 0x84, 0);
    assert_int_equal(machine.disk.virtio.queues[0].descriptors, RAM);
}

/* Also what comes for its other queue, in which nothing is wrong, finds it stopped. */
static void test_virtio_broken_devices_say_so_and_stop(void **state)
{
    (void)state;
    driver_start(GUEST_CONSOLE, 2);
    driver_describe(0, 0, RAM + BUFFERS, 8, WRITE, 0);
    driver_put(0, 0);
    driver_describe(1, 0, 0, 1, 0, 0);
    driver_put(1, 0);
    driver_notify(GUEST_CONSOLE, 1);
    assert_int_equal(driver_read(GUEST_CONSOLE, STATUS), 15 | 64);
    assert_int_equal(driver_read(GUEST_CONSOLE, INTERRUPT), 2);
    assert_int_equal(fake.list[0], 32 + GUEST_CONSOLE_SPI);
    driver_write(GUEST_CONSOLE, STATUS, 15); /* the bit is the device's */
    assert_int_equal(driver_read(GUEST_CONSOLE, STATUS), 15 | 64);
    driver_describe(1, 0, RAM + BUFFERS, 1, 0, 0);
    driver_put(1, 0);
    driver_notify(GUEST_CONSOLE, 1);
    assert_int_equal(fake.text_count, 0);
    assert_false(console_receive(&machine.console, 'x'));
    driver_start(GUEST_CONSOLE, 2);
    driver_describe(1, 0, RAM + BUFFERS, 1, 0, 0);
    driver_put(1, 0);
    driver_notify(GUEST_CONSOLE, 1);
    assert_int_equal(fake.text_count, 1);
}

static void test_virtio_interrupt_is_high_until_it_is_acknowledged(void **state)
{
    (void)state;
    driver_start(GUEST_CONSOLE, 2);
    driver_describe(1, 0, RAM + BUFFERS, 1, 0, 0);
    driver_put(1, 0);
    driver_notify(GUEST_CONSOLE, 1);
    assert_int_equal(driver_read(GUEST_CONSOLE, INTERRUPT), 1);
    fake_end(0);
    vgic_end(&machine.gic, 0);
    assert_int_equal(fake.list[0], 32 + GUEST_CONSOLE_SPI);
    driver_write(GUEST_CONSOLE, 0x64, 1);
    assert_int_equal(driver_read(GUEST_CONSOLE, INTERRUPT), 0);
    fake_end(0);
    vgic_end(&machine.gic, 0);
    assert_int_equal(fake.list[0], FAKE_EMPTY);
}

static void test_virtio_only_words_are_written(void **state)
{
    struct block before;

    (void)state;
    driver_start(GUEST_DISK, 1);
    before = machine.disk;
    for (uint64_t offset = 0; offset < VIRTIO_BYTES; offset++) {
        virtio_write(&machine.disk.virtio, offset, 1, 0);
    }
    for (uint64_t offset = 0; offset < VIRTIO_BYTES; offset += 8) {
        virtio_write(&machine.disk.virtio, offset, 8, 0);
    }
    assert_memory_equal(&before.virtio, &machine.disk.virtio, sizeof(before.virtio));
}

static void test_virtio_own_registers_have_any_size_and_an_end(void **state)
{
    struct virtio *disk = &machine.disk.virtio;

    (void)state;
    assert_int_equal(virtio_read(disk, 0x100, 8), FAKE_SECTORS);
    assert_int_equal(virtio_read(disk, 0x100, 1), FAKE_SECTORS);
    assert_int_equal(virtio_read(disk, 0x10c, 4), BLOCK_SEGMENTS);
    assert_int_equal(virtio_read(disk, 0x114, 2), SECTOR);
    assert_int_equal(virtio_read(disk, 0x118, 8), 0);
    assert_int_equal(virtio_read(disk, 0x1f8, 8), 0);
    assert_int_equal(virtio_read(&machine.net.virtio, 0x104, 4), 't' << 8 | 's');
    assert_int_equal(virtio_read(&machine.console.virtio, 0x100, 8), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_virtio_devices_say_what_they_are, start),
        cmocka_unit_test_setup(test_virtio_takes_only_features_that_it_offers, start),
        cmocka_unit_test_setup(test_virtio_features_stay_once_they_are_taken, start),
        cmocka_unit_test_setup(test_virtio_no_driver_before_its_features, start),
        cmocka_unit_test_setup(test_virtio_a_queue_that_is_ready_does_not_move, start),
        cmocka_unit_test_setup(test_virtio_queues_that_are_not_there_do_nothing, start),
        cmocka_unit_test_setup(test_virtio_size_beyond_its_type_is_not_cut_to_a_good_one, start),
        cmocka_unit_test_setup(test_virtio_high_halves_of_addresses_count, start),
        cmocka_unit_test_setup(test_virtio_broken_devices_say_so_and_stop, start),
        cmocka_unit_test_setup(test_virtio_interrupt_is_high_until_it_is_acknowledged, start),
        cmocka_unit_test_setup(test_virtio_only_words_are_written, start),
        cmocka_unit_test_setup(test_virtio_own_registers_have_any_size_and_an_end, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
