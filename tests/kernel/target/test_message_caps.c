/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether capabilities go along with a message (ABI.md 2.3). */
#include "acts.h"

/* ---- Whether ---- */

TEST(a_capability_goes_along_with_grant, "message.caps.grant message.caps.insert")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr at = receive_into_fresh_slot();

    take_from(ep, ep, W(mint_new(ntfn, ALL_RIGHTS, 6)));
    CAME(1, 0);
    CHECK_EQUAL(received_badge(0), NO_BADGE);
    CHECK_EQUAL(signals(at, ntfn), 6);
}

TEST(no_capability_goes_along_without_grant, "message.caps.grant")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr at = receive_into_fresh_slot();

    take_from(ep, mint_new(ep, ALL_RIGHTS & ~GRANT, 0), W(ep, make(seL4_NotificationObject, 0)));
    CAME(0, 0);
    CHECK_EQUAL(received_badge(0), NO_BADGE);
    CHECK(slot_is_empty(at));
}

TEST(a_capability_goes_along_to_a_receiver_that_waits, "message.caps.grant")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr at = receive_into_fresh_slot();
    const struct message message = MESSAGE(4, W(ntfn), NONE);
    seL4_CPtr no_grant = mint_new(ep, ALL_RIGHTS & ~GRANT, 0);
    struct thread *t = ACTOR(90, SEND_ALL(ep, &message), SEND_ALL(no_grant, &message));

    actor_start(t);
    sys_wait(ep);
    CAME(1, 0);
    OK(cnode_delete(slot(at)));
    sys_wait(ep);
    CAME(0, 0);
    CHECK(slot_is_empty(at));
}

/* The rights of the reply capability that the answer is sent through decide. */
static void expect_answer_with(seL4_Word reply_rights, seL4_Word caps)
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    const struct message answer = MESSAGE(6, W(ntfn), NONE);
    seL4_CPtr at = receive_into_fresh_slot();
    struct thread *server = ACTOR(120, RECV(ep), REPLY_ALL(&answer, ep));

    server->reply = mint_new(server->reply, reply_rights, 0);
    actor_start(server);
    sys_call(ep, EMPTY_MESSAGE);
    CHECK_EQUAL(got()->label, 6);
    CAME(caps, 0);
    CHECK(slot_is_empty(at) == (caps == 0));
}

TEST(an_answer_takes_a_capability_along_with_grant, "message.caps.grant")
{
    expect_answer_with(ALL_RIGHTS, 1);
    expect_answer_with(GRANT, 1);
}

TEST(an_answer_takes_no_capability_along_without_grant, "message.caps.grant")
{
    expect_answer_with(ALL_RIGHTS & ~GRANT, 0);
}

TEST(a_call_takes_capabilities_along_with_grant_but_not_with_grant_reply, "message.caps.grant")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    const struct message message = MESSAGE(4, W(ntfn), NONE);
    struct thread *t = ACTOR(90, CALL_ALL(mint_new(ep, WRITE_ONLY | GRANT_REPLY, 0), &message),
                             CALL_ALL(mint_new(ep, WRITE_ONLY | GRANT, 0), &message));
    seL4_CPtr at = receive_into_fresh_slot();

    actor_start(t);
    let_others_run();
    sys_nbrecv(ep, reply);
    CHECK_EQUAL(got()->label, 4);
    CAME(0, 0);
    sys_nbsend(reply, EMPTY_MESSAGE);
    let_others_run();
    sys_nbrecv(ep, reply);
    CHECK_EQUAL(got()->label, 4);
    CAME(1, 0);
    CHECK(!slot_is_empty(at));
}

static void raw_send_with_a_cap(struct thread *me)
{
    const seL4_Word x[9] = {me->argument, 1 << 7, 0, 0, 0, 0, 0, 0, 0};

    thread_block()->buffer.caps_or_badges[0] = me->argument;
    sys_raw((seL4_Word)seL4_SysSend, x);
}

TEST(a_sender_without_buffer_sends_no_capability, "message.caps.both_buffers message.buffer.absent")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(raw_send_with_a_cap, 120, ep);

    OK(invoke(t->tcb, TCBSetIPCBuffer, W(0), W(0)));
    receive_into(slot(slot_new()));
    actor_start(t);
    sys_wait(ep);
    CAME(0, 0);
}

TEST(a_receiver_without_buffer_gets_no_capability,
     "message.caps.both_buffers message.buffer.absent")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(120, RECV(ep));
    struct block *block = (struct block *)((seL4_Word)t & ~(seL4_Word)(BLOCK_SIZE - 1));
    seL4_CPtr at = slot_new();

    block->buffer.receiveCNode = ROOT;
    block->buffer.receiveIndex = at;
    block->buffer.receiveDepth = seL4_WordBits;
    OK(invoke(t->tcb, TCBSetIPCBuffer, W(0), W(0)));
    actor_start(t);
    sys_send(ep, MESSAGE(1, W(make(seL4_NotificationObject, 0)), NONE));
    sys_nbsend(ep, EMPTY_MESSAGE);
    CHECK_EQUAL(heard(t, 0)->caps, 0);
    CHECK(slot_is_empty(at));
}

TEST(a_receiver_with_a_read_only_buffer_gets_no_capability,
     "message.caps.both_buffers message.buffer.read_only")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(120, RECV(ep));
    struct block *block = (struct block *)((seL4_Word)t & ~(seL4_Word)(BLOCK_SIZE - 1));
    seL4_CPtr frame = mint_new(frame_of(&block->buffer), READ_ONLY, 0);
    seL4_CPtr at = slot_new();

    block->buffer.receiveCNode = ROOT;
    block->buffer.receiveIndex = at;
    block->buffer.receiveDepth = seL4_WordBits;
    OK(invoke(t->tcb, TCBSetIPCBuffer, W(frame), W((seL4_Word)&block->buffer)));
    OK(cnode_delete(slot(frame)));
    actor_start(t);
    sys_send(ep, MESSAGE(1, W(make(seL4_NotificationObject, 0)), NONE));
    CHECK_EQUAL(heard(t, 0)->caps, 0);
    CHECK(slot_is_empty(at));
}

/* ---- Looked up again ---- */

TEST(what_a_slot_holds_at_the_transfer_is_transferred, "message.caps.again")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr sent = mint_new(ntfn, ALL_RIGHTS, 6);
    const struct message message = MESSAGE(4, W(sent), NONE);
    struct thread *t = ACTOR(90, SEND_ALL(ep, &message));
    seL4_CPtr at;

    actor_start(t);
    let_others_run();
    OK(cnode_delete(slot(sent)));
    OK(cnode_mint(slot(sent), slot(ntfn), ALL_RIGHTS, 7));
    at = receive_into_fresh_slot();
    sys_nbwait(ep);
    CAME(1, 0);
    CHECK_EQUAL(signals(at, ntfn), 7);
}

/* Its CSpace gets a guard in which a bit is set, so that plain slot numbers no longer resolve. */
static void spoil_cspace(struct thread *t)
{
    OK(tcb_set_space(t->tcb, 0, ROOT, guard_data(1, 64 - bootinfo->initThreadCNodeSizeBits),
                     VSPACE));
}

TEST(capabilities_that_no_longer_resolve_are_no_fault, "message.caps.again")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    const struct message message = MESSAGE(4, W(ep, ntfn), W(1, 2));
    struct thread *t = ACTOR(90, SEND_ALL(ep, &message));

    actor_start(t);
    let_others_run();
    spoil_cspace(t);
    receive_into_fresh_slot();
    sys_nbwait(ep);
    CHECK_EQUAL(got()->label, 4);
    CHECK_EQUAL(got()->length, 2);
    CAME(0, 0);
}

/* Of a CSpace of its own: slot 0 its TCB (so that it can end), 1 `ep`, 2 a CNode with `ntfn`. */
TEST(one_capability_that_no_longer_resolves_keeps_all_back, "message.caps.again")
{
    enum { BITS = 8, REST = 64 - BITS };
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr root = node_new(BITS, 0, 0);
    seL4_CPtr inner = node_new(4, 0, 4);
    const struct message message =
        MESSAGE(4, W(1ull << REST, 2ull << REST, 1ull << REST), W(1, 2));
    struct thread *t = ACTOR(90, SEND_ALL(1ull << REST, &message));

    OK(cnode_copy(below(inner, 0, BITS), slot(make(seL4_NotificationObject, 0)), ALL_RIGHTS));
    OK(cnode_copy(below(root, 0, BITS), slot(t->tcb), ALL_RIGHTS));
    OK(cnode_copy(below(root, 1, BITS), slot(ep), ALL_RIGHTS));
    OK(cnode_move(below(root, 2, BITS), slot(inner)));
    OK(tcb_set_space(t->tcb, 0, root, 0, VSPACE));
    actor_start(t);
    let_others_run();
    OK(cnode_mutate(slot(inner), below(root, 2, BITS), guard_data(1, 4)));
    OK(cnode_move(below(root, 2, BITS), slot(inner)));
    receive_into_fresh_slot();
    sys_nbwait(ep);
    CHECK_EQUAL(got()->label, 4);
    CHECK_EQUAL(got()->length, 2);
    CAME(0, 0);
}
