/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Crashes in a domain that the monitor is not in.
 */
#include <microkit.h>

void init(void)
{
    *(volatile seL4_Word *)0x123000 = 1;
}

void notified(microkit_channel ch)
{
    (void)ch;
}
