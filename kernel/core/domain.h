/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Domains: sets of threads between which time is divided by a fixed schedule
 * (ABI.md 10.2).
 */
#pragma once

#include "types.h"

enum {
    NUM_DOMAINS = CONFIG_DOMAINS,
    DOMAIN_SCHEDULE_LENGTH = CONFIG_DOMAIN_SLICES /* the last entry is always an end marker */
};

#define DOMAIN_MAX_DURATION MASK(56)

/* Both 0: an end marker. */
struct domain_slice {
    ticks_t duration;
    unsigned domain;
};

/* Boot: domain 0 for ever. */
void domain_boot(ticks_t now);

/* Is the schedule well formed, and this the domain whose slice it is?  For checks. */
bool domain_schedule_ok(unsigned domain);

/* When its slice ends. */
ticks_t domain_deadline(void);

/* Go on to the next slice if this one has ended by `now`.  The domain whose slice it is. */
unsigned domain_at(ticks_t now);

/* Change the schedule, not the slice that it is.  `index` is in it.  False: the
   schedule would start with an end marker. */
MUST_USE bool domain_set_slice(unsigned index, struct domain_slice slice);
bool domain_slice_is_end(unsigned index);

/* The slice that it is ends, and the schedule starts at `index`, which is no end
   marker, from `now` on. */
void domain_start_at(unsigned index, ticks_t now);
