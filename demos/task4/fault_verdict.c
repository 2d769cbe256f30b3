/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 4: counting checks, and the last line. */
#include "fault_verdict.h"

#include "../common/judge.h"
#include "crash_log.h"
#include "task4.h"

static unsigned checks_made;
static unsigned checks_passed;
static const char *first_failed;
static seL4_Word failed_crash; /* 0: after the crashes that are shown one by one */

void check_begin(seL4_Bool holds, const char *claim)
{
    checks_made++;
    if (holds) {
        checks_passed++;
    } else if (first_failed == seL4_Null) {
        first_failed = claim;
        failed_crash = crashes <= TASK4_KINDS ? crashes : 0;
    }
    put_check("handler", holds);
    microkit_dbg_puts(claim);
}

void check(seL4_Bool holds, const char *claim)
{
    check_begin(holds, claim);
    microkit_dbg_puts("\n");
}

void check_number(seL4_Word found, seL4_Word expected, const char *claim)
{
    check_begin(found == expected, claim);
    if (found != expected) {
        put_difference(expected, found);
    }
    microkit_dbg_puts("\n");
}

void print_verdict(unsigned expected)
{
    if (checks_passed == expected && checks_made == expected) {
        put_pass("TASK4", expected);
    } else {
        put_fail("TASK4", checks_passed, expected, first_failed != seL4_Null);
    }
    if (failed_crash != 0) {
        microkit_dbg_puts("in part ");
        microkit_dbg_put32((seL4_Uint32)failed_crash);
        microkit_dbg_puts(", ");
    }
    if (first_failed != seL4_Null) {
        microkit_dbg_puts(first_failed);
    }
    microkit_dbg_puts("\n");
}
