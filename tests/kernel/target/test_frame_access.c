/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What can be done with a mapped page, judged by access, and that nothing of a
 * mapping is left when it goes or changes (ABI.md 9.1, 9.3, 8.4).
 *
 * Probes run in the task's own VSpace where what was seen before could linger
 * in the TLB: switching to another VSpace may flush it.
 */
#include "devices.h"
#include "spaces.h"

/* The syndromes of accesses of each kind that rights and attributes do not allow; 0: allowed. */
static void expect_access(struct probe *p, seL4_Word address, seL4_Word level, seL4_Bool read,
                          seL4_Bool write, seL4_Bool execute)
{
    CHECK_EQUAL(probe_read(p, address), read ? 0 : READ_DENIED + level);
    CHECK_EQUAL(probe_write(p, address, INSTRUCTION_RET), write ? 0 : WRITE_DENIED + level);
    CHECK_EQUAL(probe_execute(p, address), execute ? 0 : EXECUTE_DENIED + level);
}

/* Nothing is mapped at `address`: the walk ends at `level`. */
static void expect_missing(struct probe *p, seL4_Word address, seL4_Word level)
{
    CHECK_EQUAL(probe_read(p, address), READ_MISSING + level);
    CHECK_EQUAL(probe_write(p, address, 1), WRITE_MISSING + level);
    CHECK_EQUAL(probe_execute(p, address), EXECUTE_MISSING + level);
}

/* A frame with a `ret` in it. */
static seL4_CPtr code_frame(void)
{
    seL4_CPtr frame = small_frame();

    view(frame)[0] = INSTRUCTION_RET;
    return frame;
}

/* ---- Rights and attributes ---- */

static seL4_Bool can_read(seL4_Word rights)
{
    return (rights & READ_ONLY) != 0;
}

static seL4_Bool can_write(seL4_Word rights)
{
    return (rights & READ_WRITE) == READ_WRITE;
}

TEST(a_page_allows_what_rights_of_capability_and_map_both_allow, "frame.map.rights")
{
    seL4_CPtr frame = code_frame();
    struct probe p = probe_new(VSPACE);

    for (seL4_Word owned = 0; owned < 4; owned++) {
        seL4_CPtr copy = mint_new(frame, owned, 0);
        for (seL4_Word asked = 0; asked < 4; asked++) {
            seL4_Bool read = can_read(owned) && can_read(asked);
            (void)map_in(VSPACE, copy, WINDOW, asked, DEFAULT);
            expect_access(&p, WINDOW, 3, read, can_write(owned) && can_write(asked), seL4_True);
        }
        OK(frame_unmap(copy));
    }
}

TEST(other_bits_of_the_rights_do_not_matter, "frame.map.rights")
{
    seL4_CPtr frame = code_frame();
    struct probe p = probe_new(VSPACE);

    (void)map_in(VSPACE, frame, WINDOW, ~(seL4_Word)READ_WRITE, DEFAULT);
    expect_access(&p, WINDOW, 3, seL4_False, seL4_False, seL4_True);
    OK(page_map(frame, WINDOW, ~(seL4_Word)WRITE_ONLY, DEFAULT));
    expect_access(&p, WINDOW, 3, seL4_True, seL4_False, seL4_True);
}

TEST(an_execute_never_page_is_not_executed, "frame.map.execute_never")
{
    seL4_CPtr frame = code_frame();
    struct probe p = probe_new(VSPACE);

    (void)map_in(VSPACE, frame, WINDOW, READ_WRITE, EXECUTE_NEVER);
    expect_access(&p, WINDOW, 3, seL4_True, seL4_True, seL4_False);
    OK(page_map(frame, WINDOW, READ_ONLY, EXECUTE_NEVER));
    expect_access(&p, WINDOW, 3, seL4_True, seL4_False, seL4_False);
}

TEST(the_parity_attribute_and_unknown_ones_do_not_matter, "frame.map.attributes")
{
    seL4_CPtr frame = code_frame();
    struct probe p = probe_new(VSPACE);

    (void)map_in(VSPACE, frame, WINDOW, READ_WRITE, seL4_ARM_PageCacheable);
    expect_access(&p, WINDOW, 3, seL4_True, seL4_True, seL4_True);
    OK(page_map(frame, WINDOW, READ_WRITE, ~(seL4_Word)seL4_ARM_ExecuteNever));
    expect_access(&p, WINDOW, 3, seL4_True, seL4_True, seL4_True);
}

TEST(a_device_s_registers_answer_through_an_uncached_page, "frame.map.uncached")
{
    seL4_CPtr frame = device_frame(UART_ADDRESS, seL4_ARM_SmallPageObject);
    volatile unsigned *uart = device_view(frame);

    for (unsigned i = 0; i < sizeof uart_known / sizeof uart_known[0]; i++) {
        CHECK_EQUAL(uart[uart_known[i].offset / WORD_BYTES] & uart_known[i].mask,
                    uart_known[i].value);
    }
    OK(cnode_delete(slot(frame)));
}

/* ---- Sizes ---- */

TEST(a_large_page_is_one_mapping_of_2_mib, "frame.map.large")
{
    seL4_CPtr large = large_frame();
    struct probe p = probe_new(VSPACE);

    map_window(large, WINDOW, READ_WRITE);
    for (seL4_Word offset = 0; offset < 0x200000; offset += 0x3f000) {
        CHECK_EQUAL(probe_write(&p, WINDOW + offset, offset), 0);
    }
    for (seL4_Word offset = 0; offset < 0x200000; offset += 0x3f000) {
        EXPECT_READ(&p, WINDOW + offset, offset);
    }
    EXPECT_READ(&p, WINDOW + 0x1ffff8, 0);
    CHECK_EQUAL(probe_read(&p, WINDOW + 0x200000), READ_MISSING + 2);
    OK(page_map(large, WINDOW, READ_ONLY, EXECUTE_NEVER));
    expect_access(&p, WINDOW + 0x1ff000, 2, seL4_True, seL4_False, seL4_False);
    OK(frame_unmap(large));
    for (seL4_Word offset = 0; offset < 0x200000; offset += 0x3f000) {
        expect_missing(&p, WINDOW + offset, 2);
    }
}

TEST(a_huge_page_is_one_mapping_of_1_gib, "frame.map.huge el2.vspace.huge")
{
    const seL4_Word start = 5ull << ROOT_SHIFT; /* no table leads there */
    struct probe p = probe_new(VSPACE);
    enum { HUGE_PAGE_LEVEL = 1 };
    seL4_CPtr frame;

    if (BOARD_PCI_PADDR == 0) {
        SKIP("the board has no PCI, the only device that answers in a GiB of its own");
    }
    frame = device_frame(PCI_GIB_ADDRESS, seL4_ARM_HugePageObject);
    EXPECT(page_map(frame, start + 0x20000000, READ_ONLY, UNCACHED), seL4_AlignmentError);
    EXPECT(page_map(frame, TOP, READ_ONLY, UNCACHED), seL4_InvalidArgument, 0);
    for (seL4_Word level = ROOT_LEVEL; level < HUGE_PAGE_LEVEL; level++) {
        EXPECT(page_map(frame, start, READ_ONLY, UNCACHED), seL4_FailedLookup, 0,
               seL4_MissingCapability, missing_below(level));
        (void)tables_in(VSPACE, start, 1);
    }
    OK(page_map(frame, start, READ_ONLY, UNCACHED));
    CHECK_EQUAL(probe_read(&p, start + PCI_CONFIG_OFFSET), 0);
    CHECK_EQUAL(p.value & 0xffffffff, PCI_HOST_ID);
    CHECK_EQUAL(probe_write(&p, start + 0x3ffff000, 0), WRITE_DENIED + 1);
    CHECK_EQUAL(probe_read(&p, start + 0x40000000), READ_MISSING + 1);
    EXPECT(page_map(small_frame(), start, READ_ONLY, DEFAULT), seL4_FailedLookup, 0,
           seL4_MissingCapability, 30);
    OK(frame_unmap(frame));
    CHECK_EQUAL(probe_read(&p, start + PCI_CONFIG_OFFSET), READ_MISSING + 1);
    OK(cnode_delete(slot(frame)));
}

/* The address of a GiB that is a device's, whatever answers there. */
static seL4_Word device_gib(void)
{
    for (seL4_Word i = 0; i < bootinfo->untyped.end - bootinfo->untyped.start; i++) {
        const seL4_UntypedDesc *u = &bootinfo->untypedList[i];

        if (u->isDevice && u->sizeBits >= seL4_HugePageBits) {
            return u->paddr;
        }
    }
    test_failed(HERE, "untypeds of a GiB of devices", 1, 0);
}

TEST(a_huge_page_where_tables_are_gets_the_level_that_they_reach, "frame.map.table")
{
    const seL4_Word start = 5ull << ROOT_SHIFT; /* no table leads there */
    seL4_CPtr frame = device_frame(device_gib(), seL4_ARM_HugePageObject);

    (void)tables_in(VSPACE, start, TABLES - 1);
    EXPECT(page_map(frame, start, READ_ONLY, UNCACHED), seL4_FailedLookup, 0,
           seL4_MissingCapability, 21);
    (void)tables_in(VSPACE, start, 1);
    EXPECT(page_map(frame, start, READ_ONLY, UNCACHED), seL4_FailedLookup, 0,
           seL4_MissingCapability, 12);
    OK(page_map(frame, start + 0x40000000, READ_ONLY, UNCACHED));
    OK(cnode_delete(slot(frame)));
}

/* ---- Remapping, replacing ---- */

TEST(remapping_with_other_rights_takes_effect_at_once, "frame.map.remap")
{
    seL4_CPtr frame = code_frame();
    struct probe p = probe_new(VSPACE);

    map_window(frame, WINDOW, READ_WRITE);
    for (unsigned round = 0; round < 2; round++) {
        expect_access(&p, WINDOW, 3, seL4_True, seL4_True, seL4_True);
        OK(page_map(frame, WINDOW, READ_ONLY, DEFAULT));
        expect_access(&p, WINDOW, 3, seL4_True, seL4_False, seL4_True);
        OK(page_map(frame, WINDOW, READ_WRITE, EXECUTE_NEVER));
        expect_access(&p, WINDOW, 3, seL4_True, seL4_True, seL4_False);
        OK(page_map(frame, WINDOW, NO_RIGHTS, DEFAULT));
        expect_access(&p, WINDOW, 3, seL4_False, seL4_False, seL4_True);
        OK(page_map(frame, WINDOW, NO_RIGHTS, EXECUTE_NEVER));
        expect_access(&p, WINDOW, 3, seL4_False, seL4_False, seL4_False);
        OK(page_map(frame, WINDOW, READ_WRITE, DEFAULT));
    }
}

TEST(a_page_mapped_over_another_replaces_it_at_once, "frame.map.replace")
{
    seL4_CPtr old = small_frame();
    seL4_CPtr new = small_frame();
    struct probe p = probe_new(VSPACE);

    view(old)[0] = 1;
    view(new)[0] = 2;
    map_window(old, WINDOW, READ_WRITE);
    EXPECT_READ(&p, WINDOW, 1);
    OK(page_map(new, WINDOW, READ_WRITE, DEFAULT));
    EXPECT_READ(&p, WINDOW, 2);
    CHECK_EQUAL(probe_write(&p, WINDOW, 3), 0);
    CHECK_EQUAL(view(old)[0], 1);
}

TEST(a_replaced_frame_counts_as_mapped_and_its_unmap_does_nothing, "frame.map.replaced")
{
    seL4_CPtr old = small_frame();
    seL4_CPtr new = small_frame();
    struct probe p = probe_new(VSPACE);

    map_window(old, WINDOW, READ_WRITE);
    OK(page_map(new, WINDOW, READ_WRITE, DEFAULT));
    EXPECT(page_map(old, WINDOW + 4096, READ_WRITE, DEFAULT), seL4_InvalidArgument, 0);
    OK(frame_unmap(old));
    CHECK_EQUAL(probe_write(&p, WINDOW, 3), 0);
    OK(page_map(old, WINDOW + 4096, READ_WRITE, DEFAULT));
    CHECK_EQUAL(view(new)[0], 3);
}

TEST(deleting_a_replaced_frame_spares_the_page_there_now, "frame.map.replaced")
{
    seL4_CPtr old = small_frame();
    seL4_CPtr new = small_frame();
    struct probe p = probe_new(VSPACE);

    map_window(old, WINDOW, READ_WRITE);
    OK(page_map(new, WINDOW, READ_WRITE, DEFAULT));
    OK(cnode_delete(slot(old)));
    EXPECT_READ(&p, WINDOW, 0);
}

/* ---- The end of a mapping ---- */

TEST(an_unmapped_page_faults_at_once, "frame.unmap.gone")
{
    seL4_CPtr frame = code_frame();
    struct probe p = probe_new(VSPACE);

    map_window(frame, WINDOW, READ_WRITE);
    expect_access(&p, WINDOW, 3, seL4_True, seL4_True, seL4_True);
    OK(frame_unmap(frame));
    expect_missing(&p, WINDOW, 3);
    CHECK_EQUAL(probe_read(&p, WINDOW + 4096), READ_MISSING + 3);
}

TEST(an_unmapped_page_faults_in_another_vspace_too, "frame.unmap.gone")
{
    seL4_CPtr vspace = space_new();
    struct probe p = probe_new(vspace);
    seL4_CPtr frame = code_frame();

    (void)map_in(vspace, frame, WINDOW, READ_WRITE, DEFAULT);
    expect_access(&p, WINDOW, 3, seL4_True, seL4_True, seL4_True);
    OK(frame_unmap(frame));
    expect_missing(&p, WINDOW, 3);
}

TEST(unmapping_one_page_spares_its_neighbours, "frame.unmap.gone")
{
    seL4_CPtr frame[3];
    struct probe p = probe_new(VSPACE);

    for (seL4_Word i = 0; i < 3; i++) {
        frame[i] = small_frame();
        map_window(frame[i], WINDOW + i * 4096, READ_WRITE);
        CHECK_EQUAL(probe_write(&p, WINDOW + i * 4096, i), 0);
    }
    OK(frame_unmap(frame[1]));
    EXPECT_READ(&p, WINDOW, 0);
    expect_missing(&p, WINDOW + 4096, 3);
    EXPECT_READ(&p, WINDOW + 8192, 2);
}

TEST(a_deleted_frame_capability_takes_its_page_along_at_once, "frame.delete.page")
{
    seL4_CPtr frame = code_frame();
    seL4_CPtr copy = mint_new(frame, READ_WRITE, 0);
    struct probe p = probe_new(VSPACE);

    map_window(frame, WINDOW, READ_WRITE);
    map_window(copy, WINDOW + 4096, READ_WRITE);
    expect_access(&p, WINDOW, 3, seL4_True, seL4_True, seL4_True);
    expect_access(&p, WINDOW + 4096, 3, seL4_True, seL4_True, seL4_True);
    OK(cnode_delete(slot(frame)));
    expect_missing(&p, WINDOW, 3);
    expect_access(&p, WINDOW + 4096, 3, seL4_True, seL4_True, seL4_True);
    OK(cnode_delete(slot(copy)));
    expect_missing(&p, WINDOW + 4096, 3);
}

TEST(a_thread_that_deletes_the_page_of_its_own_code_executes_nothing_more, "frame.delete.page")
{
    struct probe p = probe_new(space_new());

    CHECK_EQUAL(probe_delete(&p, slot_new()), 0);
    CHECK_EQUAL(probe_delete(&p, p.code), PROBE_LOST);
    CHECK_EQUAL(probe_read(&p, WINDOW), PROBE_LOST);
}

TEST(revoke_takes_the_pages_of_all_copies_along_at_once, "frame.delete.revoke")
{
    seL4_CPtr vspace = space_new();
    seL4_CPtr frame = small_frame();
    struct probe here = probe_new(VSPACE);
    struct probe there = probe_new(vspace);

    map_window(frame, WINDOW, READ_WRITE);
    map_window(mint_new(frame, READ_ONLY, 0), WINDOW + 4096, READ_WRITE);
    (void)map_in(vspace, mint_new(frame, READ_WRITE, 0), FAR_AWAY, READ_WRITE, DEFAULT);
    CHECK_EQUAL(probe_write(&there, FAR_AWAY, 4), 0);
    EXPECT_READ(&here, WINDOW + 4096, 4);
    OK(cnode_revoke(slot(frame)));
    expect_missing(&here, WINDOW + 4096, 3);
    expect_missing(&there, FAR_AWAY, 3);
    EXPECT_READ(&here, WINDOW, 4);
}

TEST(memory_used_again_is_out_of_reach_of_who_had_it, "frame.delete.memory")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr frame = slot_new();
    struct probe p = probe_new(VSPACE);

    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, below(ROOT, 0, 0), frame, 1));
    map_window(frame, WINDOW, READ_WRITE);
    CHECK_EQUAL(probe_write(&p, WINDOW, 4), 0);
    OK(cnode_revoke(slot(untyped)));
    expect_missing(&p, WINDOW, 3);
    OK(untyped_retype(untyped, seL4_CapTableObject, 7, below(ROOT, 0, 0), frame, 1));
    expect_missing(&p, WINDOW, 3);
}
