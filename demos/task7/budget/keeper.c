/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, the crasher's parent: restarts it, as often as it crashes.  How that is done cleanly,
   task 4 shows. */
#include "../task7.h"

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    (void)msginfo;
    (void)reply_msginfo;
    if (orders()->loud != 0 && counter_now() < last_tick()) {
        tally()->restarts++;
        microkit_pd_restart(child, tally()->restart_at);
    }
    return seL4_False;
}
