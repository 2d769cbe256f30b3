/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Requests to the guest's disk.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "driver.h"
#include "fake_platform.h"
#include "guest_map.h"

enum { IN = 0, OUT = 1, FLUSH = 4, GET_ID = 8 };
enum { OK = 0, IOERR = 1, UNSUPP = 2 };

/* In the buffers: the header, the status, the data. */
enum { STATUS_AT = 16, DATA_AT = 0x1000 };

static int start(void **state)
{
    (void)state;
    driver_machine();
    driver_enable_interrupts();
    driver_start(GUEST_DISK, 1);
    return 0;
}

static void header(uint32_t type, uint64_t sector)
{
    memory_put_number(driver_buffer(0), type, 4);
    memory_put_number(driver_buffer(4), 0, 4);
    memory_put_number(driver_buffer(8), sector, 8);
}

/* The usual form: header, data, status.  Returns the status. */
static unsigned request(uint32_t type, uint64_t sector, uint32_t bytes)
{
    unsigned before = driver_used(0);

    header(type, sector);
    *driver_buffer(STATUS_AT) = 0xee;
    driver_describe(0, 0, RAM + BUFFERS, 16, NEXT, 1);
    driver_describe(0, 1, RAM + BUFFERS + DATA_AT, bytes, NEXT | (type == OUT ? 0 : WRITE), 2);
    driver_describe(0, 2, RAM + BUFFERS + STATUS_AT, 1, WRITE, 0);
    driver_put(0, 0);
    driver_notify(GUEST_DISK, 0);
    assert_int_equal(driver_used(0), before + 1);
    return *driver_buffer(STATUS_AT);
}

static void test_block_reads_what_is_on_the_disk(void **state)
{
    (void)state;
    assert_int_equal(request(IN, 7, 1024), OK);
    assert_int_equal(*driver_buffer(DATA_AT), 7);
    assert_int_equal(*driver_buffer(DATA_AT + 1023), 8);
    assert_int_equal(*driver_buffer(DATA_AT + 1024), 0xa5);
    assert_int_equal(driver_used_bytes(0), 1025);
    assert_int_equal(fake.list[0], 32 + GUEST_DISK_SPI);
    assert_int_equal(request(IN, 0, 9 * 1024), OK); /* in several steps */
    assert_int_equal(*driver_buffer(DATA_AT + 9 * 1024 - 1), 17);
}

static void test_block_writes_what_it_is_given(void **state)
{
    (void)state;
    memset(driver_buffer(DATA_AT), 0x3c, 9 * 1024);
    assert_int_equal(request(OUT, 10, 9 * 1024), OK);
    assert_int_equal(fake.disk[10 * 512 - 1], 9);
    assert_int_equal(fake.disk[10 * 512], 0x3c);
    assert_int_equal(fake.disk[28 * 512 - 1], 0x3c);
    assert_int_equal(fake.disk[28 * 512], 28);
    assert_int_equal(driver_used_bytes(0), 1);
}

static void test_block_sectors_beyond_the_disk_are_refused(void **state)
{
    static const struct {
        uint64_t sector;
        uint32_t bytes;
    } wrong[] = {
        {FAKE_SECTORS, 512}, {FAKE_SECTORS - 1, 1024}, {FAKE_SECTORS + 1, 0},
        {UINT64_MAX, 512}, {UINT64_MAX - 1, 1024}, {1ull << 55, 512}, {UINT64_MAX / 512 + 1, 512},
        {0, 511}, {0, 513}, {0, 1},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(request(IN, wrong[i].sector, wrong[i].bytes), IOERR);
        assert_int_equal(driver_used_bytes(0), 1);
        assert_int_equal(request(OUT, wrong[i].sector, wrong[i].bytes), IOERR);
    }
    assert_int_equal(fake.disk_bytes, 0);
    assert_false(fake.disk_beyond);
    assert_int_equal(request(IN, FAKE_SECTORS - 1, 512), OK);
    assert_int_equal(request(IN, FAKE_SECTORS, 0), OK); /* of nothing */
}

/* All entries name the same memory: what a request moves is bounded all the same. */
static void test_block_a_request_is_bounded(void **state)
{
    (void)state;
    machine.disk.sectors = 1 << 20;
    header(IN, 0);
    driver_describe(0, 0, RAM + BUFFERS, 16, NEXT, 1);
    for (unsigned i = 1; i < ENTRIES - 1; i++) {
        driver_describe(0, i, RAM + BUFFERS + DATA_AT, 0x4000, NEXT | WRITE, i + 1);
    }
    driver_describe(0, ENTRIES - 1, RAM + BUFFERS + STATUS_AT, 1, WRITE, 0);
    driver_put(0, 0);
    driver_notify(GUEST_DISK, 0);
    assert_int_equal(driver_used(0), 1);
    assert_int_equal(*driver_buffer(STATUS_AT), IOERR);
    assert_int_equal(fake.disk_bytes, 0);
    assert_false(fake.disk_beyond);
}

static void test_block_other_requests(void **state)
{
    (void)state;
    assert_int_equal(request(FLUSH, 0, 0), OK);
    assert_int_equal(request(GET_ID, 0, 20), OK);
    assert_string_equal((char *)driver_buffer(DATA_AT), "bulkhead");
    assert_int_equal(request(GET_ID, 0, 19), IOERR);
    assert_int_equal(request(2, 0, 512), UNSUPP);
    assert_int_equal(request(UINT32_MAX, 0, 512), UNSUPP);
    assert_int_equal(request(11, 0, 512), UNSUPP); /* discard */
}

static void test_block_a_disk_that_fails_is_an_error_of_the_request(void **state)
{
    (void)state;
    fake.disk_broken = true;
    assert_int_equal(request(IN, 0, 512), IOERR);
    assert_int_equal(request(OUT, 0, 512), IOERR);
    fake.disk_broken = false;
    assert_int_equal(request(IN, 0, 512), OK);
}

static void needs_reset(void)
{
    driver_put(0, 0);
    driver_notify(GUEST_DISK, 0);
    assert_int_equal(driver_read(GUEST_DISK, 0x70) & 64, 64);
    assert_int_equal(driver_used(0), 0);
    assert_int_equal(fake.disk_bytes, 0);
}

static void test_block_no_room_for_header_or_status_breaks_it(void **state)
{
    header(IN, 0);
    driver_describe(0, 0, RAM + BUFFERS, 15, NEXT, 1);
    driver_describe(0, 1, RAM + BUFFERS + DATA_AT, 513, WRITE, 0);
    needs_reset();
    start(state);
    header(OUT, 0);
    driver_describe(0, 0, RAM + BUFFERS, 16 + 512, 0, 0);
    needs_reset();
    start(state);
    driver_describe(0, 0, RAM + BUFFERS, 16, NEXT, 1);
    driver_describe(0, 1, RAM + BUFFERS, 0, WRITE, 0);
    needs_reset();
}

static void test_block_pieces_may_be_anywhere_in_a_request(void **state)
{
    (void)state;
    header(IN, 3);
    driver_describe(0, 0, RAM + BUFFERS, 5, NEXT, 1);
    driver_describe(0, 1, RAM + BUFFERS + 5, 11, NEXT, 2);
    driver_describe(0, 2, RAM + BUFFERS + DATA_AT, 500, NEXT | WRITE, 3);
    driver_describe(0, 3, RAM + BUFFERS + DATA_AT + 500, 13, WRITE, 0);
    driver_put(0, 0);
    driver_notify(GUEST_DISK, 0);
    assert_int_equal(*driver_buffer(DATA_AT + 511), 3);
    assert_int_equal(*driver_buffer(DATA_AT + 512), OK);
    assert_int_equal(driver_used_bytes(0), 513);
}

/* What is read lands on the ring, where it adds a chain, and in the header, where it names the next
   sector: one notice would read the whole disk.  It is answered with as many as the ring has. */
static void test_block_data_on_the_ring_do_not_let_it_run_on(void **state)
{
    (void)state;
    for (unsigned i = 0; i < FAKE_SECTORS; i++) {
        memory_put_number(fake.disk + 512 * i, (uint64_t)(i + 2) << 16, 4);
        memory_put_number(fake.disk + 512 * i + 4, i + 1, 8);
    }
    header(IN, 0);
    driver_describe(0, 0, RAM + BUFFERS, 16, NEXT, 1);
    driver_describe(0, 1, RAM + PAGE, 4, NEXT | WRITE, 2);
    driver_describe(0, 2, RAM + BUFFERS + 8, 8, NEXT | WRITE, 3);
    driver_describe(0, 3, RAM + BUFFERS + DATA_AT, 501, WRITE, 0);
    driver_put(0, 0);
    driver_notify(GUEST_DISK, 0);
    assert_int_equal(driver_used(0), ENTRIES);
    driver_notify(GUEST_DISK, 0);
    assert_int_equal(driver_used(0), 2 * ENTRIES);
}

static void test_block_serves_nobody_before_the_driver_is_there(void **state)
{
    (void)state;
    driver_write(GUEST_DISK, 0x70, 0);
    (void)driver_negotiate(GUEST_DISK, VIRTIO_VERSION_1);
    assert_true(driver_queue(GUEST_DISK, 0));
    driver_describe(0, 0, RAM + BUFFERS, 16, NEXT, 1);
    driver_describe(0, 1, RAM + BUFFERS + DATA_AT, 513, WRITE, 0);
    driver_put(0, 0);
    driver_notify(GUEST_DISK, 0);
    assert_int_equal(driver_used(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_block_reads_what_is_on_the_disk, start),
        cmocka_unit_test_setup(test_block_writes_what_it_is_given, start),
        cmocka_unit_test_setup(test_block_sectors_beyond_the_disk_are_refused, start),
        cmocka_unit_test_setup(test_block_a_request_is_bounded, start),
        cmocka_unit_test_setup(test_block_other_requests, start),
        cmocka_unit_test_setup(test_block_a_disk_that_fails_is_an_error_of_the_request, start),
        cmocka_unit_test_setup(test_block_no_room_for_header_or_status_breaks_it, start),
        cmocka_unit_test_setup(test_block_pieces_may_be_anywhere_in_a_request, start),
        cmocka_unit_test_setup(test_block_data_on_the_ring_do_not_let_it_run_on, start),
        cmocka_unit_test_setup(test_block_serves_nobody_before_the_driver_is_there, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
