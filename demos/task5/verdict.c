/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 5: counting the client's checks, and the last line. */
#include "verdict.h"

#include "../common/distribution.h"
#include "../common/judge.h"

enum { CHECKS = 19, CHECKS_OF_HANDLER = 19 };

static unsigned checks_made;
static unsigned checks_passed;
static const char *first_failed;
static seL4_Bool failed_before_attack;

static void check_begin(seL4_Bool holds, const char *claim)
{
    checks_made++;
    if (holds) {
        checks_passed++;
    } else if (first_failed == seL4_Null) {
        first_failed = claim;
    }
    put_check("client", holds);
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

void check_of_sdk(seL4_Bool holds, const char *claim)
{
    if (holds || sdk_is_known()) {
        check(holds, claim);
        return;
    }
    checks_made++;
    microkit_dbg_puts("client: ?     ");
    microkit_dbg_puts(claim);
    microkit_dbg_puts("\n");
}

static void print_reason(void)
{
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
    failed_before_attack = first_failed != seL4_Null;
}

seL4_Bool checks_complete(void)
{
    return checks_made >= CHECKS;
}

void print_verdict(void)
{
    unsigned all = CHECKS + CHECKS_OF_HANDLER;
    unsigned good = checks_passed + (unsigned)record()->checks_passed;
    seL4_Bool complete = checks_made == CHECKS && first_failed == seL4_Null &&
                         record()->checks_made == CHECKS_OF_HANDLER &&
                         record()->checks_passed == CHECKS_OF_HANDLER;
    seL4_Bool some_failed = first_failed != seL4_Null || record()->first_failed != 0;

    if (complete && good == all) {
        put_pass("TASK5", all);
    } else if (complete) {
        put_unknown("TASK5", good, all, sdk_name());
    } else {
        put_fail("TASK5", good, all, some_failed);
    }
    if (some_failed) {
        print_reason();
    }
    microkit_dbg_puts("\n");
}
