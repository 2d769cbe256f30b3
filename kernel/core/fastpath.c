/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System call entry, with a short way through the two that make a protected
 * call: Call there, ReplyRecv back.
 *
 * Whatever these fast paths do, the general code would do, too, with the same
 * outcome: tests/kernel/core/ipc/test_fastpath.c runs both from the same states and
 * compares.  They only know beforehand, from a few tests, which of its branches
 * will be taken:
 *
 *   no capabilities; a CSpace of one CNode; one thread waits at the other end.
 *
 * It is shortest to and from a passive server: the time changes hands with the
 * message, so no budget is touched and no timer set, if nobody else is ready who
 * has a better claim.  Otherwise the scheduler decides.
 */
#include "arch.h"
#include "cspace.h"
#include "entry.h"
#include "ipc.h"
#include "notification.h"
#include "progress.h"
#include "reply.h"
#include "sched_parts.h"
#include "thread.h"
#include "utilisation.h"
#include "vspace_switch.h"

static inline word_t *message_words(const struct tcb *tcb)
{
    return ipc_buffer_usual(tcb) + BUFFER_MSG;
}

/* Is the message without capabilities, and either short or from one usual buffer to another? */
static inline bool message_is_simple(const struct tcb *from, const struct tcb *to)
{
    word_t info = from->context.reg[REG_INFO] & MASK(9); /* capabilities, and length */

    return info <= MESSAGE_REGISTERS ||
           (info <= seL4_MsgMaxLength && ipc_buffer_is_usual(from) && ipc_buffer_is_usual(to));
}

/* What `cptr` leads to, if the root CNode alone resolves it; else null. */
static inline cap_t lookup(const struct tcb *tcb, word_t cptr)
{
    const struct cte *slot = cspace_direct(tcb, cptr);

    return slot == NULL ? cap_null() : slot->cap;
}

/* The budget lasts, and no event has come up. */
static inline bool time_is_left(void)
{
    return sched.now < sched.limit;
}

static inline void copy_buffer_words(const word_t *from, word_t *to, word_t length)
{
    /* At most 116: message_is_simple() sees to it. */
    for (word_t i = MESSAGE_REGISTERS; i < length; i++) {
        to[i] = from[i];
    }
}

static inline void copy_message(const struct tcb *from, struct tcb *to, word_t badge)
{
    word_t info = from->context.reg[REG_INFO];
    word_t length = info & MASK(seL4_MsgLengthBits);

    if (length > 0) {
        to->context.reg[REG_MR0] = from->context.reg[REG_MR0];
    }
    if (length > 1) {
        to->context.reg[REG_MR0 + 1] = from->context.reg[REG_MR0 + 1];
    }
    if (length > 2) {
        to->context.reg[REG_MR0 + 2] = from->context.reg[REG_MR0 + 2];
    }
    if (length > 3) {
        to->context.reg[REG_MR0 + 3] = from->context.reg[REG_MR0 + 3];
    }
    if (length > MESSAGE_REGISTERS) {
        copy_buffer_words(message_words(from), message_words(to), length);
    }
    to->context.reg[REG_CAP] = badge;
    to->context.reg[REG_INFO] = info_make(info_label(info), 0, 0, length);
}

static inline void run(struct tcb *tcb)
{
    tcb->state = THREAD_RUNNING;
    sched.current = tcb;
    vspace_activate(tcb->slot[TCB_VSPACE].cap);
}

/* The current thread waits, and `tcb`, which has got its message, competes. */
NOINLINE static void wake(struct tcb *tcb)
{
    sched.reasons |= REASON_CURRENT;
    tcb->state = THREAD_RUNNING;
    sched_wake(tcb);
    kernel_leave();
}

/* `callee`, alone in the queue, stops waiting. */
static inline void stop_waiting(struct endpoint *ep, struct tcb *callee)
{
    queue_remove_only(&ep->queue);
    callee->blocked_on = NULL;
    callee->reply = NULL;
}

static inline void wait_for_reply(struct tcb *caller, struct reply *reply)
{
    reply->tcb = caller;
    caller->reply = reply;
    caller->state = THREAD_BLOCKED_REPLY;
    progress_end(caller);
}

/* The time of `caller`, which waits on `reply`, goes to `callee`. */
static inline void lend_time(struct tcb *caller, struct tcb *callee, struct reply *reply)
{
    struct sched_context *sc = caller->sc;

    reply_stack_push(sc, reply);
    sc->tcb = callee;
    callee->sc = sc;
    caller->sc = NULL;
}

/* Call.  False: the situation is not the usual one, and nothing has changed. */
static inline bool call(struct tcb *caller)
{
    cap_t cap = lookup(caller, caller->context.reg[REG_CAP]);

    if (!cap_allows(cap, CAP_ENDPOINT, RIGHT_WRITE) ||
        (cap_rights(cap) & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) == 0) {
        return false;
    }
    struct endpoint *ep = cap_endpoint(cap);
    struct tcb *callee = ep->queue.head;
    if (callee == NULL || callee->state != THREAD_BLOCKED_RECV || callee->reply == NULL ||
        !queue_is_only(callee) || !message_is_simple(caller, callee) || !time_is_left()) {
        return false;
    }
    struct reply *reply = callee->reply;
    stop_waiting(ep, callee);
    copy_message(caller, callee, cap_badge(cap));
    wait_for_reply(caller, reply);
    if (callee->sc == NULL) {
        lend_time(caller, callee, reply);
        if (callee->priority >= caller->priority && callee->domain == caller->domain) {
            run(callee);
            return true;
        }
    }
    wake(callee);
    return true;
}

/* The caller that waits on `reply`; NULL if there is none, or what waits is a fault. */
static inline struct tcb *waiting_caller(const struct reply *reply)
{
    struct tcb *caller = reply->tcb;

    if (caller == NULL || caller->state != THREAD_BLOCKED_REPLY ||
        caller->fault.type != seL4_Fault_NullFault) {
        return NULL;
    }
    return caller;
}

/* Does `server` run on the time of `caller`, and nobody have a better claim to the processor? */
static inline bool returns_time(const struct tcb *caller, const struct tcb *server,
                                const struct reply *reply)
{
    return reply->sc != NULL && reply->sc == server->sc && caller->sc == NULL &&
           caller->domain == server->domain &&
           ready_priority(&ready_queues[caller->domain]) <= caller->priority;
}

/* Has `caller` kept its time, and some left of it? */
static inline bool has_own_time(struct tcb *caller, const struct reply *reply)
{
    return reply->sc == NULL && reply->newer == NULL && reply->older == NULL &&
           caller->sc != NULL && caller->sc->refill_max > 0 && has_budget(caller);
}

/* Would `server` block, and be alone, if it received from `ep` now? */
static inline bool nothing_to_receive(const struct endpoint *ep, const struct tcb *server)
{
    const struct notification *bound = server->bound_notification;

    return ep->queue.head == NULL && (bound == NULL || !bound->active);
}

/* `caller` gets its time back from `server`. */
static inline void return_time(struct tcb *caller, struct tcb *server, struct reply *reply)
{
    struct sched_context *sc = reply_stack_pop(reply);

    caller->reply = NULL;
    sc->tcb = caller;
    caller->sc = sc;
    server->sc = NULL;
}

static inline void start_waiting(struct endpoint *ep, struct tcb *server, struct reply *reply)
{
    reply->tcb = server;
    server->reply = reply;
    server->state = THREAD_BLOCKED_RECV;
    progress_end(server);
    queue_insert_only(&ep->queue, server, wait_queue_key(server));
    server->blocked_on = &ep->queue;
}

/* `server` waits, without the time that its notification may have lent it, and `caller`, which
   has time of its own, goes on. */
NOINLINE static void wait_and_wake(struct tcb *caller, struct tcb *server, struct endpoint *ep,
                                   struct reply *reply)
{
    caller->reply = NULL;
    if (server->bound_notification != NULL) {
        notification_return_sc(server->bound_notification, server);
    }
    start_waiting(ep, server, reply);
    wake(caller);
}

/* ReplyRecv; false as in call(). */
static inline bool reply_recv(struct tcb *server)
{
    cap_t reply_cap = lookup(server, server->context.reg[REG_REPLY]);
    cap_t ep_cap = lookup(server, server->context.reg[REG_CAP]);

    if (cap_type(reply_cap) != CAP_REPLY || !cap_allows(ep_cap, CAP_ENDPOINT, RIGHT_READ)) {
        return false;
    }
    struct reply *reply = cap_reply(reply_cap);
    struct endpoint *ep = cap_endpoint(ep_cap);
    struct tcb *caller = waiting_caller(reply);
    if (caller == NULL || !nothing_to_receive(ep, server) ||
        !message_is_simple(server, caller) || !time_is_left()) {
        return false;
    }
    if (returns_time(caller, server, reply)) {
        return_time(caller, server, reply);
        copy_message(server, caller, 0);
        start_waiting(ep, server, reply);
        run(caller);
        return true;
    }
    if (has_own_time(caller, reply)) {
        copy_message(server, caller, 0);
        wait_and_wake(caller, server, ep, reply);
        return true;
    }
    return false;
}

static inline void execute(struct tcb *tcb)
{
    word_t number = tcb->context.reg[REG_SYSCALL];

    if (number == (word_t)seL4_SysCall) {
        if (call(tcb)) {
            return;
        }
    } else if (number == (word_t)seL4_SysReplyRecv) {
        if (reply_recv(tcb)) {
            return;
        }
    }
    kernel_syscall_general();
}

void kernel_syscall(void)
{
    utilisation_begin();
    sched_enter();
    execute(sched_current());
    utilisation_end();
}
