/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The judge of domains.system: high and low are in scheduling domains of their own.
 */
#include "channel.h"
#include "referee.h"

/* Its channels: to the heir, who has the same for each high, and to low. */
enum { SHARE = 1, LATE, REFILL, TIMER, LOW = 10 };

#define PAIR(name) .high = (name), .low = LOW, .symbol_us = ROUND_US

static const char *const slices[] = {
    "ticks between the starts of low's slices,", "ticks from a round's start to low's slice,",
    "ticks of low's slice,", "ticks that low lost in its slice,"};

static const struct referee_experiment experiments[] = {
    {"high computes in all or in a part of its slice: nothing is heard", slices, CLAIM_SILENT,
     PAIR(SHARE)},
    {"high is in the kernel when its slice ends: nothing is heard, thanks to the guard", slices,
     CLAIM_SILENT, PAIR(LATE), "from when that kernel counts a slice"},
    {"high's budget comes back in low's slice: nothing is heard", slices, CLAIM_SILENT,
     PAIR(REFILL), "whom that kernel interrupts for a budget"},
    {"high's device interrupts in low's slice: high is heard", slices, CLAIM_HEARD,
     PAIR(TIMER)},
};

void init(void)
{
    microkit_dbg_puts("Covert channels, with scheduling domains: high's slice, a guard, low's,\n"
                      "the monitor's, 5,000 times in a second.  In each round, one symbol.\n\n");
    referee_start(experiments, sizeof(experiments) / sizeof(experiments[0]));
}

void notified(microkit_channel ch)
{
    referee_notified(ch);
}
