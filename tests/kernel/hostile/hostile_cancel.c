/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What CancelBadgedSends promises, however often it is preempted and whatever
 * happens meanwhile: when it has succeeded, nobody waits any more who waited with
 * that badge at that endpoint before it was called.
 */
#include "cspace.h"
#include "hostile.h"
#include "ipc.h"
#include "progress.h"

/* The capability that `tcb` is about to cancel sends of; null: it is about something else. */
static cap_t target_of(const struct tcb *tcb)
{
    const word_t *reg = tcb->context.reg;
    struct cte *slot;

    if (info_label(reg[REG_INFO]) != CNodeCancelBadgedSends ||
        reg[REG_SYSCALL] != (word_t)seL4_SysCall) {
        return cap_null();
    }
    struct lookup node = cspace_lookup(tcb, reg[REG_CAP]);
    if (node.slot == NULL ||
        cspace_slot(false, node.slot->cap, reg[REG_MR0], reg[REG_MR0 + 1], &slot).kind !=
            ERR_NONE ||
        cap_type(slot->cap) != CAP_ENDPOINT || cap_badge(slot->cap) == 0) {
        return cap_null();
    }
    return slot->cap;
}

/* A system call that was preempted is one with what its thread does next, if that is the same:
   there is other code there, then. */
void hostile_cancel_begin(struct hostile *h, unsigned step)
{
    const struct tcb *tcb = sched_current();
    bool again = tcb->context.next_pc == tcb->context.reg[REG_PC];

    h->cancelled = target_of(tcb);
    for (unsigned i = 0; i < HOSTILE_MASTERS; i++) {
        if (h->master[i] == tcb && !again) {
            h->called[i] = step;
        }
    }
}

/* Since when each waits to send. */
static void note_waiting(struct hostile *h, unsigned step)
{
    for (unsigned i = 0; i < HOSTILE_MASTERS; i++) {
        if (h->master[i]->state != THREAD_BLOCKED_SEND) {
            h->waits[i] = 0;
        } else if (h->waits[i] == 0) {
            h->waits[i] = step + 1;
        }
    }
}

static bool waits_still(const struct hostile *h, unsigned i, unsigned called)
{
    const struct tcb *tcb = h->master[i];

    return tcb->state == THREAD_BLOCKED_SEND && h->waits[i] <= called &&
           tcb->blocked_on == &cap_endpoint(h->cancelled)->queue &&
           tcb->send_badge == cap_badge(h->cancelled);
}

const char *hostile_cancel_end(struct hostile *h, unsigned step, const struct tcb *actor)
{
    note_waiting(h, step);
    if (cap_is_null(h->cancelled) || info_label(actor->context.reg[REG_INFO]) != 0) {
        return NULL; /* it is not that, has failed, or starts again */
    }
    for (unsigned i = 0; i < HOSTILE_MASTERS; i++) {
        for (unsigned k = 0; k < HOSTILE_MASTERS; k++) {
            if (h->master[k] == actor && waits_still(h, i, h->called[k])) {
                return "cancel: nobody is left who waited before";
            }
        }
    }
    return NULL;
}

word_t hostile_sent_through(struct hostile *h)
{
    word_t first = choose(&h->choices, HOSTILE_SLOTS);

    for (word_t i = 0; i < HOSTILE_SLOTS; i++) {
        word_t slot = (first + i) % HOSTILE_SLOTS;
        cap_t cap = h->cspace[slot].cap;
        if (cap_type(cap) != CAP_ENDPOINT || cap_rights(cap) != RIGHTS_ALL || cap_badge(cap) == 0) {
            continue;
        }
        const struct tcb *head = cap_endpoint(cap)->queue.head;
        if (head != NULL && head->state == THREAD_BLOCKED_SEND &&
            head->send_badge == cap_badge(cap)) {
            return slot;
        }
    }
    return hostile_slot(h, CAP_ENDPOINT);
}

bool hostile_cancel_slot(const struct hostile *h, word_t *slot)
{
    for (unsigned i = 0; i < HOSTILE_MASTERS; i++) {
        const struct tcb *tcb = h->master[i];
        if (tcb->progress.at != 0 && tcb->progress.kind == PROGRESS_CANCEL) {
            *slot = tcb->context.reg[REG_MR0] % HOSTILE_SLOTS;
            return true;
        }
    }
    return false;
}
