/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the warden prints: numbers, checks and, from these, the verdict.
 */
#include "../common/distribution.h"
#include "../common/judge.h"
#include "warden.h"

enum { CHECKS = 57 };

static unsigned checks_made;
static unsigned checks_passed;
static const char *first_failed;

void check_begin(seL4_Bool holds, const char *name)
{
    checks_made++;
    if (holds) {
        checks_passed++;
    } else if (first_failed == seL4_Null) {
        first_failed = name;
    }
    put_check("warden", holds);
}

void check(seL4_Bool holds, const char *claim)
{
    check_begin(holds, claim);
    microkit_dbg_puts(claim);
    microkit_dbg_puts("\n");
}

void check_number(seL4_Word found, seL4_Word expected, const char *claim)
{
    check_begin(found == expected, claim);
    microkit_dbg_puts(claim);
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
    microkit_dbg_puts("warden: ?     ");
    microkit_dbg_puts(claim);
    microkit_dbg_puts("\n");
}

void print_verdict(void)
{
    seL4_Bool complete = checks_made == CHECKS && first_failed == seL4_Null;

    if (complete && checks_passed == CHECKS) {
        put_pass("TASK3", CHECKS);
    } else if (complete) {
        put_unknown("TASK3", checks_passed, CHECKS, sdk_name());
    } else {
        put_fail("TASK3", checks_passed, CHECKS, first_failed != seL4_Null);
    }
    if (first_failed != seL4_Null) {
        microkit_dbg_puts(first_failed);
    }
    microkit_dbg_puts("\n");
}

void put_decimal(seL4_Word value)
{
    microkit_dbg_put32((seL4_Uint32)value);
}

void put_hex(seL4_Word value, unsigned digits)
{
    microkit_dbg_puts("0x");
    for (unsigned i = 16; i > 0; i--) {
        unsigned shift = 4 * (i - 1);

        if (i <= digits || i == 1 || value >> shift != 0) {
            microkit_dbg_putc("0123456789abcdef"[value >> shift & 0xf]);
        }
    }
}

void put_padded(const char *text, unsigned width)
{
    unsigned length = 0;

    for (; text[length] != '\0'; length++) {
    }
    microkit_dbg_puts(text);
    for (; length < width; length++) {
        microkit_dbg_putc(' ');
    }
}
