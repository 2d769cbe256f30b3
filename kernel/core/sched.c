/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scheduler: what happens to threads during a kernel entry.  They wake and
 * block, their priorities, domains and scheduling contexts change; which of them
 * runs is decided once, at the end (sched_switch.c).
 *
 * The *candidate* is the thread woken last, kept out of the queues because it
 * is likely to run next.  Where it stands when it does not run depends on when
 * it woke (ABI.md 10.6): at the head of its queue; or behind a current thread of
 * the same priority, at the tail, if that could go on when it woke.
 */
#include "sched.h"

#include "arch.h"
#include "domain.h"
#include "sched_parts.h"

enum { INITIAL_SLICE_US = 5000 };

struct scheduler sched;

/* ---- Threads ---- */

void sched_dequeue(struct tcb *tcb)
{
    place_none(tcb);
}

void sched_stop(struct tcb *tcb)
{
    place_none(tcb);
    if (tcb == sched.current) {
        sched.reasons |= REASON_CURRENT;
    }
}

COLD void sched_reschedule(void)
{
    if (sched.candidate != NULL) {
        place_first(sched.candidate);
    }
    sched.reasons |= REASON_CURRENT;
}

bool sched_has_budget(struct tcb *tcb)
{
    return has_budget(tcb);
}

/* Its time is not the usual, or it is not the first that wakes, or it is of another domain. */
NOINLINE static void wake_unusual(struct tcb *tcb)
{
    if (tcb->sc->sporadic && tcb->sc != sched.sc) {
        refill_unblock(tcb->sc, sched.now);
    }
    if (!has_budget(tcb)) {
        place_release(tcb);
    } else if (tcb->domain != sched.domain) {
        place_first(tcb);
    } else {
        if (sched.candidate != NULL) {
            sched_reschedule();
        }
        place_candidate(tcb, !(sched.reasons & REASON_CURRENT));
    }
}

void sched_wake(struct tcb *tcb)
{
    if (tcb == sched.current || tcb->place != PLACE_NONE || !sched_can_run(tcb)) {
        return;
    }
    if (UNLIKELY(!wakes_usually(tcb))) {
        wake_unusual(tcb);
        return;
    }
    place_candidate(tcb, !(sched.reasons & REASON_CURRENT));
}

/* The ready queues are by domain and priority: take `tcb` out, change it, put
   it back.  A thread that waits for its budget keeps its place, in its domain's
   queue. */
void sched_move(struct tcb *tcb, uint8_t priority, uint8_t domain)
{
    bool runnable = sched_can_run(tcb);
    bool waits = tcb->place == PLACE_RELEASE;

    if (!waits || domain != tcb->domain) {
        place_none(tcb);
    }
    tcb->priority = priority;
    tcb->domain = domain;
    if (waits && tcb->place == PLACE_NONE) {
        place_release(tcb);
    }
    if (runnable) {
        if (tcb != sched.current) {
            place_first(tcb);
        }
        sched_reschedule();
    }
}

void sched_yield_to(struct tcb *target)
{
    place_none(target);
    sched_charge();
    if (sched_can_run(sched.current)) {
        place_first(sched.current);
    }
    place_first(target);
    sched_reschedule();
}

/* ---- Scheduling contexts ---- */

void sched_unbind(struct sched_context *sc)
{
    struct tcb *tcb = sc->tcb;

    if (tcb == NULL) {
        return;
    }
    sched_stop(tcb);
    tcb->sc = NULL;
    sc->tcb = NULL;
}

void sched_donate(struct sched_context *sc, struct tcb *to)
{
    ASSERT(to->sc == NULL);
    sched_unbind(sc);
    sc->tcb = to;
    to->sc = sc;
}

void sched_forget(struct sched_context *sc)
{
    if (sched.sc == sc) {
        sched_charge();
        sched.sc = NULL;
    }
}

void sched_budget_changed(struct sched_context *sc)
{
    struct tcb *tcb = sc->tcb;

    sched.reasons |= REASON_TIMER;
    if (tcb == NULL) {
        return;
    }
    place_none(tcb);
    if (tcb == sched.current) {
        if (!sched_has_budget(tcb)) {
            place_release(tcb);
        }
        sched_reschedule();
    } else {
        sched_wake(tcb);
    }
}

void sched_boot(struct tcb *initial, struct sched_context *sc)
{
    place_boot();
    refill_boot();
    sched.current = NULL;
    sched.sc = NULL;
    sched.domain = 0;
    sched.now = arch_now();
    sched.since = sched.now;
    sched.reasons = REASON_EVENT;
    refill_new(sc, MIN_REFILLS, us_to_ticks(INITIAL_SLICE_US), 0, sched.now);
    sc->tcb = initial;
    initial->sc = sc;
    place_first(initial);
    sched_reschedule();
    sched_decide();
}
