/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Chains of buffers as a guest likes to describe them.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "driver.h"

static struct virtqueue queue;
static struct chain chain;

static struct virtqueue good(void)
{
    return (struct virtqueue){.memory = &machine.memory, .descriptors = RAM,
                              .available = RAM + PAGE, .used = RAM + 2 * PAGE, .size = ENTRIES};
}

static int start(void **state)
{
    (void)state;
    driver_machine();
    memset(ram, 0, (size_t)3 * PAGE);
    queue = good();
    assert_true(virtqueue_start(&queue));
    return 0;
}

static void is_refused(struct virtqueue bad)
{
    assert_false(virtqueue_start(&bad));
    assert_false(bad.ready);
    assert_int_equal(virtqueue_take(&bad, &chain), CHAIN_NONE);
}

static void test_virtqueue_rings_must_be_in_memory_and_aligned(void **state)
{
    static const uint64_t wrong[] = {RAM - 16, RAM + RAM_BYTES - 16, RAM + RAM_BYTES, 0,
                                     UINT64_MAX - 15, RAM + 1};
    struct virtqueue bad;

    (void)state;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        bad = good();
        bad.descriptors = wrong[i];
        is_refused(bad);
        bad = good();
        bad.available = wrong[i];
        is_refused(bad);
        bad = good();
        bad.used = wrong[i];
        is_refused(bad);
    }
}

static void test_virtqueue_size_must_be_a_power_of_two_that_is_offered(void **state)
{
    static const uint16_t wrong[] = {0, 3, 63, 128, 0x8000, 0xffff};

    (void)state;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct virtqueue bad = good();

        bad.size = wrong[i];
        is_refused(bad);
    }
}

/* The last bytes of memory may be a ring's. */
static void test_virtqueue_rings_may_end_where_memory_ends(void **state)
{
    struct virtqueue last = good();

    (void)state;
    last.used = RAM + RAM_BYTES - (4 + 8 * ENTRIES + 2) - 2;
    assert_true(virtqueue_start(&last));
    last.used += 4;
    assert_false(virtqueue_start(&last));
}

static void test_virtqueue_gives_a_chain_as_it_was_described(void **state)
{
    (void)state;
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_NONE);
    driver_describe(0, 5, RAM + BUFFERS, 16, NEXT, 2);
    driver_describe(0, 2, RAM + BUFFERS + 100, 0, NEXT, 7);
    driver_describe(0, 7, RAM + RAM_BYTES - 3, 3, WRITE, 99);
    driver_put(0, 5);
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_TAKEN);
    assert_int_equal(chain.head, 5);
    assert_int_equal(chain.pieces, 3);
    assert_int_equal(chain.readable, 16);
    assert_int_equal(chain.writable, 3);
    assert_ptr_equal(chain.piece[2].data, ram + RAM_BYTES - 3);
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_NONE);
    virtqueue_give(&queue, &chain, 3);
    assert_int_equal(driver_used(0), 1);
    assert_int_equal(driver_used_head(0), 5);
    assert_int_equal(driver_used_bytes(0), 3);
}

static void is_broken(void)
{
    driver_put(0, 0);
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_BROKEN);
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_NONE); /* and stays so */
    assert_false(queue.ready);
}

static void test_virtqueue_a_piece_outside_memory_breaks_it(void **state)
{
    static const struct {
        uint64_t address;
        uint32_t bytes;
    } wrong[] = {
        {RAM - 1, 1}, {RAM - 1, 2}, {RAM + RAM_BYTES, 1}, {RAM + RAM_BYTES - 1, 2},
        {RAM, RAM_BYTES + 1}, {RAM, UINT32_MAX}, {0, 16}, {0x09000000, 4},
        {UINT64_MAX, 1}, {UINT64_MAX, 2}, {UINT64_MAX - 7, 16}, {RAM + (1ull << 32), 16},
        {RAM + (1ull << 40), 16}, {RAM | 1ull << 63, 16},
    };

    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        start(state);
        driver_describe(0, 0, wrong[i].address, wrong[i].bytes, i % 2 == 0 ? 0 : WRITE, 0);
        is_broken();
        start(state); /* and as the second of a chain */
        driver_describe(0, 0, RAM + BUFFERS, 16, NEXT, 1);
        driver_describe(0, 1, wrong[i].address, wrong[i].bytes, WRITE, 0);
        is_broken();
    }
}

static void test_virtqueue_loops_break_it(void **state)
{
    driver_describe(0, 0, RAM + BUFFERS, 1, NEXT, 0);
    is_broken();
    start(state);
    for (unsigned i = 0; i < ENTRIES; i++) {
        driver_describe(0, i, RAM + BUFFERS, 1, NEXT, (i + 1) % ENTRIES);
    }
    is_broken();
    start(state);
    queue.size = QUEUE_MOST; /* as many entries as a chain has room for */
    for (unsigned i = 0; i < QUEUE_MOST; i++) {
        driver_describe(0, i, RAM + BUFFERS, 1, NEXT, (i + 1) % QUEUE_MOST);
    }
    is_broken();
}

static void test_virtqueue_all_entries_may_be_one_chain(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ENTRIES; i++) {
        driver_describe(0, i, RAM + BUFFERS, 1, i + 1 < ENTRIES ? NEXT : 0, i + 1);
    }
    driver_put(0, 0);
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_TAKEN);
    assert_int_equal(chain.pieces, ENTRIES);
}

static void test_virtqueue_numbers_beyond_the_table_break_it(void **state)
{
    driver_describe(0, 0, RAM + BUFFERS, 1, NEXT, ENTRIES);
    driver_describe(0, ENTRIES, RAM + BUFFERS, 1, 0, 0); /* a good one, but for its place */
    is_broken();
    start(state);
    driver_describe(0, ENTRIES, RAM + BUFFERS, 1, 0, 0);
    driver_put(0, ENTRIES);
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_BROKEN);
    start(state);
    driver_put(0, 0xffff);
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_BROKEN);
}

static void test_virtqueue_reading_after_writing_breaks_it(void **state)
{
    (void)state;
    driver_describe(0, 0, RAM + BUFFERS, 1, NEXT | WRITE, 1);
    driver_describe(0, 1, RAM + BUFFERS, 1, 0, 0);
    is_broken();
}

static void test_virtqueue_indirect_tables_break_it(void **state)
{
    (void)state;
    driver_describe(0, 0, RAM + BUFFERS, 32, INDIRECT, 0);
    is_broken();
}

static void test_virtqueue_more_chains_than_entries_break_it(void **state)
{
    driver_describe(0, 1, RAM + BUFFERS, 1, 0, 0);
    for (unsigned i = 0; i < ENTRIES; i++) {
        driver_put(0, 1);
    }
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_TAKEN);
    start(state);
    driver_describe(0, 0, RAM + BUFFERS, 1, 0, 0);
    driver_set_index(0, ENTRIES + 1);
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_BROKEN);
    start(state);
    driver_describe(0, 0, RAM + BUFFERS, 1, 0, 0);
    driver_set_index(0, 0xffff); /* backwards */
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_BROKEN);
}

static void test_virtqueue_indices_wrap(void **state)
{
    (void)state;
    driver_describe(0, 3, RAM + BUFFERS, 1, WRITE, 0);
    for (unsigned i = 0; i < 0x10005; i++) {
        driver_put(0, 3);
        assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_TAKEN);
        virtqueue_give(&queue, &chain, i);
    }
    assert_int_equal(driver_used(0), 5);
    assert_int_equal(driver_used_bytes(0), 0x10004);
}

static void test_virtqueue_copies_across_pieces_and_no_further(void **state)
{
    uint8_t bytes[16];

    (void)state;
    memcpy(driver_buffer(0), "abcdefghij", 10);
    driver_describe(0, 0, RAM + BUFFERS, 3, NEXT, 1);
    driver_describe(0, 1, RAM + BUFFERS + 3, 4, NEXT, 2);
    driver_describe(0, 2, RAM + BUFFERS + 20, 2, NEXT | WRITE, 3);
    driver_describe(0, 3, RAM + BUFFERS + 30, 5, WRITE, 0);
    driver_put(0, 0);
    assert_int_equal(virtqueue_take(&queue, &chain), CHAIN_TAKEN);
    assert_int_equal(chain_read(&chain, 0, bytes, 16), 7);
    assert_memory_equal(bytes, "abcdefg", 7);
    assert_int_equal(chain_read(&chain, 2, bytes, 2), 2);
    assert_memory_equal(bytes, "cd", 2);
    assert_int_equal(chain_read(&chain, 7, bytes, 1), 0);
    assert_int_equal(chain_write(&chain, 1, (const uint8_t *)"XYZ", 3), 3);
    assert_memory_equal(driver_buffer(20), "\xa5X\xa5", 3);
    assert_memory_equal(driver_buffer(30), "YZ\xa5", 3);
    assert_int_equal(chain_write(&chain, 6, (const uint8_t *)"123", 3), 1);
    assert_memory_equal(driver_buffer(34), "1\xa5", 2);
}

static void test_virtqueue_interrupts_unless_asked_not_to(void **state)
{
    (void)state;
    assert_true(virtqueue_interrupts(&queue));
    ram[PAGE] = 1;
    assert_false(virtqueue_interrupts(&queue));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_virtqueue_rings_must_be_in_memory_and_aligned, start),
        cmocka_unit_test_setup(test_virtqueue_size_must_be_a_power_of_two_that_is_offered, start),
        cmocka_unit_test_setup(test_virtqueue_rings_may_end_where_memory_ends, start),
        cmocka_unit_test_setup(test_virtqueue_gives_a_chain_as_it_was_described, start),
        cmocka_unit_test_setup(test_virtqueue_a_piece_outside_memory_breaks_it, start),
        cmocka_unit_test_setup(test_virtqueue_loops_break_it, start),
        cmocka_unit_test_setup(test_virtqueue_all_entries_may_be_one_chain, start),
        cmocka_unit_test_setup(test_virtqueue_numbers_beyond_the_table_break_it, start),
        cmocka_unit_test_setup(test_virtqueue_reading_after_writing_breaks_it, start),
        cmocka_unit_test_setup(test_virtqueue_indirect_tables_break_it, start),
        cmocka_unit_test_setup(test_virtqueue_more_chains_than_entries_break_it, start),
        cmocka_unit_test_setup(test_virtqueue_indices_wrap, start),
        cmocka_unit_test_setup(test_virtqueue_copies_across_pieces_and_no_further, start),
        cmocka_unit_test_setup(test_virtqueue_interrupts_unless_asked_not_to, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
