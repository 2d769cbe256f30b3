/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The address space of the small system: a VSpace with a table at each level, one below the other,
 * and a frame, at one address.  All of its memory lies in the system's untyped.
 *
 *   root ── TABLE_1 ── TABLE_2 ── TABLE_3 ── frame      at PAGE_AT: entries 1, 2, 3 and 4
 *
 * Most shapes have none: then nothing of this is looked at.
 */
#pragma once

#include "asid.h"
#include "types.h"

/* What there is of it. */
enum space {
    SPACE_NONE,
    SPACE_EACH,     /* a, b and c run in one each, into which nobody looks; no capabilities */
    SPACE_NEW,      /* a VSpace without an asid, tables, a frame, a pool, memory */
    SPACE_ASSIGNED, /* the VSpace has its asid */
    SPACE_TABLES,   /* the tables are entered in it */
    SPACE_PAGE      /* and the frame */
};

enum { SPACE_ASID = 5 };

/* Where the frame is mapped, and where each table is entered. */
#define TABLE_1_AT ((word_t)1 << 39)
#define TABLE_2_AT (TABLE_1_AT | (word_t)2 << 30)
#define TABLE_3_AT (TABLE_2_AT | (word_t)3 << 21)
#define PAGE_AT (TABLE_3_AT | (word_t)4 << 12)

/* In a contract: entry `index` of table 1, 2, 3, or of the root, 0. */
#define ENTRY(table, index) ((table) * 512u + (index) + 1)
#define POOL(index) ((index) + 1u)

/* ---- Its objects ---- */

struct page_table {
    word_t entry[512];
};

extern struct page_table space_root, space_table_1, space_table_2, space_table_3;
extern struct asid_pool space_pool, space_pool_new;

/* In memory in front of all others, as they follow one another. */
enum {
    AT_ROOT = 0x40200000,
    AT_TABLE_1 = 0x40201000,
    AT_TABLE_2 = 0x40202000,
    AT_TABLE_3 = 0x40203000,
    AT_POOL = 0x40204000,
    AT_FRAME = 0x40205000,
    AT_MEMORY = 0x40206000
};

#define SPACE_OBJECTS(OBJECT)                                                          \
    OBJECT(AT_ROOT, &space_root)                                                       \
    OBJECT(AT_TABLE_1, &space_table_1)                                                 \
    OBJECT(AT_TABLE_2, &space_table_2)                                                 \
    OBJECT(AT_TABLE_3, &space_table_3)                                                 \
    OBJECT(AT_POOL, &space_pool)                                                       \
    OBJECT(AT_MEMORY, &space_pool_new)

/* ---- For the system ---- */

/* The objects and their capabilities, after that of the untyped and before all others. */
void space_build(enum space space);

/* All threads are there: they run where they do; `own`: a does so in the VSpace. */
void space_enter(enum space space, bool own);

/* ---- For frame.c ---- */

/* There is one, or there was. */
extern bool space_exists;

struct contract;

void space_remember(void);

/* Is all as it was remembered, but what the contract names? */
bool space_same(const struct contract *may);
