/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The other end of the runner's notifications, three times in the system: of a
 * higher, the same and a lower priority.
 */
#include "bench.h"

seL4_Word results_vaddr; /* set by the tool */

void init(void)
{
}

/* Yields as often as the runner, which has the same priority, until it says stop. */
static void take_turns(volatile struct bench_results *results)
{
    while (!results->stop) {
        results->turns++;
        seL4_Yield();
    }
}

void notified(microkit_channel ch)
{
    volatile struct bench_results *results = bench_results(results_vaddr);

    if (ch == PARTNER_ANSWERS) {
        results->turns++;
        microkit_notify(ch);
    } else if (ch == PARTNER_ANSWERS_DEFERRED) {
        results->turns++;
        microkit_deferred_notify(ch);
    } else if (ch == PARTNER_TAKES_TURNS) {
        take_turns(results);
    }
}
