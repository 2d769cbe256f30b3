/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scheduler.  During one kernel entry threads wake and block; at its end
 * sched_exit() picks the thread to run.
 *
 * The *candidate* is the thread woken last, kept out of the queues because it
 * is likely to run next.  Where it stands when it does not run depends on when
 * it woke (ABI.md 10.6): with `candidate_first`, at the head of its queue; else
 * at the tail, behind a current thread of the same priority that could go on.
 */
#include "sched.h"

#include "arch.h"
#include "board.h"
#include "domain.h"
#include "fault.h"
#include "irq.h"
#include "ready_queue.h"
#include "refill.h"
#include "sched_context.h"
#include "thread.h"
#include "vspace.h"

enum { INITIAL_SLICE_US = 5000 };

struct scheduler sched;

void sched_timer_fired(void)
{
    sched.set_timer = true;
}

/* ---- Queues ---- */

void sched_dequeue(struct tcb *tcb)
{
    if (tcb->in_release_queue && release_first() == tcb) {
        sched.set_timer = true;
    }
    queue_remove(tcb);
    if (sched.candidate == tcb) {
        sched.candidate = NULL;
    }
}

static void candidate_displace(void)
{
    if (sched.candidate != NULL) {
        ready_push_first(sched.candidate);
        sched.candidate = NULL;
    }
}

void sched_reschedule(void)
{
    candidate_displace();
    sched.must_choose = true;
}

/* `tcb` waits until its budget returns. */
static void release_later(struct tcb *tcb)
{
    sched_dequeue(tcb);
    if (release_insert(tcb)) {
        sched.set_timer = true;
    }
}

bool sched_has_budget(struct tcb *tcb)
{
    return refill_ready(tcb->sc, sched.now) &&
           refill_sufficient(tcb->sc, tcb->sc == sched.sc ? sched.used : 0);
}

void sched_wake(struct tcb *tcb)
{
    if (!sched_can_run(tcb) || tcb == sched.current || tcb == sched.candidate ||
        tcb->in_ready_queue) {
        return;
    }
    if (tcb->sc->sporadic && tcb->sc != sched.sc) {
        refill_unblock(tcb->sc, sched.now);
    }
    if (!sched_has_budget(tcb)) {
        release_later(tcb);
    } else if (tcb->domain != domain_current()) {
        ready_push_first(tcb);
    } else {
        if (sched.candidate != NULL) {
            sched_reschedule();
        }
        sched.candidate = tcb;
        sched.candidate_first = sched.must_choose || sched.current == NULL ||
                                !sched_can_run(sched.current);
    }
}

/* The ready queues are by domain and priority: take `tcb` out, change it, put
   it back.  A thread that waits for its budget keeps its place. */
static void sched_move(struct tcb *tcb, uint8_t priority, uint8_t domain)
{
    bool waits = tcb->in_release_queue;
    bool runnable = sched_can_run(tcb);

    if (!waits) {
        sched_dequeue(tcb);
    }
    tcb->priority = priority;
    tcb->domain = domain;
    if (runnable) {
        if (tcb != sched.current) {
            ready_push_first(tcb);
        }
        sched_reschedule();
    }
}

void sched_set_priority(struct tcb *tcb, uint8_t priority)
{
    sched_move(tcb, priority, tcb->domain);
}

void sched_set_domain(struct tcb *tcb, unsigned domain)
{
    sched_move(tcb, tcb->priority, (uint8_t)domain);
}

/* ---- Time ---- */

void sched_charge(void)
{
    if (sched.sc != NULL && sched.sc->refill_max > 0 && sched.used > 0) {
        refill_charge(sched.sc, sched.used, sched.now);
        sched.sc->consumed += sched.used;
    }
    sched.used = 0;
}

static void clock_read(void)
{
    ticks_t now = arch_now();

    sched.used += now - sched.now;
    sched.now = now;
}

/* The current thread's slice ended: to the back of its queue, or wait. */
static void current_step_back(void)
{
    struct tcb *tcb = sched.current;

    if (sched_can_run(tcb)) {
        if (sched_has_budget(tcb)) {
            ready_push_last(tcb);
        } else {
            release_later(tcb);
        }
    }
    sched.set_timer = true;
    sched_reschedule();
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
    clock_read();
    if (UNLIKELY(budget_is_used_up())) {
        thread_restart_later(sched.current);
        slice_end();
        return false;
    }
    return true;
}

void sched_enter_interrupt(void)
{
    clock_read();
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

/* ---- Scheduling contexts ---- */

void sched_unbind(struct sched_context *sc)
{
    struct tcb *tcb = sc->tcb;

    if (tcb == NULL) {
        return;
    }
    if (tcb == sched.current || tcb == sched.candidate) {
        sched.must_choose = true;
    }
    sched_dequeue(tcb);
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

    sched.set_timer = true;
    if (tcb == NULL) {
        return;
    }
    sched_dequeue(tcb);
    if (tcb == sched.current) {
        if (!sched_has_budget(tcb)) {
            release_later(tcb);
        }
        sched_reschedule();
    } else {
        sched_wake(tcb);
    }
}

void sched_yield_to(struct tcb *target)
{
    sched_dequeue(target);
    sched_charge();
    if (sched_can_run(sched.current)) {
        ready_push_first(sched.current);
    }
    ready_push_first(target);
    sched_reschedule();
}

void sched_boot(struct tcb *initial, struct sched_context *sc)
{
    ready_queue_boot();
    refill_boot();
    sched.sc = NULL;
    sched.used = 0;
    sched.candidate = NULL;
    sched.set_timer = true;
    sched.now = arch_now();
    refill_new(sc, MIN_REFILLS, us_to_ticks(INITIAL_SLICE_US), 0, sched.now);
    sc->tcb = initial;
    initial->sc = sc;
    sched.current = NULL;
    ready_push_first(initial);
    sched_reschedule();
    sched_exit();
}

/* ---- Choosing ---- */

static void release_returned(void)
{
    /* Bounded by the number of threads that wait for their budget. */
    for (struct tcb *tcb = release_first();
         tcb != NULL && refill_ready(tcb->sc, sched.now); tcb = release_first()) {
        sched_dequeue(tcb);
        sched_wake(tcb);
    }
}

/* What the clock alone brings about; sched.event says when there is any. */
static void events_handle(void)
{
    release_returned();
    if (domain_update(sched.now)) {
        sched.set_timer = true;
        sched_reschedule();
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
    return !sched_has_budget(tcb);
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
        release_later(tcb);
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
    arch_wait_for_interrupt();
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
