/* SPDX-License-Identifier: BSD-2-Clause */
/* Page tables: what Map and Unmap check, in order, and what they do (ABI.md 9.2). */
#include "spaces.h"

static seL4_CPtr table_new(void)
{
    return make(seL4_ARM_PageTableObject, 0);
}

/* A VSpace whose ASID has gone, with its pool. */
static seL4_CPtr orphan_space(void)
{
    seL4_CPtr pool = pool_new();
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);

    OK(asid_assign(pool, vspace));
    OK(cnode_delete(slot(pool)));
    return vspace;
}

/* ---- Map: checks ---- */

TEST(page_table_map_needs_2_words_and_a_vspace, "page_table.map.length")
{
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, 1); /* mapped: the next thing to refuse */

    EXPECT(invoke(table, ARMPageTableMap, W(VSPACE), W(FAR_AWAY)), seL4_TruncatedMessage);
    EXPECT(invoke(table, ARMPageTableMap, NONE, W(FAR_AWAY, 3)), seL4_TruncatedMessage);
    EXPECT(invoke(table, ARMPageTableMap, W(VSPACE), NONE), seL4_TruncatedMessage);
}

TEST(a_mapped_page_table_is_refused_before_its_vspace_is_looked_at, "page_table.map.mapped")
{
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, 1);

    EXPECT(table_map(table, VSPACE, FAR_AWAY), seL4_InvalidCapability, 0);
    EXPECT(table_map(table, space_new(), WINDOW), seL4_InvalidCapability, 0);
    EXPECT(table_map(table, arena, TOP), seL4_InvalidCapability, 0);
}

TEST(a_page_table_is_mapped_in_a_vspace_with_an_asid_only, "page_table.map.vspace")
{
    seL4_CPtr table = table_new();

    EXPECT(table_map(table, make(seL4_ARM_VSpaceObject, 0), TOP), seL4_InvalidCapability, 1);
    EXPECT(table_map(table, tables_in(VSPACE, FAR_AWAY, 1), TOP), seL4_InvalidCapability, 1);
    EXPECT(table_map(table, ROOT, TOP), seL4_InvalidCapability, 1);
    EXPECT(table_map(table, 0, TOP), seL4_InvalidCapability, 1);
}

TEST(a_page_table_above_the_top_is_refused, "page_table.map.top")
{
    seL4_CPtr table = table_new();
    seL4_CPtr orphan = orphan_space();

    EXPECT(table_map(table, orphan, TOP), seL4_InvalidArgument, 0);
    EXPECT(table_map(table, VSPACE, ~0ull << 12), seL4_InvalidArgument, 0);
    EXPECT(table_map(table, VSPACE, 1ull << 48 | WINDOW), seL4_InvalidArgument, 0);
    OK(table_map(table, space_new(), TOP - 1));
}

TEST(a_page_table_for_a_vspace_whose_asid_has_gone_is_a_failed_lookup, "page_table.map.asid_gone")
{
    EXPECT(table_map(table_new(), orphan_space(), WINDOW), seL4_FailedLookup, 0,
           seL4_InvalidRoot);
}

TEST(a_page_table_where_none_is_missing_is_refused, "page_table.map.occupied")
{
    seL4_CPtr vspace = space_new();
    seL4_CPtr table = table_new();

    (void)tables_in(vspace, FAR_AWAY, TABLES);
    EXPECT(table_map(table, vspace, FAR_AWAY), seL4_DeleteFirst);
    OK(frame_map(small_frame(), vspace, FAR_AWAY, READ_WRITE, DEFAULT));
    EXPECT(table_map(table, vspace, FAR_AWAY), seL4_DeleteFirst);
    OK(table_map(table, vspace, FAR_AWAY ^ 0x200000));
}

TEST(a_page_table_where_a_large_page_is_mapped_is_refused, "page_table.map.occupied")
{
    seL4_CPtr large = large_frame();
    seL4_CPtr table = table_new();

    map_window(large, WINDOW, READ_WRITE);
    EXPECT(table_map(table, VSPACE, WINDOW), seL4_DeleteFirst);
    EXPECT(table_map(table, VSPACE, WINDOW + 0x1ff000), seL4_DeleteFirst);
    OK(frame_unmap(large));
    OK(table_map(table, VSPACE, WINDOW));
}

TEST(a_refused_page_table_map_changes_nothing, "page_table.map.failure")
{
    seL4_CPtr vspace = space_new();
    seL4_CPtr table = table_new();

    EXPECT(table_map(table, vspace, TOP), seL4_InvalidArgument, 0);
    EXPECT(table_map(table, orphan_space(), WINDOW), seL4_FailedLookup, 0, seL4_InvalidRoot);
    EXPECT(frame_map(small_frame(), vspace, WINDOW, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_MissingCapability, ROOT_SHIFT);
    OK(table_map(table, vspace, WINDOW));
}

/* ---- Map: effects ---- */

TEST(tables_fill_the_topmost_missing_level, "page_table.map.topmost el2.vspace.levels")
{
    seL4_CPtr vspace = space_new();
    struct probe p = probe_new(vspace);
    seL4_CPtr frame = small_frame();

    for (seL4_Word level = ROOT_LEVEL; level < PAGE_LEVEL; level++) {
        CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + level);
        EXPECT(frame_map(frame, vspace, FAR_AWAY, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
               seL4_MissingCapability, missing_below(level));
        OK(table_map(table_new(), vspace, FAR_AWAY));
    }
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + PAGE_LEVEL);
    OK(frame_map(frame, vspace, FAR_AWAY, READ_WRITE, DEFAULT));
    EXPECT_READ(&p, FAR_AWAY, 0);
}

TEST(a_table_serves_the_whole_span_of_its_level, "page_table.map.span")
{
    seL4_CPtr vspace = space_new();
    seL4_CPtr frame = small_frame();

    for (seL4_Word bits = ROOT_SHIFT; bits >= 21; bits -= 9) {
        seL4_Word span = (seL4_Word)1 << bits;
        seL4_Word first = FAR_AWAY & ~(span - 1);
        seL4_Word next = bits - 9;
        OK(table_map(table_new(), vspace, FAR_AWAY));
        EXPECT(frame_map(frame, vspace, first - 4096, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
               seL4_MissingCapability, bits);
        EXPECT(frame_map(frame, vspace, first + span, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
               seL4_MissingCapability, bits);
        if (next > 12) {
            EXPECT(frame_map(frame, vspace, first, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
                   seL4_MissingCapability, next);
            EXPECT(frame_map(frame, vspace, first + span - 4096, READ_WRITE, DEFAULT),
                   seL4_FailedLookup, 0, seL4_MissingCapability, next);
        }
    }
    OK(frame_map(frame, vspace, FAR_AWAY | 0x1ff000, READ_WRITE, DEFAULT));
}

TEST(page_table_map_ignores_attributes_and_low_bits, "page_table.map.attributes")
{
    seL4_CPtr vspace = space_new();
    struct probe p = probe_new(vspace);

    for (seL4_Word i = 0; i < TABLES; i++) {
        OK(invoke(table_new(), ARMPageTableMap, W(vspace), W(FAR_AWAY + 0x123 + i, ~0ull << i)));
    }
    OK(frame_map(small_frame(), vspace, FAR_AWAY, READ_WRITE, DEFAULT));
    CHECK_EQUAL(probe_write(&p, FAR_AWAY, INSTRUCTION_RET), 0);
    CHECK_EQUAL(probe_execute(&p, FAR_AWAY), 0);
}

TEST(a_moved_capability_keeps_its_page_table_mapped, "page_table.map.moved")
{
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, 2);
    seL4_CPtr to = slot_new();
    struct probe p = probe_new(VSPACE);

    OK(cnode_move(slot(to), slot(table + 1)));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + ROOT_LEVEL + 2);
    EXPECT(table_map(to, VSPACE, FAR_AWAY), seL4_InvalidCapability, 0);
    OK(table_unmap(to));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + ROOT_LEVEL + 1);
}

/* ---- Unmap ---- */

TEST(a_page_table_with_a_copy_is_not_unmapped, "page_table.unmap.copies")
{
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, TABLES);
    seL4_CPtr copy = mint_new(table, ALL_RIGHTS, 0);
    struct probe p = probe_new(VSPACE);

    EXPECT(table_unmap(table), seL4_RevokeFirst);
    EXPECT(table_unmap(copy), seL4_RevokeFirst);
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + PAGE_LEVEL);
    OK(cnode_delete(slot(table)));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + PAGE_LEVEL);
    OK(table_unmap(copy));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + ROOT_LEVEL);
}

TEST(unmapping_a_page_table_that_is_not_mapped_succeeds, "page_table.unmap.unmapped")
{
    seL4_CPtr table = table_new();

    OK(table_unmap(table));
    OK(table_map(table, space_new(), WINDOW));
    OK(table_unmap(table));
    OK(table_unmap(table));
}

/* Unmapping the table whose entry is at `level` makes the page that was just used fault there. */
static void expect_gone_with_table(unsigned level)
{
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, TABLES);
    struct probe p = probe_new(VSPACE);

    OK(frame_map(small_frame(), VSPACE, FAR_AWAY, READ_WRITE, DEFAULT));
    CHECK_EQUAL(probe_write(&p, FAR_AWAY, 5), 0);
    EXPECT_READ(&p, FAR_AWAY, 5);
    OK(table_unmap(table + level - ROOT_LEVEL));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + level);
    CHECK_EQUAL(probe_write(&p, FAR_AWAY, 6), WRITE_MISSING + level);
    CHECK_EQUAL(probe_execute(&p, FAR_AWAY), EXECUTE_MISSING + level);
}

TEST(pages_go_at_once_with_the_table_above_them, "page_table.unmap.pages")
{
    expect_gone_with_table(PAGE_LEVEL - 1);
}

TEST(pages_go_at_once_with_the_table_two_levels_above_them, "page_table.unmap.pages")
{
    expect_gone_with_table(PAGE_LEVEL - 2);
}

TEST(pages_go_at_once_with_the_table_below_the_root, "page_table.unmap.pages")
{
    expect_gone_with_table(ROOT_LEVEL);
}

TEST(an_unmapped_page_table_is_missing_and_can_be_mapped_elsewhere, "page_table.unmap.again")
{
    seL4_CPtr vspace = space_new();
    seL4_CPtr other = space_new();
    seL4_CPtr table = tables_in(vspace, FAR_AWAY, TABLES);
    seL4_CPtr frame = small_frame();

    OK(table_unmap(table + TABLES - 1));
    EXPECT(frame_map(frame, vspace, FAR_AWAY, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_MissingCapability, 21);
    OK(table_map(table + TABLES - 1, other, WINDOW));
    EXPECT(frame_map(frame, other, WINDOW, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_MissingCapability, missing_below(ROOT_LEVEL + 1));
}

TEST(a_page_table_that_is_mapped_again_is_empty, "page_table.unmap.clears")
{
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, TABLES);
    seL4_CPtr frame = small_frame();
    struct probe p = probe_new(VSPACE);

    OK(frame_map(frame, VSPACE, FAR_AWAY, READ_WRITE, DEFAULT));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), 0);
    OK(table_unmap(table + TABLES - 1));
    OK(table_map(table + TABLES - 1, VSPACE, FAR_AWAY));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + PAGE_LEVEL);
    OK(table_unmap(table));
    OK(table_map(table, VSPACE, FAR_AWAY));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + ROOT_LEVEL + 1);
}

TEST(tables_below_an_unmapped_one_count_as_mapped_until_they_are_unmapped,
     "page_table.unmap.below")
{
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, TABLES);

    OK(table_unmap(table));
    EXPECT(table_map(table + 1, VSPACE, FAR_AWAY), seL4_InvalidCapability, 0);
    for (unsigned i = 1; i < TABLES; i++) {
        OK(table_unmap(table + i));
    }
    for (unsigned i = 0; i < TABLES; i++) {
        OK(table_map(table + i, VSPACE, FAR_AWAY));
    }
}

TEST(unmapping_a_table_that_has_lost_its_place_spares_the_one_there_now, "page_table.unmap.below")
{
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, TABLES);
    struct probe p = probe_new(VSPACE);

    OK(table_unmap(table));
    (void)tables_in(VSPACE, FAR_AWAY, TABLES);
    OK(frame_map(small_frame(), VSPACE, FAR_AWAY, READ_WRITE, DEFAULT));
    for (unsigned i = 1; i < TABLES - 1; i++) {
        OK(table_unmap(table + i));
    }
    OK(cnode_delete(slot(table + TABLES - 1)));
    EXPECT_READ(&p, FAR_AWAY, 0);
}

/* ---- Deletion ---- */

TEST(pages_go_at_once_with_a_deleted_table, "page_table.delete.pages")
{
    for (unsigned i = 0; i < TABLES; i++) {
        seL4_Word address = FAR_AWAY ^ (seL4_Word)i << (ROOT_SHIFT + 1);
        seL4_CPtr table = tables_in(VSPACE, address, TABLES);
        struct probe p = probe_new(VSPACE);
        seL4_CPtr frame = small_frame();
        OK(frame_map(frame, VSPACE, address, READ_WRITE, DEFAULT));
        CHECK_EQUAL(probe_read(&p, address), 0);
        OK(cnode_delete(slot(table + i)));
        CHECK_EQUAL(probe_read(&p, address), READ_MISSING + ROOT_LEVEL + i);
        OK(frame_unmap(frame));
    }
}

TEST(a_table_lasts_while_a_copy_of_its_capability_does, "page_table.delete.copy")
{
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, 1);
    seL4_CPtr copy = mint_new(table, ALL_RIGHTS, 0);
    struct probe p = probe_new(VSPACE);

    OK(cnode_delete(slot(table)));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + ROOT_LEVEL + 1);
    OK(cnode_delete(slot(copy)));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + ROOT_LEVEL);
}

TEST(the_memory_of_a_revoked_table_maps_nothing_when_used_again, "page_table.delete.memory")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr made = slot_new();
    seL4_CPtr frame = small_frame();
    struct probe p = probe_new(VSPACE);

    (void)tables_in(VSPACE, FAR_AWAY, TABLES - 1);
    OK(untyped_retype(untyped, seL4_ARM_PageTableObject, 0, below(ROOT, 0, 0), made, 1));
    OK(table_map(made, VSPACE, FAR_AWAY));
    OK(frame_map(frame, VSPACE, FAR_AWAY, READ_WRITE, DEFAULT));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), 0);
    OK(cnode_revoke(slot(untyped)));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + PAGE_LEVEL - 1);
    OK(untyped_retype(untyped, seL4_ARM_PageTableObject, 0, below(ROOT, 0, 0), made, 1));
    OK(table_map(made, VSPACE, FAR_AWAY));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + PAGE_LEVEL);
    OK(frame_unmap(frame));
}
