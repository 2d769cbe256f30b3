/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The domain schedule: slices that follow one another from the start entry to
 * the next end marker, then from the start entry again.  Only the domain
 * capability changes it.
 */
#include "domain.h"

#include "invocation.h"
#include "sched.h"

#define MAX_DURATION MASK(56)

/* Both 0: an end marker. */
struct domain_slice {
    ticks_t duration;
    unsigned domain;
};

static struct domain_slice schedule[DOMAIN_SCHEDULE_LENGTH];
static unsigned start;      /* where the schedule starts; never an end marker */
static unsigned next;       /* what follows the current slice */
static unsigned running;    /* the current slice's domain */
static ticks_t deadline;    /* and end */

static bool slice_is_end(unsigned index)
{
    return schedule[index].duration == 0;
}

void domain_boot(ticks_t now)
{
    for (unsigned i = 0; i < DOMAIN_SCHEDULE_LENGTH; i++) {
        schedule[i] = (struct domain_slice){0, 0};
    }
    schedule[0].duration = MAX_DURATION;
    start = 0;
    next = 1;
    running = 0;
    deadline = now + MAX_DURATION;
}

bool domain_schedule_ok(void)
{
    for (unsigned i = 0; i < DOMAIN_SCHEDULE_LENGTH; i++) {
        if (schedule[i].domain >= NUM_DOMAINS || schedule[i].duration > MAX_DURATION ||
            (slice_is_end(i) && schedule[i].domain != 0)) {
            return false;
        }
    }
    return slice_is_end(DOMAIN_SCHEDULE_LENGTH - 1) && !slice_is_end(start) &&
           next < DOMAIN_SCHEDULE_LENGTH && running == sched.domain && running < NUM_DOMAINS;
}

ticks_t domain_deadline(void)
{
    return deadline;
}

unsigned domain_at(ticks_t now)
{
    if (now >= deadline) {
        unsigned index = slice_is_end(next) ? start : next;
        running = schedule[index].domain;
        deadline = now + schedule[index].duration;
        next = index + 1; /* the last entry is an end marker, so this is one at most */
    }
    return running;
}

/* ---- The domain capability ---- */

static struct err domain_set(struct invocation *call)
{
    if (call->mr[0] >= NUM_DOMAINS) {
        return err_argument(0);
    }
    cap_t cap = invocation_cap(call, 0);
    if (cap_type(cap) != CAP_TCB) {
        return err_argument(1);
    }
    struct tcb *tcb = cap_tcb(cap);
    sched_move(tcb, tcb->priority, (uint8_t)arch_index(call->mr[0], NUM_DOMAINS));
    return ok();
}

static struct err domain_schedule_configure(struct invocation *call)
{
    word_t index = call->mr[0];
    word_t domain = call->mr[1];
    word_t duration = call->mr[2];

    if (index >= DOMAIN_SCHEDULE_LENGTH - 1) {
        return err_range(0, DOMAIN_SCHEDULE_LENGTH - 2);
    }
    if (domain >= NUM_DOMAINS) {
        return err_range(0, NUM_DOMAINS - 1);
    }
    if (duration > MAX_DURATION) {
        return err_argument(2);
    }
    if (duration == 0 && domain != 0) {
        return err_argument(1);
    }
    if (duration == 0 && index == start) {
        return err_argument(2);
    }
    schedule[arch_index(index, DOMAIN_SCHEDULE_LENGTH)] =
        (struct domain_slice){duration, (unsigned)domain};
    return ok();
}

static struct err domain_schedule_set_start(struct invocation *call)
{
    word_t index = call->mr[0];

    if (index >= DOMAIN_SCHEDULE_LENGTH) {
        return err_range(0, DOMAIN_SCHEDULE_LENGTH - 1);
    }
    index = arch_index(index, DOMAIN_SCHEDULE_LENGTH);
    if (slice_is_end((unsigned)index)) {
        return err_argument(0);
    }
    start = (unsigned)index;
    next = start;
    deadline = 0; /* the current slice ends at once */
    sched_look_at_time();
    return ok();
}

static const struct method domain_methods[] = {
    {DomainSetSet, 1, 1, domain_set},
    {DomainScheduleConfigure, 3, 0, domain_schedule_configure},
    {DomainScheduleSetStart, 1, 0, domain_schedule_set_start},
    {0, 0, 0, NULL},
};

const struct cap_kind domain_kind = {
    .methods = domain_methods,
    .not_before_receive = true,
};
