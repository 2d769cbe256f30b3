/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The physical timer, for all monitors of a system: it is one, and each has its own deadline.
 */
#include <microkit.h>

#include "channels.h"
#include "deadlines.h"
#include "processor.h"

/* Its other channels are monitors'. */
enum { TIMER_IRQ = 0 };

static struct deadlines deadlines;

/* Whoever is due is told, and the timer is set for who comes next.  If that is due meanwhile, the
   interrupt is there at once. */
static void turn(void)
{
    uint64_t next;
    unsigned who;

    while (deadlines_take_due(&deadlines, counter_now(), &who)) {
        microkit_notify((microkit_channel)who);
    }
    if (deadlines_next(&deadlines, &next)) {
        timer_set(next, TIMER_ENABLE);
    } else {
        timer_set(0, TIMER_MASKED);
    }
}

void init(void)
{
    timer_set(0, TIMER_MASKED);
}

void notified(microkit_channel ch)
{
    if (ch == TIMER_IRQ) {
        turn(); /* before it is acknowledged: the interrupt is a level */
        microkit_irq_ack(TIMER_IRQ);
    }
}

/* Each has one deadline, and reaches no other's. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    if (microkit_msginfo_get_label(msginfo) == CLOCK_AT &&
        microkit_msginfo_get_count(msginfo) == 1) {
        deadlines_set(&deadlines, (unsigned)ch, microkit_mr_get(0));
    } else {
        deadlines_clear(&deadlines, (unsigned)ch);
    }
    turn();
    return microkit_msginfo_new(0, 0);
}
