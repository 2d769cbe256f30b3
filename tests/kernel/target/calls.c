/* SPDX-License-Identifier: BSD-2-Clause */
/* Each call: registers filled with a pattern, the system call, everything compared. */
#include "calls.h"

#include "check.h"

/* In x1 of a call that only receives: a label that no message has, no words, no capabilities. */
#define NO_MESSAGE (0xabcdef0123ull << 12)

enum { FIRST_IN_BUFFER = 4, BUFFER_WORDS = sizeof(seL4_IPCBuffer) / sizeof(seL4_Word) };

/* What a call may change (ABI.md 1.2). */
enum effect { CHANGES_NOTHING, RECEIVES };

/* Another one for each thread and each of its calls: a register of another thread, or of an earlier
   call, would be noticed. */
static void pattern(struct cpu *cpu)
{
    seL4_Word count = ++self()->calls;
    seL4_Word salt = (seL4_Word)self() << 16 ^ count << 48;

    for (unsigned i = 0; i < 31; i++) {
        cpu->x[i] = 0x0101010101010101ull * (i + 1) ^ 0xa5a500005a5a0000ull ^ salt;
    }
    for (seL4_Word i = 0; i < 64; i++) {
        cpu->q[i] = 0x1111111111111111ull * (i % 15 + 1) ^ i << 32 ^ salt;
    }
    cpu->nzcv = (count * 5 & 0xf) << 28;
    cpu->fpcr = (count & 3) << 22;  /* rounding mode */
    cpu->fpsr = count * 7 & 0x1full; /* exceptions so far */
    cpu->tpidr = 0x7e57ab1e7e57ab1eull ^ salt;
}

static seL4_Word info_of(const struct message *message)
{
    return seL4_MessageInfo_new(message->label, 0, message->caps.count, message->words.count)
        .words[0];
}

seL4_Word sys_quiet(long number, seL4_Word x0, unsigned words)
{
    const seL4_Word x[9] = {x0, 0x1111, 0x2222, 0x3333, 0x4444, 0x5555, 0x6666, 0, 0x8888};
    const struct cpu *before = &self()->before;
    const struct cpu *after = &self()->after;
    seL4_IPCBuffer saved = thread_block()->buffer;
    const seL4_Word *old = (const seL4_Word *)&saved;
    const seL4_Word *new = (const seL4_Word *)&thread_block()->buffer;

    sys_raw((seL4_Word)number, x);
    for (unsigned i = 1; i < 31; i++) {
        CHECK_EQUAL(after->x[i], before->x[i]);
    }
    for (unsigned i = 0; i < 64; i++) {
        CHECK_EQUAL(after->q[i], before->q[i]);
    }
    CHECK_EQUAL(after->nzcv, before->nzcv);
    CHECK_EQUAL(after->fpcr, before->fpcr);
    CHECK_EQUAL(after->fpsr, before->fpsr);
    CHECK_EQUAL(after->tpidr, before->tpidr);
    CHECK_EQUAL(new[0], old[0]);
    for (unsigned i = 1 + words; i < sizeof saved / sizeof(seL4_Word); i++) {
        CHECK_EQUAL(new[i], old[i]);
    }
    return after->x[0];
}

void fill_buffer(const struct message *message)
{
    seL4_IPCBuffer *buffer = &thread_block()->buffer;

    for (seL4_Word i = FIRST_IN_BUFFER; i < message->words.count; i++) {
        buffer->msg[i] = message->words.word[i];
    }
    for (seL4_Word i = 0; i < message->caps.count; i++) {
        buffer->caps_or_badges[i] = message->caps.word[i];
    }
}

static void compare_registers(const struct cpu *before, const struct cpu *after,
                              seL4_Word first_kept)
{
    for (seL4_Word i = first_kept; i < 31; i++) {
        CHECK_EQUAL(after->x[i], before->x[i]);
    }
    for (unsigned i = 0; i < 64; i++) {
        CHECK_EQUAL(after->q[i], before->q[i]);
    }
    CHECK_EQUAL(after->nzcv, before->nzcv);
    CHECK_EQUAL(after->fpcr, before->fpcr);
    CHECK_EQUAL(after->fpsr, before->fpsr);
    CHECK_EQUAL(after->tpidr, before->tpidr);
}

/* x2 to x5 past the received length keep what they held. */
static void compare_message_registers(const struct cpu *before, const struct cpu *after)
{
    for (seL4_Word i = after->x[1] & 0x7f; i < FIRST_IN_BUFFER; i++) {
        CHECK_EQUAL(after->x[2 + i], before->x[2 + i]);
    }
}

/* Of the buffer only received words from the fifth on and badges of unwrapped capabilities may
   change. */
static void compare_buffer(const seL4_Word *before, const struct cpu *after, enum effect effect)
{
    const seL4_Word *now = (const seL4_Word *)&thread_block()->buffer;
    seL4_Word words = effect == RECEIVES ? after->x[1] & 0x7f : 0;
    seL4_Word unwrapped = effect == RECEIVES ? after->x[1] >> 9 & 7 : 0;

    for (seL4_Word i = 0; i < BUFFER_WORDS; i++) {
        seL4_Bool word = i >= 1 + FIRST_IN_BUFFER && i < 1 + words;
        seL4_Bool badge = i >= 122 && i < 125 && (unwrapped >> (i - 122) & 1) != 0;

        if (!word && !badge) {
            CHECK_EQUAL(now[i], before[i]);
        }
    }
}

static void decode(const struct cpu *after)
{
    struct received *r = got();
    const seL4_IPCBuffer *buffer = &thread_block()->buffer;

    r->badge = after->x[0];
    r->label = after->x[1] >> 12;
    r->unwrapped = after->x[1] >> 9 & 7;
    r->caps = after->x[1] >> 7 & 3;
    r->length = after->x[1] & 0x7f;
    for (seL4_Word i = 0; i < r->length && i < seL4_MsgMaxLength; i++) {
        r->mr[i] = i < FIRST_IN_BUFFER ? after->x[2 + i] : buffer->msg[i];
    }
}

/* Performs the call that self()->before describes, and compares. */
static void perform(enum effect effect)
{
    struct thread *t = self();
    seL4_Word saved[BUFFER_WORDS];
    const seL4_Word *buffer = (const seL4_Word *)&thread_block()->buffer;

    for (unsigned i = 0; i < BUFFER_WORDS; i++) {
        saved[i] = buffer[i];
    }
    t->after = t->before;
    cpu_syscall(&t->after);
    compare_registers(&t->before, &t->after, effect == RECEIVES ? 6 : 0);
    if (effect == RECEIVES) {
        compare_message_registers(&t->before, &t->after);
    }
    compare_buffer(saved, &t->after, effect);
    if (effect == RECEIVES) {
        decode(&t->after);
    }
}

/* x0 to x8 for a call that sends *message (or none, if null). */
static void prepare(int number, seL4_Word x0, seL4_Word x6, seL4_Word x8,
                    const struct message *message)
{
    struct cpu *cpu = &self()->before;

    pattern(cpu);
    cpu->x[0] = x0;
    cpu->x[1] = NO_MESSAGE;
    cpu->x[6] = x6;
    cpu->x[7] = (seL4_Word)number;
    cpu->x[8] = x8;
    if (message != seL4_Null) {
        cpu->x[1] = info_of(message);
        for (seL4_Word i = 0; i < message->words.count && i < FIRST_IN_BUFFER; i++) {
            cpu->x[2 + i] = message->words.word[i];
        }
        fill_buffer(message);
    }
}

enum { UNUSED = 0x5eed }; /* in x6 or x8 of a call that does not read it */

void sys_send(seL4_CPtr to, struct message message)
{
    prepare(seL4_SysSend, to, UNUSED, UNUSED, &message);
    perform(CHANGES_NOTHING);
}

void sys_nbsend(seL4_CPtr to, struct message message)
{
    prepare(seL4_SysNBSend, to, UNUSED, UNUSED, &message);
    perform(CHANGES_NOTHING);
}

void sys_call(seL4_CPtr to, struct message message)
{
    prepare(seL4_SysCall, to, UNUSED, UNUSED, &message);
    perform(RECEIVES);
}

void sys_recv(seL4_CPtr from, seL4_CPtr reply)
{
    prepare(seL4_SysRecv, from, reply, UNUSED, seL4_Null);
    perform(RECEIVES);
}

void sys_nbrecv(seL4_CPtr from, seL4_CPtr reply)
{
    prepare(seL4_SysNBRecv, from, reply, UNUSED, seL4_Null);
    perform(RECEIVES);
}

void sys_wait(seL4_CPtr from)
{
    prepare(seL4_SysWait, from, UNUSED, UNUSED, seL4_Null);
    perform(RECEIVES);
}

void sys_nbwait(seL4_CPtr from)
{
    prepare(seL4_SysNBWait, from, UNUSED, UNUSED, seL4_Null);
    perform(RECEIVES);
}

void sys_reply_recv(seL4_CPtr from, seL4_CPtr reply, struct message message)
{
    prepare(seL4_SysReplyRecv, from, reply, UNUSED, &message);
    perform(RECEIVES);
}

void sys_nbsend_recv(seL4_CPtr to, struct message message, seL4_CPtr from, seL4_CPtr reply)
{
    prepare(seL4_SysNBSendRecv, from, reply, to, &message);
    perform(RECEIVES);
}

void sys_nbsend_wait(seL4_CPtr to, struct message message, seL4_CPtr from)
{
    prepare(seL4_SysNBSendWait, from, to, UNUSED, &message);
    perform(RECEIVES);
}

void sys_yield(void)
{
    prepare(seL4_SysYield, UNUSED, UNUSED, UNUSED, seL4_Null);
    perform(CHANGES_NOTHING);
}

void count_down(seL4_Word count)
{
    struct thread *t = self();

    pattern(&t->before);
    t->before.x[0] = count;
    t->after = t->before;
    cpu_count_down(&t->after);
    CHECK_EQUAL(t->after.x[0], 0);
    compare_registers(&t->before, &t->after, 1);
}

seL4_Bool got_message(void)
{
    return self()->after.x[1] != self()->before.x[1];
}

seL4_Word invoke(seL4_CPtr cap, seL4_Word label, struct words caps, struct words words)
{
    sys_call(cap, MESSAGE(label, caps, words));
    return got()->label;
}

void sys_raw(seL4_Word number, const seL4_Word x[9])
{
    struct thread *t = self();

    pattern(&t->before);
    for (unsigned i = 0; i < 9; i++) {
        t->before.x[i] = x[i];
    }
    t->before.x[7] = number;
    t->after = t->before;
    cpu_syscall(&t->after);
    decode(&t->after);
}
