/* SPDX-License-Identifier: BSD-2-Clause */
/* What a board's self-test thinks of its timer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frequency.h"

enum { RASPBERRY = 54000000, VIRT = 62500000, DOUBT = 1000 };

static void one_percent_is_allowed_and_what_the_measurement_leaves_open(void **state)
{
    (void)state;
    assert_int_equal(frequency_judge(RASPBERRY, 0, RASPBERRY), FREQUENCY_RIGHT);
    assert_int_equal(frequency_judge(RASPBERRY + 540000, 0, RASPBERRY), FREQUENCY_RIGHT);
    assert_int_equal(frequency_judge(RASPBERRY - 540000, 0, RASPBERRY), FREQUENCY_RIGHT);
    assert_int_equal(frequency_judge(RASPBERRY + 540001, 0, RASPBERRY), FREQUENCY_WRONG);
    assert_int_equal(frequency_judge(RASPBERRY - 540001, 0, RASPBERRY), FREQUENCY_WRONG);
    assert_int_equal(frequency_judge(RASPBERRY + 540001, DOUBT, RASPBERRY), FREQUENCY_RIGHT);
    assert_int_equal(frequency_judge(0, 0, RASPBERRY), FREQUENCY_WRONG);
}

/* 18 ns: 55,555,555 Hz. */
static void ticks_of_whole_nanoseconds_are_an_emulators(void **state)
{
    (void)state;
    assert_int_equal(frequency_emulated_ns(RASPBERRY), 18);
    assert_int_equal(frequency_judge(55555555, 0, RASPBERRY), FREQUENCY_OF_AN_EMULATOR);
    assert_int_equal(frequency_judge(55555555 + 55555, 0, RASPBERRY), FREQUENCY_OF_AN_EMULATOR);
    assert_int_equal(frequency_judge(55555555 + 55556, 0, RASPBERRY), FREQUENCY_WRONG);
    assert_int_equal(frequency_judge(55555555 - 55556, 0, RASPBERRY), FREQUENCY_WRONG);
    assert_int_equal(frequency_judge(55555555 - 55556, DOUBT, RASPBERRY),
                     FREQUENCY_OF_AN_EMULATOR);
    /* Another core's clock, which a board might have by mistake. */
    assert_int_equal(frequency_judge(50000000, DOUBT, RASPBERRY), FREQUENCY_WRONG);
    assert_int_equal(frequency_judge(VIRT, DOUBT, RASPBERRY), FREQUENCY_WRONG);
}

/* QEMU's own frequency: 16 ns, so nothing tells an emulator. */
static void a_frequency_of_whole_nanoseconds_is_right(void **state)
{
    (void)state;
    assert_int_equal(frequency_emulated_ns(VIRT), 16);
    assert_int_equal(frequency_judge(VIRT, DOUBT, VIRT), FREQUENCY_RIGHT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_percent_is_allowed_and_what_the_measurement_leaves_open),
        cmocka_unit_test(ticks_of_whole_nanoseconds_are_an_emulators),
        cmocka_unit_test(a_frequency_of_whole_nanoseconds_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
