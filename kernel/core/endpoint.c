/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Endpoints.  Senders and receivers never wait at the same time, so one queue
 * serves both, and the state of its first thread tells which it is.
 */
#include "endpoint.h"

#include "arch.h"
#include "cap_kind.h"
#include "ipc.h"
#include "notification.h"
#include "progress.h"
#include "reply.h"
#include "sched.h"
#include "thread.h"

static struct tcb *queue_first(const struct endpoint *ep, enum thread_state state)
{
    struct tcb *first = ep->queue.head;
    return first != NULL && first->state == state ? first : NULL;
}

static void block(struct endpoint *ep, struct tcb *tcb, enum thread_state state)
{
    thread_set_state(tcb, state);
    wait_queue_add(&ep->queue, tcb);
}

void endpoint_cancel_wait(struct tcb *tcb)
{
    wait_queue_remove(tcb);
    if (tcb->reply != NULL) {
        reply_withdraw(tcb);
    }
}

/* A message of `sender` has arrived at `receiver`: what happens to the sender,
   and who has the time now. */
static void sender_continue(struct tcb *sender, struct tcb *receiver, struct reply *reply,
                            unsigned flags)
{
    bool waits = (flags & SEND_CALL) != 0 || sender->fault.type != seL4_Fault_NullFault;

    if (!waits) {
        if ((flags & SEND_LEND) && receiver->sc == NULL && sender->sc != NULL) {
            sched_donate(sender->sc, receiver);
        }
        if (sender->state == THREAD_BLOCKED_SEND) {
            thread_set_state(sender, THREAD_RUNNING);
            sched_wake(sender);
        }
    } else if (reply != NULL && (flags & (SEND_GRANT | SEND_GRANT_REPLY))) {
        reply_push(sender, receiver, reply, (flags & SEND_LEND) != 0);
    } else {
        sender->fault.type = seL4_Fault_NullFault; /* told; nobody can answer it */
        thread_set_state(sender, THREAD_INACTIVE);
    }
}

void endpoint_send(cap_t cap, struct tcb *sender, unsigned flags)
{
    struct endpoint *ep = cap_endpoint(cap);
    struct tcb *receiver = queue_first(ep, THREAD_BLOCKED_RECV);

    flags |= (unsigned)cap_rights(cap) & (SEND_GRANT | SEND_GRANT_REPLY);
    if (receiver == NULL) {
        if (flags & SEND_BLOCKING) {
            sender->send_badge = cap_badge(cap);
            sender->send_flags = flags;
            block(ep, sender, THREAD_BLOCKED_SEND);
        }
        return;
    }
    struct reply *reply = receiver->reply;
    endpoint_cancel_wait(receiver);
    ipc_transfer(sender, receiver, ep, cap_badge(cap), (flags & SEND_GRANT) != 0);
    sender_continue(sender, receiver, reply, flags);
    thread_set_state(receiver, THREAD_RUNNING);
    sched_wake(receiver);
}

/* Take the message of `sender`, which waits on `ep`. */
static void receive_from(struct endpoint *ep, struct tcb *sender, struct tcb *receiver,
                         struct reply *reply)
{
    unsigned flags = sender->send_flags;

    endpoint_cancel_wait(sender);
    ipc_transfer(sender, receiver, ep, sender->send_badge, (flags & SEND_GRANT) != 0);
    sender_continue(sender, receiver, reply, flags);
}

void endpoint_receive(struct endpoint *ep, struct tcb *receiver, struct reply *reply,
                      bool blocking)
{
    if (reply != NULL && reply->tcb != NULL && reply->tcb != receiver) {
        thread_cancel_ipc(reply->tcb);
    }
    struct notification *bound = receiver->bound_notification;
    if (bound != NULL && bound->active) {
        notification_complete(bound, receiver);
        return;
    }
    /* Before anybody's message is looked at: who calls pays for the call. */
    if (bound != NULL && blocking) {
        notification_return_sc(bound, receiver);
    }
    struct tcb *sender = queue_first(ep, THREAD_BLOCKED_SEND);
    if (sender != NULL) {
        receive_from(ep, sender, receiver, reply);
    } else if (!blocking) {
        receiver->context.reg[REG_CAP] = 0;
    } else {
        if (reply != NULL) {
            reply->tcb = receiver;
            receiver->reply = reply;
        }
        block(ep, receiver, THREAD_BLOCKED_RECV);
    }
}

struct err endpoint_cancel_badged(struct endpoint *ep, word_t badge)
{
    word_t *at = progress_with(PROGRESS_CANCEL, phys_addr_of(ep), badge);
    struct tcb *tcb;

    /* Bounded by the number of waiting threads; each round looks at one for good. */
    while ((tcb = queue_from(&ep->queue, *at)) != NULL) {
        *at = tcb->link.path + 1; /* not 0: arrival numbers do not get that large */
        if (tcb->state == THREAD_BLOCKED_SEND && tcb->send_badge == badge) {
            thread_restart_wait(tcb);
        }
        if (arch_irq_pending()) {
            return err_preempted();
        }
    }
    return ok();
}

/* ---- Capabilities ---- */

const struct cap_kind endpoint_kind = {
    .bits = seL4_EndpointBits,
    .badged = true,
    .waited_on = true,
    .mask_rights = cap_mask_rights_field,
    .set_data = cap_set_new_badge,
};
