/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An address space as the proofs of page tables have it: a table at each level, and what a walk
 * through them finds, written from the Arm ARM's "Translation table descriptor formats" and not
 * from the kernel.  Of each table the first four entries are used, with any contents at all.
 *
 * A harness says what its TLB is told (space_forget(), page_is_forgotten(), space_is_forgotten()),
 * and includes this once.
 */
#pragma once

#include "asid.h"
#include "derive.h"
#include "invocation.h"
#include "prove.h"
#include "vspace.h"

enum { LEVELS = VSPACE_LAST_LEVEL + 1, ENTRIES = 4, ASID = 1 };
enum { AT_TABLES = 0x100000, AT_NEW = 0x105000, TABLE_BYTES = 0x1000 };

#define PTE_ADDRESS 0xfffffffff000ull /* bits 47:12 */

/* Its first entries: addresses that use others are not looked at, and the checker proves that the
   kernel uses none. */
struct table {
    pte_t entry[ENTRIES];
};
struct table nondet_table(void);

static struct table table[LEVELS], table_new;
static struct asid_pool pool;
static struct cte target, space;

/* Where each table is entered in the one above. */
static word_t entered[LEVELS];

/* The new table, which is empty, may be entered. */
static bool new_is_in_use;

/* The machine has been told nothing yet. */
static void space_forget(void);

/* It was told to forget the page at `page`, or the whole space, if it can know anything of it. */
static bool page_is_forgotten(vaddr_t page);
static bool space_is_forgotten(void);

void *object_at(paddr_t address)
{
    for (unsigned level = 0; level < LEVELS; level++) {
        if (address == AT_TABLES + level * TABLE_BYTES) {
            return &table[level];
        }
    }
    PROVE(address == AT_NEW, "no table but those that are there is used");
    ASSUME(address == AT_NEW);
    return &table_new;
}

void pte_store(word_t *entry, word_t value)
{
    *entry = value;
}

void isb(void) {}
void dsb_nsh(void) {}
void dsb_ishst(void) {}

void arch_zero(paddr_t start, word_t size)
{
    (void)start;
    (void)size;
}

/* ---- The walk ---- */

struct translation {
    unsigned level; /* of the entry that decides */
    bool present;
    pte_t page;
    word_t path; /* a bit for each table that was passed */
};

static unsigned level_shift(unsigned level)
{
    return 12 + 9 * (LEVELS - 1 - level);
}

static word_t index_of(vaddr_t address, unsigned level)
{
    return address >> level_shift(level) & 511;
}

/* Any address that the entries in use translate. */
static vaddr_t any_address(void)
{
    vaddr_t address = nondet_word() & 0xfff;

    for (unsigned level = 0; level < LEVELS; level++) {
        address |= nondet_word() % ENTRIES << level_shift(level);
    }
    return address;
}

/* What the machine makes of `address`; only of tables that are entered where they may be. */
static struct translation translate(vaddr_t address)
{
    struct translation found = {.path = 1};

    for (unsigned level = 0; level < LEVELS; level++) {
        pte_t pte = table[level].entry[index_of(address, level)];
        found.level = level;
        if ((pte & 1) == 0) {
            return found;
        }
        if (level == LEVELS - 1 || (pte & 2) == 0) {
            found.present = true;
            found.page = pte;
            return found;
        }
        paddr_t below = pte & PTE_ADDRESS;
        if (below == AT_NEW && new_is_in_use) {
            return found;
        }
        ASSUME(below == AT_TABLES + (level + 1) * TABLE_BYTES);
        ASSUME(index_of(address, level) == entered[level]);
        found.path |= (word_t)2 << level;
    }
    return found;
}

static bool same(struct translation a, struct translation b)
{
    return a.present == b.present && (!a.present || (a.page == b.page && a.level == b.level));
}

/* ---- What a page may be used for ---- */

struct rights {
    bool reads, writes, executes, is_normal; /* at EL0; is_normal: cached memory, no device */
};

/* Of stage 1, EL1&0: AP[2:1], UXN, AttrIndx (Arm ARM, "VMSAv8-64 translation table format
   descriptors").  What an AttrIndx means is what the kernel has in MAIR_EL1. */
static inline struct rights stage1_rights(pte_t pte)
{
    bool is_users = (pte >> 6 & 1) != 0;

    return (struct rights){.reads = is_users,
                           .writes = is_users && (pte >> 7 & 1) == 0,
                           .executes = is_users && (pte >> 54 & 1) == 0,
                           .is_normal = (pte >> 2 & 7) == MEMORY_NORMAL};
}

/* Of stage 2: S2AP, XN, MemAttr (the same section); normal: write-back, inner and outer. */
static inline struct rights stage2_rights(pte_t pte)
{
    return (struct rights){.reads = (pte >> 6 & 1) != 0,
                           .writes = (pte >> 7 & 1) != 0,
                           .executes = (pte >> 54 & 1) == 0,
                           .is_normal = (pte >> 2 & 15) == 15};
}

/* ---- A call ---- */

static void space_build(void)
{
    for (unsigned i = 0; i < LEVELS; i++) {
        table[i] = nondet_table();
        entered[i] = nondet_word() % ENTRIES;
    }
    table_new = (struct table){{0}};
    new_is_in_use = false;
    asid_pools[0] = &pool;
    pool.root[ASID] = nondet_bool() ? AT_TABLES : 0;
    space = (struct cte){.cap = cap_set_asid(cap_make(CAP_VSPACE, AT_TABLES), ASID)};
    space_forget();
}

static struct invocation any_call(cap_t cap)
{
    struct invocation call = {.target = &target, .cap = cap, .length = 4, .cap_count = 1};

    target = (struct cte){.cap = cap, .prev = &derive_list};
    call.extra[0] = &space;
    call.mr[0] = any_address();
    for (unsigned i = 1; i < 4; i++) {
        call.mr[i] = nondet_word();
    }
    return call;
}

static cap_t any_frame(void)
{
    cap_t cap = {{nondet_word(), nondet_word()}};

    cap = cap_set_type_field(cap, CAP_FRAME);
    ASSUME(cap_frame_size(cap) <= FRAME_HUGE && is_aligned(cap_object(cap), cap_frame_bits(cap)));
    ASSUME(cap_frame_access(cap) != 2); /* enum frame_access */
    return cap;
}

static struct err run(const struct cap_kind *kind, word_t label, struct invocation *call)
{
    const struct method *method = kind->methods;

    call->label = label;
    while (method->label != label) {
        method++;
    }
    return method->run(call);
}
