/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A component that gives the system reasons to print, of every kind.
 */
#include <microkit.h>

enum { CALL = 1, NO_CHANNEL = 5 };

void init(void)
{
    volatile seL4_Word *volatile nothing = (volatile seL4_Word *)8;

    microkit_dbg_puts("noise: debug output\n");
    microkit_notify(NO_CHANNEL);
    /* Who has this channel calls a component without protected(), and waits for good; who does not
       has misused it, and goes on. */
    (void)microkit_ppcall(CALL, microkit_msginfo_new(0, 0));
    *nothing = 1;
}

void notified(microkit_channel ch)
{
    (void)ch;
}
