/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dispatcher of invocations.  What all of them share is here and only here:
 * reading the message, finding the method, the Restart state that makes a
 * preempted operation start again, and the answer.
 */
#include "invoke.h"

#include "cspace.h"
#include "endpoint.h"
#include "fault.h"
#include "invocation.h"
#include "ipc.h"
#include "notification.h"
#include "reply.h"
#include "sched.h"
#include "thread.h"
#include "vspace.h"

enum { CAP_TYPES = 32 };

static const struct method *const methods_of[CAP_TYPES] = {
    [CAP_UNTYPED] = untyped_methods,
    [CAP_CNODE] = cnode_methods,
    [CAP_TCB] = tcb_methods,
    [CAP_SCHED_CONTEXT] = sched_context_methods,
    [CAP_SCHED_CONTROL] = sched_control_methods,
    [CAP_IRQ_CONTROL] = irq_control_methods,
    [CAP_IRQ_HANDLER] = irq_handler_methods,
    [CAP_PAGE_TABLE] = page_table_methods,
    [CAP_FRAME] = frame_methods,
    [CAP_VSPACE] = vspace_methods,
    [CAP_ASID_CONTROL] = asid_control_methods,
    [CAP_ASID_POOL] = asid_pool_methods,
    [CAP_DOMAIN] = domain_methods,
};

/* A thread may not, on its way to a receive, operate on what that receive may
   depend on (ABI.md 1.3). */
static bool refused_in_first_phase(enum cap_type type)
{
    return type == CAP_TCB || type == CAP_DOMAIN || type == CAP_CNODE ||
           type == CAP_SCHED_CONTROL || type == CAP_SCHED_CONTEXT;
}

/* ---- Reading the message ---- */

/*
 * Resolve the extra capabilities.  False if one does not resolve: `*cptr` and
 * `*failure` say which and why.
 */
static bool read_extra_caps(const struct tcb *tcb, struct invocation *call, word_t *cptr,
                            struct lookup_failure *failure)
{
    unsigned count = info_caps(tcb->context.reg[REG_INFO]);
    const word_t *buffer = count > 0 ? ipc_buffer_of(tcb, false) : NULL;

    call->cap_count = 0;
    if (buffer == NULL) {
        return true;
    }
    /* At most 3: the field has two bits. */
    for (unsigned i = 0; i < count; i++) {
        struct lookup found = cspace_lookup(tcb, buffer[BUFFER_CAPS + i]);
        if (found.slot == NULL) {
            *cptr = buffer[BUFFER_CAPS + i];
            *failure = found.failure;
            return false;
        }
        call->extra[i] = found.slot;
        call->cap_count = i + 1;
    }
    return true;
}

static void read_words(const struct tcb *tcb, struct invocation *call)
{
    word_t info = tcb->context.reg[REG_INFO];
    const word_t *buffer = NULL;

    call->label = info_label(info);
    call->length = info_length(info);
    if (call->length > MESSAGE_REGISTERS) {
        buffer = ipc_buffer_of(tcb, false);
        if (buffer == NULL) {
            call->length = MESSAGE_REGISTERS;
        }
    }
    call->buffer = buffer != NULL ? buffer + BUFFER_MSG : NULL;
    unsigned i = 0;
    for (; i < INVOCATION_WORDS && i < call->length; i++) {
        call->mr[i] = ipc_word(tcb, buffer, i);
    }
    for (; i < INVOCATION_WORDS; i++) {
        call->mr[i] = 0;
    }
}

/* ---- Objects other than endpoints ---- */

static struct err invoke_method(struct invocation *call, struct send_mode mode)
{
    enum cap_type type = cap_type(call->cap);
    const struct method *method = methods_of[type];

    if (type == CAP_SGI_SIGNAL) {
        return sgi_signal_invoke(call);
    }
    if (method == NULL || (mode.first_phase && refused_in_first_phase(type))) {
        return err_capability(0);
    }
    /* At most 16, the methods of a TCB. */
    for (; method->run != NULL; method++) {
        if (method->label == call->label) {
            return method->run(call);
        }
    }
    return err_illegal();
}

/* Tell the caller how it went. */
static void answer(struct tcb *tcb, const struct invocation *call, const struct err *err)
{
    if (err->kind == ERR_REPLY) {
        ipc_write(tcb, 0, err->code, err->detail, err->length);
    } else {
        ipc_write(tcb, 0, seL4_NoError, call->result, call->result_length);
    }
}

/* Invoke a kernel object.  False: preempted, the thread calls again. */
static bool invoke_object(struct tcb *tcb, struct invocation *call, struct send_mode mode)
{
    read_words(tcb, call);
    call->wants_result = mode.call;
    call->result_length = 0;
    tcb->state = THREAD_RESTART;
    struct err err = invoke_method(call, mode);
    if (err.kind == ERR_PREEMPTED) {
        return false;
    }
    tcb->cache_next = 0;
    if (tcb->state == THREAD_RESTART) { /* else the operation decided its fate */
        tcb->state = THREAD_RUNNING;
        if (mode.call && err.kind != ERR_DEFERRED) {
            answer(tcb, call, &err);
        }
    }
    return true;
}

/* A Call on a capability without operations of its own, or refused. */
static void answer_call(struct tcb *tcb, struct send_mode mode, struct err err)
{
    static const struct invocation no_result;

    if (mode.call) {
        answer(tcb, &no_result, &err);
    }
}

/* ---- The send phase ---- */

static void invoke_endpoint(struct tcb *tcb, cap_t cap, struct send_mode mode)
{
    word_t rights = cap_rights(cap);

    endpoint_send(cap_endpoint(cap), tcb,
                  (struct send){
                      .badge = cap_badge(cap),
                      .blocking = mode.blocking,
                      .is_call = mode.call,
                      .can_grant = (rights & RIGHT_GRANT) != 0,
                      .can_grant_reply = (rights & RIGHT_GRANT_REPLY) != 0,
                      .can_donate = mode.can_donate,
                  });
}

bool invoke(struct tcb *tcb, word_t cptr, struct send_mode mode)
{
    struct invocation call;
    struct lookup found = cspace_lookup(tcb, cptr);

    if (found.slot == NULL ||
        !read_extra_caps(tcb, &call, &cptr, &found.failure)) {
        tcb->cache_next = 0;
        if (mode.blocking) {
            fault_raise_cap(tcb, cptr, false, found.failure);
        }
        return !mode.blocking;
    }
    call.target = found.slot;
    call.cap = found.slot->cap;
    switch (cap_type(call.cap)) {
    case CAP_ENDPOINT:
        if ((cap_rights(call.cap) & RIGHT_WRITE) == 0) {
            answer_call(tcb, mode, err_capability(0));
        } else {
            invoke_endpoint(tcb, call.cap, mode);
        }
        return true;
    case CAP_NOTIFICATION:
        if ((cap_rights(call.cap) & RIGHT_WRITE) == 0) {
            answer_call(tcb, mode, err_capability(0));
        } else {
            notification_signal(cap_notification(call.cap), cap_badge(call.cap));
            answer_call(tcb, mode, ok());
        }
        return true;
    case CAP_REPLY:
        reply_answer(cap_reply(call.cap), tcb, (cap_rights(call.cap) & RIGHT_GRANT) != 0);
        answer_call(tcb, mode, ok());
        return true;
    default:
        return invoke_object(tcb, &call, mode);
    }
}
