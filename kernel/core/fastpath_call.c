/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The short ways of the two that make a protected call: Call there, ReplyRecv back.  And
 * of faults, which are calls of a handler.
 *
 * They are shortest to and from a passive server: the time changes hands with the
 * message, so no budget is touched and no timer set, if nobody else is ready who
 * has a better claim.  A server with time of its own is switched to at once, too, if
 * its time is usual.  Otherwise the scheduler decides.
 */
#include "fastpath.h"

#include "debug.h"
#include "fault.h"
#include "reply.h"
#include "utilisation.h"
#include "vspace_switch.h"

/* Is the message without capabilities, and either short or from one usual buffer to another? */
static inline bool message_is_simple(const struct tcb *from, const struct tcb *to)
{
    word_t info = from->context.reg[REG_INFO] & MASK(9); /* capabilities, and length */

    return info <= MESSAGE_REGISTERS ||
           (info <= seL4_MsgMaxLength && ipc_buffer_is_usual(from) && ipc_buffer_is_usual(to));
}

/* `length` is not 0. */
static inline void copy_message_words(const struct tcb *from, struct tcb *to, word_t length)
{
    const word_t *source = &from->context.reg[REG_MR0];
    word_t *target = &to->context.reg[REG_MR0];

    target[0] = source[0];
    if (LIKELY(length >= MESSAGE_REGISTERS)) {
        target[1] = source[1];
        target[2] = source[2];
        target[3] = source[3];
        if (length > MESSAGE_REGISTERS) {
            ipc_copy_buffer(ipc_buffer_usual(from), ipc_buffer_usual(to), length);
        }
        return;
    }
    if (length > 1) {
        target[1] = source[1];
    }
    if (length > 2) {
        target[2] = source[2];
    }
}

static inline void copy_message(const struct tcb *from, struct tcb *to, word_t badge)
{
    word_t info = from->context.reg[REG_INFO];
    word_t length = info & MASK(seL4_MsgLengthBits);

    if (length > 0) {
        copy_message_words(from, to, length);
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

/* So, but the scheduler decides. */
NOINLINE static void compete(struct tcb *tcb)
{
    sched.reasons |= REASON_CURRENT;
    sched_wake(tcb);
    kernel_leave();
}

/* Has nobody who is ready a better claim to the processor than `tcb`? */
static inline bool has_claim(const struct tcb *tcb)
{
    return tcb->domain == sched.domain && tcb->priority >= ready_priority(sched.domain);
}

/* The current thread waits, and `tcb`, which has got its message, goes on. */
static inline void wake(struct tcb *tcb)
{
    tcb->state = THREAD_RUNNING;
    if (has_claim(tcb) && time_is_usual(tcb->sc)) {
        switch_usual(tcb);
    } else {
        compete(tcb);
    }
}

static inline void wait_for_reply(struct tcb *caller, struct reply *reply)
{
    reply->tcb = caller;
    caller->reply = reply;
    caller->state = THREAD_BLOCKED_REPLY;
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

/* Who waits at `ep`, alone and with a reply object; else NULL. */
static inline struct tcb *waiting_server(const struct endpoint *ep)
{
    struct tcb *server = ep->queue.head;

    if (server == NULL || server->state != THREAD_BLOCKED_RECV || server->reply == NULL ||
        !queue_is_only(server)) {
        return NULL;
    }
    return server;
}

void fast_call(struct tcb *caller)
{
    cap_t cap = fast_lookup(caller, caller->context.reg[REG_CAP]);

    if (!cap_allows(cap, CAP_ENDPOINT, RIGHT_WRITE) ||
        (cap_rights(cap) & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) == 0) {
        kernel_call_general();
        return;
    }
    struct endpoint *ep = cap_endpoint(cap);
    struct tcb *callee = waiting_server(ep);
    if (callee == NULL || !message_is_simple(caller, callee)) {
        kernel_call_general();
        return;
    }
    struct reply *reply = callee->reply;
    fast_leave(&ep->queue, callee);
    callee->reply = NULL;
    copy_message(caller, callee, cap_badge(cap));
    wait_for_reply(caller, reply);
    progress_end(caller);
    if (callee->sc == NULL) {
        lend_time(caller, callee, reply);
        if (callee->priority >= caller->priority && callee->domain == caller->domain) {
            run(callee);
            return;
        }
    }
    wake(callee);
}

/* The caller that waits on `reply`, or NULL. */
static inline struct tcb *waiting_caller(const struct reply *reply)
{
    struct tcb *caller = reply->tcb;

    return caller != NULL && caller->state == THREAD_BLOCKED_REPLY ? caller : NULL;
}

/* Does `server` run on the time of `caller`, and nobody have a better claim to the processor? */
static inline bool returns_time(const struct tcb *caller, const struct tcb *server,
                                const struct reply *reply)
{
    return reply->sc != NULL && reply->sc == server->sc && caller->sc == NULL &&
           caller->domain == server->domain &&
           ready_priority(caller->domain) <= caller->priority;
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
    fast_wait(&ep->queue, server, THREAD_BLOCKED_RECV);
}

static inline bool runs_on_notifications_time(const struct tcb *server)
{
    return fast_gives_back(server, server->bound_notification);
}

/* The same for the verdict on a fault. */
NOINLINE static void answer_fault(struct tcb *server, struct tcb *caller, struct reply *reply,
                                  struct endpoint *ep)
{
    bool returns = returns_time(caller, server, reply);

    if (fast_has_caps(server) ||
        (!returns && (!has_own_time(caller, reply) || runs_on_notifications_time(server)))) {
        kernel_syscall_general();
        return;
    }
    if (returns) {
        return_time(caller, server, reply);
    }
    caller->reply = NULL;
    bool goes_on = fault_apply_reply(caller, server);
    caller->fault.type = seL4_Fault_NullFault;
    start_waiting(ep, server, reply);
    caller->state = goes_on ? THREAD_RESTART : THREAD_INACTIVE;
    if (!goes_on) {
        sched_decide_stopped();
    } else if (has_claim(caller) && switch_is_usual(caller)) {
        thread_go_on(caller);
        switch_usual(caller);
    } else {
        compete(caller);
    }
}

void fast_reply_recv(struct tcb *server)
{
    cap_t reply_cap = fast_lookup(server, server->context.reg[REG_REPLY]);
    cap_t ep_cap = fast_lookup(server, server->context.reg[REG_CAP]);

    if (cap_type(reply_cap) != CAP_REPLY || !cap_allows(ep_cap, CAP_ENDPOINT, RIGHT_READ)) {
        kernel_syscall_general();
        return;
    }
    struct reply *reply = cap_reply(reply_cap);
    struct endpoint *ep = cap_endpoint(ep_cap);
    struct tcb *caller = waiting_caller(reply);
    if (caller == NULL || !nothing_to_receive(ep, server)) {
        kernel_syscall_general();
    } else if (UNLIKELY(caller->fault.type != seL4_Fault_NullFault)) {
        answer_fault(server, caller, reply, ep);
    } else if (!message_is_simple(server, caller)) {
        kernel_syscall_general();
    } else if (returns_time(caller, server, reply)) {
        return_time(caller, server, reply);
        copy_message(server, caller, 0);
        start_waiting(ep, server, reply);
        run(caller);
    } else if (has_own_time(caller, reply) && !runs_on_notifications_time(server)) {
        caller->reply = NULL;
        copy_message(server, caller, 0);
        start_waiting(ep, server, reply);
        wake(caller);
    } else {
        kernel_syscall_general();
    }
}

/* ---- Faults ---- */

/* Who handles the faults of `tcb`, if it waits for them. */
static inline struct tcb *waiting_handler(const struct tcb *tcb)
{
    cap_t cap = tcb->slot[TCB_FAULT_HANDLER].cap;

    return cap_type(cap) == CAP_ENDPOINT ? waiting_server(cap_endpoint(cap)) : NULL;
}

/* `handler`, which waits, is told of the fault that `tcb` has. */
static inline void tell(struct tcb *tcb, struct tcb *handler)
{
    struct reply *reply = handler->reply;

    fast_leave(handler->blocked_on, handler);
    handler->reply = NULL;
    fault_write_message(tcb, handler, cap_badge(tcb->slot[TCB_FAULT_HANDLER].cap));
    wait_for_reply(tcb, reply);
    if (handler->sc == NULL) {
        lend_time(tcb, handler, reply);
    }
    wake(handler);
}

static inline void fault(word_t type, word_t address, word_t status, bool flag)
{
    utilisation_begin();
    sched_enter();
    struct tcb *tcb = sched_current();
    struct tcb *handler = waiting_handler(tcb);
    if (handler != NULL && sched.now < sched.limit) {
        fault_set(tcb, type, address, status, flag);
        tell(tcb, handler);
    } else {
        kernel_fault_general(type, address, status, flag);
    }
    utilisation_end();
}

/* So a guest calls its VMM. */
NOINLINE void fast_unknown_syscall(struct tcb *tcb)
{
    int64_t number = (int64_t)tcb->context.reg[REG_SYSCALL];

    progress_end(tcb);
    if (debug_syscall(tcb, number)) {
        return;
    }
    struct tcb *handler = waiting_handler(tcb);
    if (handler != NULL) {
        fault_set(tcb, seL4_Fault_UnknownSyscall, (word_t)number, 0, false);
        tell(tcb, handler);
    } else {
        kernel_fault_general(seL4_Fault_UnknownSyscall, (word_t)number, 0, false);
    }
}

void kernel_vm_fault(vaddr_t address, word_t status, bool instruction)
{
    fault(seL4_Fault_VMFault, address, status, instruction);
}

void kernel_vcpu_fault(word_t syndrome)
{
    fault(seL4_Fault_VCPUFault, syndrome, 0, false);
}

void kernel_user_exception(word_t number, word_t code)
{
    fault(seL4_Fault_UserException, number, code, false);
}
