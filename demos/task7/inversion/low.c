/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, low: gets a job done by the server; then does one itself, with a lock held. */
#include "../server/server.h"
#include "../task7.h"
#include "inversion.h"

static void work_for(seL4_Word us)
{
    seL4_Word end = counter_now() + counter_ticks(us);

    while (counter_now() < end) {
    }
}

static void work_with_lock(void)
{
    scenes()->locked = 1;
    work_for(LOW_JOB_US / 2);
    scene_wake_others(LOW_CHANNEL_HIGH, LOW_CHANNEL_MIDDLE);
    work_for(LOW_JOB_US / 2);
    scenes()->locked = 0;
    microkit_notify(LOW_CHANNEL_HIGH);
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch; /* the judge's */
    if (scenes()->now == SCENE_SERVER) {
        microkit_mr_set(0, counter_ticks(LOW_JOB_US));
        (void)microkit_ppcall(CALL_SERVER, microkit_msginfo_new(SERVER_JOB, 1));
    } else {
        work_with_lock();
    }
}
