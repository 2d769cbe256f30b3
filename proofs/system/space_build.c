/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The address space of the small system is built; see address_space.h.
 */
#include "system.h"

#include "derive.h"
#include "vspace_switch.h"

struct page_table space_root, space_table_1, space_table_2, space_table_3;
struct asid_pool space_pool, space_pool_new;

bool space_exists;

/* ---- Built ---- */

static void space_original(enum slot slot, cap_t cap)
{
    derive_insert_original(&cnode[slot], cap, &cnode[SLOT_UNTYPED]);
}

static cap_t mapped(bool is, cap_t cap, vaddr_t address)
{
    return is ? cap_set_mapped_page(cap_set_asid(cap, SPACE_ASID), address) : cap;
}

static void build_caps(enum space space)
{
    cap_t root = cap_make(CAP_VSPACE, AT_ROOT);
    cap_t frame = cap_set_frame_access(cap_make(CAP_FRAME, AT_FRAME), ACCESS_READ_WRITE);
    cap_t memory = cap_set_size_bits(cap_make(CAP_UNTYPED, AT_MEMORY), seL4_ASIDPoolBits);
    bool tables = space >= SPACE_TABLES;

    space_original(SLOT_VSPACE, space >= SPACE_ASSIGNED ? cap_set_asid(root, SPACE_ASID) : root);
    space_original(SLOT_TABLE_1, mapped(tables, cap_make(CAP_PAGE_TABLE, AT_TABLE_1), TABLE_1_AT));
    space_original(SLOT_TABLE_2, mapped(tables, cap_make(CAP_PAGE_TABLE, AT_TABLE_2), TABLE_2_AT));
    space_original(SLOT_TABLE_3, mapped(tables, cap_make(CAP_PAGE_TABLE, AT_TABLE_3), TABLE_3_AT));
    space_original(SLOT_POOL, cap_make(CAP_ASID_POOL, AT_POOL));
    space_original(SLOT_FRAME, mapped(space == SPACE_PAGE, frame, PAGE_AT));
    space_original(SLOT_MEMORY, memory);
}

static void build_tables(enum space space)
{
    struct pte_attributes attributes = {.access = ACCESS_READ_WRITE, .cacheable = true};

    space_root = space_table_1 = space_table_2 = space_table_3 = (struct page_table){{0}};
    if (space >= SPACE_TABLES) {
        arch_pte_write_table(&space_root.entry[1], AT_TABLE_1);
        arch_pte_write_table(&space_table_1.entry[2], AT_TABLE_2);
        arch_pte_write_table(&space_table_2.entry[3], AT_TABLE_3);
    }
    if (space == SPACE_PAGE) {
        arch_pte_write(&space_table_3.entry[4], arch_pte_page(AT_FRAME, 3, attributes));
    }
}

void space_build(enum space space)
{
    vspace_active = cap_null();
    space_exists = space >= SPACE_NEW;
    if (!space_exists) {
        return;
    }
    for (unsigned i = 0; i < ASID_POOLS; i++) {
        asid_pools[i] = NULL;
    }
    asid_pools[0] = &space_pool;
    space_pool = space_pool_new = (struct asid_pool){{0}};
    space_pool.root[SPACE_ASID] = space >= SPACE_ASSIGNED ? AT_ROOT : 0;
    build_tables(space);
    build_caps(space);
}

/* ---- Where they run ---- */

static void enter_alone(struct tcb *tcb, word_t asid)
{
    space_pool.root[asid] = AT_ROOT + asid * sizeof(struct page_table);
    tcb->slot[TCB_VSPACE].cap = cap_set_asid(cap_make(CAP_VSPACE, space_pool.root[asid]), asid);
}

void space_enter(enum space space, bool own)
{
    if (space == SPACE_EACH) {
        asid_pools[0] = &space_pool;
        enter_alone(&tcb_a, ASID_INITIAL);
        enter_alone(&tcb_b, ASID_INITIAL + 1);
        enter_alone(&tcb_c, ASID_INITIAL + 2);
    }
    if (own) {
        derive_insert(&tcb_a.slot[TCB_VSPACE], cnode[SLOT_VSPACE].cap, &cnode[SLOT_VSPACE]);
    }
    vspace_switch(&tcb_a);
}
