/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The judge of channels.system: high and low share a processor without scheduling domains.
 */
#include "channel.h"
#include "referee.h"

/* Its channels: to the clock, one for each pair, and to each pair's low. */
enum { EQUAL = 1, ABOVE, BUDGET, BELOW, STATE, PLANTED, LOW = 10 };

#define PAIR(name) .high = (name), .low = LOW + (name), .symbol_us = SYMBOL_US

static const char *const times[] = {
    "ticks that low lost in a symbol,", "ticks until low lost the first,",
    "ticks until low lost the last,", "how often low lost some,"};
static const char *const late[] = {"ticks that low was woken late,"};
static const char *const state[] = {"a digest of all that low can read"};
static const char *const page[] = {"the page"};

static const struct referee_experiment experiments[] = {
    {"same priority, no budget: high is heard", times, CLAIM_HEARD, PAIR(EQUAL)},
    {"high above low, no budget: high is heard", times, CLAIM_HEARD, PAIR(ABOVE)},
    {"high above low, with two fifths of the time: high is heard", times, CLAIM_HEARD,
     PAIR(BUDGET)},
    {"high below low, but in the kernel when low is woken: high is heard", late, CLAIM_HEARD,
     PAIR(BELOW)},
    {"state of all objects and registers that both can name: nothing is heard", state,
     CLAIM_SILENT, PAIR(STATE)},
    {"a page in common, planted to see whether that is found: high is heard", page, CLAIM_HEARD,
     PAIR(PLANTED)},
};

void init(void)
{
    microkit_dbg_puts("Covert channels, without scheduling domains: \"high\" has a secret and no\n"
                      "way to tell \"low\".  It tries to, 10,000 symbols in a second.\n\n");
    referee_start(experiments, sizeof(experiments) / sizeof(experiments[0]));
}

void notified(microkit_channel ch)
{
    referee_notified(ch);
}
