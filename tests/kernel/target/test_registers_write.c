/* SPDX-License-Identifier: BSD-2-Clause */
/* TCB WriteRegisters and CopyRegisters (ABI.md 10.1). */
#include "nodes.h"
#include "victims.h"

enum { RESUME = 1 };
enum { COPY_STOP = 1, COPY_RESUME = 2, COPY_FRAME = 4, COPY_INTEGER = 8 };

/* ---- WriteRegisters ---- */

TEST(writing_fewer_than_2_words_is_truncated, "registers.write.length")
{
    EXPECT(invoke(self()->tcb, TCBWriteRegisters, NONE, W(0)), seL4_TruncatedMessage);
}

TEST(writing_more_registers_than_words_is_truncated, "registers.write.words")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(invoke(tcb, TCBWriteRegisters, NONE, W(0, 1)), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBWriteRegisters, NONE, W(0, 3, 1, 2)), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBWriteRegisters, NONE, W(0, ~0ull, 1, 2)), seL4_TruncatedMessage);
    EXPECT(invoke(self()->tcb, TCBWriteRegisters, NONE, W(0, 3, 1, 2)), seL4_TruncatedMessage);
}

TEST(one_s_own_registers_cannot_be_written, "registers.write.self")
{
    EXPECT(invoke(self()->tcb, TCBWriteRegisters, NONE, W(RESUME, 1, 0)), seL4_IllegalOperation);
}

TEST(all_registers_are_written, "registers.write.writes registers.order")
{
    struct registers registers = registers_pattern(victim_stop, 9);
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(tcb_write_registers(tcb, 0, R_COUNT, &registers));
    EXPECT_REGISTERS(tcb, &registers);
}

TEST(registers_that_are_not_counted_stay, "registers.write.writes")
{
    struct registers old = registers_pattern(victim_stop, 1);
    struct registers new = registers_pattern(victim_spin, 2);
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(tcb_write_registers(tcb, 0, R_COUNT, &old));
    OK(tcb_write_registers(tcb, 0, 6, &new));
    for (unsigned i = 0; i < 6; i++) {
        old.r[i] = new.r[i];
    }
    EXPECT_REGISTERS(tcb, &old);
    OK(invoke(tcb, TCBWriteRegisters, NONE, W(0, 0, 1, 2, 3)));
    EXPECT_REGISTERS(tcb, &old);
    OK(invoke(tcb, TCBWriteRegisters, NONE, W(0, 1, 0x1000, 2, 3)));
    old.r[R_PC] = 0x1000;
    EXPECT_REGISTERS(tcb, &old);
}

TEST(a_count_above_36_means_36, "registers.write.most")
{
    struct registers registers = registers_pattern(victim_stop, 9);
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    struct words words = W(0, 38);

    for (unsigned i = 0; i < 38; i++) {
        words.word[words.count++] = i < R_COUNT ? registers.r[i] : 0xbad;
    }
    OK(invoke(tcb, TCBWriteRegisters, NONE, words));
    EXPECT_REGISTERS(tcb, &registers);
}

TEST(only_the_flags_of_the_processor_state_are_written, "registers.write.spsr")
{
    struct registers registers = registers_pattern(victim_stop, 9);
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    registers.r[R_SPSR] = 0xffffffffffffffff;
    OK(tcb_write_registers(tcb, 0, R_COUNT, &registers));
    registers.r[R_SPSR] = 0xf0000000ull | SPSR_INITIAL;
    EXPECT_REGISTERS(tcb, &registers);
    registers.r[R_SPSR] = 0x0fffffff0fffffffull & ~(seL4_Word)SPSR_INITIAL;
    OK(tcb_write_registers(tcb, 0, R_COUNT, &registers));
    registers.r[R_SPSR] = SPSR_INITIAL;
    EXPECT_REGISTERS(tcb, &registers);
}

TEST(a_thread_starts_with_the_registers_written, "registers.write.resume registers.write.writes")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_svc, 4);
    const seL4_Word *r = registers.r;
    struct thread *t;

    registers.r[R_X7] = 99;
    t = victim_new(faults, &registers);
    OK(tcb_write_registers(t->tcb, RESUME, R_COUNT, &registers));
    EXPECT_FAULT(faults, t->reply, seL4_Fault_UnknownSyscall, r[R_X0], r[R_X0 + 1], r[R_X0 + 2],
                 r[R_X0 + 3], r[R_X0 + 4], r[R_X0 + 5], r[R_X0 + 6], 99, r[R_PC], r[R_SP],
                 r[R_PC] + INSTRUCTION, r[R_SPSR], 99);
    EXPECT_REGISTERS(t->tcb, &registers);
}

TEST(a_thread_stays_stopped_when_its_registers_are_written, "registers.write.resume")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = victim_at(faults, victim_stop, 0, 0);

    OK(invoke(t->tcb, TCBWriteRegisters, NONE, W(0, 0)));
    EXPECT_NO_FAULT(faults, t->reply);
}

TEST(flags_of_writing_that_mean_nothing_are_ignored, "registers.write.flags")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = victim_at(faults, victim_stop, 0, 0);

    OK(invoke(t->tcb, TCBWriteRegisters, NONE, W(~(seL4_Word)RESUME, 0)));
    EXPECT_NO_FAULT(faults, t->reply);
}

TEST(a_running_thread_goes_on_at_the_pc_written, "registers.write.pc")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_spin, 3);
    struct thread *t = victim_new(faults, &registers);

    OK(sched_configure(t->sched_context, 50, 200, 0, 0, 0));
    actor_start(t);
    let_others_run();
    registers.r[R_PC] = (seL4_Word)victim_stop;
    OK(invoke(t->tcb, TCBWriteRegisters, NONE, W(0, 1, registers.r[R_PC])));
    sys_recv(faults, t->reply);
    CHECK_EQUAL(got()->mr[0], registers.r[R_PC]);
    CHECK_EQUAL(got()->mr[3], ESR_UNDEFINED);
}

TEST(a_blocked_thread_stays_blocked_when_its_pc_is_written, "registers.write.pc")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_in(waits, ntfn, faults, ROOT, 0);

    actor_start(t);
    let_others_run();
    OK(invoke(t->tcb, TCBWriteRegisters, NONE, W(0, 1, (seL4_Word)victim_stop)));
    EXPECT_NO_FAULT(faults, t->reply);
    OK(invoke(t->tcb, TCBWriteRegisters, NONE, W(RESUME, 0)));
    let_others_run();
    sys_nbrecv(faults, t->reply);
    CHECK(got_message());
    CHECK_EQUAL(got()->mr[0], (seL4_Word)victim_stop);
}

TEST(a_running_thread_is_not_hurt_by_a_resume, "registers.write.resume")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(waits, TESTER_PRIORITY - 1, ntfn);

    actor_start(t);
    OK(tcb_resume(t->tcb));
    let_others_run();
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    OK(tcb_resume(t->tcb));
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

/* ---- CopyRegisters ---- */

TEST(copying_registers_needs_a_word_and_a_source, "registers.copy.length")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(invoke(tcb, TCBCopyRegisters, W(self()->tcb), NONE), seL4_TruncatedMessage);
    EXPECT(invoke(tcb, TCBCopyRegisters, NONE, W(COPY_FRAME)), seL4_TruncatedMessage);
}

TEST(registers_are_copied_from_threads_only, "registers.copy.source")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(tcb_copy_registers(tcb, slot_new(), COPY_FRAME), seL4_InvalidCapability, 1);
    EXPECT(tcb_copy_registers(tcb, make(seL4_EndpointObject, 0), COPY_FRAME),
           seL4_InvalidCapability, 1);
}

/* A thread that has `to`, after copying from one that has `from`. */
static seL4_CPtr after_copy(seL4_Word flags, const struct registers *to,
                            const struct registers *from)
{
    seL4_CPtr target = make(seL4_TCBObject, 0);
    seL4_CPtr source = make(seL4_TCBObject, 0);

    OK(tcb_write_registers(target, 0, R_COUNT, to));
    OK(tcb_write_registers(source, 0, R_COUNT, from));
    OK(tcb_copy_registers(target, source, flags));
    EXPECT_REGISTERS(source, from);
    return target;
}

TEST(the_frame_registers_are_copied, "registers.copy.frame")
{
    struct registers to = registers_pattern(victim_stop, 1);
    struct registers from = registers_pattern(victim_svc, 2);
    seL4_CPtr target = after_copy(COPY_FRAME, &to, &from);

    for (unsigned i = 0; i < R_FRAME_END; i++) {
        to.r[i] = from.r[i];
    }
    EXPECT_REGISTERS(target, &to);
}

TEST(the_other_registers_are_copied, "registers.copy.integer")
{
    struct registers to = registers_pattern(victim_stop, 1);
    struct registers from = registers_pattern(victim_svc, 2);
    seL4_CPtr target = after_copy(COPY_INTEGER, &to, &from);

    for (unsigned i = R_FRAME_END; i < R_COUNT; i++) {
        to.r[i] = from.r[i];
    }
    EXPECT_REGISTERS(target, &to);
}

TEST(all_registers_are_copied, "registers.copy.frame registers.copy.integer")
{
    struct registers to = registers_pattern(victim_stop, 1);
    struct registers from = registers_pattern(victim_svc, 2);

    EXPECT_REGISTERS(after_copy(COPY_FRAME | COPY_INTEGER, &to, &from), &from);
}

TEST(no_register_is_copied_without_a_flag, "registers.copy.flags")
{
    struct registers to = registers_pattern(victim_stop, 1);
    struct registers from = registers_pattern(victim_svc, 2);

    EXPECT_REGISTERS(after_copy(0, &to, &from), &to);
    EXPECT_REGISTERS(after_copy(0xfffffffffffffff0, &to, &from), &to);
}

TEST(the_source_of_registers_may_be_stopped, "registers.copy.stop")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(sends, TESTER_PRIORITY - 1, ep);

    actor_start(t);
    let_others_run();
    OK(tcb_copy_registers(make(seL4_TCBObject, 0), t->tcb, COPY_STOP));
    EXPECT_NO_FAULT(ep, t->reply);
}

TEST(the_target_of_registers_may_be_resumed, "registers.copy.resume")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_stop, 5);
    seL4_CPtr source = make(seL4_TCBObject, 0);
    struct thread *t = victim_at(faults, victim_spin, 0, 0);

    OK(tcb_write_registers(source, 0, R_COUNT, &registers));
    OK(tcb_copy_registers(t->tcb, source, COPY_FRAME));
    EXPECT_NO_FAULT(faults, t->reply);
    OK(tcb_copy_registers(t->tcb, source, COPY_FRAME | COPY_RESUME));
    EXPECT_STOP(faults, t->reply, &registers);
    EXPECT_REGISTERS(source, &registers);
}

TEST(the_caller_may_be_the_source_of_registers, "registers.copy.self")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    struct registers found;

    OK(tcb_copy_registers(tcb, self()->tcb, COPY_FRAME | COPY_INTEGER));
    found = registers_of(tcb);
    CHECK_EQUAL(found.r[R_PC], (seL4_Word)cpu_syscall_svc);
    CHECK_EQUAL(found.r[R_X0], tcb);
    CHECK_EQUAL(found.r[R_X7], (seL4_Word)seL4_SysCall);
}

TEST(the_caller_may_be_the_target_of_registers, "registers.copy.self")
{
    struct registers from = registers_pattern(victim_stop, 6);
    seL4_CPtr source = make(seL4_TCBObject, 0);
    const seL4_Word x[9] = {self()->tcb, (seL4_Word)TCBCopyRegisters << 12 | 1 << 7 | 1,
                            COPY_INTEGER};
    const struct cpu *after = &self()->after;

    OK(tcb_write_registers(source, 0, R_COUNT, &from));
    fill_buffer(&MESSAGE(0, W(source), NONE));
    sys_raw((seL4_Word)seL4_SysCall, x);
    CHECK_EQUAL(got()->label, seL4_NoError);
    for (unsigned i = 9; i <= 15; i++) {
        CHECK_EQUAL(after->x[i], from.r[R_X9 + i - 9]);
    }
    for (unsigned i = 19; i <= 28; i++) {
        CHECK_EQUAL(after->x[i], from.r[R_X19 + i - 19]);
    }
    for (unsigned i = 16; i <= 18; i++) {
        CHECK_EQUAL(after->x[i], self()->before.x[i]);
    }
    CHECK_EQUAL(after->tpidr, from.r[R_TPIDR]);
}
