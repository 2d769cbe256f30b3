/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, the hog: outranks all but the timer, and takes all that it can get.  In
 * the first half of the time it never stops.  In the second it saves up, as
 * whoever knows when budgets come back might: it waits for some of the control
 * loop's periods, and then takes what it has at once.
 */
#include "../task7.h"

static seL4_Bool may_go_on(const struct run *run)
{
    return orders()->loud != 0 && run->seen < last_tick() && intervals()->count < HOG_INTERVALS;
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
    struct run run = run_begin();
    seL4_Word taken = 0;

    while (taken < ticks && may_go_on(&run)) {
        taken += run_look(&run, intervals());
    }
    run_note(&run, intervals());
}

static void spin(void)
{
    struct run run = run_begin();

    while (!is_saving() && may_go_on(&run)) {
        (void)run_look(&run, intervals());
    }
    run_note(&run, intervals());
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    if (ch == JUDGE_CHANNEL) {
        spin();
    } else if (is_saving() && orders()->loud != 0 && random() % 3 == 0) {
        take(random() % counter_ticks(2 * HOG_BUDGET_US));
    }
}
