/* SPDX-License-Identifier: BSD-2-Clause */
/* Copy and Mint: the order of their checks, and what can be copied (ABI.md 8.3). */
#include "nodes.h"

static const struct place no_place = {ROOT, 0, 65}; /* names no slot: its depth is wrong */

/* ---- The order of the checks ---- */

TEST(a_cnode_method_with_one_word_is_truncated, "cnode.target.length error.truncated_message")
{
    for (seL4_Word label = CNodeRevoke; label <= CNodeRotate; label++) {
        EXPECT(invoke(ROOT, label, W(ROOT, ROOT), NONE), seL4_TruncatedMessage);
        EXPECT(invoke(ROOT, label, W(ROOT, ROOT), W(slot_new())), seL4_TruncatedMessage);
    }
}

TEST(a_cnode_method_looks_for_the_target_before_it_counts_further_words, "cnode.target.lookup")
{
    for (seL4_Word label = CNodeRevoke; label <= CNodeRotate; label++) {
        EXPECT(invoke(ROOT, label, NONE, W(0, 65)), seL4_RangeError, 1, 64);
        EXPECT(invoke(ROOT, label, NONE, W(1ull << 63, 64)), seL4_FailedLookup, 0,
               seL4_GuardMismatch, 64, 0, 64 - bootinfo->initThreadCNodeSizeBits);
    }
}

TEST(copy_with_three_words_into_a_used_slot_is_truncated, "cnode.copy.length")
{
    for (seL4_Word label = CNodeCopy; label <= CNodeMutate; label++) {
        EXPECT(invoke(ROOT, label, W(ROOT), W(ROOT, 64, slot_new())), seL4_TruncatedMessage);
    }
}

TEST(copy_without_a_source_root_into_a_used_slot_is_truncated, "cnode.copy.length")
{
    for (seL4_Word label = CNodeCopy; label <= CNodeMutate; label++) {
        EXPECT(invoke(ROOT, label, NONE, W(ROOT, 64, slot_new(), 64, 0, 0)),
               seL4_TruncatedMessage);
    }
}

TEST(a_used_destination_is_reported_before_a_bad_source, "cnode.copy.occupied error.delete_first")
{
    struct place used = slot(make(seL4_EndpointObject, 0));

    EXPECT(cnode_copy(used, no_place, ALL_RIGHTS), seL4_DeleteFirst);
    EXPECT(cnode_mint(used, no_place, ALL_RIGHTS, 1), seL4_DeleteFirst);
    EXPECT(cnode_move(used, no_place), seL4_DeleteFirst);
    EXPECT(cnode_mutate(used, no_place, 1), seL4_DeleteFirst);
}

TEST(a_bad_source_is_reported_before_missing_words, "cnode.copy.source_lookup")
{
    for (seL4_Word label = CNodeCopy; label <= CNodeMutate; label++) {
        EXPECT(invoke(ROOT, label, W(ROOT), W(slot_new(), 64, 0, 65)), seL4_RangeError, 1, 64);
        EXPECT(invoke(ROOT, label, W(VSPACE), W(slot_new(), 64, 0, 64)), seL4_FailedLookup, 1,
               seL4_InvalidRoot);
    }
}

TEST(an_empty_source_is_reported_before_missing_words, "cnode.copy.source_empty")
{
    seL4_CPtr node = node_new(4, 0, 0);

    for (seL4_Word label = CNodeCopy; label <= CNodeMutate; label++) {
        EXPECT(invoke(ROOT, label, W(node), W(slot_new(), 64, 3, 4)), seL4_FailedLookup, 1,
               seL4_MissingCapability, 4);
    }
}

TEST(copy_into_its_own_source_is_refused_as_used, "cnode.copy.occupied")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    EXPECT(cnode_mint(slot(ep), slot(ep), ALL_RIGHTS, 1), seL4_DeleteFirst);
    EXPECT(cnode_move(slot(ep), slot(ep)), seL4_DeleteFirst);
    EXPECT(cnode_mutate(slot(ep), slot(ep), 0), seL4_DeleteFirst);
}

TEST(copy_from_an_empty_slot_to_itself_says_missing, "cnode.copy.source_empty")
{
    struct place empty = slot(slot_new());

    EXPECT(cnode_copy(empty, empty, ALL_RIGHTS), seL4_FailedLookup, 1, seL4_MissingCapability,
           64);
}

TEST(copy_without_rights_is_truncated_before_it_says_illegal, "cnode.copy.words")
{
    EXPECT(invoke(ROOT, CNodeCopy, W(ROOT), W(slot_new(), 64, seL4_CapIRQControl, 64)),
           seL4_TruncatedMessage);
    EXPECT(invoke(ROOT, CNodeCopy, W(ROOT), W(slot_new(), 64, seL4_CapIRQControl, 64, 0)),
           seL4_IllegalOperation);
}

TEST(mint_without_data_is_truncated_before_it_says_illegal, "cnode.mint.words")
{
    EXPECT(invoke(ROOT, CNodeMint, W(ROOT), W(slot_new(), 64, seL4_CapIRQControl, 64, 0)),
           seL4_TruncatedMessage);
    EXPECT(invoke(ROOT, CNodeMint, W(ROOT), W(slot_new(), 64, seL4_CapIRQControl, 64, 0, 0)),
           seL4_IllegalOperation);
}

TEST(a_copy_that_fails_leaves_both_slots_as_they_were, "cnode.copy.failure")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr to = slot_new();

    OK(untyped_retype(untyped, seL4_EndpointObject, 0, below(ROOT, 0, 0), slot_new(), 1));
    EXPECT(cnode_copy(slot(to), slot(untyped), ALL_RIGHTS), seL4_RevokeFirst);
    CHECK(slot_is_empty(to));
    CHECK(takes(untyped, UntypedRetype));
}

/* ---- What can be copied ---- */

/* Expects that Copy and Mint of `from` succeed and that the copies take `label`. */
static void expect_copies(seL4_CPtr from, seL4_Word label)
{
    seL4_CPtr copy = slot_new();

    OK(cnode_copy(slot(copy), slot(from), NO_RIGHTS));
    CHECK(takes(copy, label));
    OK(cnode_delete(slot(copy)));
    OK(cnode_mint(slot(copy), slot(from), NO_RIGHTS, 12345ull << 6));
    CHECK(takes(copy, label));
    OK(cnode_delete(slot(copy)));
}

TEST(copies_of_plain_objects_are_capabilities_to_them, "cnode.copy.allowed")
{
    expect_copies(make(seL4_TCBObject, 0), TCBSetPriority);
    expect_copies(make(seL4_SchedContextObject, 8), SchedContextBind);
    expect_copies(make(seL4_CapTableObject, 4), CNodeDelete);
    expect_copies(make(seL4_UntypedObject, 12), UntypedRetype);
}

TEST(copies_of_the_task_s_own_capabilities_are_capabilities_to_them, "cnode.copy.allowed")
{
    expect_copies(seL4_CapASIDControl, ARMASIDControlMakePool);
    expect_copies(seL4_CapInitThreadASIDPool, ARMASIDPoolAssign);
    expect_copies(seL4_CapDomain, DomainSetSet);
    expect_copies(SCHED_CTRL, SchedControlConfigureFlags);
    expect_copies(VSPACE, ARMVSpaceClean_Data);
    expect_copies(bootinfo->userImagePaging.start, ARMPageTableMap);
    expect_copies(seL4_CapInitThreadSC, SchedContextBind);
}

TEST(a_copy_of_an_endpoint_and_one_of_a_reply_work, "cnode.copy.allowed")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = actor_with(receives, 120, mint_new(ep, ALL_RIGHTS, 0));

    actor_start(server);
    sys_nbsend(mint_new(ep, WRITE_ONLY, 7), EMPTY_MESSAGE);
    CHECK_EQUAL(server->step, 1);
    CHECK_EQUAL(server->got.badge, 7);
    OK(invoke(mint_new(server->reply, NO_RIGHTS, 0), 0, NONE, NONE));
}

TEST(irq_control_cannot_be_copied, "cnode.copy.irq_control")
{
    EXPECT(cnode_copy(slot(slot_new()), slot(seL4_CapIRQControl), ALL_RIGHTS),
           seL4_IllegalOperation);
    EXPECT(cnode_mint(slot(slot_new()), slot(seL4_CapIRQControl), ALL_RIGHTS, 0),
           seL4_IllegalOperation);
}

TEST(an_untyped_with_children_cannot_be_copied, "cnode.copy.untyped error.revoke_first")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr ep = slot_new();

    OK(untyped_retype(untyped, seL4_EndpointObject, 0, below(ROOT, 0, 0), ep, 1));
    EXPECT(cnode_copy(slot(slot_new()), slot(untyped), ALL_RIGHTS), seL4_RevokeFirst);
    EXPECT(cnode_mint(slot(slot_new()), slot(untyped), ALL_RIGHTS, 0), seL4_RevokeFirst);
    OK(cnode_delete(slot(ep)));
    OK(cnode_copy(slot(slot_new()), slot(untyped), ALL_RIGHTS));
}

TEST(a_page_table_that_is_not_mapped_cannot_be_copied, "cnode.copy.page_table")
{
    EXPECT(cnode_copy(slot(slot_new()), slot(make(seL4_ARM_PageTableObject, 0)), ALL_RIGHTS),
           seL4_IllegalOperation);
}

TEST(a_vspace_without_an_asid_cannot_be_copied, "cnode.copy.vspace")
{
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);

    EXPECT(cnode_copy(slot(slot_new()), slot(vspace), ALL_RIGHTS), seL4_IllegalOperation);
    OK(invoke(seL4_CapInitThreadASIDPool, ARMASIDPoolAssign, W(vspace), NONE));
    OK(cnode_copy(slot(slot_new()), slot(vspace), ALL_RIGHTS));
}

TEST(a_copy_of_a_mapped_frame_is_not_mapped, "cnode.copy.frame")
{
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);
    seL4_CPtr copy;

    map_window(frame, WINDOW, READ_WRITE);
    copy = mint_new(frame, READ_WRITE, 0);
    CHECK_EQUAL(address_of(copy), address_of(frame));
    EXPECT(page_map(frame, WINDOW + 4096, READ_WRITE, 3), seL4_InvalidArgument, 0);
    OK(page_map(copy, WINDOW + 4096, READ_WRITE, 3));
}

TEST(an_irq_handler_can_be_copied, "cnode.copy.allowed")
{
    seL4_CPtr handler = slot_new();

    OK(invoke(seL4_CapIRQControl, IRQIssueIRQHandler, W(ROOT), W(100, handler, 64)));
    expect_copies(handler, IRQSetIRQHandler);
    OK(cnode_delete(slot(handler)));
}
