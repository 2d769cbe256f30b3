/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Free memory at boot, against the list of the reference run in ABI.md 7.5:
 * user software computes the same list in advance.
 */
#include "fixture.h"

#include "boot_memory.h"

struct untyped {
    paddr_t address;
    unsigned bits;
};

static unsigned cut_all(const struct boot_memory *memory, struct untyped *list, unsigned room)
{
    unsigned count = 0;

    for (unsigned i = 0; i < memory->count; i++) {
        struct phys_range rest = memory->range[i];
        struct untyped next;
        while (boot_memory_cut(&rest, &next.address, &next.bits)) {
            assert_true(count < room);
            list[count++] = next;
        }
    }
    return count;
}

static void assert_untypeds(const struct untyped *list, const struct untyped *expected,
                            unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(list[i].address, expected[i].address);
        assert_int_equal(list[i].bits, expected[i].bits);
    }
}

/* The reference run's RAM, with what its loader had put there taken out. */
static struct boot_memory reference_ram(void)
{
    struct boot_memory memory;

    boot_memory_init(&memory, (struct phys_range){0x40000000, 0x80000000});
    boot_memory_reserve(&memory, (struct phys_range){0x40000000, 0x40247000});
    boot_memory_reserve(&memory, (struct phys_range){0x40247000, 0x40248dd1});
    boot_memory_reserve(&memory, (struct phys_range){0x40249000, 0x4065f000});
    return memory;
}

static void test_device_untypeds_are_the_reference_list(void **state)
{
    static const struct untyped expected[] = {
        {0x0, 27},        {0x8001000, 12},  {0x8002000, 13},  {0x8004000, 14},
        {0x8008000, 15},  {0x8011000, 12},  {0x8012000, 13},  {0x8014000, 14},
        {0x8018000, 15},  {0x8020000, 17},  {0x8040000, 18},  {0x8080000, 19},
        {0x8100000, 20},  {0x8200000, 21},  {0x8400000, 22},  {0x8800000, 23},
        {0x9000000, 24},  {0xa000000, 25},  {0xc000000, 26},  {0x10000000, 28},
        {0x20000000, 29}, {0x80000000, 31}, {0x100000000, 32}, {0x200000000, 33},
    };
    struct boot_memory memory;
    struct untyped list[64];

    (void)state;
    boot_memory_init(&memory, (struct phys_range){0, BIT(40)});
    boot_memory_reserve(&memory, (struct phys_range){0x40000000, 0x80000000});
    boot_memory_reserve(&memory, (struct phys_range){0x8000000, 0x8001000});
    boot_memory_reserve(&memory, (struct phys_range){0x8010000, 0x8011000});
    unsigned count = cut_all(&memory, list, 64);
    assert_int_equal(count, 30);
    assert_untypeds(list, expected, sizeof expected / sizeof expected[0]);
    assert_int_equal(list[29].address, 0x8000000000);
    assert_int_equal(list[29].bits, 39);
}

static void test_objects_are_carved_where_the_reference_run_has_them(void **state)
{
    struct boot_memory memory = reference_ram();

    (void)state;
    assert_int_equal(boot_memory_carve(&memory, 0x4b880, 18), 0x7ff80000);
    assert_int_equal(memory.range[memory.count - 1].start, 0x7ffcb880);
}

static void test_ram_untypeds_are_the_reference_list(void **state)
{
    static const struct untyped first[] = {
        {0x40248de0, 5}, {0x40248e00, 9}, {0x4065f000, 12}, {0x40660000, 17}};
    struct boot_memory memory = reference_ram();
    struct untyped list[64];

    (void)state;
    assert_int_not_equal(boot_memory_carve(&memory, 0x4b880, 18), 0);
    unsigned count = cut_all(&memory, list, 64);
    /* 60 untypeds in all: 30 of devices, one of the kernel's boot part. */
    assert_int_equal(count, 29);
    assert_untypeds(list, first, sizeof first / sizeof first[0]);
    assert_int_equal(list[count - 1].address, 0x7ffe0000);
    assert_int_equal(list[count - 1].bits, 17);
    unsigned top = 0;
    while (list[top].address != 0x7ff00000) {
        top++;
    }
    assert_int_equal(list[top].bits, 19);
    assert_int_equal(list[top + 1].address, 0x7ffcb880);
    assert_int_equal(list[top + 1].bits, 7);
}

static void test_untypeds_cover_all_but_pieces_below_16_bytes(void **state)
{
    struct boot_memory memory;
    struct untyped list[16];
    word_t bytes = 0;

    (void)state;
    boot_memory_init(&memory, (struct phys_range){0x1003, 0x3009});
    unsigned count = cut_all(&memory, list, 16);
    for (unsigned i = 0; i < count; i++) {
        assert_true(list[i].bits >= 4);
        assert_true(is_aligned(list[i].address, list[i].bits));
        bytes += BIT(list[i].bits);
    }
    assert_int_equal(list[0].address, 0x1010);
    assert_int_equal(bytes, 0x3000 - 0x1010);
}

static void test_reserving_everything_leaves_nothing(void **state)
{
    struct boot_memory memory;

    (void)state;
    boot_memory_init(&memory, (struct phys_range){0x1000, 0x9000});
    boot_memory_reserve(&memory, (struct phys_range){0x3000, 0x4000});
    boot_memory_reserve(&memory, (struct phys_range){0x0, 0x10000});
    assert_int_equal(memory.count, 0);
    assert_int_equal(boot_memory_carve(&memory, 16, 4), 0);
}

static void test_reserving_a_hole_splits_exactly_there(void **state)
{
    struct boot_memory memory;

    (void)state;
    boot_memory_init(&memory, (struct phys_range){0x1000, 0x9000});
    boot_memory_reserve(&memory, (struct phys_range){0x3000, 0x4000});
    boot_memory_reserve(&memory, (struct phys_range){0x9000, 0xa000});
    boot_memory_reserve(&memory, (struct phys_range){0x5000, 0x5000});
    assert_int_equal(memory.count, 2);
    assert_int_equal(memory.range[0].start, 0x1000);
    assert_int_equal(memory.range[0].end, 0x3000);
    assert_int_equal(memory.range[1].start, 0x4000);
    assert_int_equal(memory.range[1].end, 0x9000);
}

static void test_carve_passes_over_a_range_that_alignment_makes_too_small(void **state)
{
    struct boot_memory memory;

    (void)state;
    boot_memory_init(&memory, (struct phys_range){0x10000, 0x41800});
    boot_memory_reserve(&memory, (struct phys_range){0x3f000, 0x40800});
    /* The last range, 0x40800-0x41800, has 0x1000 bytes but not aligned ones. */
    assert_int_equal(boot_memory_carve(&memory, 0x1000, 12), 0x3e000);
}

static void test_carve_of_more_than_there_is_fails(void **state)
{
    struct boot_memory memory;

    (void)state;
    boot_memory_init(&memory, (struct phys_range){0x1000, 0x2000});
    assert_int_equal(boot_memory_carve(&memory, 0x3000, 12), 0);
}

/* 0 says that there is no room; so nothing may be taken there. */
static void test_nothing_is_carved_at_address_0(void **state)
{
    struct boot_memory memory;

    (void)state;
    boot_memory_init(&memory, (struct phys_range){0, 0x3000});
    assert_int_equal(boot_memory_carve(&memory, 0x3000, 12), 0);
    assert_int_equal(memory.count, 1);
    assert_int_equal(memory.range[0].end, 0x3000);
    assert_int_equal(boot_memory_carve(&memory, 0x2000, 12), 0x1000);
}

/* Whether the machine halts instead of reserving one page more. */
static bool halts_at_one_more(struct boot_memory *memory)
{
    static const struct phys_range page = {0x80000, 0x81000};
    jmp_buf halted;

    host_machine.halt = &halted;
    if (setjmp(halted) == 0) {
        boot_memory_reserve(memory, page);
        return false;
    }
    return true;
}

static void test_memory_in_too_many_pieces_stops_the_boot(void **state)
{
    struct boot_memory memory;

    (void)state;
    host_reset();
    boot_memory_init(&memory, (struct phys_range){0, 0x100000});
    for (word_t i = 1; i < BOOT_MEMORY_RANGES; i++) {
        boot_memory_reserve(&memory, (struct phys_range){i * 0x2000, i * 0x2000 + 0x1000});
    }
    assert_int_equal(memory.count, BOOT_MEMORY_RANGES);
    assert_true(halts_at_one_more(&memory));
    assert_true(host_console_has("memory is in too many pieces"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_device_untypeds_are_the_reference_list),
        cmocka_unit_test(test_objects_are_carved_where_the_reference_run_has_them),
        cmocka_unit_test(test_ram_untypeds_are_the_reference_list),
        cmocka_unit_test(test_untypeds_cover_all_but_pieces_below_16_bytes),
        cmocka_unit_test(test_reserving_everything_leaves_nothing),
        cmocka_unit_test(test_reserving_a_hole_splits_exactly_there),
        cmocka_unit_test(test_carve_passes_over_a_range_that_alignment_makes_too_small),
        cmocka_unit_test(test_nothing_is_carved_at_address_0),
        cmocka_unit_test(test_carve_of_more_than_there_is_fails),
        cmocka_unit_test(test_memory_in_too_many_pieces_stops_the_boot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
