/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, part 1: what must be true of the hog's intervals and the loop's finishes. */
#include "budgets.h"

#include "../../common/judge.h"
#include "../exact.h"
#include "../task7.h"
#include "windows.h"

/* An attack that was made less often than this was none: once in two periods of the loop. */
enum { ATTACKS = CONTROL_PERIODS / 2 };

void budgets_begin(void)
{
    microkit_dbg_puts("\n1. A loop with 10000 deadlines, one each 400 us\n"
                      "   timer     priority 250             says when a period begins\n"
                      "   hog       priority 220  80 in 800  never stops\n"
                      "   flooder   priority 210  40 in 800  signals the loop, again and again\n"
                      "   storm     priority 205  40 in 800  its interrupt never ends\n"
                      "   keeper    priority 200  40 in 800  restarts its child, the crasher\n"
                      "   crasher   priority 190  40 in 800  crashes whenever it can\n"
                      "   control   priority 150             the loop\n");
    orders()->loud = 1;
    microkit_notify(JUDGE_CHANNEL_TIMER);
    microkit_notify(JUDGE_CHANNEL_HOG);
    microkit_notify(JUDGE_CHANNEL_FLOODER);
    microkit_notify(JUDGE_CHANNEL_STORM);
    microkit_notify(JUDGE_CHANNEL_CRASHER);
}

/* Those who are out of time notice when they next have some. */
static void wait_until_quiet(void)
{
    seL4_Word end = counter_now() + counter_ticks(10 * LOW_PERIOD_US);

    orders()->loud = 0;
    while (counter_now() < end) {
    }
}

static void judge_hog(void)
{
    const volatile struct interval *of = intervals()->of;
    seL4_Word count = intervals()->count;
    seL4_Word budget = counter_ticks(HOG_BUDGET_US);
    seL4_Word period = counter_ticks(LOW_PERIOD_US);
    seL4_Word lasted = count > 0 ? of[count - 1].end - of[0].start : 0;
    seL4_Word most = most_in_any_window(of, count, period);

    check_of_clock(lasted / period >= CONTROL_PERIODS / 2 - 10 && count < HOG_INTERVALS &&
                       covered_in_all(of, count) >= lasted / period * budget / 2,
                   "the hog ran for at least half of its budgets, at once or saved up");
    check_ticks(most, budget, "in no window of 800 us did it run for more than 80 us");
    measured_count("windows compared, one for each time that the hog ran:", count);
    measured_us("the most that it ran in any of them:", most);
}

static void judge_attacks(void)
{
    check_of_clock(tally()->signals >= ATTACKS,
                   "the loop was flooded: at least one signal for two of its periods");
    check_of_clock(tally()->interrupts >= ATTACKS,
                   "the storm's interrupt came at least once for two periods");
    check_of_clock(tally()->crashes >= ATTACKS,
                   "the crasher crashed at least once for two periods");
    check(tally()->restarts + 1 >= tally()->crashes, "it was restarted after each crash");
    measured_count("signals to the loop:", tally()->signals);
    measured_count("interrupts:", tally()->interrupts);
    measured_count("crashes:", tally()->crashes);
}

/* The longest from a period's beginning to the loop's finish in it. */
static seL4_Word worst_finish(void)
{
    seL4_Word begin = releases()->first;
    seL4_Word worst = 0;

    for (seL4_Word i = 0; i < finishes()->count; i++) {
        seL4_Word took = finishes()->at[i] - begin;

        worst = took > worst ? took : worst;
        begin += counter_ticks(CONTROL_PERIOD_US);
    }
    return worst;
}

static void judge_control(void)
{
    seL4_Word worst = worst_finish();
    seL4_Word state = 0;

    for (unsigned i = 0; i < CONTROL_PERIODS; i++) {
        state = control_compute(state);
    }
    check_number(finishes()->count, CONTROL_PERIODS, "the loop finished 10000 times");
    check(finishes()->state == state, "it computed what it was to compute");
    check_ticks(worst, counter_ticks(CONTROL_PERIOD_US), "it met each of its deadlines");
    measured_us("the longest from a period's beginning to the loop's finish:", worst);
}

void budgets_end(void)
{
    wait_until_quiet();
    judge_attacks();
    judge_hog();
    judge_control();
}
