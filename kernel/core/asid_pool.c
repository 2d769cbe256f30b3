/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ASID pools, which give VSpaces their asids, and the right to make more of them
 * (ABI.md 9.5).
 */
#include "arch.h"
#include "asid.h"
#include "cspace.h"
#include "derive.h"
#include "invocation.h"
#include "vspace_switch.h"

/* The first free place for a pool; ASID_POOLS if there is none. */
static unsigned asid_free_pool(void)
{
    unsigned index = 0;

    while (index < ASID_POOLS && asid_pools[index] != NULL) {
        index++;
    }
    return index;
}

static struct err asid_control_make_pool(struct invocation *call)
{
    unsigned index = asid_free_pool();

    if (index == ASID_POOLS) {
        return err_plain(seL4_DeleteFirst);
    }

    struct cte *untyped = call->extra[0];
    if (cap_type(untyped->cap) != CAP_UNTYPED ||
        cap_size_bits(untyped->cap) != seL4_ASIDPoolBits || cap_is_device(untyped->cap)) {
        return err_capability(1);
    }
    if (derive_has_children(untyped)) {
        return err_plain(seL4_RevokeFirst);
    }

    struct cte *slot;
    TRY(cspace_empty_slot(invocation_cap(call, 1), call->mr[0], call->mr[1], &slot));

    paddr_t pool = cap_object(untyped->cap);
    arch_zero(pool, sizeof(struct asid_pool));
    untyped->cap = cap_set_watermark(untyped->cap, sizeof(struct asid_pool));
    asid_pools[index] = phys_ptr(pool);
    cap_t cap = cap_set_asid_base(cap_make(CAP_ASID_POOL, pool), (word_t)index << ASID_ENTRY_BITS);
    derive_insert_original(slot, cap, untyped);
    return ok();
}

static const struct method asid_control_methods[] = {
    {ARMASIDControlMakePool, 2, 2, asid_control_make_pool},
    {0, 0, 0, NULL},
};

const struct cap_kind asid_control_kind = {
    .methods = asid_control_methods,
};

/* The first free entry of the pool that starts at asid `base`;
   ASID_POOL_ENTRIES if there is none. */
static unsigned asid_free_entry(const struct asid_pool *pool, word_t base)
{
    unsigned entry = base == 0 ? ASID_INITIAL : 0;

    while (entry < ASID_POOL_ENTRIES && pool->root[entry] != 0) {
        entry++;
    }
    return entry;
}

static struct err asid_pool_assign(struct invocation *call)
{
    struct cte *vspace = call->extra[0];

    if (cap_type(vspace->cap) != CAP_VSPACE || cap_asid(vspace->cap) != 0) {
        return err_capability(1);
    }

    /* A pool is registered as long as a capability to it exists, so the ABI's
       errors for one that is not cannot come up. */
    word_t base = cap_asid_base(call->cap);
    struct asid_pool *pool = phys_ptr(cap_object(call->cap));
    ASSERT(asid_pools[base >> ASID_ENTRY_BITS] == pool);
    unsigned entry = asid_free_entry(pool, base);
    if (entry == ASID_POOL_ENTRIES) {
        return err_plain(seL4_DeleteFirst);
    }

    pool->root[entry] = cap_object(vspace->cap);
    vspace->cap = cap_set_asid(vspace->cap, base + entry);
    return ok();
}

static const struct method asid_pool_methods[] = {
    {ARMASIDPoolAssign, 0, 1, asid_pool_assign},
    {0, 0, 0, NULL},
};

static void asid_pool_finalise(cap_t cap)
{
    word_t base = cap_asid_base(cap);
    struct asid_pool **pool = &asid_pools[base >> ASID_ENTRY_BITS];

    if (*pool == phys_ptr(cap_object(cap))) {
        *pool = NULL;
        vspace_forget_pool(base);
    }
}

const struct cap_kind asid_pool_kind = {
    .bits = seL4_ASIDPoolBits,
    .finalise = asid_pool_finalise,
    .methods = asid_pool_methods,
};
