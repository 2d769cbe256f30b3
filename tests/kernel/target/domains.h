/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of domains.  The task's own threads are in domain 0, so a schedule
 * has a slice of it, or nothing ends the test.
 */
#pragma once

#include "timing.h"

/* What the kernel itself says about its limits. */
seL4_Word domain_count(void);
seL4_Word schedule_length(void); /* entries, with the last, which is always an end marker */

#define MAX_TICKS ((1ull << 56) - 1)

static inline seL4_Word domain_set(seL4_CPtr tcb, seL4_Word domain)
{
    return invoke(seL4_CapDomain, DomainSetSet, W(tcb), W(domain));
}

static inline seL4_Word schedule_configure(seL4_Word index, seL4_Word domain, seL4_Word ticks)
{
    return invoke(seL4_CapDomain, DomainScheduleConfigure, NONE, W(index, domain, ticks));
}

static inline seL4_Word schedule_set_start(seL4_Word index)
{
    return invoke(seL4_CapDomain, DomainScheduleSetStart, NONE, W(index));
}

struct slice {
    seL4_Word domain;
    seL4_Word us;
};

/* The first entries of the schedule are these, then an end marker; it starts now. */
#define SCHEDULE(...)                                                                              \
    schedule_set((const struct slice[]){__VA_ARGS__},                                              \
                 sizeof((const struct slice[]){__VA_ARGS__}) / sizeof(struct slice))
void schedule_set(const struct slice *slices, seL4_Word count);

/* The schedule is as at boot: called by the supervisor after each test. */
void schedule_reset(void);

/* An actor of `domain`, started. */
struct thread *actor_in_domain(thread_function *function, seL4_Word priority, seL4_Word domain);
