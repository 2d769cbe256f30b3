/* SPDX-License-Identifier: BSD-2-Clause */
/* Operations while there are many capabilities, all of one ancestor. */
#include "scale.h"

static const char of[] = "capabilities";

enum { ARENA_BITS = 21, PAGE_VADDR = 0x90200000, AT_ONCE = 256 };

static void revoke(seL4_CPtr ancestor)
{
    need(seL4_CNode_Revoke(ROOT, ancestor, seL4_WordBits), "revoke");
}

/* Children of `ancestor` in the table, from its first slot on. */
static void copy(seL4_CPtr ancestor, seL4_Word count)
{
    for (seL4_Word i = 0; i < count; i++) {
        need(seL4_CNode_Copy(table, i, TABLE_BITS, ROOT, ancestor, seL4_WordBits, seL4_AllRights),
             "copy");
    }
}

/* Calls and signals through what has many children; and what it takes to get rid of these. */
static void measure_ancestors(seL4_Word count)
{
    seL4_Word begin;

    children_make(endpoint, 0, count);
    measure_calls(of, count);
    begin = bench_begin();
    revoke(endpoint);
    scale_print("revoke_per_child", of, count, bench_end() - begin, count);
    children_make(notification, 0, count);
    measure_signal(of, count);
    revoke(notification);
}

/* One object more in memory that has many already; its slot is behind theirs. */
static void measure_objects(seL4_CPtr arena, seL4_Word count)
{
    seL4_Word made = 0;
    seL4_Word removed = 0;

    for (seL4_Word i = 0; i < count; i += AT_ONCE) {
        need(seL4_Untyped_Retype(arena, seL4_EndpointObject, 0, table, 0, 0, i,
                                 count - i < AT_ONCE ? count - i : AT_ONCE),
             "make many objects");
    }
    for (unsigned i = 0; i < REPEATS; i++) {
        seL4_Word begin = bench_begin();
        seL4_Word middle;

        need(seL4_Untyped_Retype(arena, seL4_EndpointObject, 0, table, 0, 0, count, 1), "retype");
        middle = bench_ticks();
        need(seL4_CNode_Delete(table, count, TABLE_BITS), "delete");
        removed += bench_end() - middle;
        made += middle - begin;
    }
    scale_print("retype", of, count, made, REPEATS);
    scale_print("delete", of, count, removed, REPEATS);
    revoke(arena);
}

/* A page of which there are many capabilities, each of which could be mapped elsewhere. */
static void measure_map(seL4_CPtr frame, seL4_Word count)
{
    seL4_Word mapped = 0;
    seL4_Word unmapped = 0;

    copy(frame, count);
    for (unsigned i = 0; i < REPEATS; i++) {
        seL4_Word begin = bench_begin();
        seL4_Word middle;

        need(seL4_ARM_Page_Map(frame, seL4_CapInitThreadVSpace, PAGE_VADDR, seL4_ReadWrite,
                               seL4_ARM_Default_VMAttributes),
             "map");
        middle = bench_ticks();
        need(seL4_ARM_Page_Unmap(frame), "unmap");
        unmapped += bench_end() - middle;
        mapped += middle - begin;
    }
    scale_print("map", of, count, mapped, REPEATS);
    scale_print("unmap", of, count, unmapped, REPEATS);
    revoke(frame);
}

void measure_with_capabilities(seL4_Word count)
{
    static seL4_CPtr arena;
    static seL4_CPtr frame;

    if (arena == 0) {
        arena = make(seL4_UntypedObject, ARENA_BITS, 1);
        frame = make(seL4_ARM_SmallPageObject, 0, 1);
        need(seL4_ARM_PageTable_Map(make(seL4_ARM_PageTableObject, 0, 1), seL4_CapInitThreadVSpace,
                                    PAGE_VADDR, seL4_ARM_Default_VMAttributes),
             "map a page table");
    }
    measure_ancestors(count);
    measure_objects(arena, count);
    measure_map(frame, count);
}
