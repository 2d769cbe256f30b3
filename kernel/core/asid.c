/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address space identifiers (ABI.md 9.5).
 *
 * Capabilities to frames and page tables do not point at the VSpace they are
 * mapped in: they hold its asid, and this two-level table says which root that
 * asid names now.  So a VSpace can die without a search for what was mapped in
 * it: its asid names nothing from then on, and each stale capability finds that
 * out when it is used.
 *
 *   asid (16 bits)   15        9 8             0
 *                   +-----------+---------------+
 *                   | pool 0-127| entry 0-511   |
 *                   +-----------+---------------+
 */
#include "asid.h"

struct asid_pool *asid_pools[ASID_POOLS];

struct err asid_names_another(paddr_t root, word_t number)
{
    return root == 0 ? err_lookup(false, lookup_invalid_root()) : err_capability(number);
}

void asid_boot(paddr_t pool, paddr_t root)
{
    for (unsigned i = 0; i < ASID_POOLS; i++) {
        asid_pools[i] = NULL;
    }
    asid_pools[0] = phys_ptr(pool);
    asid_pools[0]->root[ASID_INITIAL] = root;
}

void asid_release(word_t asid)
{
    asid_pools[asid >> ASID_ENTRY_BITS]->root[asid & MASK(ASID_ENTRY_BITS)] = 0;
}
