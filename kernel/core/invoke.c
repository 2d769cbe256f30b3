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
#include "progress.h"
#include "reply.h"
#include "sched.h"
#include "thread.h"

/* ---- What does not resolve ---- */

/* Does the thread go on to its receive phase all the same? */
static inline bool goes_on(unsigned flags)
{
    return !(flags & SEND_BLOCKING);
}

/* The slot at `cptr`, NULL: it does not resolve. */
COLD static struct cte *find_by_walk(struct tcb *tcb, word_t cptr, unsigned flags)
{
    struct lookup found = cspace_lookup(tcb, cptr);

    if (found.slot == NULL) {
        progress_end(tcb);
        if (flags & SEND_BLOCKING) {
            fault_raise_cap(tcb, cptr, false, found.failure);
        }
    }
    return found.slot;
}

/* ---- Reading the message ---- */

static inline bool has_extra_caps(const struct tcb *tcb)
{
    return info_caps(tcb->context.reg[REG_INFO]) > 0;
}

/* The slots of the extra capabilities; there is room for 3.  False if one does not resolve. */
COLD static bool walk_to_extra_caps(struct tcb *tcb, struct cte **slots, unsigned *found,
                                    unsigned flags)
{
    unsigned count = info_caps(tcb->context.reg[REG_INFO]);
    const word_t *buffer = ipc_buffer_of(tcb, false);

    *found = 0;
    if (buffer == NULL) {
        return true;
    }
    /* At most 3, here and below: the field has two bits. */
    for (unsigned i = 0; i < count; i++) {
        slots[i] = find_by_walk(tcb, buffer[BUFFER_CAPS + i], flags);
        if (slots[i] == NULL) {
            return false;
        }
    }
    *found = count;
    return true;
}

/* The same; in the usual buffer and CSpace there is no need to walk. */
static inline bool read_extra_caps(struct tcb *tcb, struct cte **slots, unsigned *found,
                                   unsigned flags)
{
    unsigned count = info_caps(tcb->context.reg[REG_INFO]);
    unsigned i = 0;

    if (LIKELY(ipc_buffer_is_usual(tcb))) {
        const word_t *cptr = ipc_buffer_usual(tcb) + BUFFER_CAPS;
        while (i < count && (slots[i] = cspace_direct(tcb, cptr[i])) != NULL) {
            i++;
        }
    }
    *found = count;
    return i == count || walk_to_extra_caps(tcb, slots, found, flags);
}

/* The words after those in registers; the length is cut if there is no buffer. */
COLD static void read_buffer_words(const struct tcb *tcb, struct invocation *call)
{
    const word_t *buffer = ipc_buffer_of(tcb, false);

    if (buffer == NULL) {
        call->length = MESSAGE_REGISTERS;
        return;
    }
    call->buffer = buffer + BUFFER_MSG;
    for (unsigned i = MESSAGE_REGISTERS; i < INVOCATION_WORDS && i < call->length; i++) {
        call->mr[i] = call->buffer[i];
    }
}

static inline void read_words(const struct tcb *tcb, struct invocation *call)
{
    const word_t *reg = &tcb->context.reg[REG_MR0];
    word_t info = tcb->context.reg[REG_INFO];
    unsigned length = info_length(info);

    call->label = info_label(info);
    call->length = length;
    call->mr[0] = length > 0 ? reg[0] : 0;
    call->mr[1] = length > 1 ? reg[1] : 0;
    call->mr[2] = length > 2 ? reg[2] : 0;
    call->mr[3] = length > 3 ? reg[3] : 0;
    for (unsigned i = MESSAGE_REGISTERS; i < INVOCATION_WORDS; i++) {
        call->mr[i] = 0;
    }
    call->buffer = NULL;
    if (length > MESSAGE_REGISTERS) {
        read_buffer_words(tcb, call);
    }
}

/* ---- Objects other than endpoints ---- */

static struct err invoke_method(struct invocation *call, unsigned flags)
{
    const struct cap_kind *kind = cap_kind(call->cap);
    const struct method *method = kind->methods;

    if (method == NULL || ((flags & SEND_FIRST_PHASE) && kind->not_before_receive)) {
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

/* Tell the caller how it went: mostly well, and there is no more to say. */
static inline void answer(struct tcb *tcb, const struct err *err, const word_t *result,
                          unsigned length)
{
    if (LIKELY(err->kind == ERR_NONE && length == 0)) {
        tcb->context.reg[REG_CAP] = 0;
        tcb->context.reg[REG_INFO] = info_make(seL4_NoError, 0, 0, 0);
    } else if (err->kind == ERR_REPLY) {
        ipc_write(tcb, 0, err->code, err->detail, err->length);
    } else {
        ipc_write(tcb, 0, seL4_NoError, result, length);
    }
}

/* Invoke a kernel object.  False: preempted, the thread calls again. */
NOINLINE static bool invoke_object(struct tcb *tcb, struct cte *target, unsigned flags)
{
    struct invocation call;

    call.cap_count = 0;
    if (has_extra_caps(tcb) && !read_extra_caps(tcb, call.extra, &call.cap_count, flags)) {
        return goes_on(flags);
    }
    call.target = target;
    call.cap = target->cap;
    call.wants_result = (flags & SEND_CALL) != 0;
    call.result_length = 0;
    read_words(tcb, &call);
    tcb->state = THREAD_RESTART;
    struct err err = invoke_method(&call, flags);
    if (err.kind == ERR_PREEMPTED) {
        sched_reschedule(); /* it starts again, or has stopped itself */
        return false;
    }
    progress_end(tcb);
    if (tcb->state == THREAD_RESTART) { /* else the operation decided its fate */
        tcb->state = THREAD_RUNNING;
        if (call.wants_result && err.kind != ERR_DEFERRED) {
            answer(tcb, &err, call.result, call.result_length);
        }
    }
    return true;
}

/* ---- The send phase ---- */

/* Is `cap` to a kernel object?  Else there is none, or it only passes messages on. */
static inline bool is_to_object(cap_t cap)
{
    return (BIT(cap_type(cap)) & (BIT(CAP_NULL) | BIT(CAP_ENDPOINT) | BIT(CAP_NOTIFICATION) |
                                  BIT(CAP_REPLY))) == 0;
}

/* A signal, or the answer to a call.  False: `cap` takes neither. */
static inline bool signal_or_answer(struct tcb *tcb, cap_t cap)
{
    if (cap_allows(cap, CAP_NOTIFICATION, RIGHT_WRITE)) {
        notification_signal(cap_notification(cap), cap_badge(cap));
    } else if (cap_type(cap) == CAP_REPLY) {
        reply_answer(cap_reply(cap), tcb, (cap_rights(cap) & RIGHT_GRANT) != 0);
    } else {
        return false;
    }
    return true;
}

/* A Call of what does not answer itself. */
COLD static void call_unanswered(struct tcb *tcb, cap_t cap)
{
    struct err err = signal_or_answer(tcb, cap) ? ok() : err_capability(0);
    answer(tcb, &err, NULL, 0);
}

static inline void send_message(struct tcb *tcb, cap_t cap, unsigned flags)
{
    if (cap_allows(cap, CAP_ENDPOINT, RIGHT_WRITE)) {
        endpoint_send(cap, tcb, flags);
    } else if (LIKELY(!(flags & SEND_CALL))) {
        (void)signal_or_answer(tcb, cap);
    } else {
        call_unanswered(tcb, cap);
    }
}

/* The capabilities that a message goes along with have to resolve, whether or not they arrive. */
COLD static bool send_with_caps(struct tcb *tcb, cap_t cap, unsigned flags)
{
    struct cte *slots[seL4_MsgMaxExtraCaps];
    unsigned count;

    if (!read_extra_caps(tcb, slots, &count, flags)) {
        return goes_on(flags);
    }
    send_message(tcb, cap, flags);
    return true;
}

static inline bool send_to(struct tcb *tcb, struct cte *target, unsigned flags)
{
    if (is_to_object(target->cap)) {
        return invoke_object(tcb, target, flags);
    }
    progress_end(tcb);
    if (UNLIKELY(has_extra_caps(tcb))) {
        return send_with_caps(tcb, target->cap, flags);
    }
    send_message(tcb, target->cap, flags);
    return true;
}

COLD static bool invoke_by_walk(struct tcb *tcb, word_t cptr, unsigned flags)
{
    struct cte *target = find_by_walk(tcb, cptr, flags);
    return target == NULL ? goes_on(flags) : send_to(tcb, target, flags);
}

/* Every way through it ends with a call, if with any: so it saves no registers. */
bool invoke(struct tcb *tcb, word_t cptr, unsigned flags)
{
    struct cte *target = cspace_direct(tcb, cptr);
    return LIKELY(target != NULL) ? send_to(tcb, target, flags) : invoke_by_walk(tcb, cptr, flags);
}
