/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which thread runs: ready queues by domain and priority, a release queue for
 * threads that wait for their budget, and the accounting of time.
 *
 * A thread can run when its state says so *and* it has a configured scheduling
 * context with budget now.  Of the threads that can run, exactly these are in
 * no queue: the current one, and the candidate (see sched.c).
 */
#pragma once

#include "object.h"

enum { NUM_PRIORITIES = seL4_NumPriorities };

/* Written by sched.c, sched_switch.c and fastpath.c alone. */
extern struct scheduler {
    struct tcb *current;      /* first: the way out finds it. NULL while the
                                 machine waits */
    struct sched_context *sc; /* charged for the time that passes */
    ticks_t now;              /* when the kernel was entered last */
    ticks_t used;             /* not yet charged to `sc` */
    ticks_t event;            /* when a thread is released or the domain ends */
    struct tcb *candidate;
    bool candidate_first;
    bool must_choose;         /* the current thread has to compete */
    bool set_timer;           /* the deadline may have changed */
} sched;

static inline struct tcb *sched_current(void)
{
    return sched.current;
}

/* The time of this kernel entry. */
static inline ticks_t sched_now(void)
{
    return sched.now;
}

static inline bool thread_is_runnable(const struct tcb *tcb)
{
    return tcb->state == THREAD_RUNNING || tcb->state == THREAD_RESTART;
}

static inline bool sched_can_run(const struct tcb *tcb)
{
    return thread_is_runnable(tcb) && tcb->sc != NULL && tcb->sc->refill_max > 0 &&
           !tcb->in_release_queue;
}

/* Boot: `initial` runs on `sc`, round robin. */
void sched_boot(struct tcb *initial, struct sched_context *sc);

/* ---- Kernel entry and exit ---- */

/* Every entry begins so, and reads the clock no other time: the time since the
   last entry is accounted for. */
static inline void sched_enter(void)
{
    ticks_t now = arch_now();

    sched.used += now - sched.now;
    sched.now = now;
}

/*
 * A system call or fault begins.  False if the current thread's budget is used
 * up: then nothing is done for it now, it starts its system call again when it
 * has budget.
 */
MUST_USE bool sched_enter_thread(void);

/* An interrupt begins: end the time slice if it is used up. */
void sched_enter_interrupt(void);

/* Choose and prepare the thread to run; waits while there is none. */
void sched_exit(void);

/* ---- What happens to threads ---- */

/*
 * `tcb` became able to run, by its state or its scheduling context: run it soon,
 * by the rules of ABI.md 10.6, or when its budget allows.  No effect on a
 * thread that cannot run or is in a queue already.
 */
void sched_wake(struct tcb *tcb);

/* Has the scheduling context of `tcb` (not NULL, configured) time for it now? */
bool sched_has_budget(struct tcb *tcb);

/* Choose anew at kernel exit. */
void sched_reschedule(void);

/* Take `tcb` out of whatever queue it is in. */
void sched_dequeue(struct tcb *tcb);

void sched_set_priority(struct tcb *tcb, uint8_t priority);
void sched_set_domain(struct tcb *tcb, unsigned domain);

/* The current thread gives up the rest of its budget's head. */
void sched_yield_current(void);

/* YieldTo: the current thread goes first in its queue, `target` before it. */
void sched_yield_to(struct tcb *target);

/* The timer interrupt came: the next deadline must be set. */
void sched_timer_fired(void);

/* The time since the kernel was entered is nobody's. */
void sched_skip_time(void);

/* ---- Scheduling contexts ---- */

/* Charge all time so far to the context that runs now. */
void sched_charge(void);

/* Give `sc` to `to`, taking it from its thread. */
void sched_donate(struct sched_context *sc, struct tcb *to);

/* Take `sc` from its thread, if any, which has none afterwards. */
void sched_unbind(struct sched_context *sc);

/* `sc` dies: nothing is charged to it any more. */
void sched_forget(struct sched_context *sc);

/* The budget of `sc` was changed: its thread finds its place anew. */
void sched_budget_changed(struct sched_context *sc);
