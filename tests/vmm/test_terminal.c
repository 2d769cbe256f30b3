/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One screen and keyboard for several monitors: each gets what the serial port's driver would give
 * it, and what a monitor or that driver says is no number to rely on.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "component.h"

/* What it remembers can be cleared only here. */
#include "driver/terminal.c"

enum { A = FIRST_GUEST, B, C, SCREEN = 8192 };

static char screen[SCREEN];
static unsigned on_screen;
static unsigned longest;     /* message to the driver */
static const char *to_type;  /* the driver has it */
static seL4_Uint16 pretends; /* and says that it gives so many, once; 0: as many as there are */

/* The driver of the serial port: printing, it spoils all of the message. */
static microkit_msginfo driver(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Uint16 count = 0;

    assert_int_equal(ch, UART_DRIVER);
    if (msginfo.label == UART_WRITE) {
        longest = msginfo.count > longest ? msginfo.count : longest;
        for (unsigned i = 0; i < msginfo.count && on_screen < SCREEN - 1; i++) {
            screen[on_screen++] = (char)component.words[i];
        }
        memset(component.words, 0xee, sizeof(component.words));
        return microkit_msginfo_new(0, 0);
    }
    assert_int_equal(msginfo.label, UART_READ);
    while (count < UART_MOST && *to_type != '\0') {
        component.words[count++] = (uint8_t)*to_type++;
    }
    if (pretends != 0) {
        count = pretends;
        pretends = 0;
    }
    return microkit_msginfo_new(0, count);
}

static int start(void **state)
{
    (void)state;
    component_reset();
    component.answer = driver;
    memset(screen, 0, sizeof(screen));
    on_screen = 0;
    longest = 0;
    to_type = "";
    pretends = 0;
    memset(&lines, 0, sizeof(lines));
    lines.put = put;
    memset(keys, 0, sizeof(keys));
    memset(lost, 0, sizeof(lost));
    memset(there, 0, sizeof(there));
    in_out = 0;
    init();
    return 0;
}

/* What a monitor prints, at most a message of it. */
static void prints(microkit_channel ch, const char *text)
{
    seL4_Uint16 count = 0;

    for (; text[count] != '\0'; count++) {
        component.words[count] = (uint8_t)text[count];
    }
    assert_int_equal(protected(ch, microkit_msginfo_new(UART_WRITE, count)).count, 0);
}

static void typed(const char *text)
{
    to_type = text;
    notified(UART_DRIVER);
}

/* What a monitor finds that was typed. */
static const char *reads(microkit_channel ch)
{
    static char text[UART_MOST + 1];
    seL4_Word count = protected(ch, microkit_msginfo_new(UART_READ, 0)).count;

    assert_true(count <= UART_MOST);
    for (unsigned i = 0; i < count; i++) {
        text[i] = (char)component.words[i];
    }
    text[count] = '\0';
    return text;
}

static seL4_Word how_many_lost(microkit_channel ch)
{
    assert_int_equal(protected(ch, microkit_msginfo_new(UART_LOST, 0)).count, 1);
    return component.words[0];
}

static void test_terminal_lines_say_whose_they_are(void **state)
{
    (void)state;
    prints(B, "of b");
    prints(A, "of a\n");
    prints(B, "'s\n");
    assert_string_equal(screen, "a: of a\nb: of b's\n");
}

/* The driver spoils the message while a part of it is still to be printed. */
static void test_terminal_long_output_goes_in_pieces(void **state)
{
    char text[UART_MOST + 1];

    (void)state;
    memset(text, 'x', UART_MOST);
    text[UART_MOST] = '\0';
    prints(A, text);
    prints(A, text);
    assert_int_equal(on_screen, 3 + 2 * UART_MOST);
    assert_int_equal(strspn(screen + 3, "x"), 2 * UART_MOST);
    assert_true(longest <= UART_MOST);
}

static void test_terminal_length_of_a_monitor_is_checked(void **state)
{
    static const seL4_Uint16 wrong[] = {UART_MOST + 1, 127, 1000, UINT16_MAX};

    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        (void)start(state);
        for (seL4_Uint8 word = 0; word < MESSAGE_WORDS; word++) {
            component.words[word] = 'y';
        }
        (void)protected(A, microkit_msginfo_new(UART_WRITE, wrong[i]));
        assert_int_equal(on_screen, 3 + UART_MOST);
    }
}

static void test_terminal_length_of_the_driver_is_checked(void **state)
{
    static const seL4_Uint16 wrong[] = {UART_MOST + 1, 1000, UINT16_MAX};

    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        (void)start(state);
        pretends = wrong[i];
        typed("k");
        assert_int_equal(keys[0].count, UART_MOST);
        assert_int_equal(reads(A)[0], 'k');
    }
}

static void test_terminal_keys_are_for_one(void **state)
{
    (void)state;
    prints(B, "");
    typed("ls\n");
    assert_int_equal(component.notified[A], 1); /* once, as long as it has not read */
    assert_int_equal(component.notified[B], 0);
    typed("x");
    assert_int_equal(component.notified[A], 1);
    assert_string_equal(reads(B), "");
    assert_string_equal(reads(A), "ls\nx");
    assert_string_equal(reads(A), "");
    typed("y");
    assert_int_equal(component.notified[A], 2);
}

/* To the next one who has ever called; nobody else is there. */
static void test_terminal_keyboard_goes_round(void **state)
{
    (void)state;
    prints(A, "");
    typed("\035");
    assert_string_equal(screen, "a has the keyboard\n");
    prints(C, "");
    typed("1\0352\0353");
    assert_string_equal(screen, "a has the keyboard\nc has the keyboard\na has the keyboard\n");
    assert_string_equal(reads(A), "13");
    assert_string_equal(reads(C), "2");
    assert_int_equal(component.notified[B], 0);
}

static void test_terminal_keys_without_room_are_counted(void **state)
{
    static char much[KEYS_MOST + 6];

    (void)state;
    memset(much, 'm', sizeof(much) - 1);
    prints(B, "");
    typed(much);
    assert_int_equal(how_many_lost(A), 5);
    assert_int_equal(how_many_lost(B), 0);
    typed("\035n"); /* the keyboard can be taken away nevertheless */
    assert_string_equal(reads(B), "n");
    for (unsigned i = 0; i < KEYS_MOST / UART_MOST; i++) {
        assert_int_equal(strlen(reads(A)), UART_MOST);
    }
    assert_string_equal(reads(A), "");
}

static void test_terminal_nobody_else_is_answered(void **state)
{
    static const microkit_channel channels[] = {UART_DRIVER, FIRST_GUEST + GUESTS, 63};

    (void)state;
    typed("k");
    for (unsigned i = 0; i < sizeof(channels) / sizeof(channels[0]); i++) {
        prints(channels[i], "who\n");
        assert_int_equal(protected(channels[i], microkit_msginfo_new(UART_READ, 0)).count, 0);
        assert_int_equal(protected(channels[i], microkit_msginfo_new(UART_LOST, 0)).count, 0);
    }
    assert_string_equal(screen, "");
    assert_int_equal(keys[0].count, 1);
}

static void test_terminal_other_calls_do_nothing(void **state)
{
    (void)state;
    typed("k");
    component.words[0] = 'z';
    assert_int_equal(protected(A, microkit_msginfo_new(0, 1)).count, 0);
    assert_int_equal(protected(A, microkit_msginfo_new(77, 1)).count, 0);
    assert_string_equal(screen, "");
    assert_string_equal(reads(A), "k");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_terminal_lines_say_whose_they_are, start),
        cmocka_unit_test_setup(test_terminal_long_output_goes_in_pieces, start),
        cmocka_unit_test_setup(test_terminal_length_of_a_monitor_is_checked, start),
        cmocka_unit_test_setup(test_terminal_length_of_the_driver_is_checked, start),
        cmocka_unit_test_setup(test_terminal_keys_are_for_one, start),
        cmocka_unit_test_setup(test_terminal_keyboard_goes_round, start),
        cmocka_unit_test_setup(test_terminal_keys_without_room_are_counted, start),
        cmocka_unit_test_setup(test_terminal_nobody_else_is_answered, start),
        cmocka_unit_test_setup(test_terminal_other_calls_do_nothing, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
