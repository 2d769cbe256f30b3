/* SPDX-License-Identifier: BSD-2-Clause */
/* What Page_Map checks, in order, and what a frame tells of itself (ABI.md 9.3). */
#include "spaces.h"

enum { LARGE = 0x200000 };

/* A VSpace with `count` tables for WINDOW whose ASID has gone, with its pool. */
static seL4_CPtr orphan_space(unsigned count)
{
    seL4_CPtr pool = pool_new();
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);

    OK(asid_assign(pool, vspace));
    if (count != 0) {
        (void)tables_in(vspace, WINDOW, count);
    }
    OK(cnode_delete(slot(pool)));
    return vspace;
}

/* ---- Checks, in order ---- */

TEST(page_map_needs_3_words_and_a_vspace, "frame.map.length")
{
    seL4_CPtr frame = small_frame();

    EXPECT(invoke(frame, ARMPageMap, W(ROOT), W(WINDOW, READ_WRITE)), seL4_TruncatedMessage);
    EXPECT(invoke(frame, ARMPageMap, W(ROOT), NONE), seL4_TruncatedMessage);
    EXPECT(invoke(frame, ARMPageMap, NONE, W(WINDOW, READ_WRITE, DEFAULT)),
           seL4_TruncatedMessage);
}

TEST(a_page_is_mapped_in_a_vspace_with_an_asid_only, "frame.map.vspace")
{
    seL4_CPtr frame = small_frame();
    const seL4_Word bad = WINDOW + 1;

    EXPECT(frame_map(frame, make(seL4_ARM_VSpaceObject, 0), bad, READ_WRITE, DEFAULT),
           seL4_InvalidCapability, 1);
    EXPECT(frame_map(frame, tables_in(VSPACE, FAR_AWAY, 1), bad, READ_WRITE, DEFAULT),
           seL4_InvalidCapability, 1);
    EXPECT(frame_map(frame, frame, bad, READ_WRITE, DEFAULT), seL4_InvalidCapability, 1);
    EXPECT(frame_map(frame, 0, bad, READ_WRITE, DEFAULT), seL4_InvalidCapability, 1);
}

TEST(a_page_in_a_vspace_whose_asid_has_gone_is_a_failed_lookup, "frame.map.asid_gone")
{
    seL4_CPtr mapped = small_frame();
    seL4_CPtr orphan = orphan_space(TABLES);

    map_window(mapped, WINDOW, READ_WRITE);
    EXPECT(frame_map(small_frame(), orphan, WINDOW + 1, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_InvalidRoot);
    EXPECT(frame_map(mapped, orphan, WINDOW, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_InvalidRoot);
}

TEST(a_page_is_aligned_to_its_size, "frame.map.alignment")
{
    seL4_CPtr large = large_frame();
    seL4_CPtr frame = small_frame();

    EXPECT(frame_map(frame, VSPACE, WINDOW + 1, READ_WRITE, DEFAULT), seL4_AlignmentError);
    EXPECT(frame_map(frame, VSPACE, TOP + 2048, READ_WRITE, DEFAULT), seL4_AlignmentError);
    EXPECT(frame_map(large, VSPACE, WINDOW + 4096, READ_WRITE, DEFAULT), seL4_AlignmentError);
    EXPECT(frame_map(large, VSPACE, WINDOW + LARGE / 2, READ_WRITE, DEFAULT), seL4_AlignmentError);
    map_window(frame, WINDOW, READ_WRITE);
    EXPECT(frame_map(frame, space_new(), WINDOW + 8, READ_WRITE, DEFAULT), seL4_AlignmentError);
}

TEST(a_frame_mapped_in_one_vspace_is_refused_in_another, "frame.map.other_vspace")
{
    seL4_CPtr frame = small_frame();
    seL4_CPtr other = space_new();

    map_window(frame, WINDOW, READ_WRITE);
    EXPECT(frame_map(frame, other, WINDOW, READ_WRITE, DEFAULT), seL4_InvalidCapability, 1);
    EXPECT(frame_map(frame, other, TOP, READ_WRITE, DEFAULT), seL4_InvalidCapability, 1);
    EXPECT(frame_map(frame, other, FAR_AWAY, READ_WRITE, DEFAULT), seL4_InvalidCapability, 1);
}

TEST(a_mapped_frame_is_refused_at_another_address, "frame.map.other_address")
{
    seL4_CPtr frame = small_frame();
    struct probe p = probe_new(VSPACE);

    map_window(frame, WINDOW, READ_WRITE);
    EXPECT(page_map(frame, WINDOW + 4096, READ_WRITE, DEFAULT), seL4_InvalidArgument, 0);
    EXPECT(page_map(frame, FAR_AWAY, READ_WRITE, DEFAULT), seL4_InvalidArgument, 0);
    EXPECT(page_map(frame, TOP, READ_WRITE, DEFAULT), seL4_InvalidArgument, 0);
    CHECK_EQUAL(probe_read(&p, WINDOW + 4096), READ_MISSING + 3);
    EXPECT_READ(&p, WINDOW, 0);
}

TEST(a_page_that_ends_above_the_top_is_refused, "frame.map.top")
{
    seL4_CPtr large = large_frame();
    seL4_CPtr frame = small_frame();
    seL4_CPtr vspace = space_new();

    EXPECT(frame_map(frame, vspace, TOP, READ_WRITE, DEFAULT), seL4_InvalidArgument, 0);
    EXPECT(frame_map(frame, vspace, ~0xfffull, READ_WRITE, DEFAULT), seL4_InvalidArgument, 0);
    EXPECT(frame_map(frame, vspace, 1ull << 48, READ_WRITE, DEFAULT), seL4_InvalidArgument, 0);
    EXPECT(frame_map(frame, vspace, 0xffffff8040000000ull, READ_WRITE, DEFAULT),
           seL4_InvalidArgument, 0);
    EXPECT(frame_map(large, vspace, TOP, READ_WRITE, DEFAULT), seL4_InvalidArgument, 0);
    EXPECT(frame_map(large, vspace, TOP - LARGE, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_MissingCapability, ROOT_SHIFT);
}

TEST(a_large_page_is_told_which_table_is_missing, "frame.map.missing")
{
    seL4_CPtr large = large_frame();
    seL4_CPtr vspace = space_new();

    for (seL4_Word level = ROOT_LEVEL; level < PAGE_LEVEL - 1; level++) {
        EXPECT(frame_map(large, vspace, LARGE, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
               seL4_MissingCapability, missing_below(level));
        (void)tables_in(vspace, LARGE, 1);
    }
    OK(frame_map(large, vspace, LARGE, READ_WRITE, DEFAULT));
}

TEST(a_large_page_where_a_page_table_is_gets_level_12, "frame.map.table")
{
    seL4_CPtr large = large_frame();
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, TABLES);

    EXPECT(page_map(large, FAR_AWAY & ~(seL4_Word)(LARGE - 1), READ_WRITE, DEFAULT),
           seL4_FailedLookup, 0, seL4_MissingCapability, 12);
    OK(table_unmap(table + TABLES - 1));
    OK(page_map(large, FAR_AWAY & ~(seL4_Word)(LARGE - 1), READ_WRITE, DEFAULT));
}

TEST(a_small_page_where_a_large_one_is_gets_level_21, "frame.map.larger")
{
    seL4_CPtr large = large_frame();
    seL4_CPtr frame = small_frame();
    struct probe p = probe_new(VSPACE);

    map_window(large, WINDOW, READ_WRITE);
    EXPECT(page_map(frame, WINDOW, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_MissingCapability, 21);
    EXPECT(page_map(frame, WINDOW + 0x1ff000, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_MissingCapability, 21);
    EXPECT_READ(&p, WINDOW + 0x1ff000, 0);
}

TEST(a_refused_page_map_changes_nothing, "frame.map.failure")
{
    seL4_CPtr frame = small_frame();
    struct probe p = probe_new(VSPACE);

    EXPECT(page_map(frame, FAR_AWAY, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_MissingCapability, ROOT_SHIFT);
    EXPECT(frame_map(frame, orphan_space(0), WINDOW, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_InvalidRoot);
    map_window(frame, WINDOW, READ_ONLY);
    EXPECT(page_map(frame, FAR_AWAY, READ_WRITE, DEFAULT), seL4_InvalidArgument, 0);
    EXPECT(frame_map(frame, space_new(), WINDOW, READ_WRITE, DEFAULT), seL4_InvalidCapability, 1);
    EXPECT_READ(&p, WINDOW, 0);
    CHECK_EQUAL(probe_write(&p, WINDOW, 1), WRITE_DENIED + 3);
}

/* ---- Unmap ---- */

TEST(unmapping_a_frame_that_is_not_mapped_succeeds, "frame.unmap.unmapped")
{
    seL4_CPtr frame = small_frame();

    OK(frame_unmap(frame));
    map_window(frame, WINDOW, READ_WRITE);
    OK(frame_unmap(frame));
    OK(frame_unmap(frame));
}

TEST(an_unmapped_frame_can_be_mapped_at_another_address, "frame.unmap.again")
{
    seL4_CPtr vspace = space_new();
    struct probe p = probe_new(vspace);
    seL4_CPtr frame = small_frame();

    map_window(frame, WINDOW, READ_WRITE);
    *(volatile seL4_Word *)WINDOW = 8;
    OK(frame_unmap(frame));
    (void)map_in(vspace, frame, FAR_AWAY, READ_WRITE, DEFAULT);
    EXPECT_READ(&p, FAR_AWAY, 8);
    OK(frame_unmap(frame));
    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + 3);
    OK(page_map(frame, WINDOW, READ_WRITE, DEFAULT));
}

TEST(a_frame_whose_vspace_has_lost_its_asid_can_be_unmapped, "frame.unmap.asid_gone")
{
    seL4_CPtr pool = pool_new();
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);
    seL4_CPtr frame = small_frame();

    OK(asid_assign(pool, vspace));
    (void)map_in(vspace, frame, WINDOW, READ_WRITE, DEFAULT);
    OK(cnode_delete(slot(pool)));
    EXPECT(page_map(frame, WINDOW, READ_WRITE, DEFAULT), seL4_InvalidCapability, 1);
    OK(frame_unmap(frame));
    map_window(frame, WINDOW, READ_WRITE);
}

/* ---- GetAddress ---- */

TEST(a_frame_tells_its_physical_address_mapped_or_not, "frame.get_address.address")
{
    seL4_CPtr frame = small_frame();
    seL4_Word address = address_of(frame);

    CHECK(address != 0 && (address & 0xfff) == 0);
    map_window(frame, WINDOW, READ_WRITE);
    EXPECT(invoke(frame, ARMPageGetAddress, NONE, NONE), seL4_NoError, address);
    OK(frame_unmap(frame));
    EXPECT(invoke(frame, ARMPageGetAddress, NONE, NONE), seL4_NoError, address);
    EXPECT(invoke(mint_new(frame, NO_RIGHTS, 0), ARMPageGetAddress, NONE, NONE), seL4_NoError,
           address);
}

TEST(the_frames_of_devices_have_the_device_s_address, "frame.get_address.device")
{
    const seL4_UntypedDesc *first = &bootinfo->untypedList[0];
    seL4_CPtr frame = device_frame(first->paddr, seL4_ARM_SmallPageObject);

    CHECK(first->isDevice);
    EXPECT(invoke(frame, ARMPageGetAddress, NONE, NONE), seL4_NoError, first->paddr);
    OK(cnode_delete(slot(frame)));
}
