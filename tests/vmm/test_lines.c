/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One screen and keyboard for several guests: whose a line is can be told, and no guest writes over
 * another's.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "lines.h"

static struct lines lines;
static struct keys keys;
static char screen[2048];
static unsigned on_screen;

static void put(uint8_t c)
{
    assert_true(on_screen + 1 < sizeof(screen));
    screen[on_screen++] = (char)c;
}

static int start(void **state)
{
    (void)state;
    memset(&lines, 0, sizeof(lines));
    memset(&keys, 0, sizeof(keys));
    memset(screen, 0, sizeof(screen));
    on_screen = 0;
    lines.put = put;
    return 0;
}

static void writes(unsigned who, const char *text)
{
    for (; *text != '\0'; text++) {
        lines_write(&lines, who, (uint8_t)*text);
    }
}

static void test_lines_have_a_letter(void **state)
{
    (void)state;
    writes(0, "one\n\ntwo\n");
    writes(1, "three\r\n\n");
    assert_string_equal(screen, "a: one\na: \na: two\nb: three\nb: \n");
}

static void test_lines_of_the_keyboards_guest_are_seen_at_once(void **state)
{
    (void)state;
    writes(0, "guest# ");
    writes(1, "not yet");
    assert_string_equal(screen, "a: guest# ");
    writes(0, "ls\n");
    assert_string_equal(screen, "a: guest# ls\n");
}

static void test_lines_of_others_come_between(void **state)
{
    (void)state;
    writes(0, "guest# l");
    writes(1, "READY\n");
    assert_string_equal(screen, "a: guest# l\nb: READY\na: guest# l");
    writes(0, "s\n");
    assert_string_equal(screen, "a: guest# l\nb: READY\na: guest# ls\n");
}

static void test_lines_move_with_the_keyboard(void **state)
{
    (void)state;
    writes(0, "guest# ");
    writes(1, "guest# ");
    lines_pass_keyboard(&lines, 1);
    writes(1, "ls\n");
    writes(0, "done\n");
    assert_string_equal(screen, "a: guest# \nb has the keyboard\nb: guest# ls\na: guest# done\n");
}

static void test_lines_of_others_control_nothing(void **state)
{
    (void)state;
    writes(1, "\ra: I am a\x1b[2J\x7f\tend\n");
    assert_string_equal(screen, "b: .a: I am a.[2J.\tend\n");
    writes(0, "\b\x1b[J\n");
    assert_string_equal(screen + 23, "a: \b\x1b[J\n");
    /* CSI, which is ESC and [, in one character: as in ISO 8859, and as in UTF-8. */
    writes(1, "\x9b" "2J\xc2\x9b" "2J\n");
    assert_string_equal(screen + 31, "b: .2J..2J\n");
}

static void test_lines_that_are_long_go_on_in_the_next(void **state)
{
    (void)state;
    for (unsigned who = 0; who < 2; who++) {
        start(NULL);
        for (unsigned i = 0; i < LINE_MOST + 1; i++) {
            lines_write(&lines, who, 'x');
        }
        lines_write(&lines, who, '\n');
        assert_int_equal(strlen(screen), LINE_MOST + 1 + 2 * 4);
        assert_int_equal(screen[3 + LINE_MOST], '\n');
        assert_int_equal(screen[4 + LINE_MOST], 'a' + who);
    }
}

static void test_lines_keys_come_in_order(void **state)
{
    uint8_t c;

    (void)state;
    assert_false(keys_get(&keys, &c));
    for (unsigned i = 0; i < 3 * KEYS_MOST; i++) {
        assert_true(keys_put(&keys, (uint8_t)i));
        assert_true(keys_put(&keys, (uint8_t)(i + 1)));
        assert_true(keys_get(&keys, &c));
        assert_int_equal(c, (uint8_t)i);
        assert_true(keys_get(&keys, &c));
        assert_int_equal(c, (uint8_t)(i + 1));
    }
    assert_false(keys_get(&keys, &c));
}

static void test_lines_keys_that_nobody_reads_are_lost(void **state)
{
    uint8_t c;

    (void)state;
    for (unsigned i = 0; i < KEYS_MOST; i++) {
        assert_true(keys_put(&keys, (uint8_t)i));
    }
    assert_false(keys_put(&keys, 'x'));
    assert_true(keys_get(&keys, &c));
    assert_int_equal(c, 0);
    assert_true(keys_put(&keys, 'y'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_lines_have_a_letter, start),
        cmocka_unit_test_setup(test_lines_of_the_keyboards_guest_are_seen_at_once, start),
        cmocka_unit_test_setup(test_lines_of_others_come_between, start),
        cmocka_unit_test_setup(test_lines_move_with_the_keyboard, start),
        cmocka_unit_test_setup(test_lines_of_others_control_nothing, start),
        cmocka_unit_test_setup(test_lines_that_are_long_go_on_in_the_next, start),
        cmocka_unit_test_setup(test_lines_keys_come_in_order, start),
        cmocka_unit_test_setup(test_lines_keys_that_nobody_reads_are_lost, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
