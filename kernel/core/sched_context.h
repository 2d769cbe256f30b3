/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scheduling contexts as objects: binding, and YieldTo (ABI.md 10.4, 10.7).
 */
#pragma once

#include "object.h"

/* `tcb`, which waits in YieldTo, runs again: it gets its answer. */
void sched_context_complete_yield(struct tcb *tcb);

/* `tcb` does not wait in YieldTo any more; no answer. */
void sched_context_cancel_yield(struct tcb *tcb);

/* Could `tcb` be given `sc` in its present state?  A blocked thread takes only a
   context that is ready to run. */
bool sched_context_fits(struct sched_context *sc, const struct tcb *tcb);

/* Bind; neither is bound to another.  The thread runs if it can. */
void sched_context_bind(struct sched_context *sc, struct tcb *tcb);
