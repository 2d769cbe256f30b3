/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory test of a board's self-test, on memory that is broken in known ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pattern.h"

enum { WORDS = 512, BYTES = WORDS * 8, BROKEN = 207, ADDRESS_BITS = 40 };

#define PADDR 0x140000000ull

static uint64_t memory[WORDS];

static const uint64_t rounds[] = {0, ~0ull};

static void memory_that_works_is_found_right(void **state)
{
    struct pattern_result result = {0};

    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        pattern_write(memory, PADDR, BYTES, rounds[i]);
        pattern_read(memory, PADDR, BYTES, rounds[i], &result);
    }
    assert_int_equal(result.wrong, 0);
}

/* A bit that is always `value`: it is so in one of the rounds anyway, and wrong in the other. */
static void expect_stuck_bit_found(unsigned bit, uint64_t value)
{
    struct pattern_result result = {0};

    for (unsigned i = 0; i < 2; i++) {
        pattern_write(memory, PADDR, BYTES, rounds[i]);
        memory[BROKEN] = (memory[BROKEN] & ~(1ull << bit)) | value << bit;
        pattern_read(memory, PADDR, BYTES, rounds[i], &result);
    }
    assert_int_equal(result.wrong, 1);
    assert_int_equal(result.first, PADDR + BROKEN * 8);
    assert_int_equal(result.found ^ result.expected, 1ull << bit);
    assert_int_equal(result.found >> bit & 1, value);
}

static void each_bit_that_is_stuck_is_found(void **state)
{
    (void)state;
    for (unsigned bit = 0; bit < 64; bit++) {
        expect_stuck_bit_found(bit, 0);
        expect_stuck_bit_found(bit, 1);
    }
}

/* Two addresses that differ in one line reach the same cells: those written first are lost. */
static void each_address_line_that_is_stuck_is_found(void **state)
{
    (void)state;
    for (unsigned line = 12; line < ADDRESS_BITS; line++) {
        for (unsigned i = 0; i < 2; i++) {
            struct pattern_result result = {0};

            pattern_write(memory, PADDR, BYTES, rounds[i]);
            pattern_write(memory, PADDR ^ 1ull << line, BYTES, rounds[i]);
            pattern_read(memory, PADDR, BYTES, rounds[i], &result);
            assert_int_equal(result.wrong, WORDS);
            assert_int_equal(result.first, PADDR);
        }
    }
}

/* The same within a page: words have it from others. */
static void each_low_address_line_that_is_stuck_is_found(void **state)
{
    (void)state;
    for (unsigned line = 3; line < 12; line++) {
        struct pattern_result result = {0};
        unsigned distance = 1u << (line - 3);

        pattern_write(memory, PADDR, BYTES, 0);
        for (unsigned i = 0; i < WORDS; i++) {
            memory[i] = memory[i | distance]; /* the one that was written last */
        }
        pattern_read(memory, PADDR, BYTES, 0, &result);
        assert_int_equal(result.wrong, WORDS / 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_that_works_is_found_right),
        cmocka_unit_test(each_bit_that_is_stuck_is_found),
        cmocka_unit_test(each_address_line_that_is_stuck_is_found),
        cmocka_unit_test(each_low_address_line_that_is_stuck_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
