/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is stopped by its parent in the middle of init, goes on from there, then uses floating point.
 */
#include "later.h"

struct later_notes *notes;
seL4_Word judge_channel;

void init(void)
{
    notes->worker_steps = 1;
    microkit_notify((microkit_channel)judge_channel); /* the parent stops this PD at once */
    notes->worker_steps = 2;
    microkit_notify((microkit_channel)judge_channel);
    notes->worker_steps = 3;
    __asm__ volatile("fmov d0, xzr");
    notes->worker_steps = 4;
}

void notified(microkit_channel ch)
{
    (void)ch;
}
