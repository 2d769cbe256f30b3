/* SPDX-License-Identifier: BSD-2-Clause */
/* Positions and the look of diagnostics. */
#define _XOPEN_SOURCE 700 /* open_memstream */

#include "diag.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_headers.h"

static struct source source_of(const char *text)
{
    return (struct source){"f", text, strlen(text)};
}

/* What an error "bad" at offset `at` of `text` looks like; the caller frees. */
static char *shown(const char *text, size_t at, const char *message)
{
    struct source source = source_of(text);
    char *output = NULL;
    size_t size = 0;
    struct diag diag = {.source = &source, .stream = open_memstream(&output, &size)};

    assert_non_null(diag.stream);
    diag_error(&diag, at, "%s", message);
    (void)fclose(diag.stream);
    assert_int_equal(diag.errors, 1);
    return output;
}

static void assert_shown(const char *text, size_t at, const char *expected)
{
    char *output = shown(text, at, "bad");

    assert_string_equal(output, expected);
    free(output);
}

static void diag_caret_stands_below_its_character(void **state)
{
    (void)state;
    assert_shown("<a>\n  <b c='1'/>\n</a>\n", 9, "f:2:6: error: bad\n  <b c='1'/>\n     ^\n");
    assert_shown("abc", 0, "f:1:1: error: bad\nabc\n^\n");
    assert_shown("abc", 2, "f:1:3: error: bad\nabc\n  ^\n");
}

static void diag_caret_follows_tabs(void **state)
{
    (void)state;
    assert_shown("\ta\tb", 3, "f:1:4: error: bad\n\ta\tb\n\t \t^\n");
}

static void diag_columns_count_characters_not_bytes(void **state)
{
    (void)state;
    assert_shown("\xc3\xa9\xe5\x90\x8d x", 6, "f:1:4: error: bad\n\xc3\xa9\xe5\x90\x8d x\n   ^\n");
}

static void diag_end_of_file_has_a_position(void **state)
{
    (void)state;
    assert_shown("ab\n", 3, "f:2:1: error: bad\n\n^\n");
    assert_shown("ab", 1000, "f:1:3: error: bad\nab\n  ^\n");
    assert_shown("", 0, "f:1:1: error: bad\n\n^\n");
}

static void diag_carriage_returns_are_not_shown(void **state)
{
    (void)state;
    assert_shown("ab\r\ncd\r\n", 5, "f:2:2: error: bad\ncd\n ^\n");
}

static void diag_control_characters_do_not_reach_the_terminal(void **state)
{
    (void)state;
    assert_shown("a\x1b[2Jb\x7f", 0, "f:1:1: error: bad\na?[2Jb?\n^\n");
    assert_shown("a\xc2\x9b" "2Jb", 4, "f:1:4: error: bad\na?2Jb\n   ^\n");
    char *output = shown("a", 0, "what\n\x1b[2J");
    assert_string_equal(output, "f:1:1: error: what??[2J\na\n^\n");
    free(output);
}

static void diag_long_line_is_cut_around_the_caret(void **state)
{
    char text[5001];
    char *output;

    (void)state;
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    text[3000] = '!';
    output = shown(text, 3000, "bad");
    const char *line = strchr(output, '\n') + 1;
    const char *caret = strchr(line, '\n') + 1;
    assert_true(caret - line <= 200);
    assert_int_equal(line[strchr(caret, '^') - caret], '!');
    free(output);
}

static void diag_errors_without_end_are_counted_and_not_printed(void **state)
{
    struct source source = source_of("a");
    char *output = NULL;
    size_t size = 0;
    struct diag diag = {.source = &source, .stream = open_memstream(&output, &size)};

    (void)state;
    for (int i = 0; i < 1000; i += 1) {
        diag_error(&diag, 0, "bad");
        diag_note(&diag, 0, "first here");
    }
    diag_finish(&diag);
    (void)fclose(diag.stream);
    assert_int_equal(diag.errors, 1000);
    size_t lines = 0;
    for (const char *next = output; *next != '\0'; next += 1) {
        lines += *next == '\n' ? 1u : 0u;
    }
    assert_int_equal(lines, DIAG_MAX_SHOWN * 6 + 1);
    assert_non_null(strstr(output, "f: 900 more errors not shown\n"));
    free(output);
}

static void diag_warnings_without_end_are_counted_and_hide_no_error(void **state)
{
    struct source source = source_of("a");
    char *output = NULL;
    size_t size = 0;
    struct diag diag = {.source = &source, .stream = open_memstream(&output, &size)};

    (void)state;
    for (int i = 0; i < 1000; i += 1) {
        diag_warning(&diag, 0, "odd");
        diag_note(&diag, 0, "not shown without its warning");
    }
    diag_error(&diag, 0, "bad");
    diag_note(&diag, 0, "first here");
    diag_finish(&diag);
    (void)fclose(diag.stream);
    size_t lines = 0;
    for (const char *next = output; *next != '\0'; next += 1) {
        lines += *next == '\n' ? 1u : 0u;
    }
    assert_int_equal(lines, DIAG_MAX_SHOWN * 6 + 6 + 1);
    assert_non_null(strstr(output, "error: bad\n"));
    assert_non_null(strstr(output, "note: first here\n"));
    assert_non_null(strstr(output, "f: 900 more warnings not shown\n"));
    free(output);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(diag_caret_stands_below_its_character),
        cmocka_unit_test(diag_caret_follows_tabs),
        cmocka_unit_test(diag_columns_count_characters_not_bytes),
        cmocka_unit_test(diag_end_of_file_has_a_position),
        cmocka_unit_test(diag_carriage_returns_are_not_shown),
        cmocka_unit_test(diag_control_characters_do_not_reach_the_terminal),
        cmocka_unit_test(diag_long_line_is_cut_around_the_caret),
        cmocka_unit_test(diag_errors_without_end_are_counted_and_not_printed),
        cmocka_unit_test(diag_warnings_without_end_are_counted_and_hide_no_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
