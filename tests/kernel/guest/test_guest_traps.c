/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What guests' instructions are: hypercalls, their own system calls and
 * exceptions, and what traps.
 *
 * Source of syndromes: Arm ARM, ESR_ELx.
 */
#include "guest.h"
#include "instructions.h"

enum {
    CLASS_SVC = 0x56000000,
    TRAPPED_WFI = 0x07e00000, /* always (condition 14) */
    TRAPPED_SMC = 0x5e000000,
    UNDEFINED = 0x02000000
};
#define CLASS_BRK 0xf2000000ull

TEST(a_hypercall_without_a_system_call_s_number_is_told, "fault.syscall.words")
{
    struct guest guest = guest_new();
    struct registers begun = guest_begin(&guest, guest_reports, W(1, 2, 3, 4, 5, 6, 7, 8, 9));

    begun.r[R_PC] += INSTRUCTION; /* behind the instruction that sets x7 */
    begun.r[R_X7] = REPORT;
    EXPECT_GUEST(&guest, seL4_Fault_UnknownSyscall, 1, 2, 3, 4, 5, 6, 7, REPORT, begun.r[R_PC],
                 begun.r[R_SP], begun.r[R_PC] + INSTRUCTION, SPSR_EL1H, REPORT);
    EXPECT_REGISTERS(guest.thread->tcb, &begun);
    answer_fault(guest.thread->reply, 0,
                 W(11, 12, 13, 14, 15, 16, 17, 18, begun.r[R_PC] + INSTRUCTION));
    for (seL4_Word i = 0; i < 7; i++) {
        begun.r[R_X0 + i] = 11 + i;
    }
    begun.r[R_PC] += 2 * INSTRUCTION;
    struct registers found = REPORT_OF(&guest);

    for (seL4_Word i = 0; i < R_COUNT; i++) {
        CHECK_EQUAL(found.r[i], begun.r[i]);
    }
}

TEST(a_hypercall_is_a_system_call, "vcpu.call.system")
{
    struct guest guest = guest_new();
    seL4_CPtr server = mint_new(guest.faults, ALL_RIGHTS, 0);

    (void)guest_begin(&guest, guest_calls,
                      W(server, 5 << 12 | 2, 41, 42, 43, 44, 45, (seL4_Word)seL4_SysCall));
    EXPECT_GUEST(&guest, 5, 41, 42);
    answer_fault(guest.thread->reply, 6, W(51, 52, 53));
    struct registers found = REPORT_OF(&guest);

    CHECK_EQUAL(found.r[R_X0], 0);
    CHECK_EQUAL(found.r[R_X0 + 1], 6 << 12 | 3);
    CHECK_EQUAL(found.r[R_X0 + 2], 51);
    CHECK_EQUAL(found.r[R_X0 + 4], 53);
    CHECK_EQUAL(found.r[R_X0 + 5], 44);
}

TEST(a_hypercall_on_nothing_is_a_capability_fault_at_it, "fault.cap.words")
{
    struct guest guest = guest_new();
    seL4_CPtr empty = slot_new();

    (void)guest_begin(&guest, guest_calls,
                      W(empty, 0, 0, 0, 0, 0, 0, (seL4_Word)seL4_SysWait));
    EXPECT_GUEST(&guest, seL4_Fault_CapFault, guest_code(guest_calls), empty, 1,
                 seL4_MissingCapability, 0);
}

/* Numbers of calls that a debug or a benchmark kernel has for native threads: -12 to -29.  The
   kernel would print, halt, name threads, or tell of capabilities. */
TEST(a_guest_s_debug_calls_are_its_vmm_s, "vcpu.call.debug")
{
    struct guest guest = guest_new();

    for (seL4_Word number = -29ull; number <= -12ull; number++) {
        struct registers begun = guest_begin(&guest, guest_calls, W('!', 1, 2, 3, 4, 5, 6, number));

        EXPECT_GUEST(&guest, seL4_Fault_UnknownSyscall, '!', 1, 2, 3, 4, 5, 6, number,
                     begun.r[R_PC], begun.r[R_SP], begun.r[R_PC] + INSTRUCTION, SPSR_EL1H, number);
        EXPECT_REGISTERS(guest.thread->tcb, &begun);
        guest_next(&guest);
        (void)REPORT_OF(&guest);
    }
}

/* The vector table is at the guest's code. */
static struct guest guest_with_vectors(void)
{
    struct guest guest = guest_new();

    OK(vcpu_write(guest.vcpu, seL4_VCPUReg_VBAR, GUEST_CODE));
    return guest;
}

TEST(a_guest_s_system_call_is_its_own, "vcpu.call.own")
{
    struct guest guest = guest_with_vectors();

    (void)guest_begin(&guest, guest_svc, NONE);
    struct registers found = REPORT_OF(&guest);

    CHECK_EQUAL(found.r[R_X0], CLASS_SVC | 0x11);
    CHECK_EQUAL(found.r[R_X0 + 1], guest_code(guest_svc) + INSTRUCTION);
    CHECK_EQUAL(found.r[R_X0 + 3], SPSR_EL1H);
    (void)guest_begin(&guest, guest_to_el0, W(guest_code(guest_svc), GUEST_CODE));
    found = REPORT_OF(&guest);
    CHECK_EQUAL(found.r[R_PC], GUEST_CODE + 0x400 + 3 * INSTRUCTION);
    CHECK_EQUAL(found.r[R_X0], CLASS_SVC | 0x11);
}

TEST(a_guest_s_undefined_instruction_is_its_own, "vcpu.call.own")
{
    struct guest guest = guest_with_vectors();

    (void)guest_begin(&guest, guest_undefined, NONE);
    struct registers found = REPORT_OF(&guest);

    CHECK_EQUAL(found.r[R_X0], UNDEFINED);
    CHECK_EQUAL(found.r[R_X0 + 1], guest_code(guest_undefined));
    CHECK_EQUAL(found.r[R_SPSR], SPSR_EL1H);
}

/* It traps, and goes on when it is told to. */
static void guest_traps(const unsigned char *label, seL4_Word syndrome)
{
    struct guest guest = guest_new();
    struct registers begun = guest_begin(&guest, label, NONE);

    EXPECT_GUEST(&guest, seL4_Fault_VCPUFault, syndrome);
    EXPECT_REGISTERS(guest.thread->tcb, &begun);
    guest_again(&guest);
    EXPECT_GUEST(&guest, seL4_Fault_VCPUFault, syndrome);
    guest_next(&guest);
    (void)REPORT_OF(&guest);
}

/* QEMU has WFE trap nowhere. */
TEST(waiting_traps, "vcpu.fault.word vcpu.fault.answer")
{
    guest_traps(guest_wfi, TRAPPED_WFI);
}

TEST(a_breakpoint_traps, "vcpu.fault.breakpoint vcpu.fault.answer")
{
    guest_traps(guest_breakpoint, CLASS_BRK | 0x800);
}

TEST(a_call_of_the_firmware_traps, "vcpu.fault.word vcpu.fault.answer")
{
    guest_traps(guest_smc, TRAPPED_SMC | 5);
}

TEST(the_physical_timer_traps, "vcpu.set_tcb.timer")
{
    guest_traps(guest_physical_timer, trapped_syndrome(READ, AT(3, 3, 14, 2, 1), 0));
}

TEST(debug_registers_and_event_counters_read_as_zero, "vcpu.trap.zero")
{
    struct guest guest = guest_new();

    (void)guest_begin(&guest, guest_counters, W(~0ull, ~0ull, 2, 3, 4));
    struct registers found = REPORT_OF(&guest);

    for (unsigned i = 0; i < 5; i++) {
        if (i != 1) {
            CHECK_EQUAL(found.r[R_X0 + i], 0);
        }
    }
    CHECK_EQUAL(found.r[R_X0 + 1], 0);
    CHECK_EQUAL(found.r[R_X30], 0);
}

/* QEMU has them trap from version 8.2 on.  Before, L2CTLR_EL1 tells of more than one processor. */
TEST(registers_of_the_processor_s_own_read_as_zero, "vcpu.trap.zero")
{
    struct guest guest = guest_new();

    (void)guest_begin(&guest, guest_own_to_processor, W(~0ull, ~0ull));
    struct registers found = REPORT_OF(&guest);

    CHECK_EQUAL(found.r[R_X0], 0);
    CHECK_EQUAL(found.r[R_X0 + 1], 0);
}

/* It comes by the same vectors: what counts is EL1, which is AArch64 ("Exception vectors").
   Its budget ends several times meanwhile: interrupts come from there, too. */
TEST(a_guest_s_program_of_32_bits_is_left_and_entered_again, "vcpu.call.aarch32")
{
    struct guest guest = guest_new();

    OK(sched_configure(guest.thread->sched_context, 100, 200, 0, 0, 0));
    (void)guest_begin(&guest, guest_to_aarch32,
                      W(guest_code(guest_aarch32), 200000, 0, GUEST_NOTHING));
    for (unsigned i = 0; i < 2; i++) {
        struct registers found;

        let_others_run();
        sys_recv(guest.faults, guest.thread->reply);
        CHECK_EQUAL(got()->label, seL4_Fault_VMFault);
        CHECK_EQUAL(got()->mr[seL4_VMFault_IP], guest_code(guest_aarch32_load));
        CHECK_EQUAL(got()->mr[seL4_VMFault_Addr], GUEST_NOTHING);
        found = registers_of(guest.thread->tcb);
        CHECK_EQUAL(found.r[R_X0 + 1], 0);
        CHECK_EQUAL(found.r[R_SPSR] & 0x1f, 0x10);
        guest_again(&guest);
    }
}
