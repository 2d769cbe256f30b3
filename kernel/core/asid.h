/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address space identifiers, which tie a mapped capability to its VSpace
 * (ABI.md 9.5).
 */
#pragma once

#include "err.h"

enum {
    ASID_ENTRY_BITS = 9,
    ASID_POOL_ENTRIES = 1 << ASID_ENTRY_BITS,
    ASID_POOLS = 128,
    ASID_INITIAL = 1 /* 0 stands for "none" in capabilities */
};

/* The root table of each of the pool's asids, or 0. */
struct asid_pool {
    paddr_t root[ASID_POOL_ENTRIES];
};
_Static_assert(sizeof(struct asid_pool) == 1u << seL4_ASIDPoolBits, "ABI.md 6.1");

/* The table of asids (asid.c has the picture).  NULL: no pool.  Written by asid.c
   and asid_pool.c alone. */
extern struct asid_pool *asid_pools[ASID_POOLS];

/* The root table that `asid` (below 2^16) names, or 0 if none (any more). */
static inline paddr_t asid_root(word_t asid)
{
    const struct asid_pool *pool = asid_pools[asid >> ASID_ENTRY_BITS];

    return pool == NULL ? 0 : pool->root[asid & MASK(ASID_ENTRY_BITS)];
}

/* Is `cap` a VSpace capability with an asid, registered or not? */
static inline bool vspace_has_asid(cap_t cap)
{
    return cap_type(cap) == CAP_VSPACE && cap_asid(cap) != 0;
}

/* Is `cap` a VSpace that has an asid and is registered under it? */
static inline bool vspace_is_assigned(cap_t cap)
{
    return vspace_has_asid(cap) && asid_root(cap_asid(cap)) == cap_object(cap);
}

/* The error of asid_check() if the asid names `root`. */
MUST_USE COLD struct err asid_names_another(paddr_t root, word_t number);

/*
 * The root table of the VSpace `vspace`, which has an asid: `*root`.  Errors:
 * FailedLookup with InvalidRoot (the asid's pool or VSpace is gone),
 * InvalidCapability(number) (the asid names another VSpace by now).
 */
MUST_USE static inline struct err asid_check(cap_t vspace, word_t number, paddr_t *root)
{
    *root = asid_root(cap_asid(vspace));
    return LIKELY(*root == cap_object(vspace)) ? ok() : asid_names_another(*root, number);
}

/* Boot: no pools but `pool` (zeroed), which has the initial thread's VSpace as
   asid 1. */
void asid_boot(paddr_t pool, paddr_t root);

/* `asid`, which names something, names nothing from now on. */
void asid_release(word_t asid);
