/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the components of domains.system agree on.
 */
#pragma once

#include <microkit.h>

enum { DOMAINS_ROUNDS = 8 };

/* The region "notes".  Times are of the physical counter. */
struct domains_notes {
    volatile seL4_Word rounds;                 /* that the spinner has measured */
    volatile seL4_Word runs[DOMAINS_ROUNDS];   /* how long it ran */
    volatile seL4_Word pauses[DOMAINS_ROUNDS]; /* how long it then did not */
    volatile seL4_Word servers;                /* that were started */
    volatile seL4_Word answered_at;
    volatile seL4_Word spun_at;                /* when the spinner last looked */
};

static inline seL4_Word domains_now(void)
{
    seL4_Word now;

    __asm__ volatile("isb\n mrs %0, cntpct_el0" : "=r"(now) : : "memory");
    return now;
}

static inline seL4_Word domains_ticks_per_us(void)
{
    seL4_Word hertz;

    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(hertz));
    return hertz / 1000000;
}
