/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a device may reach, as an SMMU finds it: a walk of the tables that is
 * written from the architecture's figures, bit by bit, and shares nothing with
 * the code that makes them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "smmu_table.h"

enum { PAGES = 8 };
#define TABLES 0xa0010000ull

static uint64_t words[PAGES * 512];

static uint64_t bits(uint64_t word, unsigned high, unsigned low)
{
    return word >> low & ((2ull << (high - low)) - 1);
}

/* What Arm IHI 0070 5.4 and Arm DDI 0487 D8 say of an access of a device's that is not privileged.
   True, with the address in *out, if it may be. */
static bool smmu_would(uint64_t iova, bool write, uint64_t *out)
{
    unsigned size = 64 - (unsigned)bits(words[0], 5, 0);
    uint64_t table = bits(words[1], 51, 4) << 4;

    assert_int_equal(bits(words[0], 31, 31), 1); /* V */
    assert_int_equal(bits(words[0], 41, 41), 1); /* AA64 */
    assert_int_equal(bits(words[0], 7, 6), 0);   /* TG0: 4 KiB */
    assert_int_equal(size, 39);                  /* so the walk begins in level 1 */
    if (iova >> size != 0) {
        return false;
    }
    for (unsigned low = 30; low >= 12; low -= 9) {
        uint64_t entry;

        assert_int_equal(table % 4096, 0);
        assert_true(table >= TABLES && table < TABLES + sizeof(words));
        entry = words[(table - TABLES) / 8 + bits(iova, low + 8, low)];
        if (bits(entry, 0, 0) == 0) {
            return false;
        }
        assert_int_equal(bits(entry, 1, 1), 1); /* a table, or in level 3 a page */
        table = bits(entry, 47, 12) << 12;
        if (low == 12) {
            assert_int_equal(bits(entry, 10, 10), 1); /* AF: without it, each access faults */
            assert_int_equal(bits(entry, 6, 6), 1);   /* AP[1]: for the unprivileged */
            assert_int_equal(bits(entry, 4, 2), 0);   /* attribute 0, which is memory */
            *out = table + bits(iova, 11, 0);
            return !write || bits(entry, 7, 7) == 0;
        }
    }
    return false;
}

static struct smmu_space fresh(unsigned pages)
{
    struct smmu_memory memory = {words, TABLES, pages * 4096};
    struct smmu_space space;

    memset(words, 0xa5, sizeof(words));
    assert_int_equal(smmu_space_init(&space, &memory, 7), SMMU_OK);
    return space;
}

static void reaches(uint64_t iova, uint64_t paddr, bool write)
{
    uint64_t out = 0;

    assert_true(smmu_would(iova, false, &out));
    assert_int_equal(out, paddr);
    assert_int_equal(smmu_would(iova, true, &out), write);
}

static void reaches_nothing(uint64_t iova)
{
    uint64_t out;

    assert_false(smmu_would(iova, false, &out));
}

static void test_a_new_space_reaches_nothing(void **state)
{
    struct smmu_space space = fresh(PAGES);
    struct smmu_mapping mapping = {0};

    (void)state;
    for (uint64_t iova = 0; iova < 1ull << 40; iova += 1ull << 30) {
        reaches_nothing(iova);
    }
    assert_false(smmu_next_mapping(&space, &mapping));
    assert_int_equal(bits(words[0], 63, 48), 7); /* ASID */
    assert_int_equal(bits(words[0], 45, 45), 1); /* R: faults make events */
    assert_int_equal(bits(words[0], 30, 30), 1); /* EPD1 */
    assert_int_equal(words[3], 0xff);            /* attribute 0: memory, write-back */
}

static void test_a_mapping_is_its_pages_and_no_other(void **state)
{
    struct smmu_space space = fresh(PAGES);

    (void)state;
    assert_int_equal(smmu_map(&space, 0x80001000, 0xa0000000, 0x2000, SMMU_READ_WRITE), SMMU_OK);
    reaches_nothing(0x80000fff);
    reaches(0x80001000, 0xa0000000, true);
    reaches(0x80002fff, 0xa0001fff, true);
    reaches_nothing(0x80003000);
    reaches_nothing(0xa0000000);
    reaches_nothing(0x80001000 + (1ull << 39));
}

static void test_read_only_is_not_writable(void **state)
{
    struct smmu_space space = fresh(PAGES);

    (void)state;
    assert_int_equal(smmu_map(&space, 0x1000, 0x3000, 0x1000, SMMU_READ), SMMU_OK);
    assert_int_equal(smmu_map(&space, 0x2000, 0x4000, 0x1000, SMMU_READ_WRITE), SMMU_OK);
    reaches(0x1008, 0x3008, false);
    reaches(0x2008, 0x4008, true);
}

static void test_what_is_unmapped_is_gone_and_its_neighbours_stay(void **state)
{
    struct smmu_space space = fresh(PAGES);

    (void)state;
    assert_int_equal(smmu_map(&space, 0x1ff000, 0x10000, 0x3000, SMMU_READ_WRITE), SMMU_OK);
    assert_int_equal(smmu_unmap(&space, 0x200000, 0x1000), SMMU_OK);
    reaches(0x1ff000, 0x10000, true);
    reaches_nothing(0x200000);
    reaches(0x201000, 0x12000, true);
    assert_int_equal(smmu_unmap(&space, 0x1ff000, 0x2000), SMMU_NOT_MAPPED);
    reaches(0x1ff000, 0x10000, true);
    assert_int_equal(smmu_map(&space, 0x200000, 0x50000, 0x1000, SMMU_READ), SMMU_OK);
    reaches(0x200000, 0x50000, false);
}

static void test_bad_requests_change_nothing(void **state)
{
    struct smmu_space space = fresh(PAGES);
    uint64_t before[PAGES * 512];
    static const struct {
        uint64_t iova, paddr, bytes;
        enum smmu_result result;
    } bad[] = {
        {0x800, 0, 0x1000, SMMU_NOT_ALIGNED},
        {0, 0x800, 0x1000, SMMU_NOT_ALIGNED},
        {0, 0, 0x800, SMMU_NOT_ALIGNED},
        {1ull << 39, 0, 0x1000, SMMU_TOO_FAR},
        {(1ull << 39) - 0x1000, 0, 0x2000, SMMU_TOO_FAR},
        {0, (1ull << 40) - 0x1000, 0x2000, SMMU_TOO_FAR},
        {0x1000, 0, ~0xfffull, SMMU_TOO_FAR},
        {0x4000, 0, 0x2000, SMMU_TAKEN},
        {0x5000, 0, 0x1000, SMMU_TAKEN},
    };

    (void)state;
    assert_int_equal(smmu_map(&space, 0x5000, 0x9000, 0x1000, SMMU_READ), SMMU_OK);
    memcpy(before, words, sizeof(words));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(smmu_map(&space, bad[i].iova, bad[i].paddr, bad[i].bytes,
                                  SMMU_READ_WRITE),
                         bad[i].result);
    }
    assert_int_equal(smmu_unmap(&space, 0x4000, 0x2000), SMMU_NOT_MAPPED);
    assert_int_equal(smmu_unmap(&space, 1ull << 39, 0x1000), SMMU_TOO_FAR);
    assert_int_equal(smmu_unmap(&space, 0x5001, 0x1000), SMMU_NOT_ALIGNED);
    assert_memory_equal(before, words, sizeof(words));
}

/* Tables for one place fit into 4 pages; for a second they do not, and nothing of it is there. */
static void test_without_memory_for_tables_nothing_is_mapped(void **state)
{
    struct smmu_space space = fresh(4);

    (void)state;
    assert_int_equal(smmu_map(&space, 0x1ff000, 0x8000, 0x2000, SMMU_READ), SMMU_FULL);
    reaches_nothing(0x1ff000);
    assert_int_equal(smmu_map(&space, 0x1ff000, 0x8000, 0x1000, SMMU_READ), SMMU_OK);
    assert_int_equal(words[4 * 512], 0xa5a5a5a5a5a5a5a5ull); /* beyond its memory */
    assert_int_equal(smmu_map(&space, 0x40000000, 0x8000, 0x1000, SMMU_READ), SMMU_FULL);
    reaches(0x1ff000, 0x8000, false);
}

static void test_a_space_needs_memory_that_the_smmu_can_have(void **state)
{
    struct smmu_space space;
    struct smmu_memory small = {words, TABLES, 4096};
    struct smmu_memory odd = {words, TABLES + 64, 3 * 4096};
    struct smmu_memory far_away = {words, 1ull << 40, 3 * 4096};

    (void)state;
    assert_int_equal(smmu_space_init(&space, &small, 1), SMMU_FULL);
    assert_int_equal(smmu_space_init(&space, &odd, 1), SMMU_NOT_ALIGNED);
    assert_int_equal(smmu_space_init(&space, &far_away, 1), SMMU_TOO_FAR);
}

/* The list has every mapping once, in pieces that differ in rights or place. */
static void test_the_list_is_what_the_walk_finds(void **state)
{
    struct smmu_space space = fresh(PAGES);
    static const struct smmu_mapping expected[] = {
        {0x1fe000, 0x70000, 0x2000, SMMU_READ_WRITE},
        {0x200000, 0x72000, 0x1000, SMMU_READ},
        {0x201000, 0x99000, 0x1000, SMMU_READ},
        {0x7ffffff000, 0x1000, 0x1000, SMMU_READ_WRITE},
    };
    struct smmu_mapping found = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_int_equal(smmu_map(&space, expected[i].iova, expected[i].paddr, expected[i].bytes,
                                  expected[i].rights),
                         SMMU_OK);
        reaches(expected[i].iova, expected[i].paddr, expected[i].rights == SMMU_READ_WRITE);
    }
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_true(smmu_next_mapping(&space, &found));
        assert_int_equal(found.iova, expected[i].iova);
        assert_int_equal(found.paddr, expected[i].paddr);
        assert_int_equal(found.bytes, expected[i].bytes);
        assert_int_equal(found.rights, expected[i].rights);
    }
    assert_false(smmu_next_mapping(&space, &found));
}

static void test_results_have_words(void **state)
{
    (void)state;
    for (int i = SMMU_OK; i <= SMMU_NO_ANSWER; i++) {
        assert_true(strlen(smmu_result_text((enum smmu_result)i)) > 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_new_space_reaches_nothing),
        cmocka_unit_test(test_a_mapping_is_its_pages_and_no_other),
        cmocka_unit_test(test_read_only_is_not_writable),
        cmocka_unit_test(test_what_is_unmapped_is_gone_and_its_neighbours_stay),
        cmocka_unit_test(test_bad_requests_change_nothing),
        cmocka_unit_test(test_without_memory_for_tables_nothing_is_mapped),
        cmocka_unit_test(test_a_space_needs_memory_that_the_smmu_can_have),
        cmocka_unit_test(test_the_list_is_what_the_walk_finds),
        cmocka_unit_test(test_results_have_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
