/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A component with a bug that is easy to recognise in the monitor's report: a write through a null
 * pointer plus 16, in a function whose name says so.
 */
#include <microkit.h>

struct record {
    seL4_Word words[2];
    volatile seL4_Word total;
};

/* Not inlined, so that the report has a symbol to name. */
__attribute__((noinline)) static void write_through_null(struct record *record)
{
    record->total = 42;
}

void init(void)
{
    struct record *volatile nothing = seL4_Null;

    microkit_dbg_puts("victim: about to write\n");
    write_through_null(nothing);
    microkit_dbg_puts("victim: the write had no consequence\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
