/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The disk's driver, and a monitor that may be anybody's: what is on the disk comes and goes, and
 * no number that is asked for makes the driver touch anything beside disk and shared page.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "component.h"

/* What the tool sets can be set only here. */
#include "driver/disk.c"

enum { SECTORS = 24, ODD = 100, BESIDE = 4096, BEFORE = 0xb6, BEHIND = 0xb7 };

/* The disk ends with a part of a sector, which is none.  Around both lies what is not the
   driver's. */
static uint8_t memory[BESIDE + SECTORS * SECTOR_BYTES + ODD + BESIDE];
static uint8_t shared[BESIDE + DISK_AT_ONCE + BESIDE];
static uint8_t *const on_disk = memory + BESIDE;
static uint8_t *const page = shared + BESIDE;
static uint8_t before[sizeof(memory)];
static uint8_t page_before[sizeof(shared)];

static uint8_t written_there(uint64_t sector, uint64_t at)
{
    return (uint8_t)(sector * 7 + at * 3 + 1);
}

static void remember(void)
{
    memcpy(before, memory, sizeof(memory));
    memcpy(page_before, shared, sizeof(shared));
}

static int start(void **state)
{
    (void)state;
    component_reset();
    memset(memory, BEFORE, sizeof(memory));
    memset(shared, BEHIND, sizeof(shared));
    for (uint64_t i = 0; i < SECTORS * SECTOR_BYTES; i++) {
        on_disk[i] = written_there(i / SECTOR_BYTES, i % SECTOR_BYTES);
    }
    remember();
    disk = (uintptr_t)on_disk;
    disk_bytes = SECTORS * SECTOR_BYTES + ODD;
    sectors = (uintptr_t)page;
    init();
    return 0;
}

static microkit_msginfo ask(seL4_Word label, uint64_t sector, uint64_t bytes)
{
    component.words[0] = sector;
    component.words[1] = bytes;
    return protected(1, microkit_msginfo_new(label, 2));
}

static void expect_refused(microkit_msginfo answer)
{
    assert_int_not_equal(answer.label, DISK_DONE);
    assert_memory_equal(memory, before, sizeof(memory));
    assert_memory_equal(shared, page_before, sizeof(shared));
}

static void expect_refused_either_way(uint64_t sector, uint64_t bytes)
{
    expect_refused(ask(DISK_READ, sector, bytes));
    expect_refused(ask(DISK_WRITE, sector, bytes));
}

static void test_disk_says_how_many_whole_sectors_it_has(void **state)
{
    (void)state;
    microkit_msginfo answer = protected(1, microkit_msginfo_new(DISK_SIZE, 0));

    assert_int_equal(answer.label, DISK_DONE);
    assert_int_equal(answer.count, 1);
    assert_int_equal(component.words[0], SECTORS);
}

static void test_disk_reads_each_run_of_sectors(void **state)
{
    (void)state;
    for (uint64_t first = 0; first < SECTORS; first++) {
        for (uint64_t count = 1; count * SECTOR_BYTES <= DISK_AT_ONCE; count++) {
            if (first + count > SECTORS) {
                expect_refused_either_way(first, count * SECTOR_BYTES);
                continue;
            }
            assert_int_equal(ask(DISK_READ, first, count * SECTOR_BYTES).label, DISK_DONE);
            assert_memory_equal(page, on_disk + first * SECTOR_BYTES, count * SECTOR_BYTES);
            assert_memory_equal(page + count * SECTOR_BYTES,
                                page_before + BESIDE + count * SECTOR_BYTES,
                                DISK_AT_ONCE - count * SECTOR_BYTES);
            remember();
        }
    }
}

static void test_disk_writes_what_is_asked_for_and_no_more(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < DISK_AT_ONCE; i++) {
        page[i] = (uint8_t)(i * 5);
    }
    remember();
    memcpy(before + BESIDE + 3 * SECTOR_BYTES, page, 2 * SECTOR_BYTES);
    assert_int_equal(ask(DISK_WRITE, 3, 2 * SECTOR_BYTES).label, DISK_DONE);
    assert_memory_equal(memory, before, sizeof(memory));
    assert_memory_equal(shared, page_before, sizeof(shared));
}

static void test_disk_refuses_what_is_not_on_it(void **state)
{
    static const uint64_t beside[] = {SECTORS, SECTORS + 1, UINT64_MAX / SECTOR_BYTES,
                                      UINT64_MAX / SECTOR_BYTES + 1,
                                      UINT64_MAX / SECTOR_BYTES + 2, 1ull << 63, UINT64_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
        expect_refused_either_way(beside[i], SECTOR_BYTES);
        expect_refused_either_way(beside[i], 0);
    }
}

static void test_disk_refuses_lengths_that_are_none(void **state)
{
    static const uint64_t lengths[] = {1, SECTOR_BYTES - 1, SECTOR_BYTES + 1, DISK_AT_ONCE + 1,
                                       DISK_AT_ONCE + SECTOR_BYTES, SECTORS * SECTOR_BYTES,
                                       1ull << 32, 1ull << 63, UINT64_MAX - (SECTOR_BYTES - 1),
                                       UINT64_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        expect_refused_either_way(0, lengths[i]);
        expect_refused_either_way(SECTORS - 1, lengths[i]);
    }
}

static void test_disk_knows_its_requests_and_how_long_they_are(void **state)
{
    (void)state;
    component.words[0] = 0;
    component.words[1] = SECTOR_BYTES;
    for (seL4_Word label = 0; label < 64; label++) {
        if (label != DISK_SIZE) {
            expect_refused(protected(1, microkit_msginfo_new(label, 1)));
            expect_refused(protected(1, microkit_msginfo_new(label, 3)));
        }
        if (label > DISK_SIZE || label == 0) {
            expect_refused(protected(1, microkit_msginfo_new(label, 2)));
        }
    }
}

static void test_disk_that_is_smaller_than_a_sector_has_none(void **state)
{
    (void)state;
    disk_bytes = SECTOR_BYTES - 1;
    expect_refused_either_way(0, SECTOR_BYTES);
    disk_bytes = 0;
    expect_refused_either_way(0, SECTOR_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_disk_says_how_many_whole_sectors_it_has, start),
        cmocka_unit_test_setup(test_disk_reads_each_run_of_sectors, start),
        cmocka_unit_test_setup(test_disk_writes_what_is_asked_for_and_no_more, start),
        cmocka_unit_test_setup(test_disk_refuses_what_is_not_on_it, start),
        cmocka_unit_test_setup(test_disk_refuses_lengths_that_are_none, start),
        cmocka_unit_test_setup(test_disk_knows_its_requests_and_how_long_they_are, start),
        cmocka_unit_test_setup(test_disk_that_is_smaller_than_a_sector_has_none, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
