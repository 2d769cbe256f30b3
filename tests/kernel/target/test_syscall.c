/* SPDX-License-Identifier: BSD-2-Clause */
/* The system call as such: number, registers, Yield, starting again (ABI.md 1.1 to 1.3). */
#include "acts.h"

/* ---- Entry ---- */

static void nbsend_by_another_svc(seL4_CPtr to)
{
    register seL4_Word x0 __asm__("x0") = to;
    register seL4_Word x1 __asm__("x1") = 0;
    register seL4_Word x7 __asm__("x7") = (seL4_Word)seL4_SysNBSend;

    __asm__ volatile("svc #0xffff" : "+r"(x0), "+r"(x1) : "r"(x7) : "memory");
    CHECK_EQUAL(x0, to);
    CHECK_EQUAL(x1, 0);
}

TEST(the_immediate_of_the_svc_does_not_matter, "ipc.entry.immediate")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    nbsend_by_another_svc(mint_new(ntfn, ALL_RIGHTS, 6));
    CHECK_EQUAL(signalled(ntfn), 6);
}

static const seL4_Word numbers[] = {
    0,
    1,
    (seL4_Word)-20,
    (seL4_Word)-34,
    0xffffffff,           /* -1, with 32 bits */
    1ull << 63,
    ~(seL4_Word)0 >> 1,
    0xfffeffffffffffff,   /* -1, but for one bit */
};

static void calls_by_number(struct thread *me)
{
    const seL4_Word x[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    sys_raw(numbers[me->argument], x);
    me->step++;
}

TEST(every_other_number_is_an_unknown_system_call, "ipc.entry.number")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);

    for (seL4_Word i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct thread *t = actor_in(calls_by_number, i, faults, ROOT, 0);

        actor_start(t);
        let_others_run();
        sys_nbrecv(faults, t->reply);
        CHECK(got_message());
        CHECK_EQUAL(got()->label, seL4_Fault_UnknownSyscall);
        CHECK_EQUAL(got()->length, seL4_UnknownSyscall_Length);
        CHECK_EQUAL(got()->mr[seL4_UnknownSyscall_Syscall], numbers[i]);
        CHECK_EQUAL(got()->mr[2], 3);
        CHECK_EQUAL(got()->mr[seL4_UnknownSyscall_FaultIP], (seL4_Word)cpu_syscall_svc);
        CHECK_EQUAL(t->step, 0);
    }
}

/* ---- Registers (each call of every test compares those that must not change) ---- */

/* x1 to x5, and the buffer's message, are what the caller left there. */
static void expect_untouched(const seL4_Word *saved)
{
    for (unsigned i = 1; i < 6; i++) {
        CHECK_EQUAL(self()->after.x[i], self()->before.x[i]);
    }
    for (unsigned i = 0; i < seL4_MsgMaxLength; i++) {
        CHECK_EQUAL(thread_block()->buffer.msg[i], saved[i]);
    }
}

static void save_buffer(seL4_Word *saved)
{
    for (unsigned i = 0; i < seL4_MsgMaxLength; i++) {
        saved[i] = thread_block()->buffer.msg[i] = 0xb0f0000 + i;
    }
}

TEST(a_received_signal_changes_x0_alone, "ipc.registers.signal")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr signal = mint_new(ntfn, ALL_RIGHTS, 0x77);
    const struct message eight = MESSAGE(5, NONE, W(1, 2, 3, 4, 0xb0f0004, 0xb0f0005));
    const struct act calls_[] = {
        WAIT(ntfn),
        NBWAIT(ntfn),
        {.number = seL4_SysRecv, .from = ntfn, .reply = 0},
        {.number = seL4_SysNBRecv, .from = ntfn, .reply = 0},
        {.number = seL4_SysReplyRecv, .from = ntfn, .reply = 0, .message = &eight},
        {.number = seL4_SysNBSendRecv, .to = 0, .from = ntfn, .message = &eight},
        {.number = seL4_SysNBSendWait, .to = 0, .from = ntfn, .message = &eight},
    };
    seL4_Word saved[seL4_MsgMaxLength];

    save_buffer(saved);
    for (unsigned i = 0; i < sizeof calls_ / sizeof calls_[0]; i++) {
        sys_nbsend(signal, EMPTY_MESSAGE);
        act(&calls_[i]);
        CHECK_EQUAL(self()->after.x[0], 0x77);
        expect_untouched(saved);
    }
}

static void waits_for_a_signal(struct thread *me)
{
    seL4_Word saved[seL4_MsgMaxLength];

    save_buffer(saved);
    sys_wait(me->argument);
    CHECK_EQUAL(me->after.x[0], 0x77);
    expect_untouched(saved);
    me->step++;
}

TEST(a_signal_that_was_waited_for_changes_x0_alone, "ipc.registers.signal")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(waits_for_a_signal, 120, ntfn);

    actor_start(t);
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 0x77), EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
}

TEST(nothing_to_receive_sets_x0_to_0_alone, "ipc.registers.nothing")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    const struct act calls_[] = {
        NBWAIT(ep),
        NBWAIT(ntfn),
        {.number = seL4_SysNBRecv, .from = ep, .reply = reply},
        {.number = seL4_SysNBRecv, .from = ntfn, .reply = reply},
    };
    seL4_Word saved[seL4_MsgMaxLength];

    save_buffer(saved);
    for (unsigned i = 0; i < sizeof calls_ / sizeof calls_[0]; i++) {
        act(&calls_[i]);
        CHECK_EQUAL(self()->after.x[0], 0);
        expect_untouched(saved);
    }
}

TEST(a_send_changes_no_register_whatever_becomes_of_it, "ipc.registers.send")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr receive_only = mint_new(ep, READ_ONLY, 0);
    struct thread *t = ACTOR(120, RECV(ep), RECV(ep));

    actor_start(t);
    sys_send(ep, MESSAGE(1, NONE, W(1, 2, 3, 4, 5, 6)));
    sys_nbsend(ep, MESSAGE(1, NONE, W(1, 2, 3, 4, 5, 6)));
    CHECK_EQUAL(t->step, 2);
    sys_nbsend(ep, MESSAGE(1, NONE, W(1, 2, 3, 4, 5, 6)));
    sys_send(receive_only, MESSAGE(1, NONE, W(1, 2, 3, 4, 5, 6)));
    sys_nbsend(UNRESOLVABLE, MESSAGE(1, NONE, W(1, 2, 3, 4, 5, 6)));
    sys_send(t->tcb, MESSAGE(TCBReadRegisters, NONE, W(0, 8)));
    sys_send(ROOT, EMPTY_MESSAGE);
    sys_nbsend(ROOT, EMPTY_MESSAGE);
    sys_yield();
}

TEST(a_message_changes_as_many_registers_as_it_has_words, "ipc.registers.message")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    const struct message three = MESSAGE(8, NONE, W(11, 12, 13));
    struct thread *t = ACTOR(120, SEND_ALL(ep, &three), SEND(ep, 9));

    actor_start(t);
    sys_wait(ep);
    CHECK_EQUAL(self()->after.x[1], 8 << 12 | 3);
    CHECK_EQUAL(self()->after.x[2], 11);
    CHECK_EQUAL(self()->after.x[3], 12);
    CHECK_EQUAL(self()->after.x[4], 13);
    CHECK_EQUAL(self()->after.x[5], self()->before.x[5]);
    TAKES(ep, 0, 9);
    CHECK_EQUAL(self()->after.x[2], self()->before.x[2]);
}

static void serves_for_ever(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    for (;;) {
        me->step++;
        sys_reply_recv(me->argument, me->reply, MESSAGE(me->step, NONE, NONE));
    }
}

static void calls_twenty_times(struct thread *me)
{
    for (seL4_Word i = 0; i < 20; i++) {
        sys_call(me->argument, MESSAGE(i, NONE, W(i, i + 1)));
        me->step++;
    }
}

TEST(the_registers_of_three_threads_stay_apart, "ipc.registers.kept")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = actor_with(serves_for_ever, 120, ep);
    struct thread *one = actor_with(calls_twenty_times, 90, ep);
    struct thread *two = actor_with(calls_twenty_times, 90, ep);

    start_passive(server);
    actor_start(one);
    actor_start(two);
    let_others_run();
    CHECK_EQUAL(server->step, 40);
    CHECK_EQUAL(one->step, 20);
    CHECK_EQUAL(two->step, 20);
}

/* Yields again and again, with a budget for a few calls at a time. */
static void yields_for_ever(struct thread *me)
{
    for (;;) {
        sys_yield();
        me->step++;
    }
}

TEST(an_interrupt_changes_no_register, "ipc.registers.interrupt")
{
    struct thread *t = actor_new(yields_for_ever, 120);

    OK(sched_configure(t->sched_context, 30, 50, 0, 0, 0));
    actor_start(t);
    for (unsigned i = 0; i < 10; i++) {
        count_down(20000 + i);
    }
    CHECK(t->step > 4);
}

/* ---- Yield ---- */

TEST(a_yield_lets_the_others_of_its_priority_run, "ipc.yield.turn")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *one = ACTOR(TESTER_PRIORITY, WAIT(ep));
    struct thread *two = ACTOR(TESTER_PRIORITY, WAIT(ep));
    struct thread *lower = ACTOR(TESTER_PRIORITY - 1, WAIT(ep));

    actor_start(one);
    actor_start(two);
    actor_start(lower);
    CHECK(!one->calls && !two->calls);
    sys_yield();
    CHECK(one->calls && two->calls && !lower->calls);
}
