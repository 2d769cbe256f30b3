/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, the hog: outranks all but the timer, and takes all that it can get.  In
 * the first half of the time it never stops.  In the second it saves up, as
 * whoever knows when budgets come back might: it waits for some of the control
 * loop's periods, and then takes what it has at once.
 */
#include "../task7.h"

static seL4_Bool may_go_on(seL4_Word now)
{
    return orders()->loud != 0 && now < last_tick() && !run_is_full(intervals());
}

static seL4_Bool is_saving(void)
{
    return releases()->count > CONTROL_PERIODS / 2;
}

/* The same numbers in each run. */
static seL4_Word random(void)
{
    static seL4_Word state = 7;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Until it has run for so many ticks. */
static void take(seL4_Word ticks)
{
    seL4_Word now = run_begin(intervals());
    seL4_Word taken = 0;

    while (taken < ticks && may_go_on(now)) {
        taken += run_look(intervals(), &now);
    }
    run_end(intervals());
}

static void spin(void)
{
    seL4_Word now = run_begin(intervals());

    while (!is_saving() && may_go_on(now)) {
        (void)run_look(intervals(), &now);
    }
    run_end(intervals());
}

void init(void)
{
    intervals()->room = HOG_INTERVALS;
}

void notified(microkit_channel ch)
{
    if (ch == JUDGE_CHANNEL) {
        spin();
    } else if (is_saving() && orders()->loud != 0 && random() % 3 == 0) {
        take(random() % counter_ticks(2 * HOG_BUDGET_US));
    }
}
