/* SPDX-License-Identifier: BSD-2-Clause */
/* What each fault says (ABI.md 5.2). */
#include "nodes.h"
#include "victims.h"

enum { BADGE = 0xbad9e };

/* Starts a victim whose faults go to a fresh endpoint, through a capability with BADGE, and leaves
   that in *faults. */
static struct thread *start(const struct registers *registers, seL4_CPtr *faults)
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = victim_new(mint_new(ep, ALL_RIGHTS, BADGE), registers);

    *faults = ep;
    actor_start(t);
    return t;
}

/* ---- Memory ---- */

TEST(a_read_of_no_page_is_a_memory_fault, "fault.vm.data fault.message.label el2.fault.syndrome")
{
    struct registers registers = registers_pattern(victim_load, 0);
    seL4_CPtr faults;
    struct thread *t;

    registers.r[R_X0] = unmapped_address() + 0x18;
    t = start(&registers, &faults);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_VMFault, (seL4_Word)victim_load,
                 registers.r[R_X0], 0, ESR_LOAD);
}

TEST(a_write_to_no_page_says_that_it_was_a_write, "fault.vm.data el2.fault.syndrome")
{
    struct registers registers = registers_pattern(victim_store, 0);
    seL4_CPtr faults;
    struct thread *t;

    registers.r[R_X0] = unmapped_address() + 0xff8;
    t = start(&registers, &faults);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_VMFault, (seL4_Word)victim_store,
                 registers.r[R_X0], 0, ESR_STORE);
}

TEST(a_jump_to_no_page_is_a_prefetch_fault_at_its_target, "fault.vm.instruction")
{
    struct registers registers = registers_pattern(victim_jump, 0);
    seL4_Word target = unmapped_address() + 0x40;
    seL4_CPtr faults;
    struct thread *t;

    registers.r[R_X0] = target;
    t = start(&registers, &faults);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_VMFault, target, target, 1, ESR_JUMP);
}

TEST(an_address_above_all_user_addresses_is_told_whole, "fault.vm.data")
{
    struct registers registers = registers_pattern(victim_load, 0);
    seL4_CPtr faults;
    struct thread *t;

    registers.r[R_X0] = 0x0000800000000000ull;
    t = start(&registers, &faults);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_VMFault, (seL4_Word)victim_load,
                 0x0000800000000000ull, 0, READ_ABOVE);
}

/* ---- Exceptions ---- */

/* A victim at `pc` with exception `number`; all its registers stay as they were. */
static void expect_exception(const void *pc, seL4_Word number)
{
    struct registers registers = registers_pattern(pc, 0);
    seL4_CPtr faults;
    struct thread *t = start(&registers, &faults);

    EXPECT_FAULT(faults, t->reply, seL4_Fault_UserException, registers.r[R_PC],
                 registers.r[R_SP], registers.r[R_SPSR], number, 0);
    EXPECT_REGISTERS(t->tcb, &registers);
}

/* The same of what is a fault of its own at EL2. */
static void expect_trapped(const void *pc, seL4_Word number)
{
    struct registers registers = registers_pattern(pc, 0);
    seL4_CPtr faults;
    struct thread *t = start(&registers, &faults);

    EXPECT_TRAP(faults, t->reply, &registers, number);
    EXPECT_REGISTERS(t->tcb, &registers);
}

TEST(an_undefined_instruction_is_an_exception,
     "fault.exception.words fault.registers el2.fault.undefined")
{
    expect_exception(victim_undefined, ESR_UNDEFINED);
}

TEST(calls_of_a_hypervisor_or_firmware_are_undefined, "fault.exception.undefined")
{
    expect_exception(victim_hvc, ESR_UNDEFINED);
    expect_exception(victim_smc, ESR_UNDEFINED);
    expect_exception(victim_eret, ESR_UNDEFINED);
}

TEST(a_breakpoint_instruction_is_an_exception,
     "fault.exception.words el2.fault.other el2.fault.other_words")
{
    expect_trapped(victim_brk_7, ESR_BRK(7));
}

#ifndef CONFIG_EXPORT_VCNT_USER
TEST(a_trapped_system_register_is_an_exception, "fault.exception.words el2.fault.other")
{
    expect_trapped(victim_counter, ESR_COUNTER);
}
#endif

TEST(a_jump_off_the_instructions_alignment_is_an_exception, "fault.exception.words el2.fault.other")
{
    enum { ESR_PC_ALIGNMENT = 0x8a000000u };

    expect_trapped(victim_stop + 2, ESR_PC_ALIGNMENT);
}

TEST(flags_that_a_thread_set_are_in_the_processor_state, "fault.exception.words")
{
    struct registers registers = registers_pattern(victim_flags, 0);
    seL4_CPtr faults;
    struct thread *t;

    registers.r[R_X0] = registers.r[R_X0 + 1];
    registers.r[R_SPSR] = SPSR_INITIAL;
    t = start(&registers, &faults);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_UserException,
                 (seL4_Word)victim_flags + INSTRUCTION, registers.r[R_SP],
                 0x60000000 | SPSR_INITIAL, ESR_UNDEFINED, 0);
}

/* ---- System calls ---- */

/* The system call at `pc` with this number is unknown; nothing else happens to the thread. */
static void expect_unknown(const void *pc, seL4_Word number)
{
    struct registers registers = registers_pattern(pc, 0);
    const seL4_Word *r = registers.r;
    seL4_CPtr faults;
    struct thread *t;

    registers.r[R_X7] = number;
    t = start(&registers, &faults);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_UnknownSyscall, r[R_X0], r[R_X0 + 1], r[R_X0 + 2],
                 r[R_X0 + 3], r[R_X0 + 4], r[R_X0 + 5], r[R_X0 + 6], number, r[R_PC], r[R_SP],
                 r[R_PC] + INSTRUCTION, r[R_SPSR], number);
    EXPECT_REGISTERS(t->tcb, &registers);
}

TEST(an_unknown_system_call_shows_registers_and_number, "fault.syscall.words fault.registers")
{
    expect_unknown(victim_svc, 1000);
}

TEST(the_number_of_a_system_call_is_64_bits, "fault.syscall.number")
{
    expect_unknown(victim_svc, 0x00000000ffffffff);
    expect_unknown(victim_svc, 0xfffffffeffffffff);
}

TEST(numbers_around_those_of_system_calls_are_unknown, "fault.syscall.number")
{
    expect_unknown(victim_svc, 0);
    expect_unknown(victim_svc, (seL4_Word)-34);
    expect_unknown(victim_svc, 1ull << 63);
}

TEST(the_immediate_of_svc_is_ignored, "fault.syscall.immediate")
{
    expect_unknown(victim_svc_1234, 77);
}

static void sends_with_immediate(struct thread *me)
{
    register seL4_Word x0 __asm__("x0") = me->argument;
    register seL4_Word x1 __asm__("x1") = 0;
    register seL4_Word x7 __asm__("x7") = (seL4_Word)seL4_SysSend;

    __asm__ volatile("svc #0xffff" : "+r"(x0), "+r"(x1) : "r"(x7) : "memory");
    me->step++;
}

TEST(svc_with_an_immediate_is_the_same_system_call, "fault.syscall.immediate")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(sends_with_immediate, TESTER_PRIORITY - 1,
                                  mint_new(ntfn, ALL_RIGHTS, 9));

    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
    sys_nbwait(ntfn);
    CHECK_EQUAL(got()->badge, 9);
}

/* ---- Capabilities: nodes.h has the other kinds ---- */

/* The fault of a thread that makes `function`'s call on `pointer`, with a CSpace whose capability
   pointers begin with a guard of 4 bits, 0011. */
static void expect_cap(thread_function *function, seL4_Word pointer, seL4_Word receiving)
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = actor_in(function, pointer, faults, node_new(8, 0, 0),
                                guard_data(3, 4));

    actor_start(t);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_CapFault, (seL4_Word)cpu_syscall_svc, pointer,
                 receiving, seL4_GuardMismatch, 64, 3, 4);
}

TEST(a_capability_fault_of_a_send_names_pointer_and_failure, "fault.cap.words")
{
    expect_cap(sends, 0x4000000000000000, 0);
    expect_cap(calls, 0x4000000000000001, 0);
}

TEST(a_capability_fault_of_a_receive_says_so, "fault.cap.words")
{
    expect_cap(receives, 0x4000000000000002, 1);
    expect_cap(waits, 0x4000000000000003, 1);
}

TEST(a_missing_capability_fault_has_5_words, "fault.cap.lengths")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr empty = slot_new();
    struct thread *t = actor_in(receives, empty, faults, ROOT, 0);

    actor_start(t);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_CapFault, (seL4_Word)cpu_syscall_svc, empty, 1,
                 seL4_MissingCapability, 0);
}

TEST(an_invalid_root_fault_has_4_words, "fault.cap.lengths")
{
    seL4_CPtr root = make(seL4_CapTableObject, 4);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = actor_in(sends, 7, faults, root, 0);

    OK(cnode_revoke(slot(root)));
    actor_start(t);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_CapFault, (seL4_Word)cpu_syscall_svc, 7, 0,
                 seL4_InvalidRoot);
}

TEST(a_depth_mismatch_fault_has_6_words, "fault.cap.lengths")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr root = node_new(8, 0, 0);
    struct thread *t = actor_in(sends, 0, faults, root, 0);

    OK(cnode_move(below(root, 0, 8), slot(node_new(4, 0, 56))));
    actor_start(t);
    EXPECT_FAULT(faults, t->reply, seL4_Fault_CapFault, (seL4_Word)cpu_syscall_svc, 0, 0,
                 seL4_DepthMismatch, 56, 60);
}

/* ---- The badge ---- */

TEST(a_fault_has_the_handler_capability_s_badge, "fault.message.badge")
{
    struct registers registers = registers_pattern(victim_stop, 0);
    seL4_CPtr faults;
    struct thread *t = start(&registers, &faults);

    EXPECT_STOP(faults, t->reply, &registers);
    CHECK_EQUAL(got()->badge, BADGE);
}
