/* SPDX-License-Identifier: BSD-2-Clause */
/* What an address space is, and what is left when it goes (ABI.md 9.1, 8.4). */
#include "spaces.h"

/* ---- Extent ---- */

TEST(the_last_page_below_the_top_can_be_mapped, "vspace.size.top el2.vspace.top")
{
    seL4_CPtr vspace = space_new();
    struct probe p = probe_new(vspace);
    seL4_CPtr frame = small_frame();

    CHECK_EQUAL(map_in(vspace, frame, TOP - 4096, READ_WRITE, DEFAULT), TABLES);
    CHECK_EQUAL(probe_write(&p, TOP - 8, 0x700), 0);
    EXPECT_READ(&p, TOP - 8, 0x700);
    CHECK_EQUAL(view(frame)[511], 0x700);
}

TEST(an_access_above_the_top_faults, "vspace.size.beyond el2.vspace.beyond")
{
    struct probe p = probe_new(VSPACE);

    CHECK_EQUAL(probe_read(&p, TOP), READ_ABOVE);
    CHECK_EQUAL(probe_write(&p, TOP, 1), WRITE_ABOVE);
    CHECK_EQUAL(probe_execute(&p, TOP), EXECUTE_ABOVE);
    CHECK_EQUAL(probe_read(&p, 1ull << 48), READ_ABOVE);
    CHECK_EQUAL(probe_read(&p, 0xffff000000000000ull), READ_ABOVE);
}

TEST(an_access_to_the_upper_half_faults_wherever_a_kernel_may_be, "vspace.size.beyond")
{
    struct probe p = probe_new(VSPACE);

    for (unsigned bit = 12; bit < 48; bit++) {
        seL4_Word address = ~(seL4_Word)0 << bit;
        CHECK(probe_read(&p, address) >> 26 == READ_MISSING >> 26);
        CHECK(probe_write(&p, address, 0) >> 26 == WRITE_MISSING >> 26);
        CHECK(probe_execute(&p, address) >> 26 == EXECUTE_MISSING >> 26);
    }
}

/* ---- One space, two spaces ---- */

TEST(a_new_vspace_maps_nothing, "vspace.space.empty")
{
    seL4_CPtr vspace = space_new();
    struct probe p = probe_new(vspace);
    struct probe own = probe_new(VSPACE);

    CHECK_EQUAL(probe_read(&p, FAR_AWAY), READ_MISSING + ROOT_LEVEL);
    CHECK_EQUAL(probe_read(&p, (seL4_Word)bootinfo), READ_MISSING + 3);
    CHECK_EQUAL(probe_read(&own, (seL4_Word)bootinfo), 0);
    EXPECT(frame_map(small_frame(), vspace, FAR_AWAY, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_MissingCapability, ROOT_SHIFT);
}

TEST(the_same_address_in_two_vspaces_is_two_pages, "vspace.space.apart")
{
    seL4_CPtr one = space_new();
    seL4_CPtr two = space_new();
    struct probe in_one = probe_new(one);
    struct probe in_two = probe_new(two);
    seL4_CPtr frame = small_frame();

    view(frame)[0] = 11;
    (void)map_in(one, frame, WINDOW, READ_WRITE, DEFAULT);
    EXPECT_READ(&in_one, WINDOW, 11);
    CHECK_EQUAL(probe_read(&in_two, WINDOW), READ_MISSING + 2);
    frame = small_frame();
    view(frame)[0] = 22;
    (void)map_in(two, frame, WINDOW, READ_WRITE, DEFAULT);
    for (unsigned round = 0; round < 2; round++) {
        EXPECT_READ(&in_one, WINDOW, 11);
        EXPECT_READ(&in_two, WINDOW, 22);
    }
    OK(frame_unmap(frame));
    EXPECT_READ(&in_one, WINDOW, 11);
    CHECK_EQUAL(probe_read(&in_two, WINDOW), READ_MISSING + 3);
}

TEST(two_vspaces_share_a_frame_through_two_capabilities, "vspace.space.shared")
{
    seL4_CPtr one = space_new();
    seL4_CPtr two = space_new();
    struct probe in_one = probe_new(one);
    struct probe in_two = probe_new(two);
    seL4_CPtr frame = small_frame();

    (void)map_in(one, frame, WINDOW, READ_WRITE, DEFAULT);
    (void)map_in(two, mint_new(frame, READ_ONLY, 0), FAR_AWAY, READ_WRITE, DEFAULT);
    CHECK_EQUAL(probe_write(&in_one, WINDOW + 8, 77), 0);
    EXPECT_READ(&in_two, FAR_AWAY + 8, 77);
    CHECK_EQUAL(probe_write(&in_two, FAR_AWAY + 8, 78), WRITE_DENIED + 3);
    EXPECT_READ(&in_one, WINDOW + 8, 77);
}

TEST(a_copy_of_a_vspace_capability_names_the_same_space, "vspace.space.copy")
{
    seL4_CPtr vspace = space_new();
    seL4_CPtr copy = mint_new(vspace, ALL_RIGHTS, 0);
    struct probe p = probe_new(vspace);
    seL4_CPtr frame = small_frame();

    (void)map_in(copy, frame, WINDOW, READ_WRITE, DEFAULT);
    EXPECT_READ(&p, WINDOW, 0);
    OK(frame_map(frame, vspace, WINDOW, READ_ONLY, DEFAULT));
    CHECK_EQUAL(probe_write(&p, WINDOW, 1), WRITE_DENIED + 3);
}

/* ---- The end of one ---- */

TEST(a_vspace_lasts_while_a_thread_is_in_it, "vspace.delete.last")
{
    seL4_CPtr vspace = space_new();
    struct probe p = probe_new(vspace);
    seL4_CPtr frame = small_frame();

    (void)map_in(vspace, frame, WINDOW, READ_WRITE, DEFAULT);
    EXPECT_READ(&p, WINDOW, 0);
    OK(cnode_delete(slot(vspace)));
    EXPECT_READ(&p, WINDOW, 0);
}

TEST(a_thread_whose_vspace_capability_is_revoked_has_no_address_space, "vspace.delete.revoke")
{
    seL4_CPtr vspace = space_new();
    struct probe p = probe_new(vspace);
    struct probe q = probe_new(vspace);

    (void)map_in(vspace, small_frame(), WINDOW, READ_WRITE, DEFAULT);
    EXPECT_READ(&p, WINDOW, 0);
    OK(cnode_revoke(slot(vspace)));
    CHECK_EQUAL(probe_read(&p, WINDOW), PROBE_LOST);
    CHECK_EQUAL(probe_read(&q, WINDOW), PROBE_LOST);
    OK(tcb_set_space(p.tcb, p.endpoint, ROOT, 0, vspace));
    EXPECT_READ(&p, WINDOW, 0);
    CHECK_EQUAL(probe_read(&q, WINDOW), PROBE_LOST);
}

TEST(a_thread_that_revokes_its_own_vspace_has_none_when_it_runs_next, "vspace.delete.revoke")
{
    seL4_CPtr vspace = space_new();
    struct probe p = probe_new(vspace);

    (void)probe_revoke(&p, vspace);
    CHECK_EQUAL(probe_read(&p, WINDOW), PROBE_LOST);
    OK(tcb_set_space(p.tcb, p.endpoint, ROOT, 0, VSPACE));
    EXPECT_READ(&p, (seL4_Word)&bootinfo, (seL4_Word)bootinfo);
}

TEST(a_thread_that_revokes_the_memory_of_its_own_vspace_executes_nothing_more,
     "vspace.delete.threads")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, seL4_VSpaceBits);
    seL4_CPtr vspace = slot_new();
    struct probe p;

    OK(untyped_retype(untyped, seL4_ARM_VSpaceObject, 0, below(ROOT, 0, 0), vspace, 1));
    OK(asid_assign(seL4_CapInitThreadASIDPool, vspace));
    p = probe_new(vspace);
    CHECK_EQUAL(probe_revoke(&p, untyped), PROBE_LOST);
    CHECK(slot_is_empty(vspace));
}

TEST(a_thread_left_in_memory_used_again_sees_nothing_of_it, "vspace.delete.threads")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, seL4_VSpaceBits);
    seL4_CPtr made = slot_new();
    struct probe p;

    OK(untyped_retype(untyped, seL4_ARM_VSpaceObject, 0, below(ROOT, 0, 0), made, 1));
    OK(asid_assign(seL4_CapInitThreadASIDPool, made));
    p = probe_new(made);
    CHECK_EQUAL(probe_read(&p, WINDOW), READ_MISSING + 2);
    OK(cnode_revoke(slot(untyped)));
    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, below(ROOT, 0, 0), made, 1));
    for (volatile seL4_Word *word = view(made), *end = word + 512; word < end; word++) {
        *word = ~(seL4_Word)0;
    }
    CHECK_EQUAL(probe_read(&p, WINDOW), PROBE_LOST);
}

TEST(the_frames_of_a_deleted_vspace_can_be_mapped_elsewhere, "vspace.delete.frames")
{
    seL4_CPtr large = large_frame();
    seL4_CPtr vspace = space_new();
    seL4_CPtr other = space_new();
    struct probe p = probe_new(other);
    seL4_CPtr frame = small_frame();

    (void)map_in(vspace, frame, WINDOW, READ_WRITE, DEFAULT);
    (void)map_in(vspace, large, FAR_AWAY & ~0x1fffffull, READ_WRITE, DEFAULT);
    OK(cnode_delete(slot(vspace)));
    EXPECT(frame_map(frame, other, WINDOW, READ_WRITE, DEFAULT), seL4_InvalidCapability, 1);
    OK(frame_unmap(frame));
    OK(frame_unmap(large));
    (void)map_in(other, frame, WINDOW, READ_WRITE, DEFAULT);
    EXPECT_READ(&p, WINDOW, 0);
}

TEST(the_tables_of_a_deleted_vspace_can_be_mapped_elsewhere, "vspace.delete.tables")
{
    seL4_CPtr vspace = space_new();
    seL4_CPtr table = tables_in(vspace, FAR_AWAY, TABLES);
    seL4_CPtr frame = small_frame();
    seL4_CPtr other;

    OK(frame_map(frame, vspace, FAR_AWAY, READ_WRITE, DEFAULT));
    OK(cnode_delete(slot(vspace)));
    other = space_new();
    for (unsigned i = 0; i < TABLES; i++) {
        OK(table_unmap(table + i));
        OK(table_map(table + i, other, FAR_AWAY));
    }
    OK(frame_unmap(frame));
    OK(frame_map(frame, other, FAR_AWAY, READ_WRITE, DEFAULT));
}
