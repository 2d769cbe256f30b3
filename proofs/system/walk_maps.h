/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What Map and Unmap of frames and tables do to the translation of any address; see walk.h.
 */
#pragma once

#include "walk.h"

/* By the stage that the harness is about. */
static struct rights rights_of(pte_t page);

static void maps_frame(void)
{
    vaddr_t any = any_address();

    space_build();
    struct invocation call = any_call(any_frame());
    vaddr_t start = call.mr[0];
    word_t size = BIT(cap_frame_bits(call.cap));
    struct translation was = translate(any);
    struct translation there = translate(start);
    struct err err = run(&frame_kind, ARMPageMap, &call);
    struct translation now = translate(any);

    if (err.kind != ERR_NONE || any < start || any >= start + size) {
        PROVE(same(now, was), "no translation but that of the page changes");
        return;
    }
    REACHED("a page is mapped");
    struct rights is = rights_of(now.page);
    bool reads = (call.mr[1] & seL4_RightsRead) != 0 && cap_frame_access(call.cap) != ACCESS_NONE;
    bool writes = reads && (call.mr[1] & seL4_RightsWrite) != 0 &&
                  cap_frame_access(call.cap) == ACCESS_READ_WRITE;
    bool caches = (call.mr[2] & seL4_ARM_PageCacheable) != 0;
    bool never = (call.mr[2] & seL4_ARM_ExecuteNever) != 0;
    PROVE(now.present && (now.page & PTE_ADDRESS) == cap_object(call.cap), "the page is the frame");
    PROVE(now.level == LEVELS - 1 - cap_frame_size(call.cap), "of its size");
    PROVE(is.reads == reads && is.writes == writes,
          "the access that was asked for, as far as the capability has it");
    PROVE(is.is_normal == caches, "cached if asked for");
    PROVE(!is.executes || (!never && caches), "never executed if asked for, or if a device");
    PROVE(is.executes || never || !caches || !reads, "else executed");
    PROVE(!there.present || page_is_forgotten(start), "what was valid leaves the TLB");
    PROVE(cap_asid(target.cap) == ASID && cap_mapped_page(target.cap) == start,
          "the capability knows where it is");
}

static void unmaps_frame(void)
{
    vaddr_t any = any_address();
    vaddr_t start = any_address();

    space_build();
    cap_t cap = cap_set_mapped_page(cap_set_asid(any_frame(), ASID), start);
    struct invocation call = any_call(cap);
    ASSUME(is_aligned(start, cap_frame_bits(cap)));
    struct translation was = translate(any);
    struct translation there = translate(start);
    struct err err = run(&frame_kind, ARMPageUnmap, &call);
    struct translation now = translate(any);
    bool is_there = pool.root[ASID] != 0 && there.present &&
                    there.level == LEVELS - 1 - cap_frame_size(cap) &&
                    (there.page & PTE_ADDRESS) == cap_object(cap);

    PROVE(err.kind == ERR_NONE && cap_asid(target.cap) == 0, "the capability is mapped nowhere");
    if (is_there && any >= start && any - start < BIT(cap_frame_bits(cap))) {
        REACHED("a page is unmapped");
        PROVE(!now.present, "its addresses lead nowhere");
        PROVE(page_is_forgotten(start), "they leave the TLB");
    } else {
        PROVE(same(now, was), "no other translation changes");
    }
}

static void maps_table(void)
{
    vaddr_t any = any_address();

    space_build();
    struct invocation call =
        any_call(cap_set_asid(cap_make(CAP_PAGE_TABLE, AT_NEW), nondet_bool() ? ASID : 0));
    struct translation was = translate(any);
    struct translation there = translate(call.mr[0]);
    struct err err = run(&page_table_kind, ARMPageTableMap, &call);

    new_is_in_use = true;
    PROVE(same(translate(any), was), "no translation changes");
    if (err.kind == ERR_NONE) {
        REACHED("a table is mapped");
        PROVE(!there.present && there.level < LEVELS - 1, "it was missing");
        pte_t entry = table[there.level].entry[index_of(call.mr[0], there.level)];
        PROVE((entry & 3) == 3 && (entry & PTE_ADDRESS) == AT_NEW,
              "it is entered at the level that was missing");
    }
}

static void unmaps_table(void)
{
    vaddr_t any = any_address();
    unsigned level = 1 + nondet_unsigned() % (LEVELS - 1);
    vaddr_t start = 0;

    space_build();
    for (unsigned above = 0; above < level; above++) {
        start |= entered[above] << level_shift(above);
    }
    cap_t cap = cap_set_asid(cap_make(CAP_PAGE_TABLE, AT_TABLES + level * TABLE_BYTES), ASID);
    struct invocation call = any_call(cap_set_mapped_page(cap, start));
    struct translation was = translate(any);
    (void)translate(start);
    struct err err = run(&page_table_kind, ARMPageTableUnmap, &call);
    struct translation now = translate(any);

    PROVE(err.kind == ERR_NONE && cap_asid(target.cap) == 0, "the table is mapped nowhere");
    if (pool.root[ASID] != 0 && (was.path >> level & 1) != 0) {
        REACHED("a table is unmapped");
        PROVE(!now.present && space_is_forgotten(), "what was below it leads nowhere");
    } else {
        PROVE(same(now, was), "no other translation changes");
    }
}

/* A copy of a frame's capability is mapped nowhere; one of a table's is if the table is. */
static void copies(void)
{
    cap_t frame = any_frame();
    cap_t copy = frame;
    cap_t tables = cap_set_type_field((cap_t){{nondet_word(), nondet_word()}},
                                      nondet_bool() ? CAP_PAGE_TABLE : CAP_VSPACE);

    target = (struct cte){.cap = frame, .prev = &derive_list};
    PROVE(frame_kind.copy(&target, &copy).kind == ERR_NONE, "a frame's can be copied");
    PROVE(copy.word[0] == frame.word[0] && cap_asid(copy) == 0, "the copy is mapped nowhere");
    copy = tables;
    struct err err = cap_type(tables) == CAP_VSPACE ? vspace_kind.copy(&target, &copy)
                                                    : page_table_kind.copy(&target, &copy);
    PROVE((err.kind == ERR_NONE) == (cap_asid(tables) != 0), "a table's if it has a place");
}

static void walk_maps(void)
{
    maps_frame();
    unmaps_frame();
    maps_table();
    unmaps_table();
    copies();
    REACHED("the end of all cases");
}
