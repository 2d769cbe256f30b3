/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The derivation list: which capability came from which (ABI.md 8.4).
 */
#pragma once

#include "cap_kind.h"

/* Head of the list that holds every capability in the system. */
extern struct cte derive_list;

static inline bool cte_is_empty(const struct cte *slot)
{
    return cap_is_null(slot->cap);
}

/*
 * Put `cap` into the empty slot `slot`, in the list directly after `source`,
 * whose capability it is derived from.  Whether it is a parent follows from how
 * the two differ.
 */
void derive_insert(struct cte *slot, cap_t cap, struct cte *source);

/* The same for the CNode `root`, which becomes the CSpace of `tcb`, which has none. */
void derive_insert_root(struct tcb *tcb, cap_t root, struct cte *source);

/*
 * Put the first capability to a new object into the empty slot `slot`: a child
 * of `parent` (an untyped), or, with parent NULL, a root of its own (boot).
 */
void derive_insert_original(struct cte *slot, cap_t cap, struct cte *parent);

/*
 * The same for `count` objects of 2^bits bytes that lie one behind the other, the
 * first of them the one of `cap`; into empty slots that do, too.
 */
void derive_insert_originals(struct cte *first, word_t count, cap_t cap, unsigned bits,
                             struct cte *parent);

/* Move the contents of `from` to the empty slot `to`, as `cap`; the place in the
   derivation stays. */
void derive_move(struct cte *from, struct cte *to, cap_t cap);

/* Exchange the contents of two slots, which may be empty; places in the derivation stay. */
void derive_exchange(struct cte *a, struct cte *b);

/* Empty a slot without any other effect. */
void derive_remove(struct cte *slot);

/* What is in `slot` turns into `cap`; the place in the derivation stays. */
void derive_replace(struct cte *slot, cap_t cap);

/* The thread whose CSpace `root`, its slot, holds. */
static inline struct tcb *derive_thread_of(const struct cte *root)
{
    const unsigned char *tcb = (const unsigned char *)root - offsetof(struct tcb, slot[TCB_CSPACE]);
    return (struct tcb *)tcb;
}

/* `tcb` dies: it looks nothing up any more. */
void derive_forget_root(struct tcb *tcb);

/* Does `child` descend directly or indirectly from `parent`?  Only asked of a
   slot that follows `parent` with descendants alone in between. */
static inline bool derive_is_parent(const struct cte *parent, const struct cte *child)
{
    return cap_is_parent(parent->cap) && cap_covers(parent->cap, child->cap);
}

static inline bool derive_has_children(const struct cte *slot)
{
    const struct cte *next = slot->next;
    return next != NULL && derive_is_parent(slot, next);
}

/* Is this the only capability to its object? */
static inline bool derive_is_last(const struct cte *slot)
{
    const struct cte *next = slot->next;
    return !cap_same_object(slot->prev->cap, slot->cap) &&
           !(next != NULL && cap_same_object(slot->cap, next->cap));
}
