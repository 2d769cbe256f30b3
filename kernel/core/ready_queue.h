/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two kinds of queue a runnable thread can wait in.  A thread is in at
 * most one of them; both link through ready_prev and ready_next.
 */
#pragma once

#include "object.h"

/* Boot: all queues empty. */
void ready_queue_boot(void);

void ready_push_first(struct tcb *tcb);
void ready_push_last(struct tcb *tcb);

/* Take `tcb` out of its ready or release queue, if it is in one. */
void queue_remove(struct tcb *tcb);

/* First thread of the highest priority in `domain` that has one; NULL if
   none. */
struct tcb *ready_first(unsigned domain);

/* Wait until the head refill of `tcb`'s scheduling context is ready: sorted by
   that time, first come first served.  True if it is the earliest now. */
bool release_insert(struct tcb *tcb);

/* The thread whose budget returns first, or NULL. */
struct tcb *release_first(void);

/* Head of one ready queue; for dumps and checks. */
struct tcb *ready_queue_head(unsigned domain, unsigned priority);
