/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, the flooder: outranks the control loop, may signal it, and does nothing else. */
#include "../task7.h"

void init(void)
{
}

void notified(microkit_channel ch)
{
    seL4_Word end = last_tick();

    (void)ch; /* the judge's: it may begin */
    while (orders()->loud != 0 && counter_now() < end) {
        microkit_notify(FLOODER_CHANNEL_CONTROL);
        tally()->signals++;
    }
}
