/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Crashes in each of its lives, at once.
 */
#include <microkit.h>

void init(void)
{
    __asm__ volatile("udf #0");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
