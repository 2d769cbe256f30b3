/* SPDX-License-Identifier: BSD-2-Clause */
/* What is written: escaped, complete, and no zero where nothing was measured. */
#include <string.h>

#include "cmocka_headers.h"
#include "fixture.h"
#include "json_read.h"
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

static const char *page_of(struct fixture *f)
{
    struct measurements measurements;
    struct readings readings;
    const struct fact fact = {"Name", hostile};
    FILE *out = tmpfile();
    const char *text;

    measurements_load(&measurements, &f->findings, "tests/compare/sample/bench.json");
    readings_load(&readings, &f->findings, "bench/compare/readings.txt");
    page_write(&(struct page){out, &f->findings, &measurements, &readings, "p { margin: 0 }",
                              &fact, 1});
    text = fixture_written(f, out);
    (void)fclose(out);
    assert_string_equal(fixture_said(f), "");
    return text;
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
    cell = cell_of(&f.findings, FINDING_REACH, "pd", "exhaust", "storage");
    assert_int_equal(cell.state, CELL_ABSENT);
    cell = cell_of(&f.findings, FINDING_REACH, "pd", "stop", "machine");
    assert_int_equal(cell.state, CELL_UNTRIED);
    fixture_read(&f, "EXPLOIT users_hardened stack_guess 8 0 signal 6\n"
                     "EXPLOIT root_hardened stack_guess 8 0 signal 6\n"
                     "EXPLOIT root_hardened leak_then_reuse 1 1 found\n"
                     "MISSING users_hardened:reach the code never ran\n");
    cell = cell_of(&f.findings, FINDING_REACH, "users_hardened", "read", "secret");
    assert_int_equal(cell.state, CELL_HELD);
    cell = cell_of(&f.findings, FINDING_REACH, "root_hardened", "read", "secret");
    assert_int_equal(cell.state, CELL_MISSING);
    assert_non_null(strstr(page_of(&f), "title=\"the client was gone\"><span>missing</span>"));
    fixture_end(&f);
}

static void json_has_what_the_consoles_said(void **state)
{
    struct fixture f;
    struct input input = {"compare.json", NULL, 0};
    const struct json *top, *first;
    const struct fact fact = {"Name", "a \"quoted\" \\ value"};
    FILE *out = tmpfile();

    (void)state;
    fixture_start(&f);
    fixture_read(&f, "REACH users call entry_points 11 450\nSHOW root secret \"quoted\" \\\n");
    report_json(out, &f.findings, &fact, 1);
    input.text = fixture_written(&f, out);
    input.size = strlen(input.text);
    (void)fclose(out);
    top = json_read(&f.findings.pool, &f.findings.problems, &input);
    assert_string_equal(fixture_said(&f), "");
    first = json_member(top, "reach", JSON_ARRAY)->first;
    assert_string_equal(json_member(first, "config", JSON_STRING)->text, "users");
    assert_string_equal(json_member(first, "got", JSON_NUMBER)->text, "11");
    assert_string_equal(json_member(first, "tried", JSON_NUMBER)->text, "450");
    assert_null(first->next);
    first = json_member(top, "evidence", JSON_ARRAY)->first;
    assert_string_equal(json_member(first, "text", JSON_STRING)->text, "\"quoted\" \\");
    assert_null(json_member(top, "missing", JSON_ARRAY)->first);
    assert_string_equal(
        json_member(json_member(top, "facts", JSON_OBJECT), "Name", JSON_STRING)->text, fact.value);
    fixture_end(&f);
}

static void terminal_is_at_most_100_columns_wide(void **state)
{
    struct fixture f;
    struct readings readings;
    FILE *out = tmpfile();
    const char *text;

    (void)state;
    fixture_start(&f);
    contract_load(&f.findings, "tests/compare/sample/guest.log");
    contract_load(&f.findings, "tests/compare/sample/guest_hardened.log");
    contract_load(&f.findings, "tests/compare/sample/tasks.log");
    readings_load(&readings, &f.findings, "bench/compare/readings.txt");
    report_terminal(out, &f.findings, &readings);
    assert_string_equal(fixture_said(&f), "");
    text = fixture_written(&f, out);
    (void)fclose(out);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (length > 100) {
            fail_msg("%zu columns: %.*s", length, (int)length, text);
        }
        text += length + (text[length] == '\n' ? 1 : 0);
    }
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_text_becomes_no_markup),
        cmocka_unit_test(grouped_numbers_have_commas),
        cmocka_unit_test(page_shows_hostile_text_as_text),
        cmocka_unit_test(page_needs_nothing_from_elsewhere),
        cmocka_unit_test(cells_without_value_are_no_zeros),
        cmocka_unit_test(json_has_what_the_consoles_said),
        cmocka_unit_test(terminal_is_at_most_100_columns_wide),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
