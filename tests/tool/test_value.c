/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers as the system description writes them. */
#include "value.h"

#include "cmocka_headers.h"

static void assert_number(const char *text, uint64_t expected)
{
    uint64_t value = ~expected;

    assert_int_equal(number_parse(text, &value), NUMBER_OK);
    assert_int_equal(value, expected);
}

static void assert_no_number(const char *text)
{
    uint64_t value = 1;

    assert_int_equal(number_parse(text, &value), NUMBER_MALFORMED);
}

static void number_parse_decimal_and_hexadecimal_are_understood(void **state)
{
    (void)state;
    assert_number("0", 0);
    assert_number("007", 7);
    assert_number("4096", 4096);
    assert_number("0x1000", 0x1000);
    assert_number("0xDeadBeef", 0xdeadbeef);
}

static void number_parse_underscores_between_digits_are_understood(void **state)
{
    (void)state;
    assert_number("1_000_000", 1000000);
    assert_number("0x200_000", 0x200000);
}

static void number_parse_largest_number_is_exact(void **state)
{
    uint64_t value;

    (void)state;
    assert_number("18446744073709551615", UINT64_MAX);
    assert_number("0xffffffffffffffff", UINT64_MAX);
    assert_int_equal(number_parse("18446744073709551616", &value), NUMBER_TOO_LARGE);
    assert_int_equal(number_parse("0x10000000000000000", &value), NUMBER_TOO_LARGE);
    /* Would wrap around to a small number. */
    assert_int_equal(number_parse("36893488147419103233", &value), NUMBER_TOO_LARGE);
}

static void number_parse_anything_else_is_refused(void **state)
{
    static const char *const texts[] = {"",    " ",   "-1", "+1",  "1 ",   "1.0", "0x",  "0x_1",
                                        "_1",  "1_",  "x1", "12q", "1__0", "0X1", "0xg", "1e3",
                                        "0b1", "abc", "\xef\xbc\x91"};

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i += 1) {
        assert_no_number(texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_parse_decimal_and_hexadecimal_are_understood),
        cmocka_unit_test(number_parse_underscores_between_digits_are_understood),
        cmocka_unit_test(number_parse_largest_number_is_exact),
        cmocka_unit_test(number_parse_anything_else_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
