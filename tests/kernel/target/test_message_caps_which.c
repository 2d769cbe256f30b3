/* SPDX-License-Identifier: BSD-2-Clause */
/* Which of a message's capabilities arrive, and as what (ABI.md 2.3). */
#include "acts.h"

/* ---- Which ---- */

TEST(an_endpoint_s_own_capability_arrives_as_its_badge, "message.caps.unwrap message.caps.count")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr at = receive_into_fresh_slot();

    take_from(ep, mint_new(ep, ALL_RIGHTS, 8), W(mint_new(ep, NO_RIGHTS, 0x123456789abcdef)));
    CAME(1, 1);
    CHECK_EQUAL(got()->badge, 8);
    CHECK_EQUAL(received_badge(0), 0x123456789abcdef);
    CHECK_EQUAL(received_badge(1), NO_BADGE);
    CHECK(slot_is_empty(at));
}

TEST(three_capabilities_may_be_unwrapped_without_a_slot, "message.caps.unwrap message.caps.count")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    receive_into((struct place){0, 0, 0});
    take_from(ep, ep, W(mint_new(ep, ALL_RIGHTS, 5), ep, mint_new(ep, READ_ONLY, 7)));
    CAME(3, 7);
    CHECK_EQUAL(received_badge(0), 5);
    CHECK_EQUAL(received_badge(1), 0);
    CHECK_EQUAL(received_badge(2), 7);
}

TEST(one_capability_may_be_copied_and_others_unwrapped, "message.caps.unwrap message.caps.count")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr at = receive_into_fresh_slot();

    take_from(ep, ep, W(mint_new(ep, ALL_RIGHTS, 5), mint_new(ntfn, ALL_RIGHTS, 6),
                   mint_new(ep, ALL_RIGHTS, 7)));
    CAME(3, 5);
    CHECK_EQUAL(received_badge(0), 5);
    CHECK_EQUAL(received_badge(1), NO_BADGE);
    CHECK_EQUAL(received_badge(2), 7);
    CHECK_EQUAL(signals(at, ntfn), 6);
}

TEST(another_endpoint_is_copied, "message.caps.insert")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr other = make(seL4_EndpointObject, 0);
    seL4_CPtr at = receive_into_fresh_slot();
    struct thread *t = ACTOR(120, RECV(other));

    take_from(ep, ep, W(mint_new(other, WRITE_ONLY, 9)));
    CAME(1, 0);
    actor_start(t);
    sys_nbsend(at, MESSAGE(3, NONE, NONE));
    CHECK_EQUAL(heard(t, 0)->badge, 9);
    EXPECT(cnode_cancel_badged_sends(slot(at)), seL4_IllegalOperation);
}

TEST(in_an_answer_nothing_is_unwrapped, "message.caps.reply")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    const struct message answer = MESSAGE(6, W(mint_new(ep, ALL_RIGHTS, 3)), NONE);
    struct thread *server = ACTOR(120, RECV(ep), REPLY_ALL(&answer, ep), RECV(ep));
    seL4_CPtr at = receive_into_fresh_slot();

    actor_start(server);
    sys_call(ep, EMPTY_MESSAGE);
    CAME(1, 0);
    sys_nbsend(at, EMPTY_MESSAGE);
    CHECK_EQUAL(heard(server, 1)->badge, 3);
}

TEST(what_was_received_is_a_child_of_what_was_sent, "message.caps.insert")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr sent = mint_new(ntfn, ALL_RIGHTS, 4);
    seL4_CPtr at = receive_into_fresh_slot();

    take_from(ep, ep, W(sent));
    OK(cnode_revoke(slot(at)));
    CHECK(!slot_is_empty(sent));
    CHECK(!slot_is_empty(at));
    OK(cnode_revoke(slot(sent)));
    CHECK(slot_is_empty(at));
    CHECK(!slot_is_empty(sent));
}

TEST(a_received_frame_is_not_mapped, "message.caps.insert")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);
    seL4_CPtr at = receive_into_fresh_slot();

    map_window(frame, WINDOW, READ_WRITE);
    take_from(ep, ep, W(frame));
    CAME(1, 0);
    CHECK_EQUAL(address_of(at), address_of(frame));
    OK(page_map(at, WINDOW + 4096, READ_WRITE, 3));
    *(volatile seL4_Word *)WINDOW = 5;
    CHECK_EQUAL(*(volatile seL4_Word *)(WINDOW + 4096), 5);
}

/* ---- Where the transfer ends ---- */

TEST(a_second_capability_for_the_slot_ends_the_transfer, "message.caps.one message.caps.count")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr at = receive_into_fresh_slot();

    take_from(ep, ep, W(mint_new(ntfn, ALL_RIGHTS, 1), mint_new(ntfn, ALL_RIGHTS, 2), ep));
    CAME(1, 0);
    CHECK_EQUAL(signals(at, ntfn), 1);
    CHECK_EQUAL(received_badge(2), NO_BADGE);
}

TEST(a_second_capability_ends_the_transfer_behind_an_unwrapped_one,
     "message.caps.one message.caps.count")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    receive_into_fresh_slot();
    take_from(ep, ep, W(ntfn, mint_new(ep, ALL_RIGHTS, 6), ntfn));
    CAME(2, 2);
    CHECK_EQUAL(received_badge(0), NO_BADGE);
    CHECK_EQUAL(received_badge(1), 6);
}

TEST(what_cannot_be_copied_ends_the_transfer, "message.caps.underivable message.caps.count")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr parent = make(seL4_UntypedObject, 12);
    const seL4_CPtr not_copied[] = {seL4_CapIRQControl, parent, make(seL4_ARM_PageTableObject, 0),
                                    slot_new()};

    OK(untyped_retype(parent, seL4_EndpointObject, 0, (struct place){ROOT, 0, 0}, slot_new(), 1));
    for (unsigned i = 0; i < 4; i++) {
        seL4_CPtr at = receive_into_fresh_slot();

        take_from(ep, ep, W(ep, not_copied[i], ep));
        CAME(1, 1);
        CHECK(slot_is_empty(at));
        CHECK_EQUAL(received_badge(2), NO_BADGE);
    }
}

/* ---- The receiver's slot ---- */

static void expect_no_slot(const char *where, struct place place)
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    receive_into(place);
    take_from(ep, ep, W(ep, make(seL4_NotificationObject, 0), ep));
    if (got()->caps != 1) {
        test_failed(where, "capabilities", 1, got()->caps);
    }
}

TEST(an_occupied_slot_ends_the_transfer, "message.caps.slot")
{
    seL4_CPtr occupied = make(seL4_EndpointObject, 0);

    expect_no_slot(HERE, slot(occupied));
    CHECK(!slot_is_empty(occupied));
}

TEST(a_slot_that_does_not_resolve_ends_the_transfer, "message.caps.slot")
{
    seL4_CPtr node = node_new(4, 5, 3);

    expect_no_slot(HERE, (struct place){UNRESOLVABLE, slot_new(), 64});
    expect_no_slot(HERE, (struct place){slot_new(), 0, 64});
    expect_no_slot(HERE, (struct place){VSPACE, 0, 64});
    expect_no_slot(HERE, below(ROOT, slot_new(), 0));
    expect_no_slot(HERE, below(ROOT, slot_new(), 65));
    expect_no_slot(HERE, below(node, 4 << 4, 7));
    expect_no_slot(HERE, below(node, 5 << 4, 8));
    expect_no_slot(HERE, below(node, 5 << 3, 6));
}

TEST(a_slot_in_another_cnode_is_found_by_index_and_depth, "message.caps.slot message.caps.insert")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr node = node_new(4, 5, 3);
    seL4_CPtr at = slot_new();

    receive_into(below(node, 5 << 4 | 9, 7));
    take_from(ep, ep, W(mint_new(ntfn, ALL_RIGHTS, 6)));
    CAME(1, 0);
    OK(cnode_move(slot(at), below(node, 5 << 4 | 9, 7)));
    CHECK_EQUAL(signals(at, ntfn), 6);
}
