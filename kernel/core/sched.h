/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which thread runs: ready queues by domain and priority, a release queue for
 * threads that wait for their budget, and the accounting of time.
 *
 * A thread can run when its state says so *and* it has a configured scheduling
 * context with budget now.  Where the scheduler has it then, `place` in its TCB
 * says.
 *
 * Most kernel entries change nothing of that.  So what does leaves a *reason* to
 * decide anew who runs and until when; and all that time alone brings about
 * comes at the *limit* or later.  An entry before the limit asks for no other
 * time, and ends at once if there is no reason.
 */
#pragma once

#include "object.h"

enum { NUM_PRIORITIES = CONFIG_PRIORITIES };
_Static_assert(NUM_PRIORITIES <= (int)seL4_NumPriorities && NUM_PRIORITIES % seL4_WordBits == 0,
               "a bit of a map for each");

enum reason {
    REASON_CURRENT = 1,   /* the current thread may not go on, or has to compete */
    REASON_BEHIND = 2,    /* its slice is over: it goes behind its equals */
    REASON_CANDIDATE = 4, /* there is, or was, a candidate */
    REASON_EVENT = 8,     /* a budget returns or the domain's slice ends, now or at another time
                             than was thought */
    REASON_TIMER = 16     /* the budget that is used ends at another time */
};

/* Written by the scheduler's files and the fast paths alone.  One cache line. */
extern struct scheduler {
    struct tcb *current;      /* first: the way out finds it. NULL while the machine waits */
    struct sched_context *sc; /* charged for the time that passes */
    ticks_t now;              /* when the kernel was entered last */
    ticks_t since;            /* from when on time is not yet charged to `sc` */
    ticks_t limit;            /* from when on there is an event, or too little left in `sc` */
    ticks_t event;            /* when one of the domain's threads is released or its slice ends */
    struct tcb *candidate;    /* the thread in PLACE_CANDIDATE... */
    uint32_t reasons;         /* enum reason; 0 outside of the kernel */
    uint32_t domain;          /* the domain whose threads may run */
} __attribute__((aligned(64))) sched;

_Static_assert(sizeof(struct scheduler) == 64, "one cache line");

static inline struct tcb *sched_current(void)
{
    return sched.current;
}

/* The time of this kernel entry. */
static inline ticks_t sched_now(void)
{
    return sched.now;
}

/* The domain whose threads may run. */
static inline unsigned domain_current(void)
{
    return sched.domain;
}

static inline bool thread_is_runnable(const struct tcb *tcb)
{
    return tcb->state == THREAD_RUNNING || tcb->state == THREAD_RESTART;
}

static inline bool sched_can_run(const struct tcb *tcb)
{
    return thread_is_runnable(tcb) && tcb->sc != NULL && tcb->sc->refill_max > 0 &&
           tcb->place != PLACE_RELEASE;
}

/* Boot: `initial` runs on `sc`, round robin. */
void sched_boot(struct tcb *initial, struct sched_context *sc);

/* ---- Kernel entry and exit ---- */

/* Every entry begins so, and reads the clock no other time. */
static inline void sched_enter(void)
{
    sched.now = arch_now();
}

/* Has the current thread time for what is to be done?  If not its slice is over. */
MUST_USE bool sched_limit_reached(void);
MUST_USE static inline bool sched_slice_lasts(void)
{
    return LIKELY(sched.now < sched.limit) || sched_limit_reached();
}

/* The slice of the current thread is over: charge it. */
void sched_slice_end(void);

/* It is, and charged: the current thread goes behind its equals, or waits. */
void sched_step_back(void);

/* Is there a reason to choose the thread to run? */
static inline bool sched_is_undecided(void)
{
    return sched.reasons != 0;
}

/* Choose it and prepare for it.  Waits while there is none. */
void sched_decide(void);

/*
 * The same for what usually is all that happens in an entry.  `tcb`, which can run, has no place
 * and has usual time (sched_parts.h), woke, and the current thread could go on; or the current
 * one stopped, and there may be a candidate.  Leaves: they call nothing but as the last they do.
 */
void sched_decide_woken(struct tcb *tcb);
void sched_decide_stopped(void);

/* ---- What happens to threads ---- */

/*
 * `tcb` became able to run, by its state or its scheduling context: run it soon,
 * by the rules of ABI.md 10.6, or when its budget allows.  No effect on a
 * thread that cannot run or has its place already.
 */
void sched_wake(struct tcb *tcb);

/* `tcb` cannot run any more: its state says so. */
void sched_stop(struct tcb *tcb);

/* Has the scheduling context of `tcb` (not NULL, configured) time for it now? */
bool sched_has_budget(struct tcb *tcb);

/* Choose anew at kernel exit: the current thread has to compete, and so has the candidate. */
void sched_reschedule(void);

/* Take `tcb` out of whatever queue it is in. */
void sched_dequeue(struct tcb *tcb);

/* `tcb` has another priority, or is in another domain; the place follows. */
void sched_move(struct tcb *tcb, uint8_t priority, uint8_t domain);

/* The current thread gives up the rest of its budget's head. */
void sched_yield_current(void);

/* YieldTo: the current thread goes first in its queue, `target` before it. */
void sched_yield_to(struct tcb *target);

/* The current domain's slice ends sooner than was thought: look what the time is for. */
void sched_look_at_time(void);

/* Its interrupt came, so the timer is to be set. */
void sched_timer_stopped(void);

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
