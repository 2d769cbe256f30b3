/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, the client: calls the server for little, again and again, and notes how long it waits. */
#include "server.h"

#include "../task7.h"

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch; /* the judge's */
    while (this_round()->spender_is_over == 0) {
        ask_server(counter_ticks(SHORT_JOB_US), &this_round()->client);
    }
    for (unsigned i = 0; i < CALLS_LATER; i++) {
        ask_server(counter_ticks(SHORT_JOB_US), &this_round()->client_later);
    }
    microkit_notify(JUDGE_CHANNEL);
}
