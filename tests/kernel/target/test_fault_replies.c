/* SPDX-License-Identifier: BSD-2-Clause */
/* What an answer to a fault does to the thread (ABI.md 5.4). */
#include "nodes.h"
#include "timing.h"
#include "victims.h"

enum { RESUME = 0, STAY = 1 };

/* A victim whose first fault has been received, and the endpoint where its next one will be. */
struct faulted {
    struct thread *thread;
    seL4_CPtr faults;
    struct registers registers;
};

static struct faulted fault_with(struct registers registers)
{
    struct faulted v = {.faults = make(seL4_EndpointObject, 0), .registers = registers};

    v.thread = victim_new(v.faults, &v.registers);
    actor_start(v.thread);
    let_others_run();
    sys_nbrecv(v.faults, v.thread->reply);
    CHECK(got_message());
    return v;
}

static struct faulted fault_at(const void *pc)
{
    struct registers registers = registers_pattern(pc, 0);

    registers.r[R_X0] = unmapped_address();
    return fault_with(registers);
}

/* Answers; the next fault is the undefined instruction at `pc`, and the registers are as in *v but
   for that. */
static void expect_resumed_at(const struct faulted *v, const void *pc)
{
    struct registers registers = v->registers;

    registers.r[R_PC] = (seL4_Word)pc;
    EXPECT_STOP(v->faults, v->thread->reply, &registers);
    EXPECT_REGISTERS(v->thread->tcb, &registers);
}

/* ---- Memory and capability faults ---- */

TEST(a_memory_fault_is_answered_by_trying_again, "fault.reply.vm")
{
    struct faulted v = fault_at(victim_load);

    answer_fault(v.thread->reply, RESUME, NONE);
    EXPECT_FAULT(v.faults, v.thread->reply, seL4_Fault_VMFault, v.registers.r[R_PC],
                 v.registers.r[R_X0], 0, ESR_LOAD);
}

TEST(a_memory_fault_is_over_when_there_is_a_page, "fault.reply.vm")
{
    struct faulted v = fault_at(victim_store);
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);

    map_window(frame, unmapped_address(), READ_WRITE);
    answer_fault(v.thread->reply, RESUME, NONE);
    expect_resumed_at(&v, victim_store + INSTRUCTION);
    CHECK_EQUAL(*(volatile seL4_Word *)unmapped_address(), v.registers.r[R_X0 + 1]);
}

TEST(a_memory_fault_resumes_whatever_the_label_and_words, "fault.reply.vm")
{
    struct faulted v = fault_at(victim_load);

    answer_fault(v.thread->reply, 0xbad, W(1, 2, 3, 4, 5));
    EXPECT_FAULT(v.faults, v.thread->reply, seL4_Fault_VMFault, v.registers.r[R_PC],
                 v.registers.r[R_X0], 0, ESR_LOAD);
    EXPECT_REGISTERS(v.thread->tcb, &v.registers);
}

TEST(a_capability_fault_is_answered_by_trying_again, "fault.reply.cap")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr place = slot_new();
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_in(waits, place, faults, ROOT, 0);

    actor_start(t);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_CapFault, (seL4_Word)cpu_syscall_svc, place, 1,
                 seL4_MissingCapability, 0);
    answer_fault(t->reply, 0xbad, W(1, 2, 3, 4, 5));
    EXPECT_FAULT(faults, t->reply, seL4_Fault_CapFault, (seL4_Word)cpu_syscall_svc, place, 1,
                 seL4_MissingCapability, 0);
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 6), EMPTY_MESSAGE);
    OK(cnode_copy(slot(place), slot(ntfn), ALL_RIGHTS));
    answer_fault(t->reply, RESUME, NONE);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(t->got.badge, 6);
}

/* ---- Exceptions ---- */

TEST(an_exception_is_answered_by_trying_again, "fault.reply.exception")
{
    struct faulted v = fault_at(victim_stop);

    answer_fault(v.thread->reply, RESUME, NONE);
    expect_resumed_at(&v, victim_stop);
}

TEST(an_exception_answered_with_another_label_stops_the_thread,
     "fault.reply.exception fault.reply.stay")
{
    struct faulted v = fault_at(victim_stop);

    answer_fault(v.thread->reply, STAY, NONE);
    EXPECT_NO_FAULT(v.faults, v.thread->reply);
    OK(tcb_resume(v.thread->tcb));
    expect_resumed_at(&v, victim_stop);
}

TEST(words_of_the_answer_set_registers_even_of_a_thread_that_stays, "fault.reply.stay")
{
    struct faulted v = fault_at(victim_undefined);

    answer_fault(v.thread->reply, 1ull << 51, W((seL4_Word)victim_stop));
    EXPECT_NO_FAULT(v.faults, v.thread->reply);
    OK(tcb_resume(v.thread->tcb));
    expect_resumed_at(&v, victim_stop);
}

TEST(an_answer_to_an_exception_sets_pc_sp_and_flags, "fault.reply.exception fault.reply.spsr")
{
    struct faulted v = fault_at(victim_undefined);

    answer_fault(v.thread->reply, RESUME,
                 W((seL4_Word)victim_stop, 0x5005, 0xffffffff5fffffff, 0xbad, 0xbad, 0xbad));
    v.registers.r[R_SP] = 0x5005;
    v.registers.r[R_SPSR] = 0x50000000 | SPSR_INITIAL;
    expect_resumed_at(&v, victim_stop);
}

TEST(an_answer_with_fewer_words_sets_only_those, "fault.reply.exception")
{
    struct faulted v = fault_at(victim_undefined);

    answer_fault(v.thread->reply, RESUME, W((seL4_Word)victim_stop));
    expect_resumed_at(&v, victim_stop);
}

/* ---- Unknown system calls ---- */

static struct faulted unknown_syscall(void)
{
    struct registers registers = registers_pattern(victim_svc, 0);

    registers.r[R_X7] = 99;
    return fault_with(registers);
}

TEST(an_unknown_system_call_answered_without_words_is_made_again, "fault.reply.syscall")
{
    struct faulted v = unknown_syscall();
    const seL4_Word *r = v.registers.r;

    answer_fault(v.thread->reply, RESUME, NONE);
    EXPECT_FAULT(v.faults, v.thread->reply, seL4_Fault_UnknownSyscall, r[R_X0], r[R_X0 + 1],
                 r[R_X0 + 2], r[R_X0 + 3], r[R_X0 + 4], r[R_X0 + 5], r[R_X0 + 6], 99, r[R_PC],
                 r[R_SP], r[R_PC] + INSTRUCTION, r[R_SPSR], 99);
}

TEST(an_answer_to_an_unknown_system_call_sets_12_registers, "fault.reply.syscall fault.reply.spsr")
{
    struct faulted v = unknown_syscall();
    seL4_Word *r = v.registers.r;

    for (unsigned i = 0; i <= 7; i++) {
        r[R_X0 + i] = 0x700 + i;
    }
    r[R_SP] = 0x5ee;
    answer_fault(v.thread->reply, RESUME,
                 W(0x700, 0x701, 0x702, 0x703, 0x704, 0x705, 0x706, 0x707,
                   (seL4_Word)victim_svc + INSTRUCTION, 0x5ee, 0xbad0, 0x9fffffff, 0xbad, 0xbad));
    r[R_SPSR] = 0x90000000 | SPSR_INITIAL;
    expect_resumed_at(&v, victim_svc + INSTRUCTION);
}

TEST(the_next_pc_of_an_answer_to_an_unknown_system_call_skips_nothing, "fault.reply.syscall_skip")
{
    struct faulted v = unknown_syscall();
    const seL4_Word *r = v.registers.r;

    answer_fault(v.thread->reply, RESUME,
                 W(r[R_X0], r[R_X0 + 1], r[R_X0 + 2], r[R_X0 + 3], r[R_X0 + 4], r[R_X0 + 5],
                   r[R_X0 + 6], 99, r[R_PC], r[R_SP], (seL4_Word)victim_stop));
    EXPECT_FAULT(v.faults, v.thread->reply, seL4_Fault_UnknownSyscall, r[R_X0], r[R_X0 + 1],
                 r[R_X0 + 2], r[R_X0 + 3], r[R_X0 + 4], r[R_X0 + 5], r[R_X0 + 6], 99, r[R_PC],
                 r[R_SP], r[R_PC] + INSTRUCTION, r[R_SPSR], 99);
}

TEST(an_unknown_system_call_answered_with_another_label_stops_the_thread, "fault.reply.stay")
{
    struct faulted v = unknown_syscall();

    answer_fault(v.thread->reply, STAY, NONE);
    EXPECT_NO_FAULT(v.faults, v.thread->reply);
}

/* ---- Timeouts ---- */

enum { BUDGET_US = 60, PERIOD_US = 300, DATA = 0xda7a };

/* A victim that has used up its budget; its timeout fault has been received. */
static struct faulted timed_out(void)
{
    struct faulted v = {.faults = make(seL4_EndpointObject, 0),
                        .registers = registers_pattern(victim_spin, 0)};

    v.thread = victim_new(v.faults, &v.registers);
    OK(sched_configure(v.thread->sched_context, BUDGET_US, PERIOD_US, 0, DATA, 0));
    OK(invoke(v.thread->tcb, TCBSetTimeoutEndpoint, W(v.faults), NONE));
    actor_start(v.thread);
    let_others_run();
    sys_nbrecv(v.faults, v.thread->reply);
    CHECK(got_message());
    return v;
}

TEST(a_timeout_tells_data_and_consumed_time, "fault.timeout.words")
{
    struct faulted v = timed_out();

    CHECK_EQUAL(got()->label, seL4_Fault_Timeout);
    CHECK_EQUAL(got()->length, 2);
    CHECK_EQUAL(got()->caps, 0);
    CHECK_EQUAL(got()->mr[0], DATA);
    CHECK_ABOUT(got()->mr[1], BUDGET_US);
    CHECK(got()->mr[1] != 0);
    EXPECT(invoke(v.thread->sched_context, SchedContextConsumed, NONE, NONE), seL4_NoError, 0);
    EXPECT_REGISTERS(v.thread->tcb, &v.registers);
}

TEST(a_timeout_answered_without_words_goes_on_with_the_next_budget, "fault.reply.timeout")
{
    struct faulted v = timed_out();

    answer_fault(v.thread->reply, RESUME, NONE);
    sys_recv(v.faults, v.thread->reply);
    CHECK_EQUAL(got()->label, seL4_Fault_Timeout);
    CHECK_ABOUT(got()->mr[1], BUDGET_US);
    EXPECT_REGISTERS(v.thread->tcb, &v.registers);
}

TEST(a_timeout_answered_with_another_label_stops_the_thread, "fault.reply.stay")
{
    struct faulted v = timed_out();

    answer_fault(v.thread->reply, STAY, NONE);
    (void)use_time(2 * PERIOD_US);
    EXPECT_NO_FAULT(v.faults, v.thread->reply);
}

TEST(an_answer_to_a_timeout_sets_all_registers_but_the_thread_s_own, "fault.reply.timeout")
{
    struct faulted v = timed_out();
    struct registers new = registers_pattern(victim_stop, 0x33);
    struct words words = NONE;

    new.r[R_SPSR] = 0xffffffffffffffff;
    for (unsigned i = 0; i < R_COUNT; i++) {
        words.word[words.count++] = new.r[i];
    }
    answer_fault(v.thread->reply, RESUME, words);
    new.r[R_SPSR] = 0xf0000000 | SPSR_INITIAL;
    new.r[R_TPIDR] = v.registers.r[R_TPIDR];
    new.r[R_TPIDRRO] = v.registers.r[R_TPIDRRO];
    sys_recv(v.faults, v.thread->reply);
    CHECK_EQUAL(got()->label, seL4_Fault_UserException);
    EXPECT_REGISTERS(v.thread->tcb, &new);
}

/* ---- Answers themselves ---- */

TEST(a_fault_is_answered_once, "fault.reply.once")
{
    struct faulted v = fault_at(victim_undefined);

    answer_fault(v.thread->reply, RESUME, W((seL4_Word)victim_stop));
    answer_fault(v.thread->reply, RESUME, W((seL4_Word)victim_undefined));
    expect_resumed_at(&v, victim_stop);
}

static void answers_without_buffer(struct thread *me)
{
    const seL4_Word x[9] = {me->argument, 12, 0x700, 0x701, 0x702, 0x703, 0,
                            (seL4_Word)seL4_SysSend};

    sys_raw((seL4_Word)seL4_SysSend, x);
    me->step++;
}

TEST(a_handler_without_a_buffer_sets_4_registers, "fault.reply.no_buffer")
{
    struct faulted v = unknown_syscall();
    struct thread *handler = actor_with(answers_without_buffer, TESTER_PRIORITY - 1,
                                        v.thread->reply);
    seL4_Word *r = v.registers.r;

    OK(invoke(handler->tcb, TCBSetIPCBuffer, W(0), W(0)));
    actor_start(handler);
    for (unsigned i = 0; i < 4; i++) {
        r[R_X0 + i] = 0x700 + i;
    }
    EXPECT_FAULT(v.faults, v.thread->reply, seL4_Fault_UnknownSyscall, 0x700, 0x701, 0x702, 0x703,
                 r[R_X0 + 4], r[R_X0 + 5], r[R_X0 + 6], 99, r[R_PC], r[R_SP],
                 r[R_PC] + INSTRUCTION, r[R_SPSR], 99);
}
