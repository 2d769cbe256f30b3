/* SPDX-License-Identifier: BSD-2-Clause */
/* Catalogues and JSON, as they should be and otherwise. */
#include <string.h>

#include "cmocka_headers.h"
#include "fixture.h"
#include "board.h"
#include "measurements.h"

enum { PATH_SIZE = 512 };

/* Writes `text` to a file, which the caller removes; `name` becomes its path. */
static void write_file(char name[PATH_SIZE], const char *text)
{
    FILE *out = fixture_file(name, PATH_SIZE);

    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
}

/* The first problem with a catalogue of this text, without the file's name; "" if there is none. */
static const char *catalogue_problem(struct fixture *f, const char *text)
{
    char name[PATH_SIZE];

    fixture_start(f);
    write_file(name, text);
    names_load(&f->findings.names, &f->findings.problems, name, NULL);
    (void)remove(name);
    return fixture_said(f)[0] == '\0' ? "" : f->said + strlen(name);
}

static void catalogue_defects_are_named_with_their_line(void **state)
{
    struct fixture f;

    (void)state;
    assert_string_equal(catalogue_problem(&f, "# good\n\nread moon what it says\n"), "");
    assert_string_equal(names_text(&f.findings.names, "read", "moon"), "what it says");
    fixture_end(&f);
    assert_non_null(strstr(catalogue_problem(&f, "\nread moon\n"), ":2: error: 'read moon' is no"));
    fixture_end(&f);
    assert_non_null(strstr(catalogue_problem(&f, "read Moon text\n"), "lower_snake"));
    fixture_end(&f);
    assert_non_null(strstr(catalogue_problem(&f, "read secret again\n"), "is there twice"));
    fixture_end(&f);
    assert_non_null(strstr(catalogue_problem(&f, "read moon te\033xt\n"), "printable ASCII"));
    fixture_end(&f);
}

/* The same of measurements. */
static const char *measurements_problem(struct fixture *f, const char *text)
{
    struct measurements m;
    char name[PATH_SIZE];

    fixture_start(f);
    write_file(name, text);
    measurements_load(&m, &f->findings, name);
    (void)remove(name);
    assert_int_equal(m.row_count, 0);
    return fixture_said(f)[0] == '\0' ? "" : f->said + strlen(name);
}

static void json_defects_are_named_with_their_line(void **state)
{
    static const char *const defects[] = {
        "",           "{",           "[1, 2",      "[1 2]",      "{\"a\" 1}", "{a: 1}", "\"abc",
        "[\"\\q\"]",  "[\"\\u12g4\"]", "nul",      "[1]]",       "[\"a\nb\"]", "[,]",  "\\",
        "{\"a\":1,}", "{\"a\":1, \"a\":2}",
    };
    enum { DEEP = 5000 };
    static char deep[DEEP];
    struct fixture f;

    (void)state;
    for (size_t i = 0; i < sizeof(defects) / sizeof(defects[0]); i += 1) {
        assert_non_null(strstr(measurements_problem(&f, defects[i]), ":1: error: not JSON: "));
        fixture_end(&f);
    }
    assert_non_null(strstr(measurements_problem(&f, "[\n1,\n2 3]"),
                           ":3: error: not JSON: ']' expected near '3'"));
    fixture_end(&f);
    assert_non_null(strstr(measurements_problem(&f, "[\n\033[2J]"), "near '\\x1b'"));
    fixture_end(&f);
    memset(deep, '[', DEEP - 1);
    assert_non_null(strstr(measurements_problem(&f, deep), "depth"));
    fixture_end(&f);
}

static void measurements_are_read_with_their_columns(void **state)
{
    struct fixture f;
    struct measurements m;

    (void)state;
    fixture_start(&f);
    measurements_load(&m, &f.findings, "tests/compare/sample/bench.json");
    assert_string_equal(fixture_said(&f), "");
    assert_int_equal(m.row_count, 5);
    assert_int_equal(m.column_count, 4);
    assert_string_equal(m.columns[3], COLUMN_RECORDED);
    assert_string_equal(m.rows[2].id, "ppcall_passive_0");
    assert_string_equal(m.rows[2].figures[0].text, "449");
    assert_null(m.rows[2].figures[1].text);
    assert_string_equal(m.rows[2].figures[3].text, "527");
    assert_string_equal(m.rows[3].figures[2].text, "11200.5");
    fixture_end(&f);
}

static void measurements_of_another_form_are_an_error(void **state)
{
    static const char *const others[] = {"[]", "{\"rows\": []}",
                                         "{\"columns\": [1], \"rows\": []}"};
    struct fixture f;

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i += 1) {
        assert_non_null(strstr(measurements_problem(&f, others[i]), "not what make bench writes"));
        assert_int_equal(f.findings.problems.count, 1);
        fixture_end(&f);
    }
}

static void figures_are_plain_numbers(void **state)
{
    static const char *const others[] = {"-1", "1e20", "\"1\"", "null", "[1]"};
    struct fixture f;
    struct measurements m;

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i += 1) {
        char name[PATH_SIZE], text[PATH_SIZE];

        fixture_start(&f);
        (void)snprintf(text, sizeof(text),
                       "{\"columns\": [\"a\", \"b\"],"
                       " \"rows\": [{\"figures\": {\"a\": %s, \"b\": 250.0}}]}", others[i]);
        write_file(name, text);
        measurements_load(&m, &f.findings, name);
        (void)remove(name);
        assert_string_equal(fixture_said(&f), "");
        assert_null(m.rows[0].figures[0].text);
        assert_string_equal(m.rows[0].figures[1].text, "250.0");
        fixture_end(&f);
    }
}

static const char *board_problem(struct fixture *f, struct board *board, const char *text)
{
    char name[PATH_SIZE];

    fixture_start(f);
    write_file(name, text);
    board_load(board, &f->findings, name);
    (void)remove(name);
    return fixture_said(f);
}

static void cycles_of_a_board_are_read(void **state)
{
    struct fixture f;
    static struct board board;

    (void)state;
    assert_string_equal(board_problem(&f, &board,
                                      "SELFTEST BEGIN Bulkhead 0.1.0, rpi4b_4gb, benchmark\r\n"
                                      "CYCLES yield 300 312 900\r\n"
                                      "CYCLES map 500 510 3000 instructions 441\n"
                                      "CYCLES map mean 612.5 instructions 442.1\n"),
                        "");
    assert_string_equal(board.name, "Bulkhead 0.1.0, rpi4b_4gb, benchmark");
    assert_false(board.emulated);
    assert_int_equal(board.row_count, 2);
    assert_string_equal(board.rows[0].median, "312");
    assert_null(board.rows[0].instructions);
    assert_null(board.rows[0].mean);
    assert_string_equal(board.rows[1].most, "3000");
    assert_string_equal(board.rows[1].mean, "612.5");
    assert_string_equal(board.rows[1].instructions, "442.1");
    fixture_end(&f);
}

static void cycles_of_another_form_are_an_error(void **state)
{
    static const char *const others[] = {
        "yield 1 2",     "yield 1 2 x",      "yield mean",     "yield mean 1 2", "YIELD 1 2 3",
        "yield 1 2 3 4", "y 1 2 3 cycles 4", "y mean 1 instructions", "y mean 1 instructions x",
        "<b> 1 2 3",     "",                 "y 1 2 3 instructions 4 5 6 7"};
    struct fixture f;
    static struct board board;

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i += 1) {
        char text[PATH_SIZE];

        (void)snprintf(text, sizeof(text), "SELFTEST BEGIN x\nCYCLES %s\n", others[i]);
        assert_non_null(strstr(board_problem(&f, &board, text), ":2: error: 'CYCLES "));
        fixture_end(&f);
    }
    assert_non_null(strstr(board_problem(&f, &board, "CYCLES yield 1 2 3\n"),
                           "no line 'SELFTEST BEGIN"));
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue_defects_are_named_with_their_line),
        cmocka_unit_test(json_defects_are_named_with_their_line),
        cmocka_unit_test(measurements_are_read_with_their_columns),
        cmocka_unit_test(measurements_of_another_form_are_an_error),
        cmocka_unit_test(figures_are_plain_numbers),
        cmocka_unit_test(cycles_of_a_board_are_read),
        cmocka_unit_test(cycles_of_another_form_are_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
