/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What of the address space stays as it was; see address_space.h.
 */
#include "frame.h"

static struct page_table root_was, table_1_was, table_2_was, table_3_was;
static struct asid_pool pool_was, pool_new_was;
static struct asid_pool *pools_was[ASID_POOLS];

void space_remember(void)
{
    if (!space_exists) {
        return;
    }
    root_was = space_root;
    table_1_was = space_table_1;
    table_2_was = space_table_2;
    table_3_was = space_table_3;
    pool_was = space_pool;
    pool_new_was = space_pool_new;
    for (unsigned i = 0; i < ASID_POOLS; i++) {
        pools_was[i] = asid_pools[i];
    }
}

/* `number`: of the table. */
static bool same_table(const struct page_table *now, const struct page_table *was, unsigned number,
                       unsigned may)
{
    bool same = true;

    for (unsigned i = 0; i < 512; i++) {
        if (ENTRY(number, i) != may) {
            same = same & (now->entry[i] == was->entry[i]);
        }
    }
    return same;
}

/* `base`: its first asid. */
static bool same_pool(const struct asid_pool *now, const struct asid_pool *was, word_t base,
                      word_t may)
{
    bool same = true;

    for (unsigned i = 0; i < ASID_POOL_ENTRIES; i++) {
        if (base + i == 0 || base + i != may) {
            same = same & (now->root[i] == was->root[i]);
        }
    }
    return same;
}

bool space_same(const struct contract *may)
{
    if (!space_exists) {
        return true;
    }
    bool same = same_table(&space_root, &root_was, 0, may->entry) &
                same_table(&space_table_1, &table_1_was, 1, may->entry) &
                same_table(&space_table_2, &table_2_was, 2, may->entry) &
                same_table(&space_table_3, &table_3_was, 3, may->entry) &
                same_pool(&space_pool, &pool_was, 0, may->asid) &
                same_pool(&space_pool_new, &pool_new_was, ASID_POOL_ENTRIES, may->asid);
    for (unsigned i = 0; i < ASID_POOLS; i++) {
        if (POOL(i) != may->pool) {
            same = same & (asid_pools[i] == pools_was[i]);
        }
    }
    return same;
}
