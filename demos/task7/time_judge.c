/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, the judge: says when, waits for the end, and computes from what the
 * others wrote down whether each had the time that the description gives him.
 * It has the lowest priority.
 */
#include "../common/judge.h"
#include "budget/budgets.h"
#include "exact.h"
#include "inversion/scenes.h"
#include "server/callers.h"
#include "task7.h"

enum { CHECKS = BUDGET_CHECKS + CALLER_CHECKS + SCENE_CHECKS };

const char judge_name[] = "judge";

static void print_intro(void)
{
    microkit_dbg_puts("Task 7: who gets how much time, whatever the others do\n\n");
    microkit_dbg_puts(clock_is_exact()
                          ? "  Time counts instructions here: limits hold to the tick.\n"
                          : "  Time is the host's here: it goes on while this machine does not.\n");
}

void init(void)
{
    clock_examine();
    print_intro();
    budgets_begin();
}

void notified(microkit_channel ch)
{
    switch (ch) {
    case JUDGE_CHANNEL_CONTROL:
        budgets_end();
        callers_begin();
        break;
    case JUDGE_CHANNEL_CLIENT:
        if (callers_go_on()) {
            scenes_begin();
        }
        break;
    case JUDGE_CHANNEL_HIGH:
        if (scenes_go_on()) {
            put_verdict("TASK7", CHECKS);
        }
        break;
    default:
        break;
    }
}
