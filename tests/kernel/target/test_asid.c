/* SPDX-License-Identifier: BSD-2-Clause */
/* Pools of ASIDs, and what has one (ABI.md 9.5). */
#include "devices.h"
#include "spaces.h"

static seL4_CPtr pool_untyped(void)
{
    return make(seL4_UntypedObject, seL4_ASIDPoolBits);
}

/* ---- MakePool: checks, in order ---- */

TEST(make_pool_needs_2_words_2_capabilities, "asid.make_pool.length")
{
    const seL4_CPtr control = seL4_CapASIDControl;

    EXPECT(invoke(control, ARMASIDControlMakePool, W(ROOT, ROOT), W(1)), seL4_TruncatedMessage);
    EXPECT(invoke(control, ARMASIDControlMakePool, W(ROOT), W(1, 64)), seL4_TruncatedMessage);
    EXPECT(invoke(control, ARMASIDControlMakePool, NONE, W(1, 64)), seL4_TruncatedMessage);
}

TEST(a_pool_is_made_of_4_kib_of_untyped_memory_only, "asid.make_pool.untyped")
{
    const struct place bad = {ROOT, 1, 65};

    EXPECT(asid_make_pool(make(seL4_UntypedObject, 11), bad), seL4_InvalidCapability, 1);
    EXPECT(asid_make_pool(make(seL4_UntypedObject, 13), bad), seL4_InvalidCapability, 1);
    EXPECT(asid_make_pool(small_frame(), bad), seL4_InvalidCapability, 1);
    EXPECT(asid_make_pool(0, bad), seL4_InvalidCapability, 1);
}

TEST(a_pool_is_not_made_of_a_device_s_memory, "asid.make_pool.untyped")
{
    seL4_CPtr untyped = slot_new();
    seL4_CPtr device = bootinfo->untyped.start;

    CHECK(bootinfo->untypedList[0].isDevice);
    OK(untyped_retype(device, seL4_UntypedObject, 12, below(ROOT, 0, 0), untyped, 1));
    EXPECT(asid_make_pool(untyped, below(ROOT, 1, 65)), seL4_InvalidCapability, 1);
    OK(cnode_delete(slot(untyped)));
}

TEST(a_pool_is_not_made_of_memory_in_use, "asid.make_pool.children")
{
    seL4_CPtr untyped = pool_untyped();
    seL4_CPtr ep = slot_new();

    OK(untyped_retype(untyped, seL4_EndpointObject, 0, below(ROOT, 0, 0), ep, 1));
    EXPECT(asid_make_pool(untyped, below(ROOT, 1, 65)), seL4_RevokeFirst);
    OK(cnode_delete(slot(ep)));
    OK(asid_make_pool(untyped, slot(ep)));
}

TEST(a_pool_needs_a_place_that_resolves, "asid.make_pool.lookup")
{
    seL4_CPtr untyped = pool_untyped();

    EXPECT(asid_make_pool(untyped, below(ROOT, 1, 65)), seL4_RangeError, 1, 64);
    EXPECT(asid_make_pool(untyped, below(untyped, 1, 64)), seL4_FailedLookup, 0,
           seL4_InvalidRoot);
    EXPECT(asid_make_pool(untyped, below(make(seL4_CapTableObject, 4), 1, 5)), seL4_FailedLookup,
           0, seL4_DepthMismatch, 1, 0);
}

TEST(a_pool_is_not_put_into_a_used_slot, "asid.make_pool.occupied")
{
    seL4_CPtr untyped = pool_untyped();

    EXPECT(asid_make_pool(untyped, slot(untyped)), seL4_DeleteFirst);
    OK(asid_make_pool(untyped, slot(slot_new())));
}

/* ---- MakePool: effects ---- */

TEST(a_pool_uses_up_its_untyped_and_is_its_child, "asid.make_pool.child")
{
    seL4_CPtr untyped = pool_untyped();
    seL4_CPtr pool = slot_new();
    seL4_CPtr copy;

    OK(asid_make_pool(untyped, slot(pool)));
    EXPECT(asid_make_pool(untyped, slot(slot_new())), seL4_RevokeFirst);
    EXPECT(untyped_retype(untyped, seL4_EndpointObject, 0, below(ROOT, 0, 0), slot_new(), 1),
           seL4_NotEnoughMemory, 0);
    copy = mint_new(pool, ALL_RIGHTS, 0);
    OK(cnode_revoke(slot(untyped)));
    CHECK(slot_is_empty(pool));
    CHECK(slot_is_empty(copy));
    OK(asid_make_pool(untyped, slot(pool)));
}

TEST(a_vspace_of_a_new_pool_can_be_used, "asid.make_pool.works")
{
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);
    struct probe p;

    OK(asid_assign(pool_new(), vspace));
    p = probe_new(vspace);
    (void)map_in(vspace, small_frame(), WINDOW, READ_WRITE, DEFAULT);
    EXPECT_READ(&p, WINDOW, 0);
}

TEST(a_pool_made_of_used_memory_is_empty, "asid.make_pool.works")
{
    seL4_CPtr untyped = pool_untyped();
    seL4_CPtr made = slot_new();

    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, below(ROOT, 0, 0), made, 1));
    for (volatile seL4_Word *word = view(made), *end = word + 512; word < end; word++) {
        *word = ~(seL4_Word)0;
    }
    OK(cnode_revoke(slot(untyped)));
    OK(asid_make_pool(untyped, slot(made)));
    for (unsigned i = 0; i < 4; i++) {
        OK(asid_assign(made, make(seL4_ARM_VSpaceObject, 0)));
    }
}

/* ---- Assign ---- */

TEST(assign_needs_a_vspace, "asid.assign.length")
{
    EXPECT(invoke(pool_new(), ARMASIDPoolAssign, NONE, W(1, 2)), seL4_TruncatedMessage);
}

TEST(an_asid_is_for_a_vspace_without_one, "asid.assign.vspace")
{
    seL4_CPtr pool = pool_new();
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);

    EXPECT(asid_assign(pool, make(seL4_ARM_PageTableObject, 0)), seL4_InvalidCapability, 1);
    EXPECT(asid_assign(pool, ROOT), seL4_InvalidCapability, 1);
    EXPECT(asid_assign(pool, 0), seL4_InvalidCapability, 1);
    EXPECT(asid_assign(pool, VSPACE), seL4_InvalidCapability, 1);
    OK(asid_assign(pool, vspace));
    EXPECT(asid_assign(pool, vspace), seL4_InvalidCapability, 1);
    EXPECT(asid_assign(seL4_CapInitThreadASIDPool, vspace), seL4_InvalidCapability, 1);
}

TEST(a_vspace_with_an_asid_can_be_copied_and_given_to_a_thread, "asid.assign.works")
{
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(tcb_set_space(tcb, 0, ROOT, 0, vspace), seL4_IllegalOperation);
    OK(asid_assign(mint_new(pool_new(), ALL_RIGHTS, 0), vspace));
    OK(tcb_set_space(tcb, 0, ROOT, 0, vspace));
    OK(cnode_copy(slot(slot_new()), slot(vspace), ALL_RIGHTS));
}

/* ---- Deletion ---- */

TEST(a_pool_lasts_while_a_copy_of_its_capability_does, "asid.delete.copy")
{
    seL4_CPtr pool = pool_new();
    seL4_CPtr copy = mint_new(pool, ALL_RIGHTS, 0);
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);

    OK(asid_assign(pool, vspace));
    OK(cnode_delete(slot(pool)));
    (void)map_in(vspace, small_frame(), WINDOW, READ_WRITE, DEFAULT);
    OK(asid_assign(copy, make(seL4_ARM_VSpaceObject, 0)));
    OK(cnode_delete(slot(copy)));
    EXPECT(frame_map(small_frame(), vspace, WINDOW, READ_WRITE, DEFAULT), seL4_FailedLookup, 0,
           seL4_InvalidRoot);
}

TEST(threads_in_the_vspaces_of_a_deleted_pool_have_no_address_space, "asid.delete.threads")
{
    seL4_CPtr pool = pool_new();
    seL4_CPtr vspace[2] = {make(seL4_ARM_VSpaceObject, 0), make(seL4_ARM_VSpaceObject, 0)};
    struct probe p[2];

    for (unsigned i = 0; i < 2; i++) {
        OK(asid_assign(pool, vspace[i]));
        p[i] = probe_new(vspace[i]);
        (void)map_in(vspace[i], small_frame(), WINDOW, READ_WRITE, DEFAULT);
        EXPECT_READ(&p[i], WINDOW, 0);
    }
    OK(cnode_delete(slot(pool)));
    CHECK_EQUAL(probe_read(&p[0], WINDOW), PROBE_LOST);
    CHECK_EQUAL(probe_read(&p[1], WINDOW), PROBE_LOST);
}

TEST(a_thread_that_revokes_the_pool_of_its_own_vspace_executes_nothing_more,
     "asid.delete.threads")
{
    seL4_CPtr untyped = pool_untyped();
    seL4_CPtr pool = slot_new();
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);
    struct probe p;

    OK(asid_make_pool(untyped, slot(pool)));
    OK(asid_assign(pool, vspace));
    p = probe_new(vspace);
    CHECK_EQUAL(probe_revoke(&p, untyped), PROBE_LOST);
    CHECK(slot_is_empty(pool));
}

TEST(a_thread_cannot_be_given_a_vspace_of_a_deleted_pool, "asid.delete.vspace")
{
    seL4_CPtr pool = pool_new();
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);

    OK(asid_assign(pool, vspace));
    OK(cnode_delete(slot(pool)));
    EXPECT(asid_assign(pool_new(), vspace), seL4_InvalidCapability, 1);
    EXPECT(table_map(make(seL4_ARM_PageTableObject, 0), vspace, WINDOW), seL4_FailedLookup, 0,
           seL4_InvalidRoot);
}
