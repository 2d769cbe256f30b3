/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The derivation list: every capability in the system, in the preorder of the
 * tree of who was derived from whom.  Depth is not stored.  A capability with
 * is_parent set is the parent of the run of capabilities behind it that cover
 * nothing beyond what it covers:
 *
 *   untyped ── endpoint ── badge 1 ── copy ── badge 2 ── frame ── untyped ...
 *      └────────────┴───────────┴────────┘       │         │
 *      └────────────┴────────────────────────────┘         │
 *      └────────────────────────────────────────────────────┘
 *
 * All capabilities to one object are neighbours, so "is it the last?" asks
 * two neighbours only.
 */
#include "derive.h"

struct cte derive_list;

/* ---- The CSpaces of threads ---- */

/* What is in `slot` goes.  If it is a thread's CSpace, its copy goes, too. */
static inline void forget_root(struct cte *slot)
{
    if (UNLIKELY(cap_is_root(slot->cap))) {
        derive_thread_of(slot)->root = (struct cspace_root){.slots = NULL};
        slot->cap = cap_set_is_root(slot->cap, false);
    }
}

void derive_forget_root(struct tcb *tcb)
{
    forget_root(&tcb->slot[TCB_CSPACE]);
}

void derive_insert_root(struct tcb *tcb, cap_t root, struct cte *source)
{
    struct cte *slot = &tcb->slot[TCB_CSPACE];

    derive_insert(slot, root, source);
    if (cap_guard(root) == 0 && cap_guard_size(root) + cap_radix(root) == seL4_WordBits) {
        slot->cap = cap_set_is_root(slot->cap, true);
        tcb->root.slots = cap_cnode(root);
        tcb->root.mask = MASK(cap_radix(root));
    }
}

/* ---- List surgery ---- */

static void link_after(struct cte *slot, cap_t cap, struct cte *before)
{
    struct cte *next = before->next;

    ASSERT(cte_is_empty(slot));
    slot->cap = cap;
    slot->prev = before;
    slot->next = next;
    before->next = slot;
    if (next != NULL) {
        next->prev = slot;
    }
}

void derive_insert_original(struct cte *slot, cap_t cap, struct cte *parent)
{
    link_after(slot, cap_set_is_parent(cap, true), parent != NULL ? parent : &derive_list);
}

void derive_insert_originals(struct cte *first, word_t count, cap_t cap, unsigned bits,
                             struct cte *parent)
{
    cap = cap_set_is_parent(cap, true);
    for (struct cte *slot = first; slot < first + count; slot++) {
        link_after(slot, cap, parent);
        cap = cap_set_object(cap, cap_object(cap) + BIT(bits));
    }
}

void derive_insert(struct cte *slot, cap_t cap, struct cte *source)
{
    if (cap_type(cap) == CAP_UNTYPED) {
        /* Two capabilities now cover this memory: neither may hand it out
           without a reset, which needs the other one gone. */
        word_t full = BIT(cap_size_bits(cap));
        cap = cap_set_watermark(cap, full);
        source->cap = cap_set_watermark(source->cap, full);
    }
    bool is_parent = cap_is_new_parent(cap, source->cap);
    link_after(slot, cap_set_is_parent(cap, is_parent), source);
}

void derive_move(struct cte *from, struct cte *to, cap_t cap)
{
    struct cte *next = from->next;

    ASSERT(cte_is_empty(to) && !cap_is_root(from->cap));
    *to = *from;
    to->cap = cap;
    to->prev->next = to;
    if (next != NULL) {
        next->prev = to;
    }
    *from = (struct cte){.cap = cap_null()};
}

/* `slot` has got the contents of `from`: let the neighbours know, one of which may
   be what is in `from` now. */
static void relink(struct cte *slot, struct cte *from)
{
    if (cte_is_empty(slot)) {
        return;
    }
    slot->prev = slot->prev == slot ? from : slot->prev;
    slot->next = slot->next == slot ? from : slot->next;
    slot->prev->next = slot;
    if (slot->next != NULL) {
        slot->next->prev = slot;
    }
}

void derive_exchange(struct cte *a, struct cte *b)
{
    struct cte was = *a;

    ASSERT(!cap_is_root(a->cap) && !cap_is_root(b->cap));
    *a = *b;
    *b = was;
    relink(a, b);
    relink(b, a);
}

void derive_remove(struct cte *slot)
{
    struct cte *next = slot->next;

    forget_root(slot);
    slot->prev->next = next;
    if (next != NULL) {
        next->prev = slot->prev;
    }
    *slot = (struct cte){.cap = cap_null()};
}

void derive_replace(struct cte *slot, cap_t cap)
{
    forget_root(slot);
    slot->cap = cap;
}
