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

/* ---- What capabilities cover ---- */

/* log2 of the object's bytes; 64 for capabilities without memory. */
static unsigned object_bits(cap_t cap)
{
    switch (cap_type(cap)) {
    case CAP_UNTYPED:
    case CAP_SCHED_CONTEXT:
        return (unsigned)cap_size_bits(cap);
    case CAP_FRAME:
        return cap_frame_bits(cap);
    case CAP_CNODE:
        return (unsigned)cap_radix(cap) + seL4_SlotBits;
    case CAP_ENDPOINT:
        return seL4_EndpointBits;
    case CAP_NOTIFICATION:
        return seL4_NotificationBits;
    case CAP_REPLY:
        return seL4_ReplyBits;
    case CAP_TCB:
        return seL4_TCBBits;
    case CAP_PAGE_TABLE:
        return seL4_PageTableBits;
    case CAP_VSPACE:
        return seL4_VSpaceBits;
    case CAP_ASID_POOL:
        return seL4_ASIDPoolBits;
    case CAP_ZOMBIE:
        return object_bits(cap_of_zombie(cap)); /* once: it is none */
    default:
        return seL4_WordBits;
    }
}

static bool untyped_covers(cap_t untyped, cap_t cap)
{
    unsigned bits = object_bits(cap);
    paddr_t start = cap_object(untyped);
    word_t size = BIT(cap_size_bits(untyped));

    return bits < seL4_WordBits && cap_object(cap) >= start &&
           cap_object(cap) - start < size && BIT(bits) <= size;
}

bool cap_same_object(cap_t a, cap_t b)
{
    if (cap_type(a) != cap_type(b)) {
        return false;
    }
    switch (cap_type(a)) {
    case CAP_NULL:
    case CAP_UNTYPED:
    case CAP_ZOMBIE:
        return false;
    case CAP_FRAME:
        return cap_object(a) == cap_object(b) && cap_frame_size(a) == cap_frame_size(b);
    case CAP_IRQ_HANDLER:
        return cap_irq(a) == cap_irq(b);
    case CAP_SGI_SIGNAL:
        return cap_sgi(a) == cap_sgi(b) && cap_sgi_target(a) == cap_sgi_target(b);
    default:
        return cap_object(a) == cap_object(b);
    }
}

bool derive_is_parent(const struct cte *parent, const struct cte *child)
{
    cap_t a = parent->cap;
    cap_t b = child->cap;

    if (!cap_is_parent(a)) {
        return false;
    }
    switch (cap_type(a)) {
    case CAP_UNTYPED:
        return untyped_covers(a, b);
    case CAP_IRQ_CONTROL:
        return cap_type(b) == CAP_IRQ_HANDLER || cap_type(b) == CAP_SGI_SIGNAL;
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
        /* A badge covers the copies made of it, not another Mint, which is a parent itself. */
        return cap_same_object(a, b) &&
               (cap_badge(a) == 0 || (cap_badge(a) == cap_badge(b) && !cap_is_parent(b)));
    default:
        return cap_same_object(a, b);
    }
}

bool derive_has_children(const struct cte *slot)
{
    struct cte *next = slot->next;
    return next != NULL && derive_is_parent(slot, next);
}

bool derive_is_last(const struct cte *slot)
{
    struct cte *next = slot->next;
    return !cap_same_object(slot->prev->cap, slot->cap) &&
           !(next != NULL && cap_same_object(slot->cap, next->cap));
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
    for (struct cte *slot = first; slot < first + count; slot++) {
        derive_insert_original(slot, cap, parent);
        cap = cap_set_object(cap, cap_object(cap) + BIT(bits));
    }
}

/* May others descend from `cap`, derived from `source`?  ABI.md 8.4. */
static bool derived_is_parent(cap_t cap, cap_t source)
{
    switch (cap_type(cap)) {
    case CAP_UNTYPED:
        return true;
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
        return cap_badge(cap) != cap_badge(source);
    default: /* a handler or signal from IRQ control is a new object */
        return cap_type(cap) != cap_type(source);
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
    bool is_parent = derived_is_parent(cap, source->cap);
    link_after(slot, cap_set_is_parent(cap, is_parent), source);
}

void derive_move(struct cte *from, struct cte *to, cap_t cap)
{
    struct cte *next = from->next;

    ASSERT(cte_is_empty(to));
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

    *a = *b;
    *b = was;
    relink(a, b);
    relink(b, a);
}

void derive_remove(struct cte *slot)
{
    struct cte *next = slot->next;

    slot->prev->next = next;
    if (next != NULL) {
        next->prev = slot->prev;
    }
    *slot = (struct cte){.cap = cap_null()};
}

/* ---- Deriving ---- */

struct err derive_copy(const struct cte *slot, cap_t cap, cap_t *copy)
{
    *copy = cap;
    switch (cap_type(cap)) {
    case CAP_IRQ_CONTROL:
    case CAP_ZOMBIE:
        *copy = cap_null();
        return ok();
    case CAP_UNTYPED:
        return derive_has_children(slot) ? err_plain(seL4_RevokeFirst) : ok();
    case CAP_PAGE_TABLE:
    case CAP_VSPACE:
        return cap_asid(cap) != 0 ? ok() : err_illegal();
    case CAP_FRAME:
        copy->word[1] = 0; /* the mapping stays with the original */
        return ok();
    default:
        return ok();
    }
}

static cap_t frame_mask_rights(cap_t cap, word_t rights)
{
    word_t access = cap_frame_access(cap);

    if (!(rights & seL4_RightsRead)) {
        access = ACCESS_NONE;
    } else if (!(rights & seL4_RightsWrite) && access == ACCESS_READ_WRITE) {
        access = ACCESS_READ;
    }
    return cap_set_frame_access(cap, access);
}

cap_t cap_mask_rights(cap_t cap, word_t rights)
{
    switch (cap_type(cap)) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
    case CAP_REPLY:
        return cap_set_rights(cap, cap_rights(cap) & rights);
    case CAP_FRAME:
        return frame_mask_rights(cap, rights);
    default:
        return cap;
    }
}

static cap_t cnode_set_guard(cap_t cap, word_t data)
{
    word_t size = bits_get(data, 5, 0);

    if (size + cap_radix(cap) > seL4_WordBits) {
        return cap_null();
    }
    cap = cap_set_guard_size(cap, size);
    return cap_set_guard(cap, bits_get(data, 63, 6) & MASK(size));
}

cap_t cap_set_data(cap_t cap, word_t data, bool preserve)
{
    switch (cap_type(cap)) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
        return preserve || cap_badge(cap) != 0 ? cap_null() : cap_set_badge(cap, data);
    case CAP_CNODE:
        return cnode_set_guard(cap, data);
    default:
        return cap;
    }
}
