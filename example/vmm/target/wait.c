/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the guest's deadline to one that the clock knows (driver/clock.c).
 */
#include <microkit.h>

#include "channels.h"
#include "registers.h"
#include "wait.h"

void wait_for_timer(void)
{
    uint64_t deadline;

    if (vcpu_deadline(&deadline)) {
        microkit_mr_set(0, deadline);
        (void)microkit_ppcall(TIMER, microkit_msginfo_new(CLOCK_AT, 1));
    } else {
        (void)microkit_ppcall(TIMER, microkit_msginfo_new(CLOCK_NEVER, 0));
    }
}

/* The clock still signals then: that ends no wait, or the next one early. */
void wait_is_over(void)
{
}

/* A signal needs no answer. */
void wait_was_signalled(void)
{
}
