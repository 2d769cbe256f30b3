/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The debug console's format, and what a panic says before it stops.
 */
#include "fixture.h"

#include <limits.h>

#include "console.h"

static int reset(void **state)
{
    (void)state;
    host_reset();
    return 0;
}

static void test_print_writes_each_kind_of_argument(void **state)
{
    (void)state;
    console_print("%s %u %lu 0x%lx 100%%\n", "text", 34u, 56ul, 0x7f00ul);
    assert_string_equal(host_machine.console, "text 34 56 0x7f00 100%\n");
}

static void test_print_writes_the_extreme_numbers(void **state)
{
    (void)state;
    console_print("%u %u %lu %lx", 0u, UINT_MAX, ULONG_MAX, ULONG_MAX);
    assert_string_equal(host_machine.console,
                        "0 4294967295 18446744073709551615 ffffffffffffffff");
}

static void test_panic_says_where_and_what_and_stops(void **state)
{
    jmp_buf halted;

    (void)state;
    if (setjmp(halted) == 0) {
        host_machine.halt = &halted;
        panic("file.c", 12, "words");
    }
    assert_string_equal(host_machine.console, "\nKERNEL PANIC file.c:12: words\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_print_writes_each_kind_of_argument, reset),
        cmocka_unit_test_setup(test_print_writes_the_extreme_numbers, reset),
        cmocka_unit_test_setup(test_panic_says_where_and_what_and_stops, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
