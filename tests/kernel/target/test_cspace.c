/* SPDX-License-Identifier: BSD-2-Clause */
/* How an address leads to a slot (ABI.md 8.1 and 8.2). */
#include "nodes.h"

/* ---- By index and depth: what each level takes ---- */

TEST(an_index_without_guard_finds_the_slot, "cspace.resolve.index")
{
    seL4_CPtr node = node_new(4, 0, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr back = slot_new();

    OK(cnode_mint(below(node, 11, 4), slot(ntfn), ALL_RIGHTS, 99));
    EXPECT(cnode_move(slot(back), below(node, 10, 4)), seL4_FailedLookup, 1,
           seL4_MissingCapability, 4);
    OK(cnode_move(slot(back), below(node, 11, 4)));
    CHECK_EQUAL(signals(back, ntfn), 99);
}

TEST(bits_above_the_depth_are_not_looked_at, "cspace.resolve.index")
{
    seL4_CPtr node = node_new(4, 0, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    OK(cnode_copy(below(node, 0xfffffff0u | 3, 4), slot(ep), ALL_RIGHTS));
    EXPECT(cnode_copy(below(node, 3, 4), slot(ep), ALL_RIGHTS), seL4_DeleteFirst);
}

TEST(a_matching_guard_is_skipped, "cspace.resolve.guard")
{
    seL4_CPtr node = node_new(4, 5, 3);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    OK(cnode_copy(below(node, 5 << 4 | 9, 7), slot(ep), ALL_RIGHTS));
    EXPECT(cnode_copy(below(node, 5 << 4 | 9, 7), slot(ep), ALL_RIGHTS), seL4_DeleteFirst);
}

TEST(another_guard_is_a_mismatch, "cspace.resolve.guard_mismatch error.failed_lookup")
{
    seL4_CPtr node = node_new(4, 5, 3);

    EXPECT(cnode_delete(below(node, 4 << 4 | 9, 7)), seL4_FailedLookup, 0, seL4_GuardMismatch, 7,
           5, 3);
}

TEST(a_guard_longer_than_the_address_is_a_mismatch, "cspace.resolve.guard_too_long")
{
    seL4_CPtr node = node_new(4, 5, 3);

    EXPECT(cnode_delete(below(node, 1, 2)), seL4_FailedLookup, 0, seL4_GuardMismatch, 2, 5, 3);
}

TEST(a_guard_of_zeros_needs_its_zeros, "cspace.resolve.guard_too_long")
{
    seL4_CPtr node = node_new(4, 0, 3);

    EXPECT(cnode_delete(below(node, 0, 2)), seL4_FailedLookup, 0, seL4_GuardMismatch, 2, 0, 3);
}

TEST(an_address_shorter_than_the_level_is_a_depth_mismatch, "cspace.resolve.depth_mismatch")
{
    seL4_CPtr node = node_new(4, 5, 3);

    EXPECT(cnode_delete(below(node, 5 << 3, 6)), seL4_FailedLookup, 0, seL4_DepthMismatch, 6, 7);
}

TEST(an_address_as_long_as_the_guard_is_a_depth_mismatch, "cspace.resolve.depth_mismatch")
{
    seL4_CPtr node = node_new(4, 5, 3);

    EXPECT(cnode_delete(below(node, 5, 3)), seL4_FailedLookup, 0, seL4_DepthMismatch, 3, 7);
}

TEST(a_wrong_guard_is_reported_before_a_short_address,
     "cspace.resolve.guard_mismatch cspace.resolve.guard_too_long")
{
    seL4_CPtr node = node_new(4, 5, 3);

    EXPECT(cnode_delete(below(node, 6 << 3, 6)), seL4_FailedLookup, 0, seL4_GuardMismatch, 6, 5,
           3);
}

/* The capability to a CNode of radix 3 and guard 2 (2 bits) in slot 6 of one of radix 4. */
static seL4_CPtr two_levels(void)
{
    seL4_CPtr outer = node_new(4, 0, 0);
    seL4_CPtr inner = node_new(3, 2, 2);

    OK(cnode_move(below(outer, 6, 4), slot(inner)));
    return outer;
}

TEST(the_rest_of_an_address_goes_on_in_the_cnode_found, "cspace.resolve.nested")
{
    seL4_CPtr outer = two_levels();
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr back = slot_new();

    OK(cnode_mint(below(outer, 6 << 5 | 2 << 3 | 7, 9), slot(ntfn), ALL_RIGHTS, 42));
    OK(cnode_move(slot(back), below(outer, 6 << 5 | 2 << 3 | 7, 9)));
    CHECK_EQUAL(signals(back, ntfn), 42);
}

TEST(a_failure_in_the_second_cnode_tells_its_bits, "cspace.resolve.nested")
{
    seL4_CPtr outer = two_levels();

    EXPECT(cnode_delete(below(outer, 6 << 5 | 3 << 3 | 7, 9)), seL4_FailedLookup, 0,
           seL4_GuardMismatch, 5, 2, 2);
    EXPECT(cnode_delete(below(outer, 6 << 4 | 2 << 2, 8)), seL4_FailedLookup, 0,
           seL4_DepthMismatch, 4, 5);
}

TEST(an_address_that_ends_at_a_cnode_names_its_slot, "cspace.resolve.ends_at_cnode")
{
    seL4_CPtr outer = two_levels();
    seL4_CPtr inner = slot_new();

    OK(cnode_move(slot(inner), below(outer, 6, 4)));
    OK(cnode_delete(below(inner, 2 << 3, 5)));
}

TEST(a_cnode_copied_without_rights_is_walked_all_the_same, "cspace.resolve.rights")
{
    seL4_CPtr outer = node_new(4, 0, 0);
    seL4_CPtr inner = node_new(3, 0, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    OK(cnode_copy(below(outer, 1, 4), slot(inner), NO_RIGHTS));
    OK(cnode_copy(below(outer, 1 << 3 | 5, 7), slot(ep), ALL_RIGHTS));
    EXPECT(cnode_copy(below(inner, 5, 3), slot(ep), ALL_RIGHTS), seL4_DeleteFirst);
}

TEST(a_guard_of_all_bits_but_the_index_makes_plain_slot_numbers, "cspace.resolve.guard")
{
    seL4_CPtr node = node_new(5, 0, 59);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    OK(cnode_copy(below(node, 31, 64), slot(ep), ALL_RIGHTS));
    EXPECT(cnode_copy(below(node, 32, 64), slot(ep), ALL_RIGHTS), seL4_FailedLookup, 0,
           seL4_GuardMismatch, 64, 0, 59);
}

/* ---- By index and depth: the whole address must be used up ---- */

TEST(a_depth_of_0_is_out_of_range, "cspace.slot.depth error.range_error")
{
    EXPECT(cnode_delete(below(ROOT, 0, 0)), seL4_RangeError, 1, 64);
}

TEST(a_depth_of_65_is_out_of_range, "cspace.slot.depth")
{
    EXPECT(cnode_delete(below(ROOT, 0, 65)), seL4_RangeError, 1, 64);
    EXPECT(cnode_delete(below(ROOT, 0, 1ull << 32 | 64)), seL4_RangeError, 1, 64);
}

TEST(bits_left_at_something_else_than_a_cnode_are_a_depth_mismatch, "cspace.slot.leftover")
{
    seL4_CPtr node = node_new(4, 0, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    OK(cnode_copy(below(node, 2, 4), slot(ep), ALL_RIGHTS));
    EXPECT(cnode_delete(below(node, 2 << 3, 7)), seL4_FailedLookup, 0, seL4_DepthMismatch, 3, 0);
}

TEST(bits_left_at_an_empty_slot_are_a_depth_mismatch, "cspace.slot.leftover")
{
    seL4_CPtr node = node_new(4, 0, 0);

    EXPECT(cnode_delete(below(node, 2, 64)), seL4_FailedLookup, 0, seL4_DepthMismatch, 60, 0);
}

TEST(a_source_root_that_is_no_cnode_is_an_invalid_root, "cspace.slot.root cspace.slot.was_source")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    EXPECT(cnode_copy(slot(slot_new()), below(ep, 0, 64), ALL_RIGHTS), seL4_FailedLookup, 1,
           seL4_InvalidRoot);
}

TEST(an_empty_source_root_is_an_invalid_root, "cspace.slot.root")
{
    EXPECT(cnode_copy(slot(slot_new()), below(slot_new(), 0, 64), ALL_RIGHTS), seL4_FailedLookup,
           1, seL4_InvalidRoot);
}

TEST(an_invalid_root_is_reported_before_a_bad_depth, "cspace.slot.root cspace.slot.depth")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    EXPECT(cnode_copy(slot(slot_new()), below(ep, 0, 0), ALL_RIGHTS), seL4_FailedLookup, 1,
           seL4_InvalidRoot);
}

TEST(a_bad_depth_is_reported_before_a_wrong_guard, "cspace.slot.depth")
{
    seL4_CPtr node = node_new(4, 1, 1);

    EXPECT(cnode_delete(below(node, 0, 65)), seL4_RangeError, 1, 64);
}

TEST(a_failed_lookup_of_the_source_says_so, "cspace.slot.was_source")
{
    seL4_CPtr node = node_new(4, 5, 3);

    EXPECT(cnode_copy(slot(slot_new()), below(node, 0, 7), ALL_RIGHTS), seL4_FailedLookup, 1,
           seL4_GuardMismatch, 7, 5, 3);
    EXPECT(cnode_copy(below(node, 0, 7), slot(slot_new()), ALL_RIGHTS), seL4_FailedLookup, 0,
           seL4_GuardMismatch, 7, 5, 3);
}

/* ---- By capability pointer ---- */

/* A CSpace root of radix 8 without guard: the upper bits of a pointer are the index.  All slots of
   the root CNode are pointers to index 0, so the thread finds its TCB there when it ends. */
static const unsigned top_bits = 8;

TEST(bits_left_of_a_capability_pointer_are_ignored, "cspace.cptr.leftover")
{
    seL4_CPtr root = node_new(top_bits, 0, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_in(sends, 3ull << (64 - top_bits) | 0x1234, 0, root, 0);

    OK(cnode_copy(below(root, 0, top_bits), slot(t->tcb), ALL_RIGHTS));
    OK(cnode_mint(below(root, 3, top_bits), slot(ntfn), ALL_RIGHTS, 5));
    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    sys_nbwait(ntfn);
    CHECK_EQUAL(self()->after.x[0], 5);
}

TEST(a_capability_pointer_goes_on_through_cnodes, "cspace.cptr.nested")
{
    seL4_CPtr root = node_new(top_bits, 0, 0);
    seL4_CPtr inner = node_new(4, 6, 3);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_in(
        sends, 3ull << (64 - top_bits) | 6ull << (61 - top_bits) | 9ull << (57 - top_bits), 0,
        root, 0);

    OK(cnode_copy(below(root, 0, top_bits), slot(t->tcb), ALL_RIGHTS));
    OK(cnode_mint(below(inner, 6 << 4 | 9, 7), slot(ntfn), ALL_RIGHTS, 5));
    OK(cnode_move(below(root, 3, top_bits), slot(inner)));
    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    sys_nbwait(ntfn);
    CHECK_EQUAL(self()->after.x[0], 5);
}

TEST(a_capability_pointer_with_a_wrong_guard_is_a_cap_fault, "cspace.cptr.failure")
{
    seL4_CPtr root = node_new(top_bits, 0, 0);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_Word pointer = 2ull << (60 - top_bits);
    struct thread *t = actor_in(sends, pointer, faults, root, guard_data(3, 4));

    actor_start(t);
    EXPECT_CAP_FAULT(faults, t->reply, pointer, 0, seL4_GuardMismatch, 64, 3, 4);
}

TEST(a_capability_pointer_too_short_for_the_second_cnode_is_a_cap_fault, "cspace.cptr.failure")
{
    seL4_CPtr root = node_new(top_bits, 0, 0);
    seL4_CPtr inner = node_new(4, 0, 54);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_Word pointer = 1ull << (64 - top_bits);
    struct thread *t = actor_in(calls, pointer, faults, root, 0);

    OK(cnode_move(below(root, 1, top_bits), slot(inner)));
    actor_start(t);
    EXPECT_CAP_FAULT(faults, t->reply, pointer, 0, seL4_DepthMismatch, 56, 58);
}

TEST(a_thread_whose_root_was_revoked_finds_nothing, "cspace.cptr.root")
{
    seL4_CPtr root = make(seL4_CapTableObject, 4);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = actor_in(sends, 7, faults, root, 0);

    OK(cnode_revoke(slot(root)));
    actor_start(t);
    EXPECT_CAP_FAULT(faults, t->reply, 7, 0, seL4_InvalidRoot);
}
