/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Uses floating point, which its description denies it.
 */
#include <microkit.h>

void init(void)
{
    __asm__ volatile("fmov d0, xzr");
    microkit_dbg_puts("calculator: WRONG: used floating point\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
