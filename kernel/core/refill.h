/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Budgets over time: a scheduling context's ring of refills, each some ticks
 * that may be used from some time on, ordered by time (ABI.md 10.5).  Pure
 * arithmetic on the ring; the scheduler decides what it means for threads.
 */
#pragma once

#include "object.h"

/*
 * However many refills a scheduling context may have, it uses no more than
 * MOST_REFILLS: a kernel entry goes through them with interrupts off.  Beyond
 * that, as where the object has no room, refills are merged and delayed.
 */
enum {
    MIN_REFILLS = 2,
    MOST_REFILLS = 64,
    MIN_BUDGET_US = 20,
};
#define MAX_PERIOD_US 36893488147419ull

/* Time conversions at the board's timer frequency. */
ticks_t us_to_ticks(word_t us);
word_t ticks_to_us(ticks_t ticks);

/* MIN_BUDGET_US in ticks; set by refill_boot(). */
extern ticks_t refill_min_budget;
void refill_boot(void);

/* How many refills fit an object of 2^size_bits bytes. */
unsigned refill_capacity(unsigned size_bits);

static inline struct refill *refill_head(struct sched_context *sc)
{
    return &sc->refill[sc->refill_head];
}

static inline bool refill_is_round_robin(const struct sched_context *sc)
{
    return sc->period == 0;
}

/* May the head be used at `now`? */
static inline bool refill_ready(struct sched_context *sc, ticks_t now)
{
    return refill_head(sc)->time <= now;
}

/* Is enough left in the head to run, once `used` ticks of it are charged? */
static inline bool refill_sufficient(struct sched_context *sc, ticks_t used)
{
    return refill_head(sc)->amount >= used + refill_min_budget;
}

/* Round robin: the first refill, which is the head, counts down and the second up.  `used` is no
   more than what is left. */
static inline void refill_charge_part(struct sched_context *sc, ticks_t used)
{
    sc->refill[0].amount -= used;
    sc->refill[1].amount += used;
}

/* Round robin: the next slice begins. */
static inline void refill_restart(struct sched_context *sc, ticks_t now)
{
    sc->refill[0] = (struct refill){.time = now, .amount = sc->budget};
    sc->refill[1] = (struct refill){.time = now, .amount = 0};
}

/* A fresh budget, available at `now`; period 0 means round robin. */
void refill_new(struct sched_context *sc, unsigned max, ticks_t budget, ticks_t period,
                ticks_t now);

/* Change the parameters of a running context and keep what it has used. */
void refill_update(struct sched_context *sc, unsigned max, ticks_t budget, ticks_t period,
                   ticks_t now);

/* Take `used` ticks from the head and schedule their return. */
void refill_charge(struct sched_context *sc, ticks_t used, ticks_t now);

/* The thread wakes or is switched to: unused past time is not saved up. */
void refill_unblock(struct sched_context *sc, ticks_t now);
