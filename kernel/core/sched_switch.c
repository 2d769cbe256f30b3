/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two ends of a kernel entry: time is looked at when it begins, and when it
 * ends the thread to run is chosen and the timer set, if there is a reason to.
 *
 *   sched_slice_lasts()     is the limit reached: an event, the end of the slice?
 *   something is done       threads wake and block (sched.c)
 *   sched_decide()          who runs, and until when at most
 */
#include "sched.h"

#include "arch.h"
#include "domain.h"
#include "irq.h"
#include "sched_parts.h"
#include "thread.h"
#include "utilisation.h"
#include "vcpu.h"
#include "vspace_switch.h"

enum { RELEASES = 4 }; /* in one kernel entry */

/* ---- Time ---- */

void sched_charge(void)
{
    ticks_t used = sched_used();

    if (sched.sc != NULL && sched.sc->refill_max > 0 && used > 0) {
        refill_charge(sched.sc, used, sched.now);
        sched.sc->consumed += used;
    }
    sched.since = sched.now;
}

void sched_step_back(void)
{
    if (!refill_ready(sched.sc, sched.now)) {
        place_release(sched.current);
    }
    sched.reasons |= REASON_CURRENT | REASON_BEHIND | REASON_TIMER;
}

void sched_slice_end(void)
{
    sched_charge();
    sched.reasons |= REASON_TIMER;
}

bool sched_limit_reached(void)
{
    if (sched.now >= sched.event) {
        sched.reasons |= REASON_EVENT;
    }
    return refill_sufficient(sched.sc, sched_used());
}

void sched_yield_current(void)
{
    struct sched_context *sc = sched.sc;

    sc->consumed += sched_used();
    sched.since = sched.now;
    refill_charge(sc, refill_head(sc)->amount, sched.now);
    sched_step_back();
}

/* Budgets of this domain that have returned.  If there are more than one entry looks at, the
   timer is set for the next, and so interrupts at once. */
static void release_returned(void)
{
    struct tcb *tcb = release_first(sched.domain);

    for (unsigned i = 0; i < RELEASES && tcb != NULL && refill_ready(tcb->sc, sched.now); i++) {
        place_none(tcb);
        sched_wake(tcb);
        tcb = release_first(sched.domain);
    }
}

/* What the clock alone brings about.  Budgets that returned in another domain's
   slices are back when the own one begins. */
COLD static void events_handle(void)
{
    unsigned domain = domain_at(sched.now);
    if (domain != sched.domain) {
        sched.domain = domain;
        sched_reschedule();
    }
    release_returned();
}

static ticks_t next_event(void)
{
    const struct tcb *waiting = release_first(sched.domain);

    return waiting == NULL ? domain_deadline()
                           : min_word(domain_deadline(), refill_head(waiting->sc)->time);
}

static void timer_update(void)
{
    if (sched.reasons & REASON_EVENT) {
        sched.event = next_event();
    }
    if (sched.sc != NULL) {
        timer_set(sched.since + refill_head(sched.sc)->amount);
    } else {
        arch_timer_set(sched.event); /* while nobody runs there is no limit */
    }
}

void sched_look_at_time(void)
{
    sched.reasons |= REASON_EVENT;
}

void sched_timer_stopped(void)
{
    sched.reasons |= REASON_TIMER;
}

void sched_skip_time(void)
{
    ticks_t now = arch_now();

    sched.since += now - sched.now;
    sched.now = now;
    timer_update();
}

/* ---- Choosing ---- */

/* `tcb`, the current thread, was lent a context in this kernel entry: one that has
   no budget now? */
COLD static bool lent_in_vain(struct tcb *tcb)
{
    if (tcb->sc->sporadic) {
        refill_unblock(tcb->sc, sched.now);
    }
    return !sched_has_budget(tcb);
}

/* The current thread, which could go on, does not: before its equals, or behind them if its own
   slice is over. */
static void current_queue(struct tcb *current)
{
    if (sched.reasons & REASON_BEHIND) {
        place_last(current);
    } else {
        place_first(current);
    }
}

/* The current thread if it could go on and has no other place.  One whose
   domain's slice is over goes to its queue. */
static struct tcb *current_competes(void)
{
    struct tcb *tcb = sched.current;

    if (!(sched.reasons & REASON_CURRENT)) {
        return tcb;
    }
    if (tcb == NULL || tcb->place != PLACE_NONE || !sched_can_run(tcb)) {
        return NULL;
    }
    if (UNLIKELY(tcb->sc != sched.sc) && lent_in_vain(tcb)) {
        place_release(tcb);
        return NULL;
    }
    if (tcb->domain != sched.domain) {
        current_queue(tcb);
        return NULL;
    }
    return tcb;
}

/* Of those that are to run but do not, the one with the best claim: the candidate
   before others of its priority.  NULL if there is none. */
static struct tcb *best_waiting(void)
{
    struct tcb *candidate = sched.candidate;
    int priority = ready_priority(sched.domain);

    if (candidate != NULL && candidate->priority >= priority) {
        return candidate;
    }
    return priority < 0 ? NULL : ready_lists[sched.domain][priority].head;
}

/* The candidate, which does not run, goes into its queue. */
static void candidate_queue(const struct tcb *current)
{
    struct tcb *candidate = sched.candidate;

    if (candidate->place == PLACE_CANDIDATE_BEHIND && current != NULL &&
        candidate->priority == current->priority) {
        place_last(candidate);
    } else {
        place_first(candidate);
    }
}

/* The thread to run, taken out of its place; NULL if there is none.  The current
   one goes before others of its priority, unless its slice is over. */
static struct tcb *choose(void)
{
    if (sched.reasons & REASON_EVENT) {
        events_handle();
    }
    struct tcb *current = current_competes();
    struct tcb *next = best_waiting();
    bool behind = (sched.reasons & REASON_BEHIND) != 0;

    if (current != NULL && (next == NULL || current->priority >= next->priority + behind)) {
        next = current;
    }
    if (sched.candidate != NULL && sched.candidate != next) {
        candidate_queue(current);
    }
    if (next == current) {
        return next;
    }
    if (current != NULL) {
        current_queue(current);
    }
    if (next != NULL) {
        place_none(next);
    }
    return next;
}

/* Time counts for the context of `tcb` from now on. */
static void context_switch(struct tcb *tcb)
{
    if (sched.sc != NULL) {
        sched_charge();
    }
    sched.sc = tcb->sc;
    if (!tcb->sc->sporadic) {
        refill_unblock(tcb->sc, sched.now);
    }
    sched.reasons |= REASON_TIMER;
}

/* Nothing can run: wait for an interrupt, which may change that. */
COLD static void idle(void)
{
    sched_charge();
    sched.sc = NULL;
    sched.current = NULL;
    timer_update();
    arch_vcpu_idle();
    utilisation_idle_begin();
    arch_wait_for_interrupt();
    utilisation_idle_end();
    sched.now = arch_now();
    sched.since = sched.now;
    sched.reasons = REASON_CURRENT | (sched.now >= sched.event ? REASON_EVENT : 0);
    irq_handle();
}

/*
 * ---- The usual decision ----
 *
 * Threads woke, or the current one stopped, and who is to run has usual time.  What
 * decide_generally() does then is done here, without a call: this is on the way of all messages,
 * signals, interrupts and faults.
 */

/* Time counts for `sc`, which has usual time, from now on.  So has who is charged until now, if
   anybody is, and the limit is not reached. */
static inline void switch_usual_time(struct sched_context *sc)
{
    struct sched_context *old = sched.sc;
    ticks_t used = sched_used();

    if (old != NULL) {
        refill_charge_part(old, used);
        old->consumed += used;
    }
    sched.since = sched.now;
    sched.sc = sc;
    timer_set(sched.now + sc->refill[0].amount);
}

void switch_usual(struct tcb *next)
{
    if (next->sc != sched.sc) {
        switch_usual_time(next->sc);
    }
    sched.current = next;
    vspace_activate(next->slot[TCB_VSPACE].cap);
}

/* That, and nothing else is to decide. */
static inline void decide_for(struct tcb *next)
{
    sched.reasons = 0;
    thread_go_on(next);
    switch_usual(next);
}

/* The candidate runs. */
static inline void decide_for_candidate(void)
{
    struct tcb *candidate = sched.candidate;

    place_none_from_candidate(candidate);
    decide_for(candidate);
}

/* Did a thread with usual time wake on an idle machine, and nothing else happen? */
static inline bool woken_alone(void)
{
    return sched.candidate != NULL && sched.reasons == (REASON_CURRENT | REASON_CANDIDATE) &&
           switch_is_usual(sched.candidate);
}

NOINLINE static void decide_generally(void)
{
    struct tcb *next;

    /* Unbounded on purpose: an idle machine waits here. */
    while ((next = choose()) == NULL) {
        idle();
        if (woken_alone()) {
            decide_for_candidate();
            return;
        }
    }
    if (next->sc != sched.sc) {
        context_switch(next);
    }
    if (next != sched.current) {
        sched.current = next;
        vspace_switch(next);
    }
    if (sched.reasons & (REASON_EVENT | REASON_TIMER)) {
        timer_update();
    }
    sched.reasons = 0;
    thread_activate(next);
}

void sched_decide_woken(struct tcb *tcb)
{
    struct tcb *current = sched.current;

    if (tcb->priority <= current->priority) {
        place_ready_from_none(tcb, tcb->priority < current->priority ? PLACE_FIRST : PLACE_LAST);
    } else if (LIKELY(switch_is_usual(tcb))) {
        place_ready_from_none(current, PLACE_FIRST);
        decide_for(tcb);
    } else {
        place_candidate(tcb, true);
        decide_generally();
    }
}

void sched_decide_stopped(void)
{
    struct tcb *candidate = sched.candidate;
    int priority = ready_priority(sched.domain);

    if (candidate != NULL) {
        if (candidate->priority >= priority && switch_is_usual(candidate)) {
            decide_for_candidate();
            return;
        }
    } else if (priority >= 0) {
        struct thread_list *list = &ready_lists[sched.domain][priority];
        struct tcb *next = list->head;
        if (switch_is_usual(next)) {
            place_none_from_head(list, next);
            decide_for(next);
            return;
        }
    }
    sched.reasons |= REASON_CURRENT;
    decide_generally();
}

/* Is the current thread the only one that is to run?  Its slice may be over. */
static inline bool goes_on_alone(const struct tcb *current)
{
    return current != NULL && sched.candidate == NULL && !(sched.reasons & REASON_EVENT) &&
           thread_is_runnable(current) && current->place == PLACE_NONE &&
           current->sc == sched.sc && current->sc != NULL && current->domain == sched.domain &&
           ready_priority(sched.domain) < current->priority;
}

void sched_decide(void)
{
    struct tcb *current = sched.current;
    struct tcb *candidate = sched.candidate;
    unsigned reasons = sched.reasons;

    if (reasons == REASON_CANDIDATE && candidate != NULL) {
        place_none_from_candidate(candidate);
        sched.reasons = 0;
        sched_decide_woken(candidate);
    } else if ((reasons | REASON_CANDIDATE) == (REASON_CURRENT | REASON_CANDIDATE) &&
               (current == NULL || !thread_is_runnable(current))) {
        sched_decide_stopped();
    } else if (goes_on_alone(current)) {
        timer_set(sched.since + refill_head(current->sc)->amount);
        sched.reasons = 0;
        thread_activate(current);
    } else {
        decide_generally();
    }
}
