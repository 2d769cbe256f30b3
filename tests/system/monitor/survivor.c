/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The neighbour of a component that crashes: its line is the proof that the system goes on.
 */
#include <microkit.h>

void init(void)
{
    microkit_dbg_puts("survivor: still running\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
