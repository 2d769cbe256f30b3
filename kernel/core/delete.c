/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deletion.  When the last capability to an object goes, the object dies.  Most
 * die in one step.  A CNode or TCB takes the capabilities in its slots along,
 * which may be last ones again, an interrupt's handler that of its notification;
 * an endpoint or notification lets the threads go that wait on it.  As that may
 * take as long as users like, the capability turns into a *zombie* first: it gives
 * no access any more, but keeps its slot, and its place in the derivation list,
 * until nothing is left of the object.  So memory below it is not free before, and
 * whoever deletes that slot or revokes an ancestor goes on where an interrupted
 * deletion stopped; nobody else does.
 *
 * A dying container is emptied from its last slot down.  If another container
 * dies in that slot, its zombie is there, and the first waits for it:
 *
 *   slot ─► zombie A                  [ . . top ]
 *                                          └─► zombie B   [ . . . ]
 *
 * There is no recursion and no way down a long chain: if in B a container C dies,
 * C's zombie goes to the top, and B's into the first slot of C; what was there
 * takes the place that C's had in B.  C is *stacked* then: when nothing but its
 * first slot is left, B is back on top.
 *
 *                                     [ . . top ]
 *                                          └─► zombie C   [ zombie B . . ]
 *
 * Each step is short, and leaves all this in order.  There are finitely many: each
 * empties a slot or passes over an empty one, begins a death or ends it, or
 * stacks a container, once for each; and once for each it unties two that lie in
 * each other.
 */
#include "delete.h"

#include "arch.h"
#include "derive.h"
#include "sched.h"
#include "thread.h"
#include "vspace_switch.h"

/* ---- One step ---- */

/* Threads that must be let go before the object is gone; NULL if none. */
static struct tcb *first_waiter(cap_t cap)
{
    if (!cap_kind(cap)->waited_on) {
        return NULL;
    }
    const struct queue *queue = phys_ptr(cap_object(cap));
    return queue->head;
}

bool delete_is_long(const struct cte *slot)
{
    cap_t cap = slot->cap;

    return cap_type(cap) == CAP_ZOMBIE ||
           ((cap_kind(cap)->slots != NULL || first_waiter(cap) != NULL) && derive_is_last(slot));
}

void delete_simple(struct cte *slot)
{
    cap_t cap = slot->cap;
    const struct cap_kind *kind = cap_kind(cap);

    if (cap_is_null(cap)) {
        return;
    }
    if (kind->finalise != NULL && (kind->each || derive_is_last(slot))) {
        kind->finalise(cap);
    }
    derive_remove(slot);
    if (cap_type(cap) == CAP_VSPACE) {
        vspace_switch(sched_current()); /* it may have been the running thread's */
    }
}

/* ---- Zombies ---- */

static unsigned zombie_size(cap_t zombie)
{
    return cap_object_bits(cap_of_zombie(zombie));
}

const struct cap_kind zombie_kind = {
    .size = zombie_size,
    .distinct = true,
    .copy = cap_no_copy,
};

static bool is_dying_container(const struct cte *slot)
{
    return cap_type(slot->cap) == CAP_ZOMBIE && cap_zombie_left(slot->cap) != 0;
}

static struct cte *first_slot(cap_t zombie)
{
    cap_t cap = cap_of_zombie(zombie);
    word_t count;

    return cap_kind(cap)->slots(cap, &count);
}

/* The slot that is emptied next. */
static struct cte *last_slot(cap_t zombie)
{
    return first_slot(zombie) + (cap_zombie_left(zombie) - 1);
}

/* Is nothing left of it but the zombie that it is stacked on? */
static bool is_done(cap_t zombie)
{
    return cap_zombie_left(zombie) == 1 && cap_zombie_stacked(zombie);
}

/* The slot of another zombie that the one in `slot` has to wait for, or NULL.  It
   does not wait for itself, in a slot of its own container. */
static struct cte *waits_for(struct cte *slot)
{
    struct cte *last = last_slot(slot->cap);

    return is_done(slot->cap) || last == slot || !is_dying_container(last) ? NULL : last;
}

/* ---- Steps ---- */

/* The last capability to what dies in more than one step. */
static void die(struct cte *slot)
{
    cap_t cap = slot->cap;
    const struct cap_kind *kind = cap_kind(cap);
    word_t left = 0;

    if (kind->finalise != NULL) {
        kind->finalise(cap);
    }
    if (kind->slots != NULL) {
        (void)kind->slots(cap, &left);
    }
    derive_replace(slot, cap_zombie(cap, left));
}

/* Towards emptying `slot`, in which no container is dying. */
static void slot_step(struct cte *slot)
{
    if (!delete_is_long(slot)) {
        delete_simple(slot);
    } else if (cap_type(slot->cap) != CAP_ZOMBIE) {
        die(slot);
    } else {
        struct tcb *waiter = first_waiter(cap_of_zombie(slot->cap));
        if (waiter == NULL) {
            derive_remove(slot);
        } else {
            thread_restart_wait(waiter);
        }
    }
}

/* Towards emptying the container whose zombie is in `slot` and waits for none. */
static void container_step(struct cte *slot)
{
    cap_t zombie = slot->cap;
    struct cte *last = last_slot(zombie);

    if (is_done(zombie)) {
        derive_remove(slot);
        derive_exchange(slot, last);
    } else if (last != slot && !cte_is_empty(last)) {
        slot_step(last);
    } else if (cap_zombie_left(zombie) > 1) {
        slot->cap = cap_set_zombie_left(zombie, cap_zombie_left(zombie) - 1);
    } else {
        derive_remove(slot);
    }
}

/* The zombie in `inner`, a slot of the container that dies in `top`, goes on top of that. */
static void stack(struct cte *top, struct cte *inner)
{
    struct cte *first = first_slot(inner->cap);

    derive_exchange(top, inner);
    derive_exchange(inner, first);
    top->cap = cap_set_zombie_stacked(top->cap, true);
}

/*
 * Container A dies in `slot`, which belongs to B, and B in `top`, which belongs to
 * A.  Put both zombies into slots of A: A's where it waits for B's only.
 */
static void untie(struct cte *slot, struct cte *top)
{
    cap_t zombie = cap_set_zombie_stacked(slot->cap, false);
    struct cte *other = top - 1;

    if (cap_zombie_left(zombie) == 1) {
        zombie = cap_set_zombie_left(zombie, 2);
        other = top + 1; /* empty already */
    }
    derive_exchange(slot, top);
    derive_exchange(slot, other);
    top->cap = zombie;
}

/* Towards emptying `slot`.  Where what has to be emptied is afterwards: `slot`, but for containers
   that lie in each other. */
static struct cte *delete_step(struct cte *slot)
{
    if (!is_dying_container(slot)) {
        slot_step(slot);
        return slot;
    }
    struct cte *top = waits_for(slot);
    if (top == NULL) {
        container_step(slot);
        return slot;
    }
    struct cte *inner = waits_for(top);
    if (inner == NULL) {
        container_step(top);
        return slot;
    }
    if (inner == slot) {
        untie(slot, top);
        return top;
    }
    bool displaced = first_slot(inner->cap) == slot;
    stack(top, inner);
    return displaced ? inner : slot;
}

/* ---- The operations ---- */

struct err delete_slot(struct cte *slot)
{
    /* Bounded by what dies with it; see above. */
    while (!cte_is_empty(slot)) {
        slot = delete_step(slot);
        if (!cte_is_empty(slot) && arch_irq_pending()) {
            return err_preempted();
        }
    }
    return ok();
}

struct err delete_descendants(struct cte *slot)
{
    /* Bounded by the number of descendants: each round removes one for good. */
    while (derive_has_children(slot)) {
        struct cte *child = slot->next;
        if (delete_is_long(child)) {
            TRY(delete_slot(child));
        } else {
            delete_simple(child);
        }
        if (arch_irq_pending()) {
            return err_preempted();
        }
    }
    return ok();
}
