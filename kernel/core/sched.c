/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scheduler: what happens to threads during a kernel entry.  They wake and
 * block, their priorities, domains and scheduling contexts change; which of them
 * runs is decided once, at the end (sched_switch.c).
 *
 * The *candidate* is the thread woken last, kept out of the queues because it
 * is likely to run next.  Where it stands when it does not run depends on when
 * it woke (ABI.md 10.6): with `candidate_first`, at the head of its queue; else
 * at the tail, behind a current thread of the same priority that could go on.
 */
#include "sched.h"

#include "arch.h"
#include "domain.h"
#include "sched_parts.h"

enum { INITIAL_SLICE_US = 5000 };

struct scheduler sched;

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

void sched_reschedule(void)
{
    choose_anew();
}

void sched_release_later(struct tcb *tcb)
{
    sched_dequeue(tcb);
    if (release_insert(tcb)) {
        sched.set_timer = true;
    }
}

bool sched_has_budget(struct tcb *tcb)
{
    return has_budget(tcb);
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
    if (!has_budget(tcb)) {
        sched_release_later(tcb);
    } else if (tcb->domain != domain_current()) {
        ready_push_first(tcb);
    } else {
        if (sched.candidate != NULL) {
            choose_anew();
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
        choose_anew();
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
        if (!has_budget(tcb)) {
            sched_release_later(tcb);
        }
        choose_anew();
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
    choose_anew();
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
    choose_anew();
    sched_exit();
}
