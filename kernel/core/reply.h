/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reply objects: who waits for an answer, and whose time the callee runs on
 * (ABI.md 10.8).
 */
#pragma once

#include "object.h"

/* `reply`, in no stack, becomes the newest of the stack of `sc`. */
static inline void reply_stack_push(struct sched_context *sc, struct reply *reply)
{
    struct reply *older = sc->reply;

    if (older != NULL) {
        older->newer = reply;
        older->sc = NULL;
    }
    reply->older = older;
    reply->sc = sc;
    sc->reply = reply;
}

/* Take `reply`, the newest, off its stack: whose that was. */
static inline struct sched_context *reply_stack_pop(struct reply *reply)
{
    struct sched_context *sc = reply->sc;
    struct reply *older = reply->older;

    sc->reply = older;
    if (older != NULL) {
        older->sc = sc;
        older->newer = NULL;
    }
    reply->sc = NULL;
    reply->older = NULL;
    return sc;
}

/*
 * `caller` waits on `reply` for `callee`.  With `donate` and a callee without
 * time of its own, the caller's scheduling context goes along, and the reply
 * becomes the newest of its stack.
 */
void reply_push(struct tcb *caller, struct tcb *callee, struct reply *reply, bool donate);

/*
 * Answer the thread that waits on `reply`, if any, with the message of
 * `replier`, or with its verdict on the waiting thread's fault.  Lent time
 * returns.  `can_grant`: capabilities may go along.
 */
void reply_answer(struct reply *reply, struct tcb *replier, bool can_grant);

/* `tcb`, blocked in Recv, no longer offers its reply object. */
void reply_withdraw(struct tcb *tcb);

/* `caller` stops waiting: its place in the stack is lost. */
void reply_cancel_caller(struct tcb *caller);

/* The scheduling context dies or is unbound: its stack dissolves. */
void reply_detach_stack(struct sched_context *sc);
