/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Domains: sets of threads between which time is divided by a fixed schedule
 * (ABI.md 10.2).
 */
#pragma once

#include "err.h"

enum {
    NUM_DOMAINS = 16,
    DOMAIN_SCHEDULE_LENGTH = 100 /* the last entry is always an end marker */
};

/* Boot: domain 0 for ever. */
void domain_boot(ticks_t now);

/* Written by domain.c alone. */
extern unsigned domain_running;

/* The domain whose threads may run. */
static inline unsigned domain_current(void)
{
    return domain_running;
}

/* Is the schedule well formed?  For checks. */
bool domain_schedule_ok(void);

/* When its slice ends. */
ticks_t domain_deadline(void);

/* Go on to the next slice if this one has ended by `now`.  True if that is
   another domain's. */
MUST_USE bool domain_update(ticks_t now);
