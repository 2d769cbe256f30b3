/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 4: counting checks, and the last line. */
#include "fault_verdict.h"

#include "crash_log.h"
#include "task4.h"

static unsigned checks_made;
static unsigned checks_passed;
static const char *first_failed;
static seL4_Word failed_crash; /* 0: after the crashes that are shown one by one */

void check(seL4_Bool holds, const char *claim)
{
    checks_made++;
    if (holds) {
        checks_passed++;
    } else if (first_failed == seL4_Null) {
        first_failed = claim;
        failed_crash = crashes <= TASK4_KINDS ? crashes : 0;
    }
    microkit_dbg_puts(holds ? "handler: ok    " : "handler: FAIL  ");
    microkit_dbg_puts(claim);
    microkit_dbg_puts("\n");
}

void print_verdict(unsigned expected)
{
    seL4_Bool passed = checks_passed == expected && checks_made == expected;

    microkit_dbg_puts(passed ? "\nTASK4 PASS " : "\nTASK4 FAIL ");
    microkit_dbg_put32(checks_passed);
    microkit_dbg_puts("/");
    microkit_dbg_put32(expected);
    microkit_dbg_puts(" checks");
    if (!passed) {
        microkit_dbg_puts(": ");
        if (failed_crash != 0) {
            microkit_dbg_puts("in part ");
            microkit_dbg_put32((seL4_Uint32)failed_crash);
            microkit_dbg_puts(", ");
        }
        microkit_dbg_puts(first_failed != seL4_Null ? first_failed : "not every check was made");
    }
    microkit_dbg_puts("\n");
}
