/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What happens when ASIDs run out, and when one is given out again (ABI.md
 * 9.5): 128 pools, the first thread's among them, of 512 ASIDs each.
 */
#include "spaces.h"

enum { POOLS = 128, POOL_ASIDS = 512 };

/* `count` objects in consecutive slots; the first one's is returned. */
static seL4_CPtr many(seL4_Word type, seL4_Word size_bits, seL4_Word count)
{
    seL4_CPtr first = slot_new();

    for (seL4_Word i = 1; i < count; i++) {
        (void)slot_new();
    }
    for (seL4_Word done = 0; done < count; done += 256) {
        seL4_Word left = count - done;
        OK(untyped_retype(arena, type, size_bits, below(ROOT, 0, 0), first + done,
                          left < 256 ? left : 256));
    }
    return first;
}

/* asid_assign() without its comparison of all registers: hundreds of these must not take long. */
static seL4_Word assign_quickly(seL4_CPtr pool, seL4_CPtr vspace)
{
    struct message message = MESSAGE(ARMASIDPoolAssign, W(vspace), NONE);
    seL4_Word x[9] = {pool, seL4_MessageInfo_new(message.label, 0, 1, 0).words[0]};

    fill_buffer(&message);
    sys_raw((seL4_Word)seL4_SysCall, x);
    return got()->label;
}

static void assign_all(seL4_CPtr pool, seL4_CPtr first, seL4_Word count)
{
    for (seL4_Word i = 0; i < count; i++) {
        CHECK_EQUAL(assign_quickly(pool, first + i), seL4_NoError);
    }
}

/* Makes pools until there are none left; returns the first one's slot. */
static seL4_CPtr make_all_pools(void)
{
    seL4_CPtr untyped = many(seL4_UntypedObject, seL4_ASIDPoolBits, POOLS - 1);
    seL4_CPtr first = slot_new();

    OK(asid_make_pool(untyped, slot(first)));
    for (seL4_Word i = 1; i < POOLS - 1; i++) {
        OK(asid_make_pool(untyped + i, slot(slot_new())));
    }
    return first;
}

TEST(there_are_128_pools_and_no_more, "asid.make_pool.none_left")
{
    seL4_CPtr first = make_all_pools();
    seL4_CPtr untyped = make(seL4_UntypedObject, seL4_ASIDPoolBits);
    const seL4_CPtr middle = first + 60;

    EXPECT(asid_make_pool(untyped, slot(slot_new())), seL4_DeleteFirst);
    EXPECT(asid_make_pool(0, below(ROOT, 1, 65)), seL4_DeleteFirst);
    OK(cnode_delete(slot(middle)));
    OK(asid_make_pool(untyped, slot(middle)));
    EXPECT(asid_make_pool(untyped, slot(middle)), seL4_DeleteFirst);
}

TEST(a_pool_has_512_asids_and_no_more, "asid.assign.full")
{
    seL4_CPtr pool = pool_new();
    seL4_CPtr vspace = many(seL4_ARM_VSpaceObject, 0, POOL_ASIDS + 1);
    const seL4_CPtr last = vspace + POOL_ASIDS;

    assign_all(pool, vspace, POOL_ASIDS);
    EXPECT(asid_assign(pool, last), seL4_DeleteFirst);
    EXPECT(asid_assign(pool, vspace), seL4_InvalidCapability, 1);
    OK(cnode_delete(slot(vspace + 200)));
    OK(asid_assign(pool, last));
    (void)map_in(last, small_frame(), WINDOW, READ_WRITE, DEFAULT);
}

TEST(the_first_pool_has_510_asids_left, "asid.assign.first_pool bootinfo.slots.asid_pool")
{
    seL4_CPtr vspace = many(seL4_ARM_VSpaceObject, 0, POOL_ASIDS - 1);

    assign_all(seL4_CapInitThreadASIDPool, vspace, POOL_ASIDS - 2);
    EXPECT(asid_assign(seL4_CapInitThreadASIDPool, vspace + POOL_ASIDS - 2), seL4_DeleteFirst);
}

/*
 * A VSpace capability whose ASID is that of another VSpace by now: all pools
 * are there, then one is replaced, and all its ASIDs are given out again.
 */
TEST(a_vspace_whose_asid_is_another_s_by_now_is_an_invalid_capability,
     "page_table.map.asid_other frame.map.asid_other asid.delete.again")
{
    seL4_CPtr first = make_all_pools();
    seL4_CPtr stale = make(seL4_ARM_VSpaceObject, 0);
    seL4_CPtr table = make(seL4_ARM_PageTableObject, 0);
    seL4_CPtr vspace = many(seL4_ARM_VSpaceObject, 0, POOL_ASIDS);
    seL4_Word given = 0;

    OK(asid_assign(first, stale));
    OK(cnode_delete(slot(first)));
    OK(asid_make_pool(make(seL4_UntypedObject, seL4_ASIDPoolBits), slot(first)));
    while (table_map(table, stale, WINDOW) == seL4_FailedLookup) {
        CHECK(given < POOL_ASIDS);
        OK(asid_assign(first, vspace + given));
        given++;
    }
    EXPECT(table_map(table, stale, WINDOW), seL4_InvalidCapability, 1);
    EXPECT(frame_map(small_frame(), stale, WINDOW + 1, READ_WRITE, DEFAULT),
           seL4_InvalidCapability, 1);
    for (seL4_Word i = 0; i < given; i++) {
        EXPECT(frame_map(small_frame(), vspace + i, WINDOW, READ_WRITE, DEFAULT),
               seL4_FailedLookup, 0, seL4_MissingCapability, ROOT_SHIFT);
    }
}

/* The same of a frame and its VSpace: it counts as mapped in the one that has its ASID. */
TEST(a_frame_of_a_vspace_whose_asid_is_another_s_is_unmapped_without_effect,
     "asid.delete.frames")
{
    seL4_CPtr vspace = space_new();
    seL4_CPtr stale = small_frame();
    seL4_CPtr frame = small_frame();
    seL4_CPtr fill = many(seL4_ARM_VSpaceObject, 0, POOL_ASIDS - 3);
    seL4_CPtr heir = make(seL4_ARM_VSpaceObject, 0);
    struct probe p;

    assign_all(seL4_CapInitThreadASIDPool, fill, POOL_ASIDS - 3);
    (void)map_in(vspace, stale, WINDOW, READ_WRITE, DEFAULT);
    OK(cnode_delete(slot(vspace)));
    OK(asid_assign(seL4_CapInitThreadASIDPool, heir));
    p = probe_new(heir);
    (void)map_in(heir, frame, WINDOW, READ_WRITE, DEFAULT);
    view(frame)[0] = 6;
    EXPECT_READ(&p, WINDOW, 6);
    OK(frame_unmap(stale));
    EXPECT_READ(&p, WINDOW, 6);
}
