/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the two parts of the scheduler share, sched.c and sched_switch.c.  What
 * a Yield passes through is inline.
 */
#pragma once

#include "ready_queue.h"
#include "refill.h"
#include "sched.h"

/* `tcb` waits until its budget returns. */
void sched_release_later(struct tcb *tcb);

/* sched_has_budget() */
static inline bool has_budget(struct tcb *tcb)
{
    return refill_ready(tcb->sc, sched.now) &&
           refill_sufficient(tcb->sc, tcb->sc == sched.sc ? sched.used : 0);
}

/* The candidate, if there is one, goes first in its ready queue. */
static inline void candidate_displace(void)
{
    if (sched.candidate != NULL) {
        ready_push_first(sched.candidate);
        sched.candidate = NULL;
    }
}

/* sched_reschedule() */
static inline void choose_anew(void)
{
    candidate_displace();
    sched.must_choose = true;
}
