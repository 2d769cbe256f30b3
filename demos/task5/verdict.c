/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 5: the last line, of the client's checks and the handler's. */
#include "verdict.h"

#include "../common/judge.h"

enum { CHECKS = 19, CHECKS_OF_HANDLER = 19 };

const char judge_name[] = "client";

static seL4_Bool failed_before_attack;

static void print_reason(void)
{
    const char *first_failed = checks_so_far()->first_failed;

    if (first_failed != seL4_Null && (failed_before_attack || record()->first_failed == 0)) {
        microkit_dbg_puts(first_failed);
    } else if (record()->first_failed == STEP_END) {
        microkit_dbg_puts("the handler's, of what it restored");
    } else {
        microkit_dbg_puts("the handler's, in step ");
        microkit_dbg_put32((seL4_Uint32)record()->first_failed);
    }
}

void checks_before_attack_end(void)
{
    failed_before_attack = checks_so_far()->first_failed != seL4_Null;
}

seL4_Bool checks_complete(void)
{
    return checks_so_far()->made >= CHECKS;
}

void print_verdict(void)
{
    const struct checks *mine = checks_so_far();
    unsigned all = CHECKS + CHECKS_OF_HANDLER;
    unsigned good = mine->passed + (unsigned)record()->checks_passed;
    seL4_Bool complete = mine->made == CHECKS && mine->first_failed == seL4_Null &&
                         record()->checks_made == CHECKS_OF_HANDLER &&
                         record()->checks_passed == CHECKS_OF_HANDLER;
    seL4_Bool some_failed = mine->first_failed != seL4_Null || record()->first_failed != 0;

    if (complete && good == all) {
        put_pass("TASK5", all);
    } else if (complete) {
        put_unknown("TASK5", good, all);
    } else {
        put_fail("TASK5", good, all, some_failed);
    }
    if (some_failed) {
        print_reason();
    }
    microkit_dbg_puts("\n");
}
