/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The smallest component: it says one line.  Compiled by a Microkit user's Makefile, with nothing
 * but the documented API.
 */
#include <microkit.h>

void init(void)
{
    microkit_dbg_puts("hello, world\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
