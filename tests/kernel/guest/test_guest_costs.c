/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What guests cost, in instructions: of the guest, the kernel and the tester as their VMM together,
 * on a debug kernel.  With QEMU's -icount an instruction is a nanosecond, and 16 are a tick.
 */
#include "guest.h"
#include "print.h"

enum { ROUNDS = 500, INSTRUCTIONS_OF_A_TICK = 16 };

static seL4_Word ticks(void)
{
    seL4_Word now;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(now) : : "memory");
    return now;
}

/* Says how many each of `rounds` took since `begin`, and holds it to `limit`. */
#define EXPECT_COST(what, begin, rounds, limit)                                                    \
    expect_cost(HERE, (what), (begin), (rounds), (limit))

static void expect_cost(const char *where, const char *what, seL4_Word begin, seL4_Word rounds,
                        seL4_Word limit)
{
    seL4_Word cost = (ticks() - begin) * INSTRUCTIONS_OF_A_TICK / rounds;

    print("measured: ");
    print(what);
    print(": ");
    print_number(cost);
    print(" instructions\n");
    if (cost >= limit) {
        test_failed(where, what, limit, cost);
    }
}

/* Answers the fault with `words` words that are in the buffer and in w, and waits for the next one:
   ReplyRecv, without the comparisons of sys_reply_recv(), which take longer than the call. */
static seL4_Word reply_recv(const struct guest *guest, seL4_Word words, const seL4_Word w[4])
{
    register seL4_Word x0 __asm__("x0") = guest->faults;
    register seL4_Word x1 __asm__("x1") = words;
    register seL4_Word x2 __asm__("x2") = w[0];
    register seL4_Word x3 __asm__("x3") = w[1];
    register seL4_Word x4 __asm__("x4") = w[2];
    register seL4_Word x5 __asm__("x5") = w[3];
    register seL4_Word x6 __asm__("x6") = guest->thread->reply;
    register seL4_Word x7 __asm__("x7") = (seL4_Word)seL4_SysReplyRecv;

    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x6), "r"(x7)
                     : "memory");
    return x1 >> 12;
}

static const seL4_Word nothing[4];

TEST(a_hypercall_and_its_answer_take_less_than_1200_instructions, "vcpu.call.system")
{
    struct guest guest = guest_new();
    seL4_Word *buffer = thread_block()->buffer.msg;
    seL4_Word begin;

    (void)guest_begin(&guest, guest_hypercalls, NONE);
    CHECK_EQUAL(REPORT_OF(&guest).r[R_X7], REPORT);
    begin = ticks();
    for (unsigned i = 0; i < ROUNDS; i++) {
        buffer[seL4_UnknownSyscall_FaultIP] = guest_code(guest_hypercalls);
        CHECK_EQUAL(reply_recv(&guest, 9, nothing), seL4_Fault_UnknownSyscall);
    }
    EXPECT_COST("hypercall to the VMM and back", begin, ROUNDS, 1200);
}

TEST(a_load_that_is_emulated_takes_less_than_3000_instructions, "vcpu.abort.syndrome")
{
    struct guest guest = guest_new();
    seL4_UserContext context;
    seL4_Word begin;

    (void)guest_begin(&guest, guest_loads_on, W(GUEST_NOTHING));
    let_others_run();
    sys_nbrecv(guest.faults, guest.thread->reply);
    begin = ticks();
    for (unsigned i = 0; i < ROUNDS; i++) { /* as a VMM does, with all registers */
        (void)seL4_TCB_ReadRegisters(guest.thread->tcb, 0, 0, seL4_UserContextWords, &context);
        context.pc += INSTRUCTION;
        context.x1 = i;
        (void)seL4_TCB_WriteRegisters(guest.thread->tcb, 0, 0, seL4_UserContextWords, &context);
        CHECK_EQUAL(reply_recv(&guest, 0, nothing), seL4_Fault_VMFault);
    }
    EXPECT_COST("load that is emulated", begin, ROUNDS, 3000);
}

TEST(an_interrupt_until_it_is_told_to_have_ended_takes_less_than_1600_instructions,
     "vcpu.inject.loaded")
{
    struct guest guest = guest_with_gic();
    seL4_Word begin;

    OK(vcpu_write(guest.vcpu, seL4_VCPUReg_VBAR, GUEST_CODE));
    (void)guest_begin(&guest, guest_interrupts, W(ROUNDS + 1));
    (void)REPORT_OF(&guest);
    OK(vcpu_inject(guest.vcpu, 40, 0, 0, 0));
    guest_next(&guest);
    EXPECT_GUEST(&guest, seL4_Fault_VGICMaintenance, 0);
    begin = ticks();
    for (unsigned i = 0; i < ROUNDS; i++) {
        (void)seL4_ARM_VCPU_InjectIRQ(guest.vcpu, 40, 0, 0, 0);
        CHECK_EQUAL(reply_recv(&guest, 0, nothing), seL4_Fault_VGICMaintenance);
    }
    EXPECT_COST("interrupt injected, taken, ended, told", begin, ROUNDS, 1600);
    guest_end(&guest);
}

/* From the call to the handler's first instruction, which notes the time in x25. */
TEST(an_interrupt_is_taken_within_900_instructions, "vcpu.inject.loaded")
{
    enum { TAKEN = 20 };
    struct guest guest = guest_with_gic();
    seL4_Word sum = 0;

    OK(vcpu_write(guest.vcpu, seL4_VCPUReg_VBAR, GUEST_CODE));
    (void)guest_begin(&guest, guest_interrupts, W(TAKEN + 1));
    (void)REPORT_OF(&guest);
    guest_next(&guest);
    for (unsigned i = 0; i < TAKEN; i++) {
        seL4_Word begin = ticks();

        (void)seL4_ARM_VCPU_InjectIRQ(guest.vcpu, 40, 0, 0, 0);
        CHECK_EQUAL(reply_recv(&guest, 0, nothing), seL4_Fault_VGICMaintenance);
        sum += registers_of(guest.thread->tcb).r[R_X25] - begin;
    }
    EXPECT_COST("interrupt injected, until its handler", ticks() - sum, TAKEN, 900);
    guest_end(&guest);
}

/* One guest calls, the other one answers: each is a switch from a guest to another. */
TEST(a_switch_between_guests_takes_less_than_900_instructions, "vcpu.lazy.same")
{
    struct guest client = guest_new();
    struct guest server = guest_new();
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_Word begin;

    (void)guest_begin(&server, guest_serves, W(ep, server.thread->reply));
    let_others_run();
    (void)guest_begin(&client, guest_asks, W(ep, ROUNDS));
    begin = ticks();
    (void)REPORT_OF(&client);
    EXPECT_COST("switch from guest to guest, with a message", begin, 2 * ROUNDS, 900);
    /* What each wrote last, between two switches without a native thread, is its own. */
    EXPECT(vcpu_read(client.vcpu, seL4_VCPUReg_TPIDR_EL1), seL4_NoError, 1);
    EXPECT(vcpu_read(server.vcpu, seL4_VCPUReg_TPIDR_EL1), seL4_NoError, ep);
}
