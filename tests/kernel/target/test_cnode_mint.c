/* SPDX-License-Identifier: BSD-2-Clause */
/* Rights and data: what a copy may do less, and its badge or guard (ABI.md 2.4, 8.3). */
#include "expected.h"
#include "nodes.h"

/* ---- Rights ---- */

/* Whether the thread may send through `cap`: without Write, Call is answered by an error. */
static seL4_Bool may_signal(seL4_CPtr cap, seL4_CPtr ntfn)
{
    seL4_Bool may = invoke(cap, 0, NONE, NONE) == seL4_NoError;

    sys_nbwait(ntfn);
    return may;
}

TEST(a_copy_without_write_cannot_send, "cnode.rights.write")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    CHECK(may_signal(mint_new(ntfn, WRITE_ONLY, 0), ntfn));
    CHECK(!may_signal(mint_new(ntfn, READ_ONLY, 0), ntfn));
    CHECK(!may_signal(mint_new(ntfn, NO_RIGHTS, 0), ntfn));
}

TEST(a_copy_without_read_cannot_receive, "cnode.rights.read")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr write_only = mint_new(ntfn, WRITE_ONLY, 0);
    struct thread *t = actor_in(waits, write_only, faults, ROOT, 0);

    actor_start(t);
    EXPECT_CAP_FAULT(faults, t->reply, write_only, 1, seL4_MissingCapability, 0);
}

TEST(an_endpoint_without_read_cannot_receive, "cnode.rights.read")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr no_read = mint_new(make(seL4_EndpointObject, 0), ALL_RIGHTS & ~READ_ONLY, 0);
    struct thread *t = actor_in(receives, no_read, faults, ROOT, 0);

    actor_start(t);
    EXPECT_CAP_FAULT(faults, t->reply, no_read, 1, seL4_MissingCapability, 0);
}

TEST(a_right_lost_once_does_not_come_back, "cnode.rights.only_less")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr less = mint_new(ntfn, READ_ONLY, 0);

    CHECK(!may_signal(mint_new(less, ALL_RIGHTS, 0), ntfn));
}

TEST(other_bits_of_the_rights_word_are_ignored, "cnode.rights.other_bits")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    CHECK(!may_signal(mint_new(ntfn, ~(seL4_Word)WRITE_ONLY, 0), ntfn));
    CHECK(may_signal(mint_new(ntfn, ~(seL4_Word)0, 0), ntfn));
}

enum { GRANT = seL4_RightsGrant, GRANT_REPLY = seL4_RightsGrantReply };

/* Calls through an endpoint copied with `rights`: whether the answer arrives. */
static void expect_answered(seL4_Word rights, seL4_Bool answered)
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    struct thread *client = actor_with(calls, TESTER_PRIORITY - 1, mint_new(ep, rights, 0));

    actor_start(client);
    let_others_run();
    sys_nbrecv(ep, reply);
    CHECK(got_message());
    OK(invoke(reply, 0, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(client->step, answered ? 1 : 0);
}

TEST(a_call_without_either_grant_is_never_answered, "cnode.rights.grant_reply")
{
    expect_answered(WRITE_ONLY | READ_ONLY, seL4_False);
}

TEST(a_call_with_grant_reply_alone_is_answered, "cnode.rights.grant_reply")
{
    expect_answered(WRITE_ONLY | GRANT_REPLY, seL4_True);
}

TEST(a_call_with_grant_alone_is_answered, "cnode.rights.grant_reply")
{
    expect_answered(WRITE_ONLY | GRANT, seL4_True);
}

static seL4_CPtr receive_slot;

/* Offers receive_slot for a capability and receives. */
static void accepts(struct thread *me)
{
    seL4_IPCBuffer *buffer = &thread_block()->buffer;

    buffer->receiveCNode = ROOT;
    buffer->receiveIndex = receive_slot;
    buffer->receiveDepth = 64;
    receives(me);
}

TEST(a_copy_without_grant_sends_no_capability, "cnode.rights.grant")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(accepts, 120, ep);

    receive_slot = slot_new();
    actor_start(t);
    sys_nbsend(mint_new(ep, WRITE_ONLY | GRANT_REPLY, 0), MESSAGE(0, W(VSPACE), NONE));
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(t->got.caps, 0);
}

TEST(a_copy_with_grant_sends_a_capability, "cnode.rights.grant")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(accepts, 120, ep);

    receive_slot = slot_new();
    actor_start(t);
    sys_nbsend(mint_new(ep, WRITE_ONLY | GRANT, 0), MESSAGE(0, W(VSPACE), NONE));
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(t->got.caps, 1);
    OK(cnode_delete(slot(receive_slot)));
}

TEST(a_frame_copied_without_write_maps_read_only, "cnode.rights.frame")
{
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);

    map_window(mint_new(frame, READ_ONLY, 0), WINDOW, READ_WRITE);
    CHECK_EQUAL(invoke(VSPACE, ARMVSpaceInvalidate_Data, NONE, W(WINDOW, WINDOW + 64)),
                INVALIDATE_READ_ONLY);
    map_window(mint_new(frame, READ_WRITE, 0), WINDOW, READ_WRITE);
    OK(invoke(VSPACE, ARMVSpaceInvalidate_Data, NONE, W(WINDOW, WINDOW + 64)));
}

/* ---- Badges ---- */

TEST(mint_gives_a_notification_its_badge, "cnode.mint.badge")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    CHECK_EQUAL(signals(mint_new(ntfn, ALL_RIGHTS, 0x8000000000000001), ntfn),
                0x8000000000000001);
}

TEST(a_badge_cannot_be_changed_by_mint, "cnode.mint.badge_twice")
{
    seL4_CPtr badged = mint_new(make(seL4_EndpointObject, 0), ALL_RIGHTS, 5);

    EXPECT(cnode_mint(slot(slot_new()), slot(badged), ALL_RIGHTS, 6), seL4_IllegalOperation);
    EXPECT(cnode_mint(slot(slot_new()), slot(badged), ALL_RIGHTS, 5), seL4_IllegalOperation);
    EXPECT(cnode_mint(slot(slot_new()), slot(badged), ALL_RIGHTS, 0), seL4_IllegalOperation);
}

TEST(a_copy_keeps_the_badge, "cnode.copy.badge")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    CHECK_EQUAL(signals(mint_new(mint_new(ntfn, ALL_RIGHTS, 5), ALL_RIGHTS, 0), ntfn), 5);
}

TEST(minting_badge_0_leaves_the_badge_to_be_set, "cnode.mint.badge_zero")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr zero = slot_new();

    OK(cnode_mint(slot(zero), slot(ntfn), ALL_RIGHTS, 0));
    CHECK_EQUAL(signals(mint_new(zero, ALL_RIGHTS, 9), ntfn), 9);
}

/* ---- Guards ---- */

TEST(mint_sets_a_guard, "cnode.mint.guard")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);
    seL4_CPtr guarded = mint_new(node, ALL_RIGHTS, guard_data(5, 3));

    OK(cnode_delete(below(guarded, 5 << 4, 7)));
    OK(cnode_delete(below(node, 5, 4)));
}

TEST(mint_with_data_0_takes_the_guard_away, "cnode.mint.guard")
{
    seL4_CPtr node = node_new(4, 5, 3);
    seL4_CPtr bare = slot_new();

    OK(cnode_mint(slot(bare), slot(node), ALL_RIGHTS, 0));
    OK(cnode_delete(below(bare, 15, 4)));
}

TEST(a_copy_keeps_the_guard, "cnode.copy.badge")
{
    seL4_CPtr copy = mint_new(node_new(4, 5, 3), ALL_RIGHTS, 0);

    OK(cnode_delete(below(copy, 5 << 4, 7)));
}

TEST(a_guard_s_bits_above_its_size_are_dropped, "cnode.mint.guard_masked")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);
    seL4_CPtr guarded = mint_new(node, ALL_RIGHTS, guard_data(0xf5, 3));

    EXPECT(cnode_delete(below(guarded, 0, 7)), seL4_FailedLookup, 0, seL4_GuardMismatch, 7, 5,
           3);
}

TEST(a_guard_that_leaves_no_room_for_the_index_is_illegal, "cnode.mint.guard_too_long")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);

    EXPECT(cnode_mint(slot(slot_new()), slot(node), ALL_RIGHTS, guard_data(0, 61)),
           seL4_IllegalOperation);
    OK(cnode_mint(slot(slot_new()), slot(node), ALL_RIGHTS, guard_data(0, 60)));
}

TEST(a_guard_s_size_is_six_bits, "cnode.mint.guard_masked")
{
    seL4_CPtr node = make(seL4_CapTableObject, 1);
    seL4_CPtr guarded = mint_new(node, ALL_RIGHTS, 1 << 6 | 63);

    EXPECT(cnode_delete(below(guarded, 0, 64)), seL4_FailedLookup, 0, seL4_GuardMismatch, 64, 1,
           63);
}

TEST(data_for_an_object_without_data_is_ignored, "cnode.mint.ignored")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    CHECK(takes(mint_new(tcb, NO_RIGHTS, 0xffffffffffffffff), TCBSetPriority));
    CHECK(takes(mint_new(tcb, NO_RIGHTS, 61), TCBSetPriority));
}
