/* SPDX-License-Identifier: BSD-2-Clause */
/* The figures of a protection domain, from Task 5's transcript: as expected, and spoilt. */
#include <string.h>

#include "cmocka_headers.h"
#include "fixture.h"
#include "task5.h"

#define CONSOLE "demos/task5/expected.txt"
#define REPORT "tests/compare/sample/task5_report.txt"

static void reached(struct fixture *f, const char *kind, const char *id, uint64_t got,
                    uint64_t tried)
{
    const struct finding *finding = findings_get(&f->findings, FINDING_REACH, "pd", kind, id);

    if (finding == NULL) {
        fail_msg("%s %s is missing", kind, id);
    } else if (finding->first != got || finding->second != tried) {
        fail_msg("%s %s: %u of %u", kind, id, (unsigned)finding->first,
                 (unsigned)finding->second);
    }
}

static void missing(struct fixture *f, const char *kind, const char *id)
{
    assert_null(findings_get(&f->findings, FINDING_REACH, "pd", kind, id));
    assert_non_null(findings_about(&f->findings, FINDING_MISSING, "pd", kind, id));
}

static void task5_expected_transcript_gives_every_figure(void **state)
{
    const struct finding *size;
    struct fixture f;

    (void)state;
    fixture_start(&f);
    task5_load(&f.findings, CONSOLE, REPORT);
    assert_string_equal(fixture_said(&f), "");
    assert_null(findings_next(&f.findings, FINDING_MISSING, NULL));
    reached(&f, "read", "secret", 0, 1);
    reached(&f, "write", "secret", 0, 1);
    reached(&f, "read", "kernel_memory", 0, 1);
    reached(&f, "write", "kernel_memory", 0, 1);
    reached(&f, "read", "device_memory", 0, 1);
    reached(&f, "write", "own_program", 0, 1);
    reached(&f, "read", "post", 1, 1);
    reached(&f, "write", "post", 0, 1);
    reached(&f, "read", "memory_of_others", 0, 4);
    reached(&f, "write", "memory_of_others", 0, 4);
    reached(&f, "call", "entry_points", 6, 576);
    reached(&f, "call", "services", 2, 5);
    reached(&f, "call", "identities", 0, 62);
    reached(&f, "stop", "components", 0, 4);
    reached(&f, "exhaust", "cpu", 50, 100);
    reached(&f, "exhaust", "memory", 0, 576);
    reached(&f, "exhaust", "components", 0, 576);
    size = findings_get(&f.findings, FINDING_SIZE, "bulkhead", "", "capabilities");
    assert_non_null(size);
    assert_int_equal(size->first, 6);
    fixture_end(&f);
}

/* Loads the transcript with the first `old` in it replaced by `new`. */
static void load_changed(struct fixture *f, const char *old, const char *new)
{
    char name[512];
    struct input input;
    const char *at;
    FILE *out;

    fixture_start(f);
    assert_true(input_load(&input, &f->findings.pool, &f->findings.problems, CONSOLE));
    at = strstr(input.text, old);
    assert_non_null(at);
    out = fixture_file(name, sizeof(name));
    fprintf(out, "%.*s%s%s", (int)(at - input.text), input.text, new, at + strlen(old));
    assert_int_equal(fclose(out), 0);
    task5_load(&f->findings, name, REPORT);
    (void)remove(name);
}

static void task5_step_that_was_not_refused_counts_for_the_attacker(void **state)
{
    struct fixture f;

    (void)state;
    load_changed(&f, "handler: ok    refused: this very access faulted",
                 "handler: FAIL, not so: refused: this very access faulted");
    reached(&f, "read", "secret", 1, 1);
    reached(&f, "write", "secret", 0, 1);
    fixture_end(&f);
}

static void task5_step_that_did_not_take_place_is_missing(void **state)
{
    struct fixture f;

    (void)state;
    load_changed(&f, "injected: 3. reads the kernel\n", "");
    missing(&f, "read", "kernel_memory");
    reached(&f, "write", "kernel_memory", 0, 1);
    fixture_end(&f);
}

static void task5_memory_beyond_the_grants_is_no_zero(void **state)
{
    struct fixture f;

    (void)state;
    load_changed(&f, "  its stack ", "  NOT GRANTED                     1 page   rw-  0x4400000\n"
                                     "  its stack ");
    missing(&f, "read", "memory_of_others");
    missing(&f, "write", "memory_of_others");
    fixture_end(&f);
    load_changed(&f, "the attacker's post             4 pages  r--",
                 "the attacker's post             4 pages  rw-");
    missing(&f, "write", "memory_of_others");
    fixture_end(&f);
}

static void task5_failed_checks_give_no_figure_that_flatters(void **state)
{
    struct fixture f;

    (void)state;
    load_changed(&f, "client: ok    62 claims", "client: FAIL, not so: 62 claims");
    missing(&f, "call", "identities");
    fixture_end(&f);
    load_changed(&f, "client: ok    safe_server: no request lost",
                 "client: FAIL, not so: safe_server: no request lost");
    reached(&f, "stop", "components", 1, 4);
    fixture_end(&f);
    load_changed(&f, "handler: ok    it looped", "handler: FAIL, not so: it looped");
    missing(&f, "exhaust", "cpu");
    fixture_end(&f);
}

static void task5_run_without_end_is_an_error(void **state)
{
    struct fixture f;

    (void)state;
    load_changed(&f, "TASK5 PASS", "");
    assert_int_equal(f.findings.problems.count, 1);
    assert_non_null(strstr(fixture_said(&f), "the run did not come to its end"));
    assert_int_equal(f.findings.count, 0);
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(task5_expected_transcript_gives_every_figure),
        cmocka_unit_test(task5_step_that_was_not_refused_counts_for_the_attacker),
        cmocka_unit_test(task5_step_that_did_not_take_place_is_missing),
        cmocka_unit_test(task5_memory_beyond_the_grants_is_no_zero),
        cmocka_unit_test(task5_failed_checks_give_no_figure_that_flatters),
        cmocka_unit_test(task5_run_without_end_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
