/* SPDX-License-Identifier: BSD-2-Clause */
/* Move, Mutate and Rotate (ABI.md 8.3). */
#include "nodes.h"

static const struct place no_place = {ROOT, 0, 65}; /* names no slot: its depth is wrong */

/* A notification, and a fresh slot with a capability to it of this badge. */
static seL4_CPtr ntfn;

static seL4_CPtr badged(seL4_Word badge)
{
    return mint_new(ntfn, ALL_RIGHTS, badge);
}

/* ---- Move ---- */

TEST(move_empties_the_source, "cnode.move.moves")
{
    seL4_CPtr from;
    seL4_CPtr to = slot_new();

    ntfn = make(seL4_NotificationObject, 0);
    from = badged(3);
    OK(cnode_move(slot(to), slot(from)));
    CHECK_EQUAL(signals(to, ntfn), 3);
    CHECK(slot_is_empty(from));
}

TEST(move_keeps_the_rights, "cnode.move.moves")
{
    seL4_CPtr to = slot_new();

    OK(cnode_move(slot(to), slot(mint_new(make(seL4_NotificationObject, 0), READ_ONLY, 0))));
    EXPECT(invoke(to, 0, NONE, NONE), seL4_InvalidCapability, 0);
}

TEST(what_cannot_be_copied_can_be_moved, "cnode.move.all")
{
    seL4_CPtr to = slot_new();
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);

    OK(cnode_move(slot(to), slot(seL4_CapIRQControl)));
    CHECK(takes(to, IRQIssueIRQHandler));
    OK(cnode_move(slot(seL4_CapIRQControl), slot(to)));
    OK(cnode_move(slot(to), slot(make(seL4_ARM_PageTableObject, 0))));
    OK(cnode_move(slot(slot_new()), slot(make(seL4_ARM_VSpaceObject, 0))));
    OK(untyped_retype(untyped, seL4_EndpointObject, 0, below(ROOT, 0, 0), slot_new(), 1));
    OK(cnode_move(slot(slot_new()), slot(untyped)));
}

TEST(a_moved_frame_stays_mapped, "cnode.move.frame")
{
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);
    seL4_CPtr to = slot_new();

    map_window(frame, WINDOW, READ_WRITE);
    OK(cnode_move(slot(to), slot(frame)));
    EXPECT(page_map(to, WINDOW + 4096, READ_WRITE, 3), seL4_InvalidArgument, 0);
    *(volatile seL4_Word *)WINDOW = 1;
}

TEST(a_cnode_can_be_moved_into_itself, "cnode.move.itself")
{
    seL4_CPtr node = node_new(4, 0, 0);

    OK(cnode_move(below(node, 2, 4), slot(node)));
    CHECK(slot_is_empty(node));
}

/* ---- Mutate ---- */

TEST(mutate_with_four_words_is_truncated, "cnode.mutate.words")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    EXPECT(invoke(ROOT, CNodeMutate, W(ROOT), W(slot_new(), 64, ep, 64)), seL4_TruncatedMessage);
    EXPECT(invoke(ROOT, CNodeMutate, W(ROOT), W(slot_new(), 64, ep, 64, 0)),
           seL4_IllegalOperation);
}

TEST(mutate_never_takes_an_endpoint_or_notification, "cnode.mutate.badge")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    ntfn = make(seL4_NotificationObject, 0);
    EXPECT(cnode_mutate(slot(slot_new()), slot(ep), 0), seL4_IllegalOperation);
    EXPECT(cnode_mutate(slot(slot_new()), slot(ep), 1), seL4_IllegalOperation);
    EXPECT(cnode_mutate(slot(slot_new()), slot(ntfn), 1), seL4_IllegalOperation);
    EXPECT(cnode_mutate(slot(slot_new()), slot(badged(5)), 5), seL4_IllegalOperation);
}

TEST(mutate_sets_a_guard_and_empties_the_source, "cnode.mutate.guard")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);
    seL4_CPtr to = slot_new();

    OK(cnode_mutate(slot(to), slot(node), guard_data(0xf6, 3)));
    CHECK(slot_is_empty(node));
    EXPECT(cnode_delete(below(to, 0, 7)), seL4_FailedLookup, 0, seL4_GuardMismatch, 7, 6, 3);
    OK(cnode_mutate(slot(node), slot(to), 0));
    OK(cnode_delete(below(node, 15, 4)));
}

TEST(mutate_refuses_a_guard_without_room_for_the_index, "cnode.mutate.guard_too_long")
{
    seL4_CPtr node = make(seL4_CapTableObject, 2);

    EXPECT(cnode_mutate(slot(slot_new()), slot(node), guard_data(0, 63)), seL4_IllegalOperation);
    OK(cnode_delete(below(node, 3, 2)));
    OK(cnode_mutate(slot(slot_new()), slot(node), guard_data(0, 62)));
}

TEST(mutate_ignores_data_for_other_objects, "cnode.mutate.ignored")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr to = slot_new();

    OK(cnode_mutate(slot(to), slot(tcb), 0xffffffff));
    CHECK(takes(to, TCBSetPriority));
    OK(cnode_mutate(slot(tcb), slot(seL4_CapIRQControl), 0xffffffff));
    OK(cnode_move(slot(seL4_CapIRQControl), slot(tcb)));
}

/* ---- Rotate: the order of the checks ---- */

TEST(rotate_with_seven_words_is_truncated, "cnode.rotate.length")
{
    EXPECT(invoke(ROOT, CNodeRotate, W(ROOT, ROOT), W(slot_new(), 64, 0, 0, 65, 0, 0)),
           seL4_TruncatedMessage);
}

TEST(rotate_with_one_extra_capability_is_truncated, "cnode.rotate.length")
{
    EXPECT(invoke(ROOT, CNodeRotate, W(ROOT), W(slot_new(), 64, 0, 0, 65, 0, 0, 65)),
           seL4_TruncatedMessage);
}

TEST(rotate_looks_for_the_source_before_the_pivot, "cnode.rotate.source_lookup")
{
    seL4_CPtr node = node_new(4, 5, 3);

    EXPECT(cnode_rotate(slot(slot_new()), 0, no_place, 0, below(node, 0, 7)), seL4_FailedLookup,
           1, seL4_GuardMismatch, 7, 5, 3);
}

TEST(rotate_says_that_a_pivot_that_does_not_resolve_is_a_source, "cnode.rotate.pivot_lookup")
{
    seL4_CPtr node = node_new(4, 5, 3);
    struct place used = slot(make(seL4_EndpointObject, 0));

    EXPECT(cnode_rotate(used, 0, below(node, 0, 7), 0, slot(slot_new())), seL4_FailedLookup, 1,
           seL4_GuardMismatch, 7, 5, 3);
    EXPECT(cnode_rotate(used, 0, no_place, 0, slot(slot_new())), seL4_RangeError, 1, 64);
}

TEST(rotate_with_the_source_as_pivot_is_illegal, "cnode.rotate.pivot_same")
{
    struct place used = slot(make(seL4_TCBObject, 0));
    struct place empty = slot(slot_new());

    EXPECT(cnode_rotate(used, 0, empty, 0, empty), seL4_IllegalOperation);
    EXPECT(cnode_rotate(empty, 0, used, 0, used), seL4_IllegalOperation);
}

TEST(rotate_with_the_destination_as_pivot_is_illegal, "cnode.rotate.pivot_same")
{
    struct place used = slot(make(seL4_TCBObject, 0));
    struct place empty = slot(slot_new());

    EXPECT(cnode_rotate(used, 0, used, 0, empty), seL4_IllegalOperation);
    EXPECT(cnode_rotate(empty, 0, empty, 0, used), seL4_IllegalOperation);
}

TEST(rotate_into_a_used_slot_is_refused_before_an_empty_source, "cnode.rotate.occupied")
{
    struct place used = slot(make(seL4_TCBObject, 0));

    EXPECT(cnode_rotate(used, 0, slot(slot_new()), 0, slot(slot_new())), seL4_DeleteFirst);
}

TEST(rotate_from_an_empty_source_is_reported_before_an_empty_pivot, "cnode.rotate.source_empty")
{
    seL4_CPtr node = node_new(4, 0, 0);

    EXPECT(cnode_rotate(slot(slot_new()), 0, slot(slot_new()), 0, below(node, 1, 4)),
           seL4_FailedLookup, 1, seL4_MissingCapability, 4);
}

TEST(rotate_with_an_empty_pivot_is_reported_before_bad_data, "cnode.rotate.pivot_empty")
{
    seL4_CPtr node = node_new(4, 0, 0);
    struct place ep = slot(make(seL4_EndpointObject, 0));

    EXPECT(cnode_rotate(slot(slot_new()), 0, below(node, 1, 4), 7, ep), seL4_FailedLookup, 0,
           seL4_MissingCapability, 4);
}

TEST(rotate_refuses_data_that_either_cannot_take, "cnode.rotate.data")
{
    struct place ep = slot(make(seL4_EndpointObject, 0));
    struct place tcb = slot(make(seL4_TCBObject, 0));
    struct place node = slot(make(seL4_CapTableObject, 4));
    struct place to = slot(slot_new());

    EXPECT(cnode_rotate(to, 0, tcb, 0, ep), seL4_IllegalOperation);
    EXPECT(cnode_rotate(to, 0, ep, 0, tcb), seL4_IllegalOperation);
    EXPECT(cnode_rotate(to, guard_data(0, 61), node, 0, tcb), seL4_IllegalOperation);
    EXPECT(cnode_rotate(to, 0, tcb, guard_data(0, 61), node), seL4_IllegalOperation);
    OK(cnode_move(to, ep));
}

/* ---- Rotate: what it does ---- */

TEST(rotate_moves_the_pivot_to_the_destination_and_the_source_to_the_pivot,
     "cnode.rotate.moves")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);
    seL4_CPtr to = slot_new();

    OK(cnode_rotate(slot(to), 0, slot(tcb), 0, slot(sc)));
    CHECK(takes(to, TCBSetPriority));
    CHECK(takes(tcb, SchedContextBind));
    CHECK(slot_is_empty(sc));
}

TEST(rotate_with_the_source_as_destination_swaps, "cnode.rotate.swaps")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);

    OK(cnode_rotate(slot(sc), 0, slot(tcb), 0, slot(sc)));
    CHECK(takes(sc, TCBSetPriority));
    CHECK(takes(tcb, SchedContextBind));
    OK(cnode_rotate(slot(tcb), 0, slot(sc), 0, slot(tcb)));
    CHECK(takes(tcb, TCBSetPriority));
    CHECK(takes(sc, SchedContextBind));
}

TEST(rotate_gives_each_its_own_data, "cnode.rotate.guards")
{
    seL4_CPtr pivot = make(seL4_CapTableObject, 4);
    seL4_CPtr from = make(seL4_CapTableObject, 5);
    seL4_CPtr to = slot_new();

    OK(cnode_rotate(slot(to), guard_data(1, 2), slot(pivot), guard_data(5, 3), slot(from)));
    EXPECT(cnode_delete(below(to, 0, 9)), seL4_FailedLookup, 0, seL4_GuardMismatch, 9, 1, 2);
    EXPECT(cnode_delete(below(pivot, 0, 9)), seL4_FailedLookup, 0, seL4_GuardMismatch, 9, 5, 3);
    OK(cnode_delete(below(to, 1 << 4, 6)));
    OK(cnode_delete(below(pivot, 5 << 5, 8)));
}

TEST(rotate_between_three_cnodes_works, "cnode.rotate.moves")
{
    seL4_CPtr a = node_new(4, 0, 0);
    seL4_CPtr b = node_new(5, 0, 0);
    seL4_CPtr c = node_new(6, 0, 0);
    seL4_CPtr back = slot_new();

    OK(cnode_move(below(b, 17, 5), slot(make(seL4_TCBObject, 0))));
    OK(cnode_move(below(c, 33, 6), slot(make(seL4_SchedContextObject, 8))));
    OK(cnode_rotate(below(a, 9, 4), 0, below(b, 17, 5), 0, below(c, 33, 6)));
    OK(cnode_move(slot(back), below(a, 9, 4)));
    CHECK(takes(back, TCBSetPriority));
    OK(cnode_delete(slot(back)));
    OK(cnode_move(slot(back), below(b, 17, 5)));
    CHECK(takes(back, SchedContextBind));
}
