/* SPDX-License-Identifier: BSD-2-Clause */
/* The decoder of the covert channels, on records whose noise is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../between.h"
#include "covert.h"

enum { MILLION = 1000000, WIDTHS_99 = 2576, KEY = 77, LAG = 5, READING = 2 };

static uint64_t noise_state;

/* xorshift64 (Marsaglia 2003): not the generator of the code under test. */
static uint64_t noise(void)
{
    noise_state ^= noise_state << 13;
    noise_state ^= noise_state >> 7;
    noise_state ^= noise_state << 17;
    return noise_state;
}

/* A record in which one reading of each symbol, LAG late, is 1000 for a 0 and `one` for a 1, but
   for `flipped` in 1000, and more or less by up to `about`; all others are noise. */
static struct covert_record *record_of(uint32_t one, unsigned flipped, unsigned about)
{
    static struct covert_record record;

    noise_state = 88172645463325252u;
    record.count = COVERT_SENT;
    for (unsigned i = 0; i < COVERT_SENT; i++) {
        for (unsigned r = 0; r < COVERT_READINGS; r++) {
            record.symbols[i].reading[r] = (uint32_t)(noise() % 5000);
        }
        if (i >= LAG && i < LAG + COVERT_SYMBOLS) {
            bool bit = covert_bit(KEY, i - LAG) != (noise() % 1000 < flipped);

            record.symbols[i].reading[READING] =
                (bit ? one : 1000) + (uint32_t)(noise() % (2 * about + 1)) - about;
        }
    }
    return &record;
}

static struct covert_score judged(const struct covert_record *record, uint64_t key)
{
    struct covert_rule rule = covert_learn(record);
    struct covert_score score;

    covert_judge(&score, record, &rule, key);
    return score;
}

static void test_a_clean_signal_is_read_without_errors(void **state)
{
    (void)state;
    struct covert_record *record = record_of(2000, 0, 300);
    struct covert_rule rule = covert_learn(record);
    struct covert_score score = judged(record, KEY);

    assert_int_equal(rule.lag, LAG);
    assert_int_equal(rule.reading, READING);
    assert_int_equal(rule.wrong, 0);
    assert_between(rule.threshold, 1200, 1800);
    assert_false(rule.inverted);
    assert_int_equal(score.errors, 0);
    assert_int_equal(score.capacity, MILLION);
    assert_false(score.none);
    assert_between(score.lowest[0], 700, 720);
    assert_between(score.highest[1], 2280, 2300);
}

static void test_a_one_may_be_the_lower_value(void **state)
{
    (void)state;
    struct covert_record *record = record_of(400, 0, 100);

    assert_true(covert_learn(record).inverted);
    assert_int_equal(judged(record, KEY).errors, 0);
}

static void test_errors_are_as_many_as_were_made(void **state)
{
    (void)state;
    struct covert_score score = judged(record_of(2000, 110, 100), KEY);

    /* A tenth, and three standard deviations; H(0.11) is one half. */
    assert_between(score.errors, 112 - 30, 112 + 30);
    assert_between(score.capacity, 380000, 630000);
    assert_between(score.at_most, score.capacity + 1, MILLION);
    assert_false(score.none);
}

static void test_noise_is_no_signal(void **state)
{
    (void)state;
    struct covert_score score = judged(record_of(1000, 0, 400), KEY);

    assert_between(score.errors, 512 - 42, 512 + 42);
    assert_true(score.none);
    assert_between(score.at_most, 4000, 20000);
}

/* A preamble that is heard does not make a message. */
static void test_another_message_is_not_taken_for_it(void **state)
{
    (void)state;
    assert_true(judged(record_of(2000, 0, 0), KEY + 1).none);
}

static void test_what_never_changes_is_no_signal(void **state)
{
    static struct covert_record record;
    struct covert_score score;

    (void)state;
    record.count = COVERT_SENT;
    score = judged(&record, KEY);
    assert_true(score.none);
    assert_int_equal(score.lowest[0], 0);
    assert_int_equal(score.highest[1], 0);
}

/* Of a table of the binary entropy function. */
static void test_capacity_is_one_minus_the_entropy(void **state)
{
    (void)state;
    assert_int_equal(covert_capacity(0, 1000, 0), MILLION);
    assert_int_equal(covert_capacity(1000, 1000, 0), MILLION);
    assert_int_equal(covert_capacity(500, 1000, 0), 0);
    assert_between(covert_capacity(110, 1000, 0), 500084 - 5, 500084 + 5);
    assert_between(covert_capacity(890, 1000, 0), 500084 - 5, 500084 + 5);
    assert_between(covert_capacity(250, 1000, 0), 188722 - 5, 188722 + 5);
    assert_between(covert_capacity(10, 1000, 0), 919207 - 5, 919207 + 5);
    /* 1/2 + 2.576 * 0.5 / sqrt(1024) = 0.54025 */
    assert_between(covert_capacity(512, 1024, WIDTHS_99), 4680 - 10, 4680 + 10);
    assert_int_equal(covert_capacity(0, 1024, WIDTHS_99), MILLION);
}

static void test_message_has_as_many_ones_as_zeros_and_no_period(void **state)
{
    unsigned ones = 0;
    unsigned same = 0;

    (void)state;
    for (unsigned i = COVERT_PREAMBLE; i < COVERT_SYMBOLS; i++) {
        ones += covert_bit(KEY, i);
        same += covert_bit(KEY, i) == covert_bit(KEY, i + 1);
    }
    assert_between(ones, 512 - 48, 512 + 48);
    assert_between(same, 512 - 48, 512 + 48);
}

static void test_digest_is_of_each_reading(void **state)
{
    struct covert_record *record = record_of(2000, 0, 0);
    uint64_t before = covert_digest(record);

    (void)state;
    record->symbols[COVERT_SENT - 1].reading[COVERT_READINGS - 1] ^= 1;
    assert_true(covert_digest(record) != before);
    record->symbols[COVERT_SENT - 1].reading[COVERT_READINGS - 1] ^= 1;
    assert_true(covert_digest(record) == before);
}

static void test_key_is_of_each_byte(void **state)
{
    const uint8_t one[] = {1, 2, 3};
    const uint8_t other[] = {1, 3, 3};

    (void)state;
    assert_true(covert_key(one, 3) != covert_key(other, 3));
    assert_true(covert_key(one, 1) == covert_key(other, 1));
    assert_true(covert_key(one, 1) != covert_key(one, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_clean_signal_is_read_without_errors),
        cmocka_unit_test(test_a_one_may_be_the_lower_value),
        cmocka_unit_test(test_errors_are_as_many_as_were_made),
        cmocka_unit_test(test_noise_is_no_signal),
        cmocka_unit_test(test_another_message_is_not_taken_for_it),
        cmocka_unit_test(test_what_never_changes_is_no_signal),
        cmocka_unit_test(test_capacity_is_one_minus_the_entropy),
        cmocka_unit_test(test_message_has_as_many_ones_as_zeros_and_no_period),
        cmocka_unit_test(test_digest_is_of_each_reading),
        cmocka_unit_test(test_key_is_of_each_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
