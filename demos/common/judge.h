/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What every judge prints: of each check whether it holds, and in the end how
 * many did.  FAIL denies what follows it; so a claim is a fact in words, never
 * a demand.
 */
#pragma once

#include "print.h"

/* The beginning of a line; the claim comes next. */
static inline void put_check(const char *who, seL4_Bool holds)
{
    microkit_dbg_puts(who);
    microkit_dbg_puts(holds ? ": ok    " : ": FAIL, not so: ");
}

static inline void put_count(seL4_Word value)
{
    if (value >> 32 == 0) {
        microkit_dbg_put32((seL4_Uint32)value);
    } else {
        print_hex(value);
    }
}

/* On a line below a claim that does not hold. */
static inline void put_below(const char *text)
{
    microkit_dbg_puts("\n   ");
    microkit_dbg_puts(text);
}

/* After a claim about a number that was another one. */
static inline void put_difference(seL4_Word expected, seL4_Word found)
{
    put_below("expected ");
    put_count(expected);
    microkit_dbg_puts(", found ");
    put_count(found);
}

/* The beginning of the last line, for all checks passed: "TASK2 PASS 18/18 checks". */
static inline void put_pass(const char *task, unsigned all)
{
    microkit_dbg_puts("\n");
    microkit_dbg_puts(task);
    microkit_dbg_puts(" PASS ");
    microkit_dbg_put32(all);
    microkit_dbg_puts("/");
    microkit_dbg_put32(all);
    microkit_dbg_puts(" checks");
}

/* The same otherwise; if `some_failed`, the first claim that did not hold comes next. */
static inline void put_fail(const char *task, unsigned passed, unsigned all, seL4_Bool some_failed)
{
    microkit_dbg_puts("\n");
    microkit_dbg_puts(task);
    microkit_dbg_puts(" FAIL ");
    microkit_dbg_put32(passed);
    microkit_dbg_puts(" of ");
    microkit_dbg_put32(all);
    microkit_dbg_puts(some_failed ? " checks passed; first that did not hold: "
                                  : " checks passed; not every check was made");
}

/* The same where all that failed depends on how an SDK works that is not known. */
static inline void put_unknown(const char *task, unsigned passed, unsigned all, const char *sdk)
{
    microkit_dbg_puts("\n");
    microkit_dbg_puts(task);
    microkit_dbg_puts(" UNKNOWN ");
    microkit_dbg_put32(passed);
    microkit_dbg_puts("/");
    microkit_dbg_put32(all);
    microkit_dbg_puts(" checks; not known: what ");
    microkit_dbg_puts(sdk);
    microkit_dbg_puts(" hands out, on which the others depend");
}
