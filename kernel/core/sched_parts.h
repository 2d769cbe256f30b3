/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the two parts of the scheduler share, sched.c and sched_switch.c.
 */
#pragma once

#include "place.h"
#include "refill.h"

/* Ticks that are not yet charged to the context that runs. */
static inline ticks_t sched_used(void)
{
    return sched.now - sched.since;
}

/* sched_has_budget() */
static inline bool has_budget(struct tcb *tcb)
{
    return refill_ready(tcb->sc, sched.now) &&
           refill_sufficient(tcb->sc, tcb->sc == sched.sc ? sched_used() : 0);
}
