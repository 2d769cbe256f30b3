/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deletion.  When the last capability to an object goes, the object dies; a
 * CNode or TCB that dies takes the capabilities in its own slots along, and
 * those may be last ones again.  No recursion, no memory of its own, and every
 * step is short:
 *
 * A dying CNode or TCB keeps the last capability to itself, as a *zombie*, in
 * its own slot 0; what was there goes to *limbo*, a slot that no capability leads
 * to, and is deleted next.  So the slot that is being deleted is empty at once,
 * and nobody can name the zombie either, but it holds the object's place in the
 * derivation list: the untyped memory below is not free before all slots are
 * empty.
 *
 *   delete X:   X [cnode A]            X [ ]              limbo [c]
 *               A [c][d][e]     ──►    A [zombie][d][e]
 *                                        └─► dying list, emptied from the end
 *
 * If c is the last capability to CNode B, the same happens again with limbo in
 * the place of X: zombie to B's slot 0, and what was there to limbo.
 *
 * Whoever deletes or revokes anything first finishes what is in limbo and on the
 * dying list, so a deletion whose caller was interrupted and then stopped for
 * good is completed by the next one.
 */
#include "delete.h"

#include "arch.h"
#include "derive.h"
#include "endpoint.h"
#include "irq.h"
#include "notification.h"
#include "reply.h"
#include "sched.h"
#include "sched_context.h"
#include "thread.h"
#include "vspace.h"

unsigned preemption_work_units = 100; /* ABI.md, "Config values" */

/* What the death of an ASID pool counts for: its 512 entries are looked at one by one. */
enum { ASID_POOL_WORK_UNITS = 50 };

static unsigned work_done;

/* First zombie; NULL if nothing is dying. */
static struct cte *dying;

/* Displaced from slot 0 of the CNode or TCB that died last. */
static struct cte limbo;

void delete_boot(void)
{
    dying = NULL;
    limbo = (struct cte){.cap = cap_null()};
    work_done = 0;
}

bool preemption_point(void)
{
    if (++work_done < preemption_work_units) {
        return false;
    }
    work_done = 0;
    return arch_irq_pending();
}

/* ---- What dies with a last capability ---- */

static void finalise_last(cap_t cap)
{
    switch (cap_type(cap)) {
    case CAP_ENDPOINT:
        endpoint_cancel_all(cap_endpoint(cap));
        break;
    case CAP_NOTIFICATION:
        notification_cancel_all(cap_notification(cap));
        break;
    case CAP_REPLY:
        reply_delete(cap_reply(cap));
        break;
    case CAP_SCHED_CONTEXT:
        sched_context_delete(cap_sched_context(cap));
        break;
    case CAP_IRQ_HANDLER:
        irq_handler_delete(cap);
        break;
    case CAP_PAGE_TABLE:
        page_table_unmap_cap(cap);
        break;
    case CAP_VSPACE:
        vspace_delete(cap);
        break;
    case CAP_ASID_POOL:
        asid_pool_delete(cap);
        work_done += ASID_POOL_WORK_UNITS;
        break;
    default:
        break;
    }
}

void delete_simple(struct cte *slot)
{
    cap_t cap = slot->cap;

    if (cap_is_null(cap)) {
        return;
    }
    if (cap_type(cap) == CAP_FRAME) {
        frame_unmap_cap(cap); /* every frame capability has its own mapping */
    } else if (derive_is_last(slot)) {
        finalise_last(cap);
    }
    derive_remove(slot);
    if (cap_type(cap) == CAP_VSPACE) {
        vspace_switch(sched_current()); /* it may have been the running thread's */
    }
}

/* ---- CNodes and TCBs ---- */

/* The object dies: its slots, and how many there are. */
static struct cte *container_die(cap_t cap, word_t *slots)
{
    if (cap_type(cap) == CAP_TCB) {
        struct tcb *tcb = cap_tcb(cap);
        thread_die(tcb);
        *slots = TCB_SLOTS;
        return tcb->slot;
    }
    *slots = BIT(cap_radix(cap));
    return cap_cnode(cap);
}

/* Put `zombie` for what `slot` holds into `first`, slot 0 of the dying object,
   and what was there into limbo, which is empty or `slot` itself. */
static void zombie_place(struct cte *slot, struct cte *first, cap_t zombie)
{
    if (slot == first) {
        slot->cap = zombie;
    } else if (cte_is_empty(first)) {
        derive_move(slot, first, zombie);
    } else if (slot == &limbo) {
        derive_swap(slot, zombie, first, first->cap);
    } else {
        derive_move(first, &limbo, first->cap);
        derive_move(slot, first, zombie);
    }
}

/* `slot` holds the last capability to a CNode or TCB: the object dies. */
static void zombie_make(struct cte *slot)
{
    word_t slots;
    struct cte *first = container_die(slot->cap, &slots);
    cap_t zombie = cap_make(CAP_ZOMBIE, phys_addr_of(first));

    ASSERT(slots < BIT(29));
    zombie = cap_set_zombie_left(zombie, slots);
    zombie = cap_set_zombie_next(
        zombie, dying == NULL ? 0 : phys_addr_of(dying) >> seL4_SlotBits);
    zombie_place(slot, first, zombie);
    dying = first;
}

/* Empty `slot`; limbo may be filled by that. */
static void delete_step(struct cte *slot)
{
    enum cap_type type = cap_type(slot->cap);

    if ((type == CAP_CNODE || type == CAP_TCB) && derive_is_last(slot)) {
        zombie_make(slot);
    } else {
        delete_simple(slot);
    }
}

/* One step towards an empty dying list, which is not empty. */
static void reap_step(void)
{
    struct cte *first = dying;
    word_t left = cap_zombie_left(first->cap);
    struct cte *last = first + (left - 1);

    if (last == first) {
        word_t next = cap_zombie_next(first->cap);
        dying = next == 0 ? NULL : phys_ptr(next << seL4_SlotBits);
        derive_remove(first);
    } else if (cte_is_empty(last)) {
        first->cap = cap_set_zombie_left(first->cap, left - 1);
    } else {
        delete_step(last);
    }
}

/* ---- The operations ---- */

/* Finish every deletion that has begun.  Bounded: each round empties a slot,
   passes over an empty one, or starts the death of one more object. */
static struct err finish(void)
{
    while (!cte_is_empty(&limbo) || dying != NULL) {
        if (!cte_is_empty(&limbo)) {
            delete_step(&limbo);
        } else {
            reap_step();
        }
        if (preemption_point()) {
            return err_preempted();
        }
    }
    return ok();
}

struct err delete_slot(struct cte *slot)
{
    struct err err = finish();

    if (err.kind != ERR_NONE || cte_is_empty(slot)) {
        return err;
    }
    delete_step(slot);
    return finish();
}

struct err delete_descendants(struct cte *slot)
{
    /* Bounded by the number of descendants: each round removes one for good. */
    while (derive_has_children(slot)) {
        struct err err = delete_slot(slot->next);
        if (err.kind != ERR_NONE) {
            return err;
        }
        if (preemption_point()) {
            return err_preempted();
        }
    }
    return ok();
}
