/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, high: when it is woken it needs the server, or the lock. */
#include "../server/server.h"
#include "../task7.h"
#include "inversion.h"

static void have_it(void)
{
    this_scene()->got = counter_now();
    this_scene()->turns = scenes()->turns - this_scene()->before;
    microkit_notify(JUDGE_CHANNEL);
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    if (ch == HIGH_CHANNEL_SERVER) {
        microkit_mr_set(0, counter_ticks(SHORT_JOB_US));
        (void)microkit_ppcall(CALL_SERVER, microkit_msginfo_new(SERVER_JOB, 1));
        have_it();
    } else if (scenes()->locked == 0) {
        have_it();
    } /* else it is signalled again when the lock is free */
}
