/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System call entry, with the shortest way through the two that make a
 * protected call to a passive server: Call there, ReplyRecv back.
 *
 * Whatever these fast paths do, the general code would do, too, with the same
 * outcome: tests/kernel/core/ipc/test_fastpath.c runs both from the same states and
 * compares.  They only know beforehand, from a few tests, which of its branches
 * will be taken:
 *
 *   short message, no capabilities; a CSpace of one CNode; somebody waits at the
 *   other end; the time changes hands with the message, so no budget is touched
 *   and no timer set; and nobody else is ready who has a better claim.
 */
#include "arch.h"
#include "cspace.h"
#include "entry.h"
#include "ipc.h"
#include "place.h"
#include "reply.h"
#include "sched.h"
#include "thread.h"
#include "utilisation.h"
#include "vspace_switch.h"

/* At most four words, and no capabilities: bits 8..0 of the info word. */
static inline bool message_is_short(word_t info)
{
    return (info & MASK(9)) <= MESSAGE_REGISTERS;
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
    to->context.reg[REG_CAP] = badge;
    to->context.reg[REG_INFO] = info_make(info_label(info), 0, 0, length);
}

static inline void run(struct tcb *tcb)
{
    tcb->state = THREAD_RUNNING;
    sched.current = tcb;
    vspace_activate(tcb->slot[TCB_VSPACE].cap);
}

/* `callee`, alone in the queue, stops waiting. */
static inline void stop_waiting(struct endpoint *ep, struct tcb *callee)
{
    queue_remove_only(&ep->queue);
    callee->blocked_on = NULL;
    callee->reply = NULL;
}

/* `caller` waits on `reply`; its time goes to `callee`. */
static inline void lend_time(struct tcb *caller, struct tcb *callee, struct reply *reply)
{
    struct sched_context *sc = caller->sc;

    reply->tcb = caller;
    caller->reply = reply;
    caller->state = THREAD_BLOCKED_REPLY;
    reply_stack_push(sc, reply);
    sc->tcb = callee;
    callee->sc = sc;
    caller->sc = NULL;
}

/* Call.  False: the situation is not the usual one, and nothing has changed. */
static inline bool call(struct tcb *caller)
{
    cap_t cap = lookup(caller, caller->context.reg[REG_CAP]);

    if (!message_is_short(caller->context.reg[REG_INFO]) ||
        !cap_allows(cap, CAP_ENDPOINT, RIGHT_WRITE) ||
        (cap_rights(cap) & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) == 0) {
        return false;
    }
    struct endpoint *ep = cap_endpoint(cap);
    struct tcb *callee = ep->queue.head;
    if (callee == NULL || callee->state != THREAD_BLOCKED_RECV || callee->reply == NULL ||
        !queue_is_only(callee) || callee->sc != NULL || callee->priority < caller->priority ||
        callee->domain != caller->domain || !time_is_left()) {
        return false;
    }
    struct reply *reply = callee->reply;
    stop_waiting(ep, callee);
    lend_time(caller, callee, reply);
    copy_message(caller, callee, cap_badge(cap));
    run(callee);
    return true;
}

/* The caller that waits on `reply` for `server`, which runs on its time; NULL
   if that is not so. */
static inline struct tcb *waiting_caller(const struct reply *reply, const struct tcb *server)
{
    struct tcb *caller = reply->tcb;

    if (caller == NULL || caller->state != THREAD_BLOCKED_REPLY || reply->sc == NULL ||
        reply->sc != server->sc || caller->sc != NULL || caller->domain != server->domain ||
        caller->fault.type != seL4_Fault_NullFault) {
        return NULL;
    }
    return caller;
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
    queue_insert_only(&ep->queue, server, wait_queue_key(server));
    server->blocked_on = &ep->queue;
}

/* ReplyRecv; false as in call(). */
static inline bool reply_recv(struct tcb *server)
{
    cap_t reply_cap = lookup(server, server->context.reg[REG_REPLY]);
    cap_t ep_cap = lookup(server, server->context.reg[REG_CAP]);

    if (!message_is_short(server->context.reg[REG_INFO]) ||
        cap_type(reply_cap) != CAP_REPLY || !cap_allows(ep_cap, CAP_ENDPOINT, RIGHT_READ)) {
        return false;
    }
    struct reply *reply = cap_reply(reply_cap);
    struct endpoint *ep = cap_endpoint(ep_cap);
    struct tcb *caller = waiting_caller(reply, server);
    if (caller == NULL || !nothing_to_receive(ep, server) ||
        ready_priority(&ready_queues[caller->domain]) > caller->priority || !time_is_left()) {
        return false;
    }
    return_time(caller, server, reply);
    copy_message(server, caller, 0);
    start_waiting(ep, server, reply);
    run(caller);
    return true;
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
