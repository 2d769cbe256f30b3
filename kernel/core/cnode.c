/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Operations on capability slots (ABI.md 8.3).  Every method first finds the
 * slot it works on, under the invoked CNode, and only then counts the rest of
 * its arguments: that order is ABI.
 */
#include "delete.h"
#include "derive.h"
#include "cspace.h"
#include "endpoint.h"
#include "invocation.h"

/* The slot named by message words 0 and 1. */
static struct err target_slot(const struct invocation *call, struct cte **slot)
{
    return cspace_slot(false, call->cap, call->mr[0], call->mr[1], slot);
}

static struct err cnode_revoke(struct invocation *call)
{
    struct cte *slot;

    TRY(target_slot(call, &slot));
    return delete_descendants(slot);
}

static struct err cnode_delete(struct invocation *call)
{
    struct cte *slot;

    TRY(target_slot(call, &slot));
    return delete_slot(slot);
}

static struct err cnode_cancel_badged_sends(struct invocation *call)
{
    struct cte *slot;

    TRY(target_slot(call, &slot));
    if (cap_type(slot->cap) != CAP_ENDPOINT || cap_rights(slot->cap) != RIGHTS_ALL) {
        return err_illegal();
    }
    if (cap_badge(slot->cap) == 0) {
        return ok();
    }
    return endpoint_cancel_badged(cap_endpoint(slot->cap), cap_badge(slot->cap));
}

/* Where a capability comes from and goes to. */
struct transfer {
    struct cte *to;
    struct cte *from;
};

/* The part that Copy, Mint, Move and Mutate share: an empty destination and a
   source that holds something. */
static struct err transfer_read(const struct invocation *call, struct transfer *t)
{
    TRY(target_slot(call, &t->to));
    if (call->length < 4 || call->cap_count < 1) {
        return err_truncated();
    }
    if (!cte_is_empty(t->to)) {
        return err_plain(seL4_DeleteFirst);
    }
    TRY(cspace_slot(true, invocation_cap(call, 0), call->mr[2], call->mr[3], &t->from));
    if (cte_is_empty(t->from)) {
        return err_lookup(true, lookup_missing(call->mr[3]));
    }
    return ok();
}

/* Copy into the destination what derives from `cap`, a version of the source's
   capability. */
static struct err transfer_derived(const struct transfer *t, cap_t cap)
{
    cap_t copy;

    if (cap_is_null(cap)) {
        return err_illegal();
    }
    TRY(cap_copy(t->from, cap, &copy));
    if (cap_is_null(copy)) {
        return err_illegal();
    }
    derive_insert(t->to, copy, t->from);
    return ok();
}

static struct err cnode_copy(struct invocation *call)
{
    struct transfer t;

    TRY(transfer_read(call, &t));
    if (call->length < 5) {
        return err_truncated();
    }
    return transfer_derived(&t, cap_mask_rights(t.from->cap, call->mr[4]));
}

static struct err cnode_mint(struct invocation *call)
{
    struct transfer t;

    TRY(transfer_read(call, &t));
    if (call->length < 6) {
        return err_truncated();
    }
    cap_t masked = cap_mask_rights(t.from->cap, call->mr[4]);
    return transfer_derived(&t, cap_set_data(masked, call->mr[5], false));
}

static struct err cnode_move(struct invocation *call)
{
    struct transfer t;

    TRY(transfer_read(call, &t));
    derive_move(t.from, t.to, t.from->cap);
    return ok();
}

static struct err cnode_mutate(struct invocation *call)
{
    struct transfer t;

    TRY(transfer_read(call, &t));
    if (call->length < 5) {
        return err_truncated();
    }
    cap_t cap = cap_set_data(t.from->cap, call->mr[4], true);
    if (cap_is_null(cap)) {
        return err_illegal();
    }
    derive_move(t.from, t.to, cap);
    return ok();
}

/* Rotate: the pivot's capability to the destination, the source's to the
   pivot; with source = destination the two swap. */
struct rotation {
    struct cte *to;
    struct cte *pivot;
    struct cte *from;
    cap_t pivot_cap;
    cap_t from_cap;
};

static struct err rotation_check(const struct invocation *call, struct rotation *r)
{
    if (r->pivot == r->from || r->pivot == r->to) {
        return err_illegal();
    }
    if (r->from != r->to && !cte_is_empty(r->to)) {
        return err_plain(seL4_DeleteFirst);
    }
    if (cte_is_empty(r->from)) {
        return err_lookup(true, lookup_missing(call->mr[7]));
    }
    if (cte_is_empty(r->pivot)) {
        return err_lookup(false, lookup_missing(call->mr[4]));
    }
    r->from_cap = cap_set_data(r->from->cap, call->mr[5], true);
    r->pivot_cap = cap_set_data(r->pivot->cap, call->mr[2], true);
    if (cap_is_null(r->from_cap) || cap_is_null(r->pivot_cap)) {
        return err_illegal();
    }
    return ok();
}

static struct err cnode_rotate(struct invocation *call)
{
    struct rotation r;

    TRY(target_slot(call, &r.to));
    if (call->length < 8 || call->cap_count < 2) {
        return err_truncated();
    }
    TRY(cspace_slot(true, invocation_cap(call, 1), call->mr[6], call->mr[7], &r.from));
    TRY(cspace_slot(true, invocation_cap(call, 0), call->mr[3], call->mr[4], &r.pivot));
    TRY(rotation_check(call, &r));
    if (r.from == r.to) {
        r.from->cap = r.from_cap;
        r.pivot->cap = r.pivot_cap;
        derive_exchange(r.from, r.pivot);
    } else {
        derive_move(r.pivot, r.to, r.pivot_cap);
        derive_move(r.from, r.pivot, r.from_cap);
    }
    return ok();
}

static const struct method cnode_methods[] = {
    {CNodeRevoke, 2, 0, cnode_revoke},
    {CNodeDelete, 2, 0, cnode_delete},
    {CNodeCancelBadgedSends, 2, 0, cnode_cancel_badged_sends},
    {CNodeCopy, 2, 0, cnode_copy},
    {CNodeMint, 2, 0, cnode_mint},
    {CNodeMove, 2, 0, cnode_move},
    {CNodeMutate, 2, 0, cnode_mutate},
    {CNodeRotate, 2, 0, cnode_rotate},
    {0, 0, 0, NULL},
};

static unsigned cnode_size(cap_t cap)
{
    return (unsigned)cap_radix(cap) + seL4_SlotBits;
}

static cap_t cnode_set_guard(cap_t cap, word_t data, bool preserve)
{
    word_t size = bits_get(data, 5, 0);

    (void)preserve;
    if (size + cap_radix(cap) > seL4_WordBits) {
        return cap_null();
    }
    cap = cap_set_guard_size(cap, size);
    return cap_set_guard(cap, bits_get(data, 63, 6) & MASK(size));
}

static struct cte *cnode_slots(cap_t cap, word_t *count)
{
    *count = BIT(cap_radix(cap));
    return cap_cnode(cap);
}

const struct cap_kind cnode_kind = {
    .size = cnode_size,
    .set_data = cnode_set_guard,
    .slots = cnode_slots,
    .methods = cnode_methods,
    .not_before_receive = true,
};
