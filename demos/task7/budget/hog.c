/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, the hog: outranks all but the timer, and never stops of itself.  It
 * reads the counter again and again; where that jumps, somebody else ran.  So it
 * notes, for the judge, in which intervals it had the processor.
 */
#include "../task7.h"

/* A round of the loop takes a few instructions; a detour through the kernel to another component
   and back takes more ticks than this. */
enum { GAP_TICKS = 16 };

static void note(seL4_Word start, seL4_Word end)
{
    volatile struct interval *i = &intervals()->of[intervals()->count];

    i->start = start;
    i->end = end;
    intervals()->count++;
}

static void spin(void)
{
    seL4_Word end = last_tick();
    seL4_Word start = counter_now();
    seL4_Word before = start;

    while (orders()->loud != 0 && before < end && intervals()->count < MAX_INTERVALS) {
        seL4_Word now = counter_now();

        if (now - before > GAP_TICKS) {
            note(start, before);
            start = now;
        }
        before = now;
    }
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch; /* the judge's: it may begin */
    spin();
}
