/* SPDX-License-Identifier: BSD-2-Clause */
/* The domain schedule, and actors of other domains. */
#include "domains.h"

#include "devices.h"

static seL4_Word used; /* entries that schedule_set() has changed */

seL4_Word domain_count(void)
{
    CHECK_EQUAL(schedule_configure(0, ~0ull, 1), seL4_RangeError);
    return got()->mr[1] + 1;
}

seL4_Word schedule_length(void)
{
    CHECK_EQUAL(schedule_set_start(~0ull), seL4_RangeError);
    return got()->mr[1] + 1;
}

/* ABI.md 10.3. */
static seL4_Word us_to_ticks(seL4_Word us)
{
    return us * (BOARD_TIMER_HZ / 1000) / 1000;
}

void schedule_set(const struct slice *slices, seL4_Word count)
{
    used = count;
    for (seL4_Word i = 0; i < count; i++) {
        OK(schedule_configure(i, slices[i].domain, us_to_ticks(slices[i].us)));
    }
    OK(schedule_configure(count, 0, 0));
    OK(schedule_set_start(0));
}

void schedule_reset(void)
{
    if (used == 0) {
        return;
    }
    (void)seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 0, 0, MAX_TICKS);
    (void)seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 0);
    for (; used > 1; used--) {
        (void)seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, used - 1, 0, 0);
    }
    used = 0;
}

struct thread *actor_in_domain(thread_function *function, seL4_Word priority, seL4_Word domain)
{
    struct thread *t = actor_new(function, priority);

    OK(domain_set(t->tcb, domain));
    actor_start(t);
    return t;
}
