/* SPDX-License-Identifier: BSD-2-Clause */
/* The lines of a console that are evaluated, and what is said about those that are wrong. */
#include <string.h>

#include "cmocka_headers.h"
#include "fixture.h"

static const struct finding *get(struct fixture *f, enum finding_type type, const char *subject,
                                 const char *kind, const char *id)
{
    const struct finding *finding = findings_get(&f->findings, type, subject, kind, id);

    assert_non_null(finding);
    return finding;
}

static void contract_each_kind_of_line_is_read(void **state)
{
    struct fixture f;

    (void)state;
    fixture_start(&f);
    fixture_read(&f, "REACH users call entry_points 11 450\r\n"
                     "talk, and a line without end follows\n"
                     "REACHABLE is talk, too\n"
                     "CRASH DONE\n"
                     "AMBIENT process devices 7 64\n"
                     "CRASH processes null_read 62000 237000 signal 11, core dumped: no\n"
                     "DRIVER module tainted 1\n"
                     "TIME deadline late_below_important 3862608\n"
                     "HOST host_root secret_read 4 5\n"
                     "EXPLOIT users_hardened canary_by_bytes 1337 1 bytes\n"
                     "SIZE linux kernel_text_bytes 11534336\n"
                     "SHOW root secret /proc/101/mem\n"
                     "SHOW root secret and again\n"
                     "MISSING root:stop:machine it is needed\n"
                     "BENCH anything at all");
    assert_string_equal(fixture_said(&f), "");
    assert_int_equal(get(&f, FINDING_REACH, "users", "call", "entry_points")->first, 11);
    assert_int_equal(get(&f, FINDING_REACH, "users", "call", "entry_points")->second, 450);
    assert_int_equal(get(&f, FINDING_AMBIENT, "process", "", "devices")->second, 64);
    assert_int_equal(get(&f, FINDING_CRASH, "processes", "null_read", "")->second, 237000);
    assert_string_equal(get(&f, FINDING_CRASH, "processes", "null_read", "")->text,
                        "signal 11, core dumped: no");
    assert_int_equal(get(&f, FINDING_DRIVER, "module", "", "tainted")->first, 1);
    assert_int_equal(get(&f, FINDING_EXPLOIT, "users_hardened", "canary_by_bytes", "")->first,
                     1337);
    assert_int_equal(get(&f, FINDING_SIZE, "linux", "", "kernel_text_bytes")->first, 11534336);
    assert_int_equal(get(&f, FINDING_SIZE, "linux", "", "kernel_text_bytes")->line, 11);
    assert_int_equal(get(&f, FINDING_TIME, "deadline", "", "late_below_important")->first,
                     3862608);
    assert_int_equal(get(&f, FINDING_HOST, "host_root", "", "secret_read")->second, 5);
    assert_int_equal(f.findings.count, 11);
    fixture_end(&f);
}

/* `text` is refused, and what is said begins with `expected`. */
static void refused(const char *text, const char *expected)
{
    struct fixture f;

    fixture_start(&f);
    fixture_read(&f, text);
    assert_int_equal(f.findings.count, 0);
    assert_int_equal(f.findings.problems.count, 1);
    fixture_said(&f);
    f.said[strlen(expected)] = '\0';
    assert_string_equal(f.said, expected);
    fixture_end(&f);
}

static void contract_fields_missing_or_too_many_are_named(void **state)
{
    (void)state;
    refused("talk\nREACH users call entry_points 11\n",
            "log:2: error: field 6 is missing: 'REACH users call entry_points 11'; expected REACH "
            "<config> <kind> <id> <got> <tried>\n");
    refused("REACH\n", "log:1: error: field 2 is missing");
    refused("REACH \n", "log:1: error: field 2, '', is not a lower_snake name");
    refused("REACH users  call entry_points 1 1\n", "log:1: error: field 3, '', is not");
    refused("REACH users call entry_points 1 1 1\n", "log:1: error: there is more after field 6");
    refused("DRIVER module tainted 1 \n", "log:1: error: there is more after field 4");
    refused("SHOW root secret\n", "log:1: error: field 4 is missing");
    refused("SHOW root secret \n", "log:1: error: field 4, '', is not a text");
}

static void contract_numbers_that_are_none_are_refused(void **state)
{
    (void)state;
    refused("REACH users call entry_points -1 2\n", "log:1: error: field 5, '-1', is not a whole");
    refused("REACH users call entry_points 1.5 2\n", "log:1: error: field 5, '1.5', is not");
    refused("REACH users call entry_points 0x1 2\n", "log:1: error: field 5, '0x1', is not");
    refused("REACH users call entry_points 3 2\n", "log:1: error: more were got than were tried");
    refused("SIZE linux entry_points 9999999999999999999\n", "log:1: error: field 4, '99999");
    refused("EXPLOIT users_hardened canary_by_bytes 1 2 x\n", "log:1: error: 'succeeded' is n");
}

static void contract_unknown_names_are_refused(void **state)
{
    (void)state;
    refused("REACH others call entry_points 1 1\n", "log:1: error: 'others' is no configuration");
    refused("REACH pd_hardened call entry_points 1 1\n", "log:1: error: 'pd_hardened' is no");
    refused("REACH _hardened call entry_points 1 1\n", "log:1: error: field 2, '_hardened', is");
    refused("REACH linux call entry_points 1 1\n", "log:1: error: 'linux' is no configuration");
    refused("REACH users steal secret 1 1\n", "log:1: error: 'steal' is not in the catalogue");
    refused("REACH users read entry_points 1 1\n", "log:1: error: 'read entry_points' is not in");
    refused("AMBIENT users air 1 1\n", "log:1: error: 'air' is not in the catalogue of ambient");
    refused("DMA pd dma_moon 1 1\n", "log:1: error: 'dma_moon' is not in the catalogue of dma");
    refused("DMA pd dma_own 257 256\n", "log:1: error: more were got than were tried");
    refused("HOST host_user moon 1 1\n", "log:1: error: 'moon' is not in the catalogue of host");
    refused("HOST host_user secret_read 2 1\n", "log:1: error: more were got than were tried");
    refused("SIZE linux weight 1\n", "log:1: error: 'weight' is not in the catalogue of size");
    refused("INSTEAD users:read:post lost it was\n",
            "log:1: error: 'lost' is not in the catalogue of word");
    refused("CRASH pd boredom 1 1 x\n", "log:1: error: 'boredom' is not in the catalogue of crash");
}

static void contract_hostile_bytes_are_refused_and_shown_harmlessly(void **state)
{
    static const char nul[] = "SHOW root secret a\0b\n";
    struct fixture f;
    char huge[3000];

    (void)state;
    refused("SHOW root secret \033[2J\033]0;owned\007\n",
            "log:1: error: the line has bytes that are not printable ASCII: "
            "'SHOW root secret \\x1b[2J\\x1b]0;owned\\x07'");
    refused("SHOW root secret na\xc3\xafve\n", "log:1: error: the line has bytes");
    memset(huge, 'x', sizeof(huge));
    memcpy(huge, "SHOW root secret ", 17);
    huge[sizeof(huge) - 1] = '\0';
    refused(huge, "log:1: error: the line has 2999 bytes, at most 700 are allowed: 'SHOW root "
                  "secret xxxxx");
    fixture_start(&f);
    fixture_read_bytes(&f, nul, sizeof(nul) - 1);
    assert_int_equal(f.findings.problems.count, 1);
    assert_int_equal(f.findings.count, 0);
    fixture_end(&f);
}

static void contract_second_value_for_one_thing_is_refused(void **state)
{
    struct fixture f;

    (void)state;
    fixture_start(&f);
    fixture_read(&f, "REACH users read secret 0 1\nREACH users write secret 0 1\n"
                     "REACH users read secret 1 1\n");
    assert_string_equal(fixture_said(&f),
                        "log:3: error: 'users read secret' has a value already, from log:1\n");
    assert_int_equal(get(&f, FINDING_REACH, "users", "read", "secret")->first, 0);
    fixture_end(&f);
}

static void contract_flood_of_errors_is_counted_not_printed(void **state)
{
    struct fixture f;
    size_t lines = 0;

    (void)state;
    fixture_start(&f);
    for (int i = 0; i < 1000; i += 1) {
        fixture_read(&f, "REACH\n");
    }
    assert_int_equal(f.findings.problems.count, 1000);
    for (const char *at = fixture_said(&f); (at = strchr(at, '\n')) != NULL; at += 1) {
        lines += 1;
    }
    assert_int_equal(lines, PROBLEMS_SHOWN);
    fixture_end(&f);
}

static const char *why_missing(const struct fixture *f, const char *subject, const char *kind,
                               const char *id)
{
    const struct finding *found =
        findings_about(&f->findings, FINDING_MISSING, subject, kind, id);

    return found == NULL ? NULL : found->text;
}

static void missing_is_found_for_the_config_and_for_the_attempt(void **state)
{
    struct fixture f;

    (void)state;
    fixture_start(&f);
    fixture_read(&f, "MISSING root:stop:machine one\nMISSING users:all two\n"
                     "MISSING pd_secret three\nMISSING process four\n");
    assert_string_equal(why_missing(&f, "root", "stop", "machine"), "one");
    assert_null(why_missing(&f, "root", "stop", "components"));
    assert_string_equal(why_missing(&f, "users", "read", "secret"), "two");
    assert_string_equal(why_missing(&f, "pd", "read", "secret"), "three");
    assert_string_equal(why_missing(&f, "process", "read", "post"), "four");
    assert_null(why_missing(&f, "processes", "read", "post"));
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contract_each_kind_of_line_is_read),
        cmocka_unit_test(contract_fields_missing_or_too_many_are_named),
        cmocka_unit_test(contract_numbers_that_are_none_are_refused),
        cmocka_unit_test(contract_unknown_names_are_refused),
        cmocka_unit_test(contract_hostile_bytes_are_refused_and_shown_harmlessly),
        cmocka_unit_test(contract_second_value_for_one_thing_is_refused),
        cmocka_unit_test(contract_flood_of_errors_is_counted_not_printed),
        cmocka_unit_test(missing_is_found_for_the_config_and_for_the_attempt),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
