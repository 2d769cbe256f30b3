/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notifications: a word of bits that senders or into and one receiver takes
 * (ABI.md 11).
 */
#pragma once

#include "queue.h"
#include "sched_parts.h"

/* ---- The usual signal, in parts ---- */

/* Who waits for the word; NULL if nobody does. */
static inline struct tcb *notification_waiter(const struct notification *ntfn)
{
    struct tcb *waiter = ntfn->queue.head;
    struct tcb *bound = ntfn->bound;

    if (waiter == NULL && bound != NULL && bound->state == THREAD_BLOCKED_RECV) {
        return bound;
    }
    return waiter;
}

/* Nobody waits. */
static inline void notification_remember(struct notification *ntfn, word_t badge)
{
    ntfn->badge = ntfn->active ? ntfn->badge | badge : badge;
    ntfn->active = true;
}

/* Does `waiter` wait alone, and has it usual time to go on? */
static inline bool notification_wakes_usually(const struct tcb *waiter)
{
    return waiter->blocked_on->head == waiter && queue_is_only(waiter) && waiter->sc != NULL &&
           wakes_usually(waiter);
}

/* Such a one gets the word: it is left for the caller to say that it woke. */
static inline void notification_give(struct tcb *waiter, word_t badge)
{
    queue_remove_only(waiter->blocked_on);
    waiter->blocked_on = NULL;
    if (waiter->reply != NULL) {
        waiter->reply->tcb = NULL;
        waiter->reply = NULL;
    }
    waiter->context.reg[REG_CAP] = badge;
    waiter->state = THREAD_RUNNING;
}

/* `tcb` takes the word. */
static inline void notification_take(struct notification *ntfn, struct tcb *tcb)
{
    tcb->context.reg[REG_CAP] = ntfn->badge;
    ntfn->active = false;
    ntfn->badge = 0;
}

/* ---- All of it ---- */

/* Signal with `badge`: wake a waiter or the bound thread, or remember. */
void notification_signal(struct notification *ntfn, word_t badge);

/* `tcb` (the current thread) takes the word, or waits if `blocking`. */
void notification_receive(struct tcb *tcb, struct notification *ntfn, bool blocking);

/* Take the word of an active notification (for a bound receiver). */
void notification_complete(struct notification *ntfn, struct tcb *tcb);

/* `tcb`, about to block, gives back the scheduling context that `ntfn` lent it,
   if it runs on that one. */
void notification_return_sc(struct notification *ntfn, struct tcb *tcb);

void notification_bind(struct notification *ntfn, struct tcb *tcb);
void notification_unbind(struct notification *ntfn);
