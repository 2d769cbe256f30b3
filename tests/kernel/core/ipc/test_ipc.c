/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages (ABI.md 1.2, 2): what arrives, and that nothing else changes.
 */
#include "ipc.h"
#include "derive.h"
#include "scene.h"
#include "sched.h"

enum { BUFFER_WORDS = 128 };

/* A receiver that waits on `ep` (of all rights) with filled registers and
   buffer, and a copy of both as they were. */
struct stage {
    word_t ep;
    word_t reply;
    struct actor receiver;
    struct user_context context;
    word_t buffer[BUFFER_WORDS];
};

/* The frame of an actor's buffer, which it may have lost since. */
static word_t *buffer_of(const struct actor *actor)
{
    return phys_ptr(cap_object(root_slot(actor->frame)->cap));
}

static void stage_remember(struct stage *stage)
{
    word_t *buffer = buffer_of(&stage->receiver);

    stage->context = stage->receiver.tcb->context;
    for (unsigned i = 0; i < BUFFER_WORDS; i++) {
        stage->buffer[i] = buffer[i];
    }
}

static struct stage make_stage(void)
{
    struct stage stage = {.ep = new_object(seL4_EndpointObject, 0),
                          .reply = new_object(seL4_ReplyObject, 0),
                          .receiver = actor_enter(110)};
    word_t *buffer = buffer_of(&stage.receiver);

    fill_registers(stage.receiver.tcb);
    for (unsigned i = 0; i < BUFFER_WORDS; i++) {
        buffer[i] = 0xb0ff000000000000 + i;
    }
    do_recv(stage.ep, stage.reply);
    assert_director();
    stage_remember(&stage);
    return stage;
}

/* Of the receiver's buffer only words [first, end) differ from before. */
static void assert_buffer_kept(const struct stage *stage, unsigned first, unsigned end)
{
    const word_t *buffer = buffer_of(&stage->receiver);

    for (unsigned i = 0; i < BUFFER_WORDS; i++) {
        if ((i < first || i >= end) && buffer[i] != stage->buffer[i]) {
            fail_msg("buffer word %u: 0x%lx became 0x%lx", i, stage->buffer[i], buffer[i]);
        }
    }
}

/* `length` words from 1000 on arrived, and nothing beyond them was touched. */
static void assert_words_arrived(const struct stage *stage, unsigned length)
{
    struct answer answer = answer_of(stage->receiver.tcb);
    unsigned in_registers = length < 4 ? length : 4;

    assert_int_equal(answer.length, length);
    for (unsigned i = 0; i < length; i++) {
        assert_int_equal(answer.mr[i], 1000 + i);
    }
    assert_registers_kept(stage->receiver.tcb, &stage->context,
                          CHANGED_BADGE | CHANGED_INFO | CHANGED_WORDS(in_registers));
    assert_buffer_kept(stage, BUFFER_MSG + 4, BUFFER_MSG + (length < 4 ? 4 : length));
}

static void test_every_length_arrives_whole_and_touches_nothing_else(void **state)
{
    struct stage stage = make_stage();

    (void)state;
    for (unsigned length = 0; length <= seL4_MsgMaxLength; length++) {
        do_nbsend(stage.ep, words(length * 3, length, 1000));
        assert_current(stage.receiver);
        assert_int_equal(answer_of(stage.receiver.tcb).label, length * 3);
        assert_words_arrived(&stage, length);
        fill_registers(stage.receiver.tcb);
        do_recv(stage.ep, stage.reply);
        stage_remember(&stage);
    }
    assert_invariants();
}

/* The director's registers are what it sent `words(label, 3, 1000)` to `cptr`
   with, and those that fill_registers() made. */
static void assert_sent_registers(word_t cptr, word_t label)
{
    struct user_context context = initial_thread()->context;
    const word_t *reg = initial_thread()->context.reg;

    assert_int_equal(reg[REG_CAP], cptr);
    assert_int_equal(reg[REG_INFO], label << 12 | 3);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(reg[REG_MR0 + i], 1000 + i);
    }
    word_t number = reg[REG_SYSCALL];
    fill_registers(initial_thread());
    assert_registers_kept(initial_thread(), &context,
                          CHANGED_BADGE | CHANGED_INFO | CHANGED_WORDS(3) | BIT(REG_SYSCALL));
    assert_true(number == (word_t)seL4_SysSend || number == (word_t)seL4_SysNBSend);
}

static void test_sender_keeps_its_registers(void **state)
{
    struct stage stage = make_stage();
    word_t nobody = new_object(seL4_EndpointObject, 0);

    (void)state;
    fill_registers(initial_thread());
    do_send(stage.ep, words(3, 3, 1000));
    assert_current(stage.receiver);
    assert_sent_registers(stage.ep, 3);
    do_recv(stage.ep, stage.reply);
    assert_director();
    do_nbsend(nobody, words(4, 3, 1000));
    assert_sent_registers(nobody, 4);
    assert_invariants();
}

static void test_length_above_120_counts_as_120(void **state)
{
    struct stage stage = make_stage();
    word_t *reg = initial_thread()->context.reg;

    (void)state;
    do_nbsend(new_object(seL4_EndpointObject, 0), words(1, seL4_MsgMaxLength, 1000));
    reg[REG_CAP] = stage.ep;
    reg[REG_INFO] |= 127;
    kernel_syscall();
    assert_current(stage.receiver);
    assert_words_arrived(&stage, seL4_MsgMaxLength);
    assert_invariants();
}

static void test_label_arrives_with_all_its_bits(void **state)
{
    struct stage stage = make_stage();

    (void)state;
    do_nbsend(stage.ep, words(MASK(52), 0, 0));
    assert_int_equal(answer_of(stage.receiver.tcb).label, MASK(52));
    assert_int_equal(stage.receiver.tcb->context.reg[REG_INFO], MASK(52) << 12);
}

static void remove_buffer(word_t tcb)
{
    do_call(tcb, (struct message){.label = TCBSetIPCBuffer, .length = 1, .caps = 1});
}

/* An answer has no badge, and says nothing of the capability that was invoked. */
static void test_answers_of_the_kernel_have_no_badge(void **state)
{
    struct stage stage = make_stage();

    (void)state;
    assert_int_not_equal(stage.receiver.slot, 0);
    do_call(stage.receiver.slot, (struct message){.label = TCBSetIPCBuffer});
    assert_int_equal(answer_of(initial_thread()).label, seL4_TruncatedMessage);
    assert_int_equal(initial_thread()->context.reg[REG_CAP], 0);
    assert_invariants();
}

static void test_receiver_without_buffer_gets_four_words(void **state)
{
    struct stage stage = make_stage();

    (void)state;
    remove_buffer(stage.receiver.slot);
    do_nbsend(stage.ep, words(1, 9, 1000));
    assert_words_arrived(&stage, 4);
    assert_invariants();
}

static void test_sender_without_buffer_sends_four_words_and_no_capabilities(void **state)
{
    struct stage stage = make_stage();
    struct actor sender = actor_enter(105);

    (void)state;
    remove_buffer(sender.slot);
    assert_current(sender);
    sender.tcb->context.reg[REG_INFO] = 1 << 12 | 2 << 7 | 9;
    for (unsigned i = 0; i < 4; i++) {
        sender.tcb->context.reg[REG_MR0 + i] = 1000 + i;
    }
    sender.tcb->context.reg[REG_CAP] = stage.ep;
    sender.tcb->context.reg[REG_SYSCALL] = (word_t)(int64_t)seL4_SysNBSend;
    kernel_syscall();
    assert_current(stage.receiver);
    assert_words_arrived(&stage, 4);
    assert_int_equal(answer_of(stage.receiver.tcb).caps, 0);
    assert_invariants();
}

static void test_read_only_buffer_sends_but_does_not_receive(void **state)
{
    struct stage stage = make_stage();
    word_t read_only = new_copy(stage.receiver.frame, RIGHT_READ, 0);

    (void)state;
    assert_ok(kernel_call(stage.receiver.slot, (struct message){.label = TCBSetIPCBuffer,
                                                                .length = 1,
                                                                .mr = {0x10000},
                                                                .caps = 1,
                                                                .cap = {read_only}}));
    do_nbsend(stage.ep, words(1, 9, 1000));
    assert_int_equal(answer_of(stage.receiver.tcb).length, 4);
    assert_buffer_kept(&stage, 0, 0);
    assert_invariants();
}

/* ---- Capabilities ---- */

/* The receiver's slot for capabilities: `slot` of the director's CSpace. */
static void offer_slot(struct stage *stage, word_t slot)
{
    word_t *buffer = buffer_of(&stage->receiver);

    buffer[BUFFER_RECEIVE_ROOT] = seL4_CapInitThreadCNode;
    buffer[BUFFER_RECEIVE_INDEX] = slot;
    buffer[BUFFER_RECEIVE_DEPTH] = 64;
    stage_remember(stage);
}

static struct message with_caps(unsigned count, word_t a, word_t b, word_t c)
{
    return (struct message){.label = 1, .caps = count, .cap = {a, b, c}};
}

static void assert_caps(const struct stage *stage, word_t count, word_t unwrapped)
{
    assert_int_equal(stage->receiver.tcb->context.reg[REG_INFO],
                     1 << 12 | unwrapped << 9 | count << 7);
}

static void test_capability_arrives_as_a_child_in_the_offered_slot(void **state)
{
    struct stage stage = make_stage();
    word_t slot = new_slot();
    word_t gift = new_object(seL4_NotificationObject, 0);

    (void)state;
    offer_slot(&stage, slot);
    do_nbsend(stage.ep, with_caps(1, gift, 0, 0));
    assert_caps(&stage, 1, 0);
    assert_true(cap_same_object(root_slot(slot)->cap, root_slot(gift)->cap));
    assert_true(derive_is_parent(root_slot(gift), root_slot(slot)));
    assert_buffer_kept(&stage, 0, 0);
    assert_invariants();
}

static void test_capability_needs_grant(void **state)
{
    struct stage stage = make_stage();
    word_t slot = new_slot();
    word_t gift = new_object(seL4_NotificationObject, 0);
    word_t no_grant = new_copy(stage.ep, RIGHT_WRITE | RIGHT_GRANT_REPLY, 0);

    (void)state;
    offer_slot(&stage, slot);
    do_nbsend(no_grant, with_caps(1, gift, 0, 0));
    assert_current(stage.receiver);
    assert_caps(&stage, 0, 0);
    assert_slot_empty(slot);
    assert_invariants();
}

static void test_capability_to_the_endpoint_itself_arrives_as_its_badge(void **state)
{
    struct stage stage = make_stage();
    word_t slot = new_slot();
    word_t badged = new_copy(stage.ep, RIGHT_WRITE, 0xbad9e);
    word_t gift = new_object(seL4_NotificationObject, 0);

    (void)state;
    offer_slot(&stage, slot);
    do_nbsend(stage.ep, with_caps(3, badged, gift, badged));
    assert_caps(&stage, 3, 5);
    assert_int_equal(buffer_of(&stage.receiver)[BUFFER_CAPS], 0xbad9e);
    assert_int_equal(buffer_of(&stage.receiver)[BUFFER_CAPS + 1],
                     stage.buffer[BUFFER_CAPS + 1]);
    assert_int_equal(buffer_of(&stage.receiver)[BUFFER_CAPS + 2], 0xbad9e);
    assert_true(cap_same_object(root_slot(slot)->cap, root_slot(gift)->cap));
    assert_invariants();
}

static void test_second_capability_ends_the_transfer(void **state)
{
    struct stage stage = make_stage();
    word_t slot = new_slot();
    word_t badged = new_copy(stage.ep, RIGHT_WRITE, 7);
    word_t gift = new_object(seL4_NotificationObject, 0);

    (void)state;
    offer_slot(&stage, slot);
    do_nbsend(stage.ep, with_caps(3, gift, gift, badged));
    assert_caps(&stage, 1, 0);
    assert_buffer_kept(&stage, 0, 0);
    assert_invariants();
}

static void test_capability_without_free_slot_is_dropped(void **state)
{
    struct stage stage = make_stage();
    word_t gift = new_object(seL4_NotificationObject, 0);

    (void)state;
    offer_slot(&stage, stage.ep); /* in use */
    do_nbsend(stage.ep, with_caps(1, gift, 0, 0));
    assert_caps(&stage, 0, 0);
    do_recv(stage.ep, stage.reply);
    offer_slot(&stage, new_slot());
    buffer_of(&stage.receiver)[BUFFER_RECEIVE_DEPTH] = 3;
    do_nbsend(stage.ep, with_caps(1, gift, 0, 0));
    assert_caps(&stage, 0, 0);
    assert_invariants();
}

static void test_capability_that_cannot_be_copied_is_dropped(void **state)
{
    struct stage stage = make_stage();
    word_t slot = new_slot();

    (void)state;
    offer_slot(&stage, slot);
    do_nbsend(stage.ep, with_caps(1, seL4_CapIRQControl, 0, 0));
    assert_caps(&stage, 0, 0);
    assert_slot_empty(slot);
    assert_invariants();
}

static void test_frame_arrives_unmapped(void **state)
{
    struct stage stage = make_stage();
    word_t slot = new_slot();

    (void)state;
    offer_slot(&stage, slot);
    do_nbsend(stage.ep, with_caps(1, seL4_CapInitThreadIPCBuffer, 0, 0));
    assert_caps(&stage, 1, 0);
    assert_int_equal(cap_asid(root_slot(slot)->cap), 0);
    assert_invariants();
}

static void test_reply_transfers_capabilities_only_with_grant(void **state)
{
    struct stage stage = make_stage();
    word_t without = new_copy(stage.reply, 0, 0);
    word_t gift = new_object(seL4_NotificationObject, 0);
    word_t slot = new_slot();
    word_t other = new_object(seL4_EndpointObject, 0);

    (void)state;
    for (unsigned grant = 0; grant < 2; grant++) {
        offer_slot(&stage, slot);
        /* The stage's receiver becomes a client of the director's. */
        do_nbsend(stage.ep, words(1, 0, 0));
        do_call(other, words(1, 0, 0));
        do_recv(other, stage.reply);
        stage_remember(&stage);
        do_nbsend(grant ? stage.reply : without, with_caps(1, gift, 0, 0));
        assert_current(stage.receiver);
        assert_caps(&stage, grant, 0);
        assert_int_equal(cap_type(root_slot(slot)->cap), grant ? CAP_NOTIFICATION : CAP_NULL);
        assert_invariants();
        do_recv(stage.ep, stage.reply);
    }
}

static void test_reply_unwraps_nothing(void **state)
{
    struct stage stage = make_stage();
    word_t slot = new_slot();
    word_t badged = new_copy(stage.ep, RIGHT_WRITE, 7);

    (void)state;
    offer_slot(&stage, slot);
    do_nbsend(stage.ep, words(1, 0, 0));
    do_call(stage.ep, words(1, 0, 0));
    do_recv(stage.ep, stage.reply);
    do_nbsend(stage.reply, with_caps(1, badged, 0, 0));
    assert_caps(&stage, 1, 0);
    assert_int_equal(cap_badge(root_slot(slot)->cap), 7);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_every_length_arrives_whole_and_touches_nothing_else),
        scene_test(test_sender_keeps_its_registers),
        scene_test(test_length_above_120_counts_as_120),
        scene_test(test_label_arrives_with_all_its_bits),
        scene_test(test_answers_of_the_kernel_have_no_badge),
        scene_test(test_receiver_without_buffer_gets_four_words),
        scene_test(test_sender_without_buffer_sends_four_words_and_no_capabilities),
        scene_test(test_read_only_buffer_sends_but_does_not_receive),
        scene_test(test_capability_arrives_as_a_child_in_the_offered_slot),
        scene_test(test_capability_needs_grant),
        scene_test(test_capability_to_the_endpoint_itself_arrives_as_its_badge),
        scene_test(test_second_capability_ends_the_transfer),
        scene_test(test_capability_without_free_slot_is_dropped),
        scene_test(test_capability_that_cannot_be_copied_is_dropped),
        scene_test(test_frame_arrives_unmapped),
        scene_test(test_reply_transfers_capabilities_only_with_grant),
        scene_test(test_reply_unwraps_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
