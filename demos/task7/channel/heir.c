/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In high's domain, below all others there: has the processor whenever they leave it, so that it is
 * never idle; and tells one of them when a new slice begins.
 */
#include "channel.h"

enum { LOW_BEGINS = 4 /* slices after low was told to, it certainly does */ };

static uint64_t last; /* look at the clock; a slice may begin while one of them has the processor */

static void next_slice(void)
{
    for (;;) {
        uint64_t before = last;

        last = counter_now();
        if (last - before >= counter_ticks(ROUND_US) / 4) {
            return;
        }
    }
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    last = counter_now();
    for (unsigned i = 0; i < LOW_BEGINS; i++) {
        next_slice();
    }
    for (unsigned i = 0; i < COVERT_SENT; i++) {
        next_slice();
        microkit_notify(HEIR_FIRST_BEAT + ch);
    }
}
