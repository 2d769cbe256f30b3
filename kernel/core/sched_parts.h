/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the two parts of the scheduler share, sched.c and sched_switch.c, and what others may ask
 * of time: those who pass messages and signals.
 */
#pragma once

#include "arch.h"
#include "place.h"
#include "refill.h"

/* Ticks that are not yet charged to the context that runs. */
static inline ticks_t sched_used(void)
{
    return sched.now - sched.since;
}

/*
 * ---- Usual time ----
 *
 * Round robin is the usual kind of time: nothing is due, or to be merged, when a thread wakes or is
 * switched to, and what is used up before the limit leaves a head to run on.
 */

/* Has `sc`, of a thread that waits or is ready and so configured, usual time now?  If it is the one
   that is charged, the entry was before the limit. */
static inline bool is_usual_time(struct sched_context *sc)
{
    return refill_is_round_robin(sc) && sc->refill[0].time <= sched.now;
}

/* Is `tcb`, which can run and has no place, to be the candidate if it wakes now? */
static inline bool wakes_usually(const struct tcb *tcb)
{
    return sched.candidate == NULL && tcb->domain == sched.domain && is_usual_time(tcb->sc);
}

/* Is a switch to `sc` only a matter of usual time, or of none? */
static inline bool time_is_usual(struct sched_context *sc)
{
    return sc == sched.sc ||
           (is_usual_time(sc) && (sched.sc == NULL || refill_is_round_robin(sched.sc)));
}

/* Is a switch to `next`, which can run, all there is to do for it? */
static inline bool switch_is_usual(const struct tcb *next)
{
    return next->yield_to == NULL && time_is_usual(next->sc);
}

/* `next`, of which that is true, has left its place and runs; where it goes on is known.  A leaf,
   on the way of all messages, signals, interrupts and faults. */
void switch_usual(struct tcb *next);

/* Set the timer for the end of a budget, or an event before it. */
static inline void timer_set(ticks_t end)
{
    sched.limit = min_word(sched.event, end - refill_min_budget + 1);
    arch_timer_set(min_word(sched.event, end));
}

/* sched_has_budget() */
static inline bool has_budget(struct tcb *tcb)
{
    return refill_ready(tcb->sc, sched.now) &&
           refill_sufficient(tcb->sc, tcb->sc == sched.sc ? sched_used() : 0);
}
