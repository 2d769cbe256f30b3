/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deletion.  When the last capability to an object goes, the object dies; a
 * CNode or TCB that dies takes the capabilities in its own slots along, and
 * those may be last ones again.  No recursion, no memory of its own, and every
 * step is short:
 *
 * A dying CNode or TCB keeps the last capability to itself, as a *zombie*, in
 * its own slot 0.  To get it there, the slot that is being deleted and slot 0
 * swap contents: the deleted slot now holds what was in slot 0, which is
 * deleted next.  Nobody can name the zombie (no capability leads to it), but it
 * holds the object's place in the derivation list, so the untyped memory below
 * is not free before all slots are empty.
 *
 *   delete X:   X [cnode A]            X [cap c]      delete c next
 *               A [c][d][e]     ──►    A [zombie][d][e]
 *                                        └─► dying list, emptied from the end
 *
 * Zombies form a list.  Whoever deletes or revokes anything empties it before
 * returning, so a deletion whose caller was interrupted and then stopped for
 * good is completed by the next one.
 */
#include "delete.h"

#include "arch.h"
#include "derive.h"
#include "endpoint.h"
#include "irq.h"
#include "notification.h"
#include "reply.h"
#include "sched_context.h"
#include "thread.h"
#include "vspace.h"

enum { WORK_UNITS = 100 }; /* between two looks for an interrupt, ABI.md */

static unsigned work_done;

/* First zombie; NULL if nothing is dying. */
static struct cte *dying;

void delete_boot(void)
{
    dying = NULL;
    work_done = 0;
}

bool preemption_point(void)
{
    if (++work_done < WORK_UNITS) {
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

/* `slot` holds the last capability to a CNode or TCB: make it a zombie. */
static void zombie_make(struct cte *slot)
{
    word_t slots;
    struct cte *first = container_die(slot->cap, &slots);
    cap_t zombie = cap_make(CAP_ZOMBIE, phys_addr_of(first));

    ASSERT(slots < BIT(29));
    zombie = cap_set_zombie_left(zombie, slots);
    zombie = cap_set_zombie_next(
        zombie, dying == NULL ? 0 : phys_addr_of(dying) >> seL4_SlotBits);
    if (slot == first) {
        slot->cap = zombie;
    } else if (cte_is_empty(first)) {
        derive_move(slot, first, zombie);
    } else {
        derive_swap(slot, zombie, first, first->cap);
    }
    dying = first;
}

/* One step towards an empty slot. */
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

struct err delete_slot(struct cte *slot)
{
    /* Bounded: each round empties the slot or starts the death of one more
       object. */
    while (!cte_is_empty(slot) && cap_type(slot->cap) != CAP_ZOMBIE) {
        delete_step(slot);
        if (preemption_point()) {
            return err_preempted();
        }
    }
    /* Bounded: each round empties a slot or passes over an empty one. */
    while (dying != NULL) {
        reap_step();
        if (preemption_point()) {
            return err_preempted();
        }
    }
    return ok();
}

struct err delete_descendants(struct cte *slot)
{
    /* Bounded by the number of descendants: each round removes one for good. */
    while (derive_has_children(slot)) {
        struct err err = delete_slot(cte_next(slot));
        if (err.kind != ERR_NONE) {
            return err;
        }
        if (preemption_point()) {
            return err_preempted();
        }
    }
    return ok();
}
