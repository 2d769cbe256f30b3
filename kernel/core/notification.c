/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notifications.  Either threads wait or the word is active, never both.
 */
#include "notification.h"

#include "cap_kind.h"
#include "endpoint.h"
#include "sched.h"
#include "thread.h"

/* `tcb`, which waits, gets the word and goes on. */
static void deliver(struct notification *ntfn, struct tcb *tcb, word_t badge)
{
    tcb->context.reg[REG_CAP] = badge;
    thread_set_state(tcb, THREAD_RUNNING);
    if (tcb->sc == NULL && ntfn->sc != NULL && ntfn->sc->tcb == NULL) {
        sched_donate(ntfn->sc, tcb);
    }
    sched_wake(tcb);
}

void notification_signal(struct notification *ntfn, word_t badge)
{
    struct tcb *waiter = ntfn->queue.head;

    if (waiter != NULL) {
        wait_queue_remove(waiter);
        deliver(ntfn, waiter, badge);
    } else if (ntfn->active) {
        ntfn->badge |= badge;
    } else if (ntfn->bound != NULL && ntfn->bound->state == THREAD_BLOCKED_RECV) {
        struct tcb *bound = ntfn->bound;
        endpoint_cancel_wait(bound);
        deliver(ntfn, bound, badge);
    } else {
        ntfn->active = true;
        ntfn->badge = badge;
    }
}

void notification_complete(struct notification *ntfn, struct tcb *tcb)
{
    tcb->context.reg[REG_CAP] = ntfn->badge;
    ntfn->active = false;
    ntfn->badge = 0;
    if (tcb->sc == NULL && ntfn->sc != NULL && ntfn->sc->tcb == NULL) {
        sched_donate(ntfn->sc, tcb);
    }
}

void notification_return_sc(struct notification *ntfn, struct tcb *tcb)
{
    if (tcb->sc != NULL && tcb->sc == ntfn->sc) {
        sched_unbind(tcb->sc);
    }
}

void notification_receive(struct tcb *tcb, struct notification *ntfn, bool blocking)
{
    if (ntfn->active) {
        notification_complete(ntfn, tcb);
    } else if (!blocking) {
        tcb->context.reg[REG_CAP] = 0;
    } else {
        notification_return_sc(ntfn, tcb);
        thread_set_state(tcb, THREAD_BLOCKED_NOTIFICATION);
        wait_queue_add(&ntfn->queue, tcb);
    }
}

void notification_bind(struct notification *ntfn, struct tcb *tcb)
{
    ntfn->bound = tcb;
    tcb->bound_notification = ntfn;
}

void notification_unbind(struct notification *ntfn)
{
    ntfn->bound->bound_notification = NULL;
    ntfn->bound = NULL;
}

/* ---- Capabilities ---- */

/* Bindings end; those that wait are let go by and by. */
static void notification_finalise(cap_t cap)
{
    struct notification *ntfn = cap_notification(cap);

    if (ntfn->bound != NULL) {
        notification_unbind(ntfn);
    }
    if (ntfn->sc != NULL) {
        ntfn->sc->notification = NULL;
        ntfn->sc = NULL;
    }
}

const struct cap_kind notification_kind = {
    .bits = seL4_NotificationBits,
    .badged = true,
    .waited_on = true,
    .mask_rights = cap_mask_rights_field,
    .set_data = cap_set_new_badge,
    .finalise = notification_finalise,
};
