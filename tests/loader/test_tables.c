/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader maps for the moment between two address spaces, seen by a walk of its tables as
 * the processor makes it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "board_devices.h"
#include "fixture.h"

#define BLOCK 0x200000ull
#define GIB 0x40000000ull
#define VADDR 0xffffffffc0000000ull
#define UNMAPPED UINT64_MAX

/* Of a table. */
enum { ENTRIES = 512 };

static uint64_t entry(uint64_t table, uint64_t address, unsigned shift)
{
    return ((const uint64_t *)(table & 0xfffffffff000))[address >> shift & (ENTRIES - 1)];
}

/* The physical address, or UNMAPPED.  What is mapped is so by blocks of Normal memory. */
static uint64_t walk(uint64_t address)
{
    uint64_t root = entry(address >> 63 != 0 ? enabled.high : enabled.low, address, 39);

    if (root == 0) {
        return UNMAPPED;
    }
    uint64_t gib = entry(root, address, 30);
    if (gib == 0) {
        return UNMAPPED;
    }
    uint64_t block = entry(gib, address, 21);
    if (block == 0) {
        return UNMAPPED;
    }
    assert_int_equal(root & 3, 3);
    assert_int_equal(gib & 3, 3);
    assert_int_equal(block & 3, 1);
    assert_int_equal(enabled.mair >> (block >> 2 & 7) * 8 & 0xff, 0xff);
    return (block & 0xffffffe00000) + address % BLOCK;
}

/* All blocks of the GiB that `address` is in: those of [start, end) are mapped to `physical`. */
static void expect_window(uint64_t start, uint64_t end, uint64_t physical)
{
    uint64_t gib = start / GIB * GIB;

    for (uint64_t offset = 0; offset < GIB; offset += BLOCK) {
        uint64_t address = gib + offset;
        uint64_t expected =
            address - start < end - start ? physical + (address - start) : UNMAPPED;
        assert_int_equal(walk(address), expected);
        assert_true(expected == UNMAPPED ||
                    (expected >= BOARD_RAM_START && expected + BLOCK <= BOARD_RAM_END));
    }
}

static void install(uint64_t kernel_paddr)
{
    tables_install(0x70001000, 0x70234567, VADDR, kernel_paddr, 0x1122);
}

static void the_kernel_has_the_rest_of_its_gib(void **state)
{
    (void)state;
    install(0x40000000);
    expect_window(VADDR, 0, 0x40000000);
}

/* The tables are never emptied: the test with the largest window is last. */
static void the_kernel_has_no_more_than_there_is_memory(void **state)
{
    (void)state;
    install(BOARD_RAM_END - 3 * BLOCK);
    expect_window(VADDR, VADDR + 3 * BLOCK, BOARD_RAM_END - 3 * BLOCK);
}

static void the_loader_has_its_own_blocks(void **state)
{
    (void)state;
    install(BOARD_RAM_END - 3 * BLOCK);
    expect_window(0x70000000, 0x70400000, 0x70000000);
}

static void physical_addresses_are_as_long_as_the_processor_has(void **state)
{
    (void)state;
    install(BOARD_RAM_END - 3 * BLOCK);
    assert_int_equal(enabled.tcr >> 32 & 7, 2);
    assert_true(enabled.start == (uint64_t)bss_start && enabled.end == (uint64_t)bss_end);
    tables_install(0x70001000, 0x70234567, VADDR, BOARD_RAM_END - 3 * BLOCK, 0x1126);
    assert_int_equal(enabled.tcr >> 32 & 7, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kernel_has_no_more_than_there_is_memory),
        cmocka_unit_test(the_loader_has_its_own_blocks),
        cmocka_unit_test(physical_addresses_are_as_long_as_the_processor_has),
        cmocka_unit_test(the_kernel_has_the_rest_of_its_gib),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
