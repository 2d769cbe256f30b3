/* SPDX-License-Identifier: BSD-2-Clause */
/* What is written: escaped, complete, and no zero where nothing was measured. */
#include <jansson.h>
#include <string.h>

#include "cmocka_headers.h"
#include "fixture.h"
#include "output.h"
#include "page.h"

static const char hostile[] = "<script>alert(\"1\" & '2')</script>";

static void html_text_becomes_no_markup(void **state)
{
    struct fixture f;
    FILE *out = tmpfile();

    (void)state;
    fixture_start(&f);
    html(out, "<b title=\"%s\">%%%s</b>", hostile, "x");
    assert_string_equal(fixture_written(&f, out),
                        "<b title=\"&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)"
                        "&lt;/script&gt;\">%x</b>");
    (void)fclose(out);
    fixture_end(&f);
}

static void grouped_numbers_have_commas(void **state)
{
    char text[NUMBER_TEXT];

    (void)state;
    assert_string_equal(grouped(text, 0), "0");
    assert_string_equal(grouped(text, 999), "999");
    assert_string_equal(grouped(text, 1000), "1,000");
    assert_string_equal(grouped(text, 11534336), "11,534,336");
    assert_string_equal(grouped(text, UINT64_MAX), "18,446,744,073,709,551,615");
}

/* A page with what a board counted, or NULL. */
static const char *page_with(struct fixture *f, const struct board *board)
{
    struct measurements measurements;
    struct readings readings;
    const struct fact fact = {"Name", hostile};
    FILE *out = tmpfile();
    const char *text;

    measurements_load(&measurements, &f->findings, "tests/compare/sample/bench.json");
    readings_load(&readings, &f->findings, "compare/report/readings.txt");
    page_write(&(struct page){out, &f->findings, &measurements, &readings, "p { margin: 0 }",
                              &fact, 1, NULL, NULL, board});
    text = fixture_written(f, out);
    (void)fclose(out);
    assert_string_equal(fixture_said(f), "");
    return text;
}

static const char *page_of(struct fixture *f)
{
    return page_with(f, NULL);
}

static void page_shows_the_cycles_of_a_board(void **state)
{
    struct fixture f;
    const char *page;
    struct board board = {"rpi4b_4gb <b>", true,
                          {{"null_syscall", "300", "312", "900", NULL, "129"},
                           {"unknown", NULL, NULL, NULL, "6.5", NULL}}, 2};

    (void)state;
    fixture_start(&f);
    page = page_with(&f, &board);
    assert_non_null(strstr(page, "<p>rpi4b_4gb &lt;b&gt;; its timer is an emulator&#39;s"));
    assert_non_null(strstr(page, "<th scope=\"row\">cheapest system call</th>"
                                 "<td class=\"number\">301</td><td class=\"number\">129</td>"
                                 "<td class=\"number\"></td><td class=\"number\">300</td>"
                                 "<td class=\"number\">312</td><td class=\"number\">900</td>"));
    assert_non_null(strstr(page, "<th scope=\"row\">unknown</th><td class=\"number\"></td>"
                                 "<td class=\"number\"></td><td class=\"number\">6.5</td>"));
    assert_null(strstr(page, "no page of a board was given"));
    assert_non_null(strstr(page_of(&f), "no page of a board was given"));
    fixture_end(&f);
}

static void page_shows_hostile_text_as_text(void **state)
{
    struct fixture f;
    const char *page;

    (void)state;
    fixture_start(&f);
    fixture_read(&f, "SHOW root secret <script>alert(\"1\" & '2')</script>\n"
                     "EXPLOIT root_hardened canary_by_bytes 7 1 <img src=x onerror=alert(1)>\n"
                     "MISSING users </table><script>\n"
                     "CRASH pd null_read 1 2 <b>bold</b>\n");
    page = page_of(&f);
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "<img"));
    assert_null(strstr(page, "<b>bold"));
    assert_non_null(strstr(page, "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)"));
    assert_non_null(strstr(page, "&lt;img src=x onerror=alert(1)&gt;"));
    fixture_end(&f);
}

static void page_needs_nothing_from_elsewhere(void **state)
{
    struct fixture f;
    const char *page;

    (void)state;
    fixture_start(&f);
    page = page_of(&f);
    assert_null(strstr(page, "http://"));
    assert_null(strstr(page, "https://"));
    assert_null(strstr(page, " src="));
    assert_null(strstr(page, "@import"));
    fixture_end(&f);
}

static void shows(const struct fixture *f, const char *subject, const char *kind, const char *id,
                  const char *word, const char *why)
{
    struct cell cell = cell_of(&f->findings, FINDING_REACH, subject, kind, id);
    char text[CELL_TEXT];

    assert_int_equal(cell.state, CELL_WORD);
    assert_string_equal(cell_text(&f->findings, &cell, text), word);
    assert_string_equal(cell.why, why);
}

static void cells_without_value_are_no_zeros(void **state)
{
    struct fixture f;
    struct cell cell;

    (void)state;
    fixture_start(&f);
    fixture_read(&f, "REACH users read secret 0 1\nMISSING users:read:post the client was gone\n");
    cell = cell_of(&f.findings, FINDING_REACH, "users", "read", "secret");
    assert_int_equal(cell.state, CELL_VALUE);
    cell = cell_of(&f.findings, FINDING_REACH, "users", "read", "post");
    assert_int_equal(cell.state, CELL_MISSING);
    assert_string_equal(cell.why, "the client was gone");
    cell = cell_of(&f.findings, FINDING_REACH, "root", "read", "post");
    assert_int_equal(cell.state, CELL_MISSING);
    assert_string_equal(cell.why, "no log says anything about it");
    shows(&f, "pd", "exhaust", "storage", "none", "there are no files to fill");
    cell = cell_of(&f.findings, FINDING_REACH, "pd", "stop", "machine");
    assert_string_equal(cell.word, "untried");
    fixture_read(&f, "INSTEAD users_hardened:all held the code never ran\n"
                     "INSTEAD root_hardened:stop:machine endless it never comes back\n");
    shows(&f, "users_hardened", "read", "secret", "held", "the code never ran");
    shows(&f, "root_hardened", "stop", "machine", "endless", "it never comes back");
    cell = cell_of(&f.findings, FINDING_REACH, "root_hardened", "read", "secret");
    assert_int_equal(cell.state, CELL_MISSING);
    assert_non_null(strstr(page_of(&f), "title=\"the client was gone\"><span>missing</span>"));
    fixture_end(&f);
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void json_has_what_the_consoles_said(void **state)
{
    struct fixture f;
    const struct fact fact = {"Name", "a \"quoted\" \\ value"};
    const json_t *reach, *shown;
    json_error_t error;
    json_t *top;
    FILE *out = tmpfile();

    (void)state;
    fixture_start(&f);
    fixture_read(&f, "REACH users call entry_points 11 450\nSHOW root secret \"quoted\" \\\n");
    assert_true(report_json(out, &f.findings, &fact, 1));
    top = json_loads(fixture_written(&f, out), JSON_REJECT_DUPLICATES, &error);
    (void)fclose(out);
    assert_non_null(top);
    assert_int_equal(json_array_size(json_object_get(top, "reach")), 1);
    reach = json_array_get(json_object_get(top, "reach"), 0);
    assert_string_equal(text_of(reach, "config"), "users");
    assert_int_equal(json_integer_value(json_object_get(reach, "got")), 11);
    assert_int_equal(json_integer_value(json_object_get(reach, "tried")), 450);
    shown = json_array_get(json_object_get(top, "evidence"), 0);
    assert_string_equal(text_of(shown, "text"), "\"quoted\" \\");
    assert_true(json_is_array(json_object_get(top, "missing")));
    assert_int_equal(json_array_size(json_object_get(top, "missing")), 0);
    assert_string_equal(text_of(json_object_get(top, "facts"), "Name"), fact.value);
    json_decref(top);
    fixture_end(&f);
}

static void json_is_not_written_of_what_is_no_text(void **state)
{
    struct fixture f;
    const struct fact fact = {"Name", "\xff"};
    FILE *out = tmpfile();

    (void)state;
    fixture_start(&f);
    assert_false(report_json(out, &f.findings, &fact, 1));
    assert_string_equal(fixture_written(&f, out), "");
    (void)fclose(out);
    fixture_end(&f);
}

static const char *terminal_of(struct fixture *f)
{
    struct readings readings;
    FILE *out = tmpfile();
    const char *text;

    readings_load(&readings, &f->findings, "compare/report/readings.txt");
    report_terminal(out, &f->findings, &readings);
    text = fixture_written(f, out);
    (void)fclose(out);
    assert_string_equal(fixture_said(f), "");
    return text;
}

static void terminal_is_at_most_100_columns_wide(void **state)
{
    struct fixture f;
    const char *text;

    (void)state;
    fixture_start(&f);
    contract_load(&f.findings, "tests/compare/sample/guest.log");
    contract_load(&f.findings, "tests/compare/sample/guest_hardened.log");
    contract_load(&f.findings, "tests/compare/sample/tasks.log");
    text = terminal_of(&f);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (length > 100) {
            fail_msg("%zu columns: %.*s", length, (int)length, text);
        }
        text += length + (text[length] == '\n' ? 1 : 0);
    }
    fixture_end(&f);
}

/* A reason is never cut, stands once below its table, and missing is only what was not measured. */
static void terminal_gives_whole_reasons_in_words(void **state)
{
    struct fixture f;
    const char *text;

    (void)state;
    fixture_start(&f);
    fixture_read(&f, "CRASH pd cap_call 1 2 x\nCRASH processes null_read 1 2 x\n"
                     "CRASH processes_spare null_read 1 2 x\n"
                     "INSTEAD processes:cap_call none the call fails, and the process, which does "
                     "not look at what it returns, goes on\n"
                     "INSTEAD processes_spare:cap_call none the call fails, and the process, which "
                     "does not look at what it returns, goes on\n"
                     "MISSING users_hardened:read:post the disk was full, and nobody had "
                     "thought of that before\n"
                     "MISSING pd:ambient why\n");
    text = terminal_of(&f);
    assert_non_null(strstr(text, "  - none (processes, spare): the call fails, and the process, "
                                 "which does not look at what it\n    returns, goes on\n"));
    text = strstr(text, "\nWHAT WAS NOT MEASURED\n");
    assert_non_null(text);
    assert_null(strstr(text, "the call fails"));
    assert_non_null(strstr(text, "  - Users + seccomp with protections, Read, what the other "
                                 "client posted: the disk was full, and\n"
                                 "    nobody had thought of that before\n"));
    assert_non_null(strstr(text, "  - Protection domain, What one starts with: why\n"));
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_text_becomes_no_markup),
        cmocka_unit_test(grouped_numbers_have_commas),
        cmocka_unit_test(page_shows_the_cycles_of_a_board),
        cmocka_unit_test(page_shows_hostile_text_as_text),
        cmocka_unit_test(page_needs_nothing_from_elsewhere),
        cmocka_unit_test(cells_without_value_are_no_zeros),
        cmocka_unit_test(json_has_what_the_consoles_said),
        cmocka_unit_test(json_is_not_written_of_what_is_no_text),
        cmocka_unit_test(terminal_is_at_most_100_columns_wide),
        cmocka_unit_test(terminal_gives_whole_reasons_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
