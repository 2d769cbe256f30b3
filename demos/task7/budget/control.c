/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, the component of high criticality: a loop that computes something in
 * each period, and must have done so before the next begins.  It notes when it
 * finished; whether that was in time others say.
 *
 * Half of the others outrank it, and one may signal it.  Nothing in here defends
 * it against them.
 */
#include "../task7.h"

static void do_period(void)
{
    finishes()->state = control_compute(finishes()->state);
    finishes()->at[finishes()->count] = counter_now();
    finishes()->count++;
    if (finishes()->count == CONTROL_PERIODS) {
        microkit_notify(JUDGE_CHANNEL);
    }
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    if (ch != CONTROL_CHANNEL_TIMER) {
        return; /* a signal tells who sent it: this one is no period */
    }
    while (finishes()->count < releases()->count) {
        do_period();
    }
}
