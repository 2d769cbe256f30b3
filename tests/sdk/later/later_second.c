/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Of lower priority than the worker: it gets a turn only while that one is stopped.
 */
#include "later.h"

struct later_notes *notes;
volatile char *roomy;
seL4_Word judge_channel;

void init(void)
{
    notes->second_sees_text = later_is_text(roomy) ? 1 : 0;
    notes->second_turns = 1;
    microkit_notify((microkit_channel)judge_channel);
}

void notified(microkit_channel ch)
{
    (void)ch;
    notes->second_turns++;
    microkit_notify((microkit_channel)judge_channel);
}
