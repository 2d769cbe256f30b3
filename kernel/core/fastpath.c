/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System call entry, with short ways through the calls that pass messages and
 * signals, and Yield.
 *
 * Whatever these fast paths do, the general code would do, too, with the same
 * outcome: tests/kernel/core/ipc/test_fastpath.c runs both from the same states and
 * compares.  They only know beforehand, from a few tests, which of its branches
 * will be taken:
 *
 *   the budget lasts, and no event has come up; no capabilities; a CSpace of one
 *   CNode; at most one thread waits at the other end, and it has time.
 *
 * None of them calls a function but as the last it does, so none saves a register.
 * One that finds its situation unusual has changed nothing yet.
 */
#include "fastpath.h"

#include "utilisation.h"

/* ---- Signals ---- */

/* Send and NBSend.  To send nowhere is the cheapest system call. */
static void send(struct tcb *tcb)
{
    const struct cte *slot = cspace_direct(tcb, tcb->context.reg[REG_CAP]);

    if (slot == NULL || fast_has_caps(tcb)) {
        kernel_syscall_general();
        return;
    }
    cap_t cap = slot->cap;
    if (cap_is_null(cap)) {
        progress_end(tcb);
        return;
    }
    if (!cap_allows(cap, CAP_NOTIFICATION, RIGHT_WRITE)) {
        kernel_syscall_general();
        return;
    }
    struct notification *ntfn = cap_notification(cap);
    struct tcb *waiter = notification_waiter(ntfn);
    if (waiter == NULL) {
        progress_end(tcb);
        notification_remember(ntfn, cap_badge(cap));
    } else if (notification_wakes_usually(waiter)) {
        progress_end(tcb);
        notification_give(waiter, cap_badge(cap));
        sched_decide_woken(waiter);
    } else {
        kernel_syscall_general();
    }
}

/* ---- Receiving ---- */

static inline void take_word(struct tcb *tcb, struct notification *ntfn)
{
    progress_end(tcb);
    notification_take(ntfn, tcb);
    if (sched_is_undecided()) {
        sched_decide();
    }
}

static inline void receive_signal(struct tcb *tcb, struct notification *ntfn)
{
    if (ntfn->active) {
        take_word(tcb, ntfn);
    } else if (ntfn->queue.head != NULL || fast_gives_back(tcb, ntfn)) {
        kernel_receive_general();
    } else {
        fast_wait(&ntfn->queue, tcb, THREAD_BLOCKED_NOTIFICATION);
        sched_decide_stopped();
    }
}

/* `reply`: NULL for none. */
static inline void receive_message(struct tcb *tcb, struct endpoint *ep, struct reply *reply)
{
    struct notification *bound = tcb->bound_notification;

    if (bound != NULL && bound->active) {
        take_word(tcb, bound);
    } else if (ep->queue.head != NULL || fast_gives_back(tcb, bound)) {
        kernel_receive_general();
    } else {
        if (reply != NULL) {
            reply->tcb = tcb;
            tcb->reply = reply;
        }
        fast_wait(&ep->queue, tcb, THREAD_BLOCKED_RECV);
        sched_decide_stopped();
    }
}

/* Is it for anybody but who is bound to it? */
static inline bool is_anothers(const struct notification *ntfn, const struct tcb *tcb)
{
    return ntfn->bound != NULL && ntfn->bound != tcb;
}

/* The receive phase that may block, without a reply object. */
static void wait(struct tcb *tcb)
{
    cap_t cap = fast_lookup(tcb, tcb->context.reg[REG_CAP]);

    if (cap_allows(cap, CAP_NOTIFICATION, RIGHT_READ) && !is_anothers(cap_notification(cap), tcb)) {
        receive_signal(tcb, cap_notification(cap));
    } else if (cap_allows(cap, CAP_ENDPOINT, RIGHT_READ)) {
        receive_message(tcb, cap_endpoint(cap), NULL);
    } else {
        kernel_receive_general();
    }
}

/* With a reply object that nobody uses. */
static void recv(struct tcb *tcb)
{
    cap_t cap = fast_lookup(tcb, tcb->context.reg[REG_CAP]);
    cap_t reply = fast_lookup(tcb, tcb->context.reg[REG_REPLY]);

    if (cap_allows(cap, CAP_NOTIFICATION, RIGHT_READ) && !is_anothers(cap_notification(cap), tcb)) {
        receive_signal(tcb, cap_notification(cap));
    } else if (cap_allows(cap, CAP_ENDPOINT, RIGHT_READ) && cap_type(reply) == CAP_REPLY &&
               cap_reply(reply)->tcb == NULL) {
        receive_message(tcb, cap_endpoint(cap), cap_reply(reply));
    } else {
        kernel_receive_general();
    }
}

/* ---- A signal, then a receive phase ---- */

/* False: the situation is not the usual one, and nothing has changed. */
static inline bool signal(struct tcb *tcb, word_t cptr)
{
    cap_t cap = fast_lookup(tcb, cptr);

    if (!cap_allows(cap, CAP_NOTIFICATION, RIGHT_WRITE) || fast_has_caps(tcb)) {
        return false;
    }
    struct notification *ntfn = cap_notification(cap);
    struct tcb *waiter = notification_waiter(ntfn);
    if (waiter == NULL) {
        notification_remember(ntfn, cap_badge(cap));
    } else if (notification_wakes_usually(waiter)) {
        notification_give(waiter, cap_badge(cap));
        place_candidate(waiter, true);
    } else {
        return false;
    }
    return true;
}

static void nbsend_recv(struct tcb *tcb)
{
    if (signal(tcb, tcb->context.reg[REG_SEND_DEST])) {
        recv(tcb);
    } else {
        kernel_syscall_general();
    }
}

static void nbsend_wait(struct tcb *tcb)
{
    if (signal(tcb, tcb->context.reg[REG_REPLY])) {
        wait(tcb);
    } else {
        kernel_syscall_general();
    }
}

/* ---- Yield ---- */

/* The rest of the slice is given up; who is ready at the same priority runs. */
static void yield(struct tcb *tcb)
{
    struct sched_context *sc = sched.sc;
    bool shares = ready_priority(sched.domain) == tcb->priority;
    struct tcb *next = shares ? ready_list(tcb)->head : tcb;

    if (!refill_is_round_robin(sc) || (shares && !switch_is_usual(next))) {
        kernel_syscall_general();
        return;
    }
    progress_end(tcb);
    sc->consumed += sched_used();
    sched.since = sched.now;
    refill_restart(sc, sched.now);
    if (shares) {
        place_ready_from_none(tcb, PLACE_LAST);
        place_none_from_head(ready_list(tcb), next);
        thread_go_on(next);
        switch_usual(next);
    } else {
        timer_set(sched.now + sc->budget);
    }
}

/* ---- All system calls ---- */

static void general(struct tcb *tcb)
{
    (void)tcb;
    kernel_syscall_general();
}

/* The short way of system call -n.  Masked, any number is one of an entry: no speculation
   leads elsewhere. */
enum { WAYS = 16 };
static void (*const ways[WAYS])(struct tcb *) = {
    [0] = general, /* none */
    [-seL4_SysCall] = fast_call,
    [-seL4_SysReplyRecv] = fast_reply_recv,
    [-seL4_SysNBSendRecv] = nbsend_recv,
    [-seL4_SysNBSendWait] = nbsend_wait,
    [-seL4_SysSend] = send,
    [-seL4_SysNBSend] = send,
    [-seL4_SysRecv] = recv,
    [-seL4_SysNBRecv] = general,
    [-seL4_SysWait] = wait,
    [-seL4_SysNBWait] = general,
    [-seL4_SysYield] = yield,
    general, /* those for debugging */
    general,
    general,
    general,
};

static inline void execute(struct tcb *tcb)
{
    word_t number = tcb->context.reg[REG_SYSCALL];
    word_t way = -number % WAYS;

    if (UNLIKELY(sched.now >= sched.limit)) {
        kernel_syscall_general();
    } else if (number == (word_t)seL4_SysCall) {
        fast_call(tcb);
    } else if (number == (word_t)seL4_SysReplyRecv) {
        fast_reply_recv(tcb);
    } else if (number + way == 0) {
        ways[way](tcb);
    } else {
        fast_unknown_syscall(tcb);
    }
}

void kernel_syscall(void)
{
    utilisation_begin();
    sched_enter();
    execute(sched_current());
    utilisation_end();
}
