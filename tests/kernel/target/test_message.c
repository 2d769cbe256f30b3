/* SPDX-License-Identifier: BSD-2-Clause */
/* Words of messages, and the IPC buffer that they go through (ABI.md 2.1, 2.2). */
#include "acts.h"

/* ---- Words ---- */

/* Word `i` of a message with `length` words: tells a word of another message, or place, apart. */
static seL4_Word word(seL4_Word length, seL4_Word i)
{
    return length << 32 | i << 16 | 0x5a5a;
}

/* Puts such a message into this thread's registers *x and buffer. */
static void compose(seL4_Word length, seL4_Word *x)
{
    for (seL4_Word i = 0; i < length; i++) {
        if (i < 4) {
            x[2 + i] = word(length, i);
        } else {
            thread_block()->buffer.msg[i] = word(length, i);
        }
    }
    x[1] = length;
}

static void expect_composed(seL4_Word length)
{
    CHECK_EQUAL(got()->length, length);
    for (seL4_Word i = 0; i < length; i++) {
        CHECK_EQUAL(got()->mr[i], word(length, i));
    }
}

/* Forgets what earlier messages left in this thread's buffer. */
static void clear_buffer(void)
{
    for (unsigned i = 0; i < seL4_MsgMaxLength; i++) {
        thread_block()->buffer.msg[i] = 0xdead;
    }
}

/* Answers a message of n words with one of 120 - n. */
static void answers_every_length(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    for (;;) {
        seL4_Word x[9] = {me->argument, 0, 0, 0, 0, 0, me->reply, 0, 0};
        seL4_Word length = me->step;

        expect_composed(length);
        me->step++;
        compose(seL4_MsgMaxLength - length, x);
        clear_buffer();
        compose(seL4_MsgMaxLength - length, x);
        sys_raw((seL4_Word)seL4_SysReplyRecv, x);
    }
}

static void calls_with_every_length(struct thread *me)
{
    for (seL4_Word length = 0; length <= seL4_MsgMaxLength; length++) {
        seL4_Word x[9] = {me->argument, 0, 0, 0, 0, 0, 0, 0, 0};

        clear_buffer();
        compose(length, x);
        sys_raw((seL4_Word)seL4_SysCall, x);
        expect_composed(seL4_MsgMaxLength - length);
        me->step++;
    }
}

TEST(every_length_arrives_with_a_call_and_its_answer, "message.words.all")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = actor_with(answers_every_length, 120, ep);
    struct thread *client = actor_with(calls_with_every_length, 90, ep);

    start_passive(server);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(client->step, seL4_MsgMaxLength + 1);
}

static void sends_every_length(struct thread *me)
{
    for (seL4_Word length = 0; length <= seL4_MsgMaxLength; length++) {
        seL4_Word x[9] = {me->argument, 0, 0, 0, 0, 0, 0, 0, 0};

        clear_buffer();
        compose(length, x);
        sys_raw((seL4_Word)seL4_SysSend, x);
        me->step++;
    }
}

TEST(every_length_arrives_with_a_send, "message.words.all")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    actor_start(actor_with(sends_every_length, 120, ep));
    for (seL4_Word length = 0; length <= seL4_MsgMaxLength; length++) {
        clear_buffer();
        sys_wait(ep);
        expect_composed(length);
    }
}

static void sends_too_many(struct thread *me)
{
    seL4_Word x[9] = {me->argument, 0, 0, 0, 0, 0, 0, 0, 0};

    compose(seL4_MsgMaxLength, x);
    x[1] = me->step + 121;
    sys_raw((seL4_Word)seL4_SysSend, x);
}

TEST(more_than_120_words_count_as_120, "message.words.too_many")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    for (seL4_Word more = 0; more < 7; more += 3) {
        struct thread *t = actor_with(sends_too_many, 90, ep);

        t->step = more;
        actor_start(t);
        let_others_run();
        clear_buffer();
        sys_nbwait(ep);
        expect_composed(seL4_MsgMaxLength);
    }
}

TEST(the_whole_label_arrives, "message.words.label")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(120, RECV(ep), RECV(ep), RECV(ep));

    actor_start(t);
    sys_send(ep, MESSAGE(0xfffffffffffff, NONE, NONE));
    sys_send(ep, MESSAGE(0x8000000000001, NONE, W(1)));
    sys_send(ep, MESSAGE(0x123456789abcd, NONE, W(1, 2, 3, 4, 5)));
    CHECK_EQUAL(heard(t, 0)->label, 0xfffffffffffff);
    CHECK_EQUAL(heard(t, 1)->label, 0x8000000000001);
    CHECK_EQUAL(heard(t, 2)->label, 0x123456789abcd);
}

TEST(the_sender_s_unwrapped_bits_do_not_arrive, "message.words.unwrapped")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(120, RECV(ep), RECV(ep));
    seL4_Word x[9] = {ep, 5 << 12 | 7 << 9 | 2, 0, 0, 0, 0, 0, 0, 0};

    actor_start(t);
    sys_raw((seL4_Word)seL4_SysSend, x);
    x[1] = 5 << 12 | 7 << 9 | 6;
    sys_raw((seL4_Word)seL4_SysNBSend, x);
    CHECK_EQUAL(heard(t, 0)->unwrapped, 0);
    CHECK_EQUAL(heard(t, 0)->length, 2);
    CHECK_EQUAL(heard(t, 1)->unwrapped, 0);
    CHECK_EQUAL(heard(t, 1)->length, 6);
}

/* That the receiver's are not written is checked by every call (calls.c). */
TEST(the_first_four_words_of_the_buffer_are_not_sent, "message.words.buffer")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(120, RECV(ep));
    seL4_IPCBuffer *buffer = &thread_block()->buffer;

    actor_start(t);
    buffer->tag.words[0] = 77 << 12 | 3;
    buffer->userData = 88;
    for (unsigned i = 0; i < 4; i++) {
        buffer->msg[i] = 99;
    }
    sys_send(ep, MESSAGE(0, NONE, W(1, 2, 3, 4, 5)));
    for (unsigned i = 0; i < 5; i++) {
        CHECK_EQUAL(heard(t, 0)->mr[i], i + 1);
    }
}

/* ---- The buffer ---- */

static const struct message six = {3, {0, {0}}, {6, {61, 62, 63, 64, 65, 66}}};

/* Threads whose buffer is not in their block: sys_raw() does not look at it. */
static void sends_from_elsewhere(struct thread *me)
{
    const seL4_Word x[9] = {me->argument, 3 << 12 | 6, 61, 62, 63, 64, 0, 0, 0};

    sys_raw((seL4_Word)seL4_SysSend, x);
    me->step++;
}

static void receives_elsewhere(struct thread *me)
{
    const seL4_Word x[9] = {me->argument, 0, 0, 0, 0, 0, me->reply, 0, 0};

    sys_raw((seL4_Word)seL4_SysRecv, x);
    me->step++;
}

static seL4_Word set_buffer(struct thread *t, seL4_Word address, seL4_CPtr frame)
{
    return invoke(t->tcb, TCBSetIPCBuffer, W(frame), W(address));
}

/* A frame of `type` at WINDOW, and a thread whose buffer is in it, `offset` from its start, at
   another address, where nothing is. */
static struct thread *with_unmapped_buffer(thread_function *function, seL4_CPtr ep,
                                           seL4_Word type, seL4_Word offset)
{
    struct thread *t = actor_with(function, 90, ep);
    seL4_CPtr frame = make(type, 0);
    seL4_CPtr copy = mint_new(frame, READ_WRITE, 0);

    map_window(frame, WINDOW, READ_WRITE);
    OK(set_buffer(t, 0x7000000000 + offset, copy));
    return t;
}

#define IN_WINDOW(offset_, word_) (((volatile seL4_Word *)(WINDOW + (offset_)))[word_])

TEST(a_sender_s_buffer_is_found_without_mapping, "message.buffer.frame")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    const seL4_Word offset = 3 * 1024;
    struct thread *t =
        with_unmapped_buffer(sends_from_elsewhere, ep, seL4_ARM_SmallPageObject, offset);

    IN_WINDOW(offset, 5) = 0x1234;
    IN_WINDOW(offset, 6) = 0x5678;
    actor_start(t);
    let_others_run();
    sys_nbwait(ep);
    CHECK_EQUAL(got()->length, 6);
    CHECK_EQUAL(got()->mr[3], 64);
    CHECK_EQUAL(got()->mr[4], 0x1234);
    CHECK_EQUAL(got()->mr[5], 0x5678);
}

TEST(a_receiver_s_buffer_is_found_in_a_large_frame, "message.buffer.frame")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    const seL4_Word offset = 0x155000 + 1024;
    struct thread *t =
        with_unmapped_buffer(receives_elsewhere, ep, seL4_ARM_LargePageObject, offset);

    actor_start(t);
    let_others_run();
    sys_nbsend(ep, six);
    let_others_run();
    CHECK_EQUAL(t->got.length, 6);
    CHECK_EQUAL(IN_WINDOW(offset, 5), 65);
    CHECK_EQUAL(IN_WINDOW(offset, 6), 66);
    for (unsigned i = 0; i < 128; i++) {
        CHECK_EQUAL(IN_WINDOW(offset, i), i == 5 ? 65 : i == 6 ? 66 : 0);
        CHECK_EQUAL(IN_WINDOW(offset & 0xfff, i), 0);
    }
}

/* The info word with which six words arrive at a thread with this buffer, and those from it. */
static void expect_lengths(const char *where, seL4_CPtr frame, seL4_Word sent, seL4_Word received)
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *sender = actor_with(sends_from_elsewhere, 90, ep);
    struct thread *receiver = actor_with(receives_elsewhere, 90, ep);
    seL4_Word address = frame != 0 ? WINDOW : 0;

    OK(set_buffer(sender, address, frame));
    OK(set_buffer(receiver, address, frame));
    actor_start(sender);
    let_others_run();
    sys_nbwait(ep);
    if (got()->length != sent) {
        test_failed(where, "words sent", sent, got()->length);
    }
    actor_start(receiver);
    let_others_run();
    sys_nbsend(ep, six);
    let_others_run();
    if (receiver->got.length != received) {
        test_failed(where, "words received", received, receiver->got.length);
    }
    CHECK_EQUAL(receiver->got.mr[3], 64);
}

TEST(a_thread_without_buffer_has_four_words, "message.buffer.absent")
{
    expect_lengths(HERE, 0, 4, 4);
}

TEST(a_thread_with_a_buffer_has_all_words, "message.buffer.frame")
{
    expect_lengths(HERE, make(seL4_ARM_SmallPageObject, 0), 6, 6);
}

TEST(a_thread_with_a_read_only_buffer_sends_all_and_receives_four, "message.buffer.read_only")
{
    expect_lengths(HERE, mint_new(make(seL4_ARM_SmallPageObject, 0), READ_ONLY, 0), 6, 4);
}

TEST(a_buffer_that_may_not_be_read_is_none, "message.buffer.no_access")
{
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);

    expect_lengths(HERE, mint_new(frame, NO_RIGHTS, 0), 4, 4);
    expect_lengths(HERE, mint_new(frame, WRITE_ONLY, 0), 4, 4);
}

/* ---- Invocations by a thread without buffer ---- */

static void invokes_with_four_words(struct thread *me)
{
    const seL4_Word x[9] = {me->argument, TCBWriteRegisters << 12 | 5, 0, 3, 0, 0, 0, 0, 0};

    sys_raw((seL4_Word)seL4_SysCall, x);
    CHECK_EQUAL(me->after.x[0], 0);
    CHECK_EQUAL(me->after.x[1], seL4_TruncatedMessage << 12);
    me->step++;
}

TEST(an_invocation_without_buffer_has_four_words, "message.buffer.invocation")
{
    struct thread *t = actor_with(invokes_with_four_words, 120, make(seL4_TCBObject, 0));

    OK(set_buffer(t, 0, 0));
    actor_start(t);
    CHECK_EQUAL(t->step, 1);
}

static void invokes_with_no_capability(struct thread *me)
{
    const seL4_Word x[9] = {me->argument, TCBSetPriority << 12 | 1 << 7 | 1, 5, 0, 0, 0, 0, 0, 0};

    thread_block()->buffer.caps_or_badges[0] = UNRESOLVABLE;
    sys_raw((seL4_Word)seL4_SysCall, x);
    CHECK_EQUAL(me->after.x[1], seL4_TruncatedMessage << 12);
    me->step++;
}

TEST(an_invocation_without_buffer_has_no_extra_capabilities, "message.buffer.invocation")
{
    struct thread *t = actor_with(invokes_with_no_capability, 120, make(seL4_TCBObject, 0));

    OK(set_buffer(t, 0, 0));
    actor_start(t);
    CHECK_EQUAL(t->step, 1);
}

static void reads_eight_registers(struct thread *me)
{
    const seL4_Word x[9] = {me->argument, TCBReadRegisters << 12 | 2, 0, 8, 0, 0, 0, 0, 0};

    thread_block()->buffer.msg[4] = 0xdead;
    sys_raw((seL4_Word)seL4_SysCall, x);
    CHECK_EQUAL(me->after.x[1], 4);
    CHECK_EQUAL(thread_block()->buffer.msg[4], 0xdead);
    me->step++;
}

TEST(results_for_a_thread_without_a_buffer_to_write_are_four_words, "message.buffer.invocation")
{
    struct thread *none = actor_with(reads_eight_registers, 120, make(seL4_TCBObject, 0));
    struct thread *read_only = actor_with(reads_eight_registers, 120, make(seL4_TCBObject, 0));
    struct block *block = &thread_blocks[0] + ((seL4_Word)read_only - (seL4_Word)thread_blocks) /
                                                  BLOCK_SIZE;
    seL4_CPtr frame = slot_new();

    OK(set_buffer(none, 0, 0));
    OK(cnode_copy(slot(frame), slot(frame_of(&block->buffer)), READ_ONLY));
    OK(set_buffer(read_only, (seL4_Word)&block->buffer, frame));
    OK(cnode_delete(slot(frame)));
    actor_start(none);
    actor_start(read_only);
    CHECK_EQUAL(none->step, 1);
    CHECK_EQUAL(read_only->step, 1);
}
