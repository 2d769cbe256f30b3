/* SPDX-License-Identifier: BSD-2-Clause */
/* Making objects, revoking capabilities, mapping pages. */
#include "console.h"
#include "rows.h"
#include "task.h"

enum { PAGES = 256, PAGES_VADDR = 0x90200000, PAGE = 4096, ARENA_BITS = 20, TIMES = 16 };

/* Deletes what is in TABLE: all of it has the same ancestor. */
static void revoke(seL4_CPtr ancestor)
{
    need(seL4_CNode_Revoke(ROOT, ancestor, seL4_WordBits), "revoke");
}

/* ---- Retype ---- */

/* TIMES times `count` endpoints, all in one untyped of which nothing has to be zeroed. */
static void retype(const char *row, seL4_CPtr arena, seL4_Word count)
{
    seL4_Word wrong = 0;
    seL4_Word ticks;

    wrong += seL4_Untyped_Retype(arena, seL4_EndpointObject, 0, table, 0, 0, 0, 1);
    ticks = bench_begin();
    for (seL4_Word i = 0; i < TIMES; i++) {
        bench_repetition();
        wrong += seL4_Untyped_Retype(arena, seL4_EndpointObject, 0, table, 0, 0, 1 + i * count,
                                     count);
    }
    ticks = bench_end() - ticks;
    /* The last slot is full, the one behind it is not. */
    wrong += seL4_Untyped_Retype(arena, seL4_EndpointObject, 0, table, 0, 0, TIMES * count, 1) !=
             seL4_DeleteFirst;
    wrong += seL4_Untyped_Retype(arena, seL4_EndpointObject, 0, table, 0, 0, TIMES * count + 1, 1);
    console_row(row, ticks, TIMES, wrong == 0);
    revoke(arena);
}

/* ---- Revoke ---- */

/* `times` endpoints with `count` children each; all of one are revoked at once. */
static void revoke_children(const char *row, seL4_Word times, seL4_Word count)
{
    seL4_CPtr parents = make(seL4_EndpointObject, 0, times);
    seL4_Word wrong = 0;
    seL4_Word ticks;

    for (seL4_Word i = 0; i < times; i++) {
        children_make(parents + i, i * count, count);
    }
    ticks = bench_begin();
    for (seL4_Word i = 0; i < times; i++) {
        bench_repetition();
        wrong += seL4_CNode_Revoke(ROOT, parents + i, seL4_WordBits);
    }
    ticks = bench_end() - ticks;
    /* The last slot is empty: it can be filled, and emptied again. */
    wrong += seL4_CNode_Copy(table, times * count - 1, TABLE_BITS, ROOT, parents, seL4_WordBits,
                             seL4_AllRights);
    wrong += seL4_CNode_Delete(table, times * count - 1, TABLE_BITS);
    console_row(row, ticks, times, wrong == 0);
}

/* ---- Map and unmap ---- */

static void map_and_unmap(void)
{
    seL4_CPtr frames = make(seL4_ARM_SmallPageObject, 0, PAGES);
    seL4_CPtr page_table = make(seL4_ARM_PageTableObject, 0, 1);
    seL4_Word wrong = 0;
    seL4_Word ticks;

    need(seL4_ARM_PageTable_Map(page_table, seL4_CapInitThreadVSpace, PAGES_VADDR,
                                seL4_ARM_Default_VMAttributes),
         "map a page table");
    ticks = bench_begin();
    for (seL4_Word i = 0; i < PAGES; i++) {
        bench_repetition();
        wrong += seL4_ARM_Page_Map(frames + i, seL4_CapInitThreadVSpace, PAGES_VADDR + i * PAGE,
                                   seL4_ReadWrite, seL4_ARM_Default_VMAttributes);
    }
    ticks = bench_end() - ticks;
    for (seL4_Word i = 0; i < PAGES; i++) {
        *(volatile seL4_Word *)(PAGES_VADDR + i * PAGE) = i;
    }
    console_row("map", ticks, PAGES, wrong == 0);
    ticks = bench_begin();
    for (seL4_Word i = 0; i < PAGES; i++) {
        bench_repetition();
        wrong += seL4_ARM_Page_Unmap(frames + i);
    }
    ticks = bench_end() - ticks;
    /* The first frame can be mapped elsewhere only if it is not mapped. */
    wrong += seL4_ARM_Page_Map(frames, seL4_CapInitThreadVSpace, PAGES_VADDR + (PAGES - 1) * PAGE,
                               seL4_ReadWrite, seL4_ARM_Default_VMAttributes);
    console_row("unmap", ticks, PAGES, wrong == 0);
}

void measure_objects(void)
{
    seL4_CPtr arena = make(seL4_UntypedObject, ARENA_BITS, 1);

    retype("retype_1", arena, 1);
    retype("retype_16", arena, 16);
    retype("retype_256", arena, 256);
    revoke_children("revoke_1", 64, 1);
    revoke_children("revoke_100", 16, 100);
    revoke_children("revoke_10000", 1, 10000);
    map_and_unmap();
}
