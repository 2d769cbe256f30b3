/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The domain schedule: slices that follow one another from the start entry to
 * the next end marker, then from the start entry again.  Only the domain
 * capability changes it (domain_control.c).
 */
#include "domain.h"

static struct domain_slice schedule[DOMAIN_SCHEDULE_LENGTH];
static unsigned start;      /* where the schedule starts; never an end marker */
static unsigned next;       /* what follows the current slice */
static unsigned running;    /* the current slice's domain */
static ticks_t deadline;    /* and end */

bool domain_slice_is_end(unsigned index)
{
    return schedule[index].duration == 0;
}

void domain_boot(ticks_t now)
{
    for (unsigned i = 0; i < DOMAIN_SCHEDULE_LENGTH; i++) {
        schedule[i] = (struct domain_slice){0, 0};
    }
    schedule[0].duration = DOMAIN_MAX_DURATION;
    start = 0;
    next = 1;
    running = 0;
    deadline = now + DOMAIN_MAX_DURATION;
}

bool domain_schedule_ok(unsigned domain)
{
    for (unsigned i = 0; i < DOMAIN_SCHEDULE_LENGTH; i++) {
        if (schedule[i].domain >= NUM_DOMAINS || schedule[i].duration > DOMAIN_MAX_DURATION ||
            (domain_slice_is_end(i) && schedule[i].domain != 0)) {
            return false;
        }
    }
    return domain_slice_is_end(DOMAIN_SCHEDULE_LENGTH - 1) && !domain_slice_is_end(start) &&
           next < DOMAIN_SCHEDULE_LENGTH && running == domain && running < NUM_DOMAINS;
}

ticks_t domain_deadline(void)
{
    return deadline;
}

/* Counted from where the slice before it was to end: what the kernel was late for is not handed
   on, so a slice in which nobody runs makes up for it.  If it was later than that, what is missed
   is missed. */
static ticks_t slice_end(ticks_t before, ticks_t duration, ticks_t now)
{
    return now - before < duration ? before + duration : now + duration;
}

unsigned domain_at(ticks_t now)
{
    if (now >= deadline) {
        unsigned index = domain_slice_is_end(next) ? start : next;
        running = schedule[index].domain;
        deadline = slice_end(deadline, schedule[index].duration, now);
        next = index + 1; /* the last entry is an end marker, so this is one at most */
    }
    return running;
}

bool domain_set_slice(unsigned index, struct domain_slice slice)
{
    if (slice.duration == 0 && index == start) {
        return false;
    }
    schedule[index] = slice;
    return true;
}

void domain_start_at(unsigned index, ticks_t now)
{
    start = index;
    next = index;
    deadline = now;
}
