/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Never waits, once it was told to begin.
 */
#include <microkit.h>

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
    for (;;) {
        __asm__ volatile("");
    }
}
