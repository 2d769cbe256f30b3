/* SPDX-License-Identifier: BSD-2-Clause */
/* Registers that no message shows, thread registers and floating point; SetTLSBase and SetFlags
   (ABI.md 1.2, 1.4, 10.1). */
#include "nodes.h"
#include "victims.h"

/* ---- Thread registers ---- */

static seL4_Word set_tls_base(seL4_CPtr tcb, seL4_Word base)
{
    return invoke(tcb, TCBSetTLSBase, NONE, W(base));
}

TEST(a_tls_base_has_to_be_given, "registers.tls.length")
{
    EXPECT(invoke(make(seL4_TCBObject, 0), TCBSetTLSBase, NONE, NONE), seL4_TruncatedMessage);
}

TEST(the_tls_base_of_another_thread_is_set, "registers.tls.sets")
{
    struct registers registers = registers_pattern(victim_read_tls, 0);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = victim_new(faults, &registers);
    struct registers found;

    OK(set_tls_base(t->tcb, 0xfeedfacecafebeef));
    registers.r[R_TPIDR] = 0xfeedfacecafebeef;
    EXPECT_REGISTERS(t->tcb, &registers);
    actor_start(t);
    let_others_run();
    found = registers_of(t->tcb);
    CHECK_EQUAL(found.r[R_X0], 0xfeedfacecafebeef);
    CHECK_EQUAL(found.r[R_X0 + 1], registers.r[R_TPIDRRO]);
}

TEST(one_s_own_tls_base_is_set_at_once, "registers.tls.self")
{
    const seL4_Word x[9] = {self()->tcb, (seL4_Word)TCBSetTLSBase << 12 | 1, 0x1234567890};

    sys_raw((seL4_Word)seL4_SysCall, x);
    CHECK_EQUAL(got()->label, seL4_NoError);
    CHECK_EQUAL(got()->length, 0);
    CHECK_EQUAL(self()->after.tpidr, 0x1234567890);
    CHECK_EQUAL(self()->after.x[30], self()->before.x[30]);
}

TEST(what_a_thread_writes_to_its_thread_register_stays, "registers.tls.user")
{
    struct registers registers = registers_pattern(victim_tls, 0);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t;

    registers.r[R_X0] = 0x7777000011112222;
    t = victim_new(faults, &registers);
    actor_start(t);
    registers.r[R_PC] += INSTRUCTION;
    registers.r[R_TPIDR] = registers.r[R_X0];
    EXPECT_STOP(faults, t->reply, &registers);
    EXPECT_REGISTERS(t->tcb, &registers);
    answer_fault(t->reply, 0, W((seL4_Word)victim_read_tls));
    let_others_run();
    CHECK_EQUAL(registers_of(t->tcb).r[R_X0], registers.r[R_TPIDR]);
    CHECK_EQUAL(registers_of(t->tcb).r[R_X0 + 1], registers.r[R_TPIDRRO]);
}

/* ---- Flags ---- */

static seL4_Word set_flags(seL4_CPtr tcb, seL4_Word clear, seL4_Word set)
{
    return invoke(tcb, TCBSetFlags, NONE, W(clear, set));
}

TEST(flags_are_2_words, "tcb.flags.length")
{
    EXPECT(invoke(make(seL4_TCBObject, 0), TCBSetFlags, NONE, W(0)), seL4_TruncatedMessage);
}

TEST(a_thread_starts_without_flags, "tcb.flags.result untyped.initial.tcb")
{
    EXPECT(set_flags(make(seL4_TCBObject, 0), 0, 0), seL4_NoError, 0);
}

enum { ALL_FLAGS = seL4_TCBFlag_fpuDisabled | bulkhead_TCBFlag_physicalTimerDisabled };

TEST(flags_are_cleared_then_set, "tcb.flags.result")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(set_flags(tcb, 0, seL4_TCBFlag_fpuDisabled), seL4_NoError, seL4_TCBFlag_fpuDisabled);
    EXPECT(set_flags(tcb, 0, 0), seL4_NoError, seL4_TCBFlag_fpuDisabled);
    EXPECT(set_flags(tcb, ~0ull, seL4_TCBFlag_fpuDisabled), seL4_NoError,
           seL4_TCBFlag_fpuDisabled);
    EXPECT(set_flags(tcb, ~(seL4_Word)seL4_TCBFlag_fpuDisabled, 0), seL4_NoError,
           seL4_TCBFlag_fpuDisabled);
    EXPECT(set_flags(tcb, seL4_TCBFlag_fpuDisabled, 0), seL4_NoError, 0);
}

TEST(unknown_flags_are_ignored, "tcb.flags.unknown")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(set_flags(tcb, 0, ~0ull), seL4_NoError, ALL_FLAGS);
    EXPECT(set_flags(tcb, ~0ull, 0), seL4_NoError, 0);
    EXPECT(set_flags(tcb, ~0ull, ~(seL4_Word)ALL_FLAGS), seL4_NoError, 0);
}

/* ---- Floating point ---- */

/* Yields 4 times, and compares what the registers held before. */
static void keeps_vectors(struct thread *me)
{
    for (unsigned turn = 0; turn < 4; turn++) {
        struct cpu *cpu = &me->before;

        *cpu = (struct cpu){.x = {[7] = (seL4_Word)seL4_SysYield}};
        for (seL4_Word i = 0; i < 64; i++) {
            cpu->q[i] = me->tcb * 0x0101010101010101ull + (turn << 8) + i;
        }
        cpu->fpcr = (me->tcb & 3) << 22;
        cpu->fpsr = me->tcb & 0x1f;
        cpu->tpidr = me->tcb << 32 | turn;
        me->after = *cpu;
        cpu_syscall(&me->after);
        for (unsigned i = 0; i < 64; i++) {
            CHECK_EQUAL(me->after.q[i], cpu->q[i]);
        }
        CHECK_EQUAL(me->after.fpcr, cpu->fpcr);
        CHECK_EQUAL(me->after.fpsr, cpu->fpsr);
        CHECK_EQUAL(me->after.tpidr, cpu->tpidr);
        me->step++;
    }
}

TEST(floating_point_registers_are_each_thread_s_own, "fpu.own")
{
    struct thread *t[4];

    for (unsigned i = 0; i < 4; i++) {
        t[i] = actor_run(keeps_vectors, TESTER_PRIORITY - 1);
    }
    let_others_run();
    for (unsigned i = 0; i < 4; i++) {
        CHECK_EQUAL(t[i]->step, 4);
    }
}

/* Reads the floating-point registers before it has written any. */
static void reads_vectors(struct thread *me)
{
    victim_vectors(&me->after);
    for (unsigned i = 0; i < 64; i++) {
        CHECK_EQUAL(me->after.q[i], 0);
    }
    CHECK_EQUAL(me->after.fpcr, 0);
    CHECK_EQUAL(me->after.fpsr, 0);
    me->step++;
}

TEST(a_new_thread_finds_no_other_s_floating_point_values, "fpu.new")
{
    struct thread *busy = actor_run(keeps_vectors, TESTER_PRIORITY + 1);
    struct thread *new = actor_run(reads_vectors, TESTER_PRIORITY + 1);

    CHECK(busy->step >= 1);
    let_others_run();
    CHECK_EQUAL(new->step, 1);
}

static seL4_IPCBuffer *buffer_of(const struct thread *t)
{
    return &thread_blocks[((seL4_Word)t - (seL4_Word)thread_blocks) / BLOCK_SIZE].buffer;
}

TEST(a_thread_in_a_dead_one_s_memory_finds_no_values_of_it, "fpu.new")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 11);
    struct thread *t = actor_run(keeps_vectors, TESTER_PRIORITY + 1);

    for (unsigned round = 0; round < 2; round++) {
        struct thread *next = actor_new(round == 0 ? keeps_vectors : reads_vectors,
                                        TESTER_PRIORITY + 1);
        seL4_CPtr tcb = slot_new();

        OK(invoke(next->sched_context, SchedContextUnbind, NONE, NONE));
        OK(untyped_retype(untyped, seL4_TCBObject, 0, below(ROOT, 0, 0), tcb, 1));
        OK(tcb_configure(tcb, ROOT, 0, VSPACE, (seL4_Word)buffer_of(next),
                         frame_of(buffer_of(next))));
        OK(tcb_set_sched_params(tcb, seL4_CapInitThreadTCB, 255, TESTER_PRIORITY + 1,
                                next->sched_context, 0));
        OK(tcb_copy_registers(tcb, next->tcb, 4 | 8));
        next->tcb = tcb;
        actor_start(next);
        let_others_run();
        CHECK(next->step >= 1);
        OK(cnode_delete(slot(tcb)));
    }
    CHECK_EQUAL(t->step, 4);
}

/* A victim at a floating-point instruction, which is switched off. */
static struct thread *without_fp(struct registers *registers, seL4_CPtr *faults)
{
    struct thread *t;

    *faults = make(seL4_EndpointObject, 0);
    *registers = registers_pattern(victim_fp, 0);
    t = victim_new(*faults, registers);
    EXPECT(set_flags(t->tcb, 0, seL4_TCBFlag_fpuDisabled), seL4_NoError,
           seL4_TCBFlag_fpuDisabled);
    return t;
}

TEST(a_thread_with_floating_point_off_faults_at_its_first_use, "fpu.off el2.user.fpu")
{
    struct registers registers;
    seL4_CPtr faults;
    struct thread *t = without_fp(&registers, &faults);

    actor_start(t);
    EXPECT_TRAP(faults, t->reply, &registers, ESR_FP);
    answer_fault(t->reply, 0, NONE);
    EXPECT_TRAP(faults, t->reply, &registers, ESR_FP);
}

TEST(a_thread_may_use_floating_point_again, "fpu.off")
{
    struct registers registers;
    seL4_CPtr faults;
    struct thread *t = without_fp(&registers, &faults);

    actor_start(t);
    let_others_run();
    sys_nbrecv(faults, t->reply);
    CHECK(got_message());
    EXPECT(set_flags(t->tcb, seL4_TCBFlag_fpuDisabled, 0), seL4_NoError, 0);
    answer_fault(t->reply, 0, NONE);
    registers.r[R_PC] += INSTRUCTION;
    EXPECT_STOP(faults, t->reply, &registers);
}

TEST(a_thread_with_floating_point_off_does_not_hide_others_values, "fpu.off")
{
    struct registers registers;
    seL4_CPtr faults;
    struct thread *t = without_fp(&registers, &faults);
    struct thread *busy = actor_new(keeps_vectors, TESTER_PRIORITY - 1);

    actor_start(busy);
    actor_start(t);
    EXPECT_TRAP(faults, t->reply, &registers, ESR_FP);
    CHECK_EQUAL(busy->step, 4);
}

static void waits_with_vectors(struct thread *me)
{
    sys_wait(me->argument); /* compares all registers */
    me->step++;
}

TEST(switching_floating_point_off_and_on_keeps_the_values, "fpu.keeps")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(waits_with_vectors, TESTER_PRIORITY - 1, ntfn);

    actor_start(t);
    let_others_run();
    EXPECT(set_flags(t->tcb, 0, seL4_TCBFlag_fpuDisabled), seL4_NoError,
           seL4_TCBFlag_fpuDisabled);
    EXPECT(set_flags(t->tcb, seL4_TCBFlag_fpuDisabled, 0), seL4_NoError, 0);
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

TEST(asking_for_one_s_flags_keeps_one_s_values, "fpu.keeps")
{
    EXPECT(set_flags(self()->tcb, 0, 0), seL4_NoError, 0);
}
