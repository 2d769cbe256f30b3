/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two ends of a kernel entry: time is accounted for when it begins, and when
 * it ends the thread to run is chosen and the timer set.
 *
 *   sched_enter_...()       time since the last entry; is the slice over?
 *   something is done       threads wake and block (sched.c)
 *   sched_exit()            who runs, and until when at most
 */
#include "sched.h"

#include "arch.h"
#include "domain.h"
#include "fault.h"
#include "irq.h"
#include "sched_parts.h"
#include "thread.h"
#include "utilisation.h"
#include "vspace_switch.h"

enum { RELEASES = 4 }; /* in one kernel entry */

/* ---- Time ---- */

void sched_charge(void)
{
    if (sched.sc != NULL && sched.sc->refill_max > 0 && sched.used > 0) {
        refill_charge(sched.sc, sched.used, sched.now);
        sched.sc->consumed += sched.used;
    }
    sched.used = 0;
}

/* The current thread's slice ended: to the back of its queue, or wait. */
static void current_step_back(void)
{
    struct tcb *tcb = sched.current;

    if (sched_can_run(tcb)) {
        if (has_budget(tcb)) {
            ready_push_last(tcb);
        } else {
            sched_release_later(tcb);
        }
    }
    sched.set_timer = true;
    choose_anew();
}

static void slice_end(void)
{
    struct tcb *tcb = sched.current;

    sched_charge();
    if (!refill_is_round_robin(tcb->sc) && fault_timeout_handled(tcb)) {
        fault_timeout(tcb);
        sched.set_timer = true;
    } else {
        current_step_back();
    }
}

static bool budget_is_used_up(void)
{
    return !refill_sufficient(sched.sc, sched.used);
}

bool sched_enter_thread(void)
{
    if (UNLIKELY(budget_is_used_up())) {
        thread_restart_later(sched.current);
        slice_end();
        return false;
    }
    return true;
}

void sched_enter_interrupt(void)
{
    if (budget_is_used_up()) {
        slice_end();
    }
}

void sched_yield_current(void)
{
    struct sched_context *sc = sched.sc;

    sc->consumed += sched.used;
    sched.used = 0;
    refill_charge(sc, refill_head(sc)->amount, sched.now);
    current_step_back();
}

/* ---- Choosing ---- */

/* Budgets that have returned.  If there are more than one entry looks at, the
   timer is set for the next, and so interrupts at once. */
static void release_returned(void)
{
    struct tcb *tcb = release_first();

    for (unsigned i = 0; i < RELEASES && tcb != NULL && refill_ready(tcb->sc, sched.now); i++) {
        sched_dequeue(tcb);
        sched_wake(tcb);
        tcb = release_first();
    }
}

/* What the clock alone brings about; sched.event says when there is any. */
static void events_handle(void)
{
    release_returned();
    if (domain_update(sched.now)) {
        sched.set_timer = true;
        choose_anew();
    }
}

/* Was `tcb`, the current thread, lent a context in this kernel entry that has no
   budget now? */
static bool lent_in_vain(struct tcb *tcb)
{
    if (tcb->sc == sched.sc) {
        return false;
    }
    if (tcb->sc->sporadic) {
        refill_unblock(tcb->sc, sched.now);
    }
    return !has_budget(tcb);
}

/* The current thread if it could go on and stands in no queue.  One whose
   domain's slice is over goes to its queue. */
static struct tcb *current_competes(void)
{
    struct tcb *tcb = sched.current;

    if (tcb == NULL || !sched_can_run(tcb) || tcb->in_ready_queue) {
        return NULL;
    }
    if (UNLIKELY(lent_in_vain(tcb))) {
        sched_release_later(tcb);
        return NULL;
    }
    if (tcb->domain != domain_current()) {
        ready_push_first(tcb);
        return NULL;
    }
    return tcb;
}

/* Put the candidate that the current thread goes before into its queue. */
static void candidate_queue(const struct tcb *current)
{
    if (sched.candidate->priority == current->priority && !sched.candidate_first) {
        ready_push_last(sched.candidate);
    } else {
        ready_push_first(sched.candidate);
    }
    sched.candidate = NULL;
}

/* The thread to run, taken out of its queue; NULL if there is none. */
static struct tcb *choose(void)
{
    struct tcb *current = current_competes();
    struct tcb *candidate = sched.candidate;

    if (candidate != NULL && current != NULL && candidate->priority <= current->priority) {
        candidate_queue(current);
        candidate = NULL;
    }
    if (candidate == NULL && current != NULL && !sched.must_choose) {
        return current;
    }
    if (current != NULL) {
        ready_push_first(current);
    }
    struct tcb *first = ready_first(domain_current());
    if (candidate != NULL && (first == NULL || candidate->priority >= first->priority)) {
        sched.candidate = NULL;
        return candidate;
    }
    candidate_displace();
    if (first != NULL) {
        queue_remove(first);
    }
    return first;
}

void sched_timer_fired(void)
{
    sched.set_timer = true;
}

static void timer_update(void)
{
    ticks_t deadline = domain_deadline();
    struct tcb *waiting = release_first();

    if (waiting != NULL) {
        deadline = min_word(deadline, refill_head(waiting->sc)->time);
    }
    sched.event = deadline;
    if (sched.sc != NULL) {
        ticks_t end = sched.now + refill_head(sched.sc)->amount - sched.used;
        deadline = min_word(deadline, end);
    }
    arch_timer_set(deadline);
    sched.set_timer = false;
}

void sched_skip_time(void)
{
    sched.now = arch_now();
    timer_update();
}

/* Time counts for the context of `tcb` from now on. */
static void context_switch(struct tcb *tcb)
{
    sched_charge();
    sched.sc = tcb->sc;
    if (!tcb->sc->sporadic) {
        refill_unblock(tcb->sc, sched.now);
    }
    sched.set_timer = true;
}

/* Nothing can run: wait for an interrupt, which may change that. */
static void idle(void)
{
    sched_charge();
    sched.sc = NULL;
    sched.current = NULL;
    timer_update();
    utilisation_idle_begin();
    arch_wait_for_interrupt();
    utilisation_idle_end();
    sched.now = arch_now();
    sched.used = 0;
    irq_handle();
}

void sched_exit(void)
{
    struct tcb *next;

    /* Unbounded on purpose: an idle machine waits here. */
    for (;;) {
        if (sched.set_timer || sched.now >= sched.event) {
            events_handle();
        }
        next = choose();
        sched.must_choose = false;
        if (next != NULL) {
            break;
        }
        idle();
    }
    if (next->sc != sched.sc) {
        context_switch(next);
    }
    if (next != sched.current) {
        sched.current = next;
        vspace_switch(next);
    }
    if (sched.set_timer) {
        timer_update();
    }
    thread_activate(next);
}
