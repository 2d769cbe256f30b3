/* SPDX-License-Identifier: BSD-2-Clause */
/* Counting checks, and the last line. */
#include "judge.h"

#include "distribution.h"
#include "print.h"

static struct checks checks;
static unsigned part_now;
static unsigned part_failed; /* that of the first claim that did not hold */
static const char *not_known; /* null: what the SDK hands out */

const struct checks *checks_so_far(void)
{
    return &checks;
}

void judge_part(unsigned part)
{
    part_now = part;
}

void check_worded(seL4_Bool holds, const char *claim)
{
    checks.made++;
    if (holds) {
        checks.passed++;
    } else if (checks.first_failed == seL4_Null) {
        checks.first_failed = claim;
        part_failed = part_now;
    }
    microkit_dbg_puts(judge_name);
    microkit_dbg_puts(holds ? ": ok    " : ": FAIL, not so: ");
}

void check_begin(seL4_Bool holds, const char *claim)
{
    check_worded(holds, claim);
    microkit_dbg_puts(claim);
}

void check(seL4_Bool holds, const char *claim)
{
    check_begin(holds, claim);
    microkit_dbg_puts("\n");
}

void put_below(const char *text)
{
    microkit_dbg_puts("\n   ");
    microkit_dbg_puts(text);
}

static void put_count(seL4_Word value)
{
    if (value >> 32 == 0) {
        microkit_dbg_put32((seL4_Uint32)value);
    } else {
        print_hex(value);
    }
}

void check_number(seL4_Word found, seL4_Word expected, const char *claim)
{
    check_begin(found == expected, claim);
    if (found != expected) {
        put_below("expected ");
        put_count(expected);
        microkit_dbg_puts(", found ");
        put_count(found);
    }
    microkit_dbg_puts("\n");
}

void check_unknown_begin(const char *claim, const char *what)
{
    checks.made++;
    not_known = what;
    microkit_dbg_puts(judge_name);
    microkit_dbg_puts(": ?     ");
    microkit_dbg_puts(claim);
}

void check_of_sdk(seL4_Bool holds, const char *claim)
{
    if (holds || sdk_is_known()) {
        check(holds, claim);
        return;
    }
    check_unknown_begin(claim, seL4_Null);
    microkit_dbg_puts("\n");
}

/* "TASK2 PASS 18/18" */
static void put_sum(const char *task, const char *verdict, unsigned passed, const char *of,
                    unsigned all)
{
    microkit_dbg_puts("\n");
    microkit_dbg_puts(task);
    microkit_dbg_puts(verdict);
    microkit_dbg_put32(passed);
    microkit_dbg_puts(of);
    microkit_dbg_put32(all);
}

void put_pass(const char *task, unsigned all)
{
    put_sum(task, " PASS ", all, "/", all);
    microkit_dbg_puts(" checks");
}

void put_fail(const char *task, unsigned passed, unsigned all, seL4_Bool some_failed)
{
    put_sum(task, " FAIL ", passed, " of ", all);
    microkit_dbg_puts(some_failed ? " checks passed; first that did not hold: "
                                  : " checks passed; not every check was made");
}

void put_unknown(const char *task, unsigned passed, unsigned all)
{
    put_sum(task, " UNKNOWN ", passed, "/", all);
    microkit_dbg_puts(" checks; not known: ");
    if (not_known != seL4_Null) {
        microkit_dbg_puts(not_known);
    } else {
        microkit_dbg_puts("what ");
        microkit_dbg_puts(sdk_name());
        microkit_dbg_puts(" hands out, on which the others depend");
    }
}

static void put_first_failed(void)
{
    if (part_failed != 0) {
        microkit_dbg_puts("in part ");
        microkit_dbg_put32(part_failed);
        microkit_dbg_puts(", ");
    }
    microkit_dbg_puts(checks.first_failed);
}

void put_verdict(const char *task, unsigned expected)
{
    seL4_Bool some_failed = checks.first_failed != seL4_Null;

    if (checks.made != expected || some_failed) {
        put_fail(task, checks.passed, expected, some_failed);
    } else if (checks.passed == expected) {
        put_pass(task, expected);
    } else {
        put_unknown(task, checks.passed, expected);
    }
    if (some_failed) {
        put_first_failed();
    }
    microkit_dbg_puts("\n");
}
