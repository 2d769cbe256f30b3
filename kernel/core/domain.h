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

/* Is the schedule well formed?  For checks. */
bool domain_schedule_ok(void);

/* When its slice ends. */
ticks_t domain_deadline(void);

/* Go on to the next slice if this one has ended by `now`.  The domain whose slice it is. */
unsigned domain_at(ticks_t now);
