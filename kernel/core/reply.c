/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reply objects and the stack of calls that share one scheduling context.
 *
 * A calls B calls C, B and C without time of their own:
 *
 *   sc ──reply──► (B waits for C) ──older──► (A waits for B)
 *      ◄──sc─────
 *
 * When C answers, the newest reply leaves the stack and the context returns to
 * the thread that waited on it.
 */
#include "reply.h"

#include "cap_kind.h"
#include "fault.h"
#include "ipc.h"
#include "sched.h"
#include "thread.h"

void reply_push(struct tcb *caller, struct tcb *callee, struct reply *reply, bool donate)
{
    struct sched_context *sc = caller->sc;

    reply->tcb = caller;
    caller->reply = reply;
    thread_set_state(caller, THREAD_BLOCKED_REPLY);
    if (!donate || sc == NULL || callee->sc != NULL) {
        return;
    }
    reply_stack_push(sc, reply);
    sched_donate(sc, callee);
}

static void reply_unlink_thread(struct reply *reply)
{
    reply->tcb->reply = NULL;
    reply->tcb = NULL;
}

/* Take `reply` out of a stack that it may not head: the stack ends above it,
   and what is below belongs to no stack any more. */
static void stack_break(struct reply *reply)
{
    if (reply->sc != NULL) {
        reply->sc->reply = NULL;
        reply->sc = NULL;
    }
    if (reply->newer != NULL) {
        reply->newer->older = NULL;
        reply->newer = NULL;
    }
    if (reply->older != NULL) {
        reply->older->newer = NULL;
        reply->older = NULL;
    }
}

/* The call ends: unlink the caller and give lent time back to it. */
static struct tcb *reply_finish(struct reply *reply)
{
    struct tcb *caller = reply->tcb;

    reply_unlink_thread(reply);
    if (reply->sc != NULL) {
        struct sched_context *sc = reply_stack_pop(reply);
        if (caller->sc == NULL) {
            sched_donate(sc, caller);
        }
    } else {
        stack_break(reply);
    }
    return caller;
}

void reply_answer(struct reply *reply, struct tcb *replier, bool can_grant)
{
    struct tcb *caller = reply->tcb;

    if (caller == NULL || caller->state != THREAD_BLOCKED_REPLY) {
        return;
    }
    (void)reply_finish(reply);
    bool timed_out = caller->fault.type == seL4_Fault_Timeout;
    if (caller->fault.type == seL4_Fault_NullFault) {
        ipc_transfer(replier, caller, NULL, 0, can_grant);
        thread_set_state(caller, THREAD_RUNNING);
    } else {
        bool resume = fault_apply_reply(caller, replier);
        caller->fault.type = seL4_Fault_NullFault;
        thread_set_state(caller, resume ? THREAD_RESTART : THREAD_INACTIVE);
    }
    if (!sched_can_run(caller)) {
        return;
    }
    if (!sched_has_budget(caller) && !timed_out && fault_timeout_handled(caller)) {
        fault_timeout(caller);
    } else {
        sched_wake(caller);
    }
}

void reply_withdraw(struct tcb *tcb)
{
    reply_unlink_thread(tcb->reply);
}

void reply_cancel_caller(struct tcb *caller)
{
    struct reply *reply = caller->reply;

    reply_unlink_thread(reply);
    stack_break(reply);
}

void reply_detach_stack(struct sched_context *sc)
{
    if (sc->reply != NULL) {
        sc->reply->sc = NULL;
        sc->reply = NULL;
    }
}

/* ---- Capabilities ---- */

/* Nobody can answer any more. */
static void reply_finalise(cap_t cap)
{
    struct reply *reply = cap_reply(cap);
    struct tcb *tcb = reply->tcb;

    if (tcb == NULL) {
        return;
    }
    if (tcb->state == THREAD_BLOCKED_REPLY) {
        (void)reply_finish(reply);
        tcb->fault.type = seL4_Fault_NullFault;
        thread_set_state(tcb, THREAD_INACTIVE);
    } else {
        thread_cancel_ipc(tcb);
    }
}

const struct cap_kind reply_kind = {
    .bits = seL4_ReplyBits,
    .mask_rights = cap_mask_rights_field,
    .finalise = reply_finalise,
};
