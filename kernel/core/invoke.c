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
    const struct cap_kind *kind = cap_kind(call->cap);
    const struct method *method = kind->methods;

    if (method == NULL || (mode.first_phase && kind->not_before_receive)) {
        return err_capability(0);
    }
    while (method->label != 0 && method->label != call->label) { /* at most 16, those of a TCB */
        method++;
    }
    if (method->run == NULL) {
        return err_illegal();
    }
    if (call->length < method->words || call->cap_count < method->caps) {
        return err_truncated();
    }
    return method->run(call);
}

/* Tell the caller how it went. */
static void answer(struct tcb *tcb, const struct err *err, const word_t *result, unsigned length)
{
    if (err->kind == ERR_REPLY) {
        ipc_write(tcb, 0, err->code, err->detail, err->length);
    } else {
        ipc_write(tcb, 0, seL4_NoError, result, length);
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
        sched_reschedule(); /* it starts again, or has stopped itself */
        return false;
    }
    tcb->resume_at = 0;
    if (tcb->state == THREAD_RESTART) { /* else the operation decided its fate */
        tcb->state = THREAD_RUNNING;
        if (mode.call && err.kind != ERR_DEFERRED) {
            answer(tcb, &err, call->result, call->result_length);
        }
    }
    return true;
}

/* A Call on a capability without operations of its own, or refused. */
static void answer_call(struct tcb *tcb, struct send_mode mode, struct err err)
{
    if (mode.call) {
        answer(tcb, &err, NULL, 0);
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
        tcb->resume_at = 0;
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
