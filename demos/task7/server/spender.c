/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, the spender: calls the server for more than it has time for. */
#include "server.h"

#include "../task7.h"

void init(void)
{
}

void notified(microkit_channel ch)
{
    seL4_Word calls = care()->installed != 0 ? 2 * STRIKES : 1;

    (void)ch; /* the judge's */
    while (calls > 0 && this_round()->spender.refused == 0) {
        ask_server(counter_ticks(SPENDER_JOB_US), &this_round()->spender);
        calls--;
    }
    this_round()->spender_is_over = 1;
}
