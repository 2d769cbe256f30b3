/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notifications.  Either threads wait or the word is active, never both.
 */
#include "notification.h"

#include "cap_kind.h"
#include "endpoint.h"
#include "sched.h"
#include "thread.h"

/* `waiter`, one of several or without usual time, gets the word and goes on. */
NOINLINE static void deliver(struct notification *ntfn, struct tcb *waiter, word_t badge)
{
    if (waiter->state == THREAD_BLOCKED_RECV) {
        endpoint_cancel_wait(waiter);
    } else {
        wait_queue_remove(waiter);
    }
    waiter->context.reg[REG_CAP] = badge;
    thread_set_state(waiter, THREAD_RUNNING);
    if (waiter->sc == NULL && ntfn->sc != NULL && ntfn->sc->tcb == NULL) {
        sched_donate(ntfn->sc, waiter);
    }
    sched_wake(waiter);
}

void notification_signal(struct notification *ntfn, word_t badge)
{
    struct tcb *waiter = notification_waiter(ntfn);

    if (waiter == NULL) {
        notification_remember(ntfn, badge);
    } else if (notification_wakes_usually(waiter)) {
        notification_give(waiter, badge);
        place_candidate(waiter, !(sched.reasons & REASON_CURRENT));
    } else {
        deliver(ntfn, waiter, badge);
    }
}

void notification_complete(struct notification *ntfn, struct tcb *tcb)
{
    notification_take(ntfn, tcb);
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
