/* SPDX-License-Identifier: BSD-2-Clause */
/* TCB ReadRegisters (ABI.md 10.1), and which register is where (1.5). */
#include "nodes.h"
#include "victims.h"

enum { STOP = 1 };

/* The registers that `cpu` loaded before its system call, as ReadRegisters shows them. */
static struct registers registers_of_cpu(const struct cpu *cpu, seL4_Word sp)
{
    struct registers registers = {{0}};

    registers.r[R_PC] = (seL4_Word)cpu_syscall_svc;
    registers.r[R_SP] = sp;
    registers.r[R_SPSR] = cpu->nzcv | SPSR_INITIAL;
    registers.r[R_TPIDR] = cpu->tpidr;
    for (unsigned i = 0; i <= 8; i++) {
        registers.r[R_X0 + i] = cpu->x[i];
    }
    for (unsigned i = 9; i <= 15; i++) {
        registers.r[R_X9 + i - 9] = cpu->x[i];
    }
    for (unsigned i = 16; i <= 18; i++) {
        registers.r[R_X16 + i - 16] = cpu->x[i];
    }
    for (unsigned i = 19; i <= 28; i++) {
        registers.r[R_X19 + i - 19] = cpu->x[i];
    }
    registers.r[R_X29] = cpu->x[29];
    registers.r[R_X30] = cpu->x[30];
    return registers;
}

TEST(a_blocked_thread_s_registers_are_those_of_its_system_call, "registers.order registers.pc.svc")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(waits, TESTER_PRIORITY - 1, ntfn);
    struct registers expected;

    actor_start(t);
    let_others_run();
    expected = registers_of_cpu(&t->before, registers_of(t->tcb).r[R_SP]);
    EXPECT_REGISTERS(t->tcb, &expected);
    CHECK(expected.r[R_SP] > (seL4_Word)t && expected.r[R_SP] < (seL4_Word)t + BLOCK_SIZE);
}

TEST(as_many_registers_are_read_as_asked_for, "registers.read.words")
{
    struct registers registers = registers_pattern(victim_stop, 3);
    struct thread *t = victim_new(0, &registers);

    EXPECT(tcb_read_registers(t->tcb, 0, 1), seL4_NoError, registers.r[0]);
    EXPECT(tcb_read_registers(t->tcb, 0, 5), seL4_NoError, registers.r[0], registers.r[1],
           registers.r[2], registers.r[3], registers.r[4]);
    EXPECT_REGISTERS(t->tcb, &registers);
}

TEST(reading_fewer_than_2_words_is_truncated, "registers.read.length")
{
    EXPECT(invoke(self()->tcb, TCBReadRegisters, NONE, W(0)), seL4_TruncatedMessage);
    EXPECT(invoke(self()->tcb, TCBReadRegisters, NONE, NONE), seL4_TruncatedMessage);
}

TEST(reading_no_or_too_many_registers_is_out_of_range, "registers.read.count")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(tcb_read_registers(tcb, 0, 0), seL4_RangeError, 1, 36);
    EXPECT(tcb_read_registers(tcb, 0, 37), seL4_RangeError, 1, 36);
    EXPECT(tcb_read_registers(tcb, 0, 1ull << 32 | 1), seL4_RangeError, 1, 36);
    EXPECT(tcb_read_registers(self()->tcb, 0, 37), seL4_RangeError, 1, 36);
}

TEST(one_s_own_registers_cannot_be_read, "registers.read.self")
{
    EXPECT(tcb_read_registers(self()->tcb, 0, 1), seL4_IllegalOperation);
    EXPECT(tcb_read_registers(self()->tcb, STOP, 36), seL4_IllegalOperation);
}

TEST(a_thread_goes_on_after_its_registers_were_read, "registers.read.stop")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(sends, TESTER_PRIORITY - 1, ep);

    actor_start(t);
    let_others_run();
    CHECK_EQUAL(tcb_read_registers(t->tcb, 0, 1), seL4_NoError);
    sys_nbrecv(ep, t->reply);
    CHECK(got_message());
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

TEST(a_thread_may_be_stopped_when_its_registers_are_read, "registers.read.stop")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(sends, TESTER_PRIORITY - 1, ep);

    actor_start(t);
    let_others_run();
    CHECK_EQUAL(tcb_read_registers(t->tcb, STOP, 1), seL4_NoError);
    EXPECT_NO_FAULT(ep, t->reply);
    OK(tcb_resume(t->tcb));
    let_others_run();
    sys_nbrecv(ep, t->reply);
    CHECK(got_message());
}

TEST(flags_of_reading_that_mean_nothing_are_ignored, "registers.read.flags")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(sends, TESTER_PRIORITY - 1, ep);

    actor_start(t);
    let_others_run();
    EXPECT(tcb_read_registers(t->tcb, ~(seL4_Word)STOP, 1), seL4_NoError,
           (seL4_Word)cpu_syscall_svc);
    sys_nbrecv(ep, t->reply);
    CHECK(got_message());
}

TEST(a_stopped_thread_that_ran_shows_its_next_instruction, "registers.pc.running")
{
    struct registers registers = registers_pattern(victim_spin, 3);
    struct thread *t = victim_new(0, &registers);

    OK(sched_configure(t->sched_context, 50, 1000, 0, 0, 0));
    actor_start(t);
    let_others_run();
    EXPECT_REGISTERS(t->tcb, &registers);
    OK(tcb_suspend(t->tcb));
    EXPECT_REGISTERS(t->tcb, &registers);
}

/* Wakes a thread that waits on a notification, without letting it run. */
static struct thread *woken(seL4_CPtr *ntfn)
{
    struct thread *t;

    *ntfn = make(seL4_NotificationObject, 0);
    t = actor_with(waits, TESTER_PRIORITY - 1, *ntfn);
    actor_start(t);
    let_others_run();
    sys_nbsend(mint_new(*ntfn, ALL_RIGHTS, 0x5a), EMPTY_MESSAGE);
    return t;
}

TEST(a_woken_thread_that_has_not_run_shows_the_svc_and_its_message, "registers.pc.woken")
{
    seL4_CPtr ntfn;
    struct thread *t = woken(&ntfn);
    struct registers found = registers_of(t->tcb);

    CHECK_EQUAL(found.r[R_PC], (seL4_Word)cpu_syscall_svc);
    CHECK_EQUAL(found.r[R_X0], 0x5a);
}

TEST(a_woken_thread_that_is_stopped_is_behind_its_svc, "registers.pc.woken")
{
    seL4_CPtr ntfn;
    struct thread *t = woken(&ntfn);

    EXPECT(tcb_read_registers(t->tcb, STOP, 1), seL4_NoError,
           (seL4_Word)cpu_syscall_svc + INSTRUCTION);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    OK(tcb_resume(t->tcb));
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(t->got.badge, 0x5a);
}

static void reads_without_buffer(struct thread *me)
{
    const seL4_Word x[9] = {me->argument, TCBReadRegisters << 12 | 2, 0, R_COUNT, 7, 7, 7,
                            (seL4_Word)seL4_SysCall};

    sys_raw((seL4_Word)seL4_SysCall, x);
    me->step++;
}

TEST(without_a_buffer_4_registers_are_read, "registers.read.no_buffer")
{
    struct registers registers = registers_pattern(victim_stop, 3);
    struct thread *t = victim_new(0, &registers);
    struct thread *reader = actor_with(reads_without_buffer, TESTER_PRIORITY - 1, t->tcb);

    OK(invoke(reader->tcb, TCBSetIPCBuffer, W(0), W(0)));
    actor_start(reader);
    let_others_run();
    CHECK_EQUAL(reader->step, 1);
    CHECK_EQUAL(reader->got.badge, 0);
    CHECK_EQUAL(reader->got.label, seL4_NoError);
    CHECK_EQUAL(reader->got.length, 4);
    for (unsigned i = 0; i < 4; i++) {
        CHECK_EQUAL(reader->got.mr[i], registers.r[i]);
    }
}
