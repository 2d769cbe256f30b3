/* SPDX-License-Identifier: BSD-2-Clause */
/* Virtual interrupts from the VMM to a guest's handler, and back; the virtual timer. */
#include "guest.h"

enum { MASKED = SPSR_EL1H, UNMASKED = SPSR_EL1H & ~0x80 };

/* A guest that takes `count` interrupts; it is at its report, with interrupts open. */
static struct guest guest_that_takes(seL4_Word count)
{
    struct guest guest = guest_with_gic();

    OK(vcpu_write(guest.vcpu, seL4_VCPUReg_VBAR, GUEST_CODE));
    (void)guest_begin(&guest, guest_interrupts, W(count));
    CHECK_EQUAL(REPORT_OF(&guest).r[R_SPSR] & 0xff, UNMASKED & 0xff);
    return guest;
}

TEST(an_injected_interrupt_is_taken_and_its_end_is_told,
     "vcpu.inject.loaded vcpu.maintenance.word vcpu.maintenance.once")
{
    struct guest guest = guest_that_takes(1);

    OK(vcpu_inject(guest.vcpu, 40, 0, 0, 2));
    guest_next(&guest);
    EXPECT_GUEST(&guest, seL4_Fault_VGICMaintenance, 2);
    CHECK_EQUAL(registers_of(guest.thread->tcb).r[R_X22], 40);
    guest_again(&guest);
    CHECK_EQUAL(REPORT_OF(&guest).r[R_X21], 1);
    guest_end(&guest);
}

TEST(several_are_taken_in_the_order_of_their_priorities, "vcpu.inject.word")
{
    static const seL4_Word lists[] = {3, 0, 1, 2};
    struct guest guest = guest_that_takes(4);

    OK(vcpu_inject(guest.vcpu, 50, 9, 0, 0));
    OK(vcpu_inject(guest.vcpu, 51, 17, 0, 1));
    OK(vcpu_inject(guest.vcpu, 1023 - 4, 30, 0, 2));
    OK(vcpu_inject(guest.vcpu, 53, 1, 0, 3));
    guest_next(&guest);
    for (unsigned i = 0; i < 4; i++) {
        EXPECT_GUEST(&guest, seL4_Fault_VGICMaintenance, lists[i]);
        CHECK_EQUAL(registers_of(guest.thread->tcb).r[R_X21], i);
        guest_again(&guest);
    }
    (void)REPORT_OF(&guest);
    guest_end(&guest);
}

TEST(an_interrupt_waits_until_the_guest_takes_interrupts, "vcpu.inject.word")
{
    struct guest guest = guest_with_gic();

    OK(vcpu_write(guest.vcpu, seL4_VCPUReg_VBAR, GUEST_CODE));
    OK(vcpu_inject(guest.vcpu, 60, 0, 0, 0));
    (void)guest_begin(&guest, guest_reports, NONE);
    (void)REPORT_OF(&guest);
    OK(vcpu_inject(guest.vcpu, 61, 0, 0, 0));
    (void)guest_begin(&guest, guest_interrupts, W(1));
    EXPECT_GUEST(&guest, seL4_Fault_VGICMaintenance, 0);
    CHECK_EQUAL(registers_of(guest.thread->tcb).r[R_X22], 61);
    guest_end(&guest);
}

/* It takes interrupt 40 in list register 1, and does not end it: it faults before. */
static void deal_with_one(const struct guest *guest)
{
    struct registers registers = registers_of(guest->thread->tcb);

    registers.r[R_PC] += INSTRUCTION;
    registers.r[R_X23] = GUEST_NOTHING;
    OK(tcb_write_registers(guest->thread->tcb, 0, R_COUNT, &registers));
    OK(vcpu_inject(guest->vcpu, 40, 0, 0, 1));
    guest_again(guest);
    let_others_run();
    sys_nbrecv(guest->faults, guest->thread->reply);
    CHECK_EQUAL(got()->label, seL4_Fault_VMFault);
}

TEST(an_interrupt_that_is_being_dealt_with_is_not_replaced, "vcpu.inject.active")
{
    struct guest guest = guest_that_takes(1);

    deal_with_one(&guest);
    EXPECT(vcpu_inject(guest.vcpu, 41, 0, 0, 1), seL4_DeleteFirst);
    guest_next(&guest);
    EXPECT_GUEST(&guest, seL4_Fault_VGICMaintenance, 1);
    OK(vcpu_inject(guest.vcpu, 41, 0, 0, 1));
    guest_end(&guest);
}

TEST(an_interrupt_that_is_being_dealt_with_is_in_no_other_guest_s_list, "vcpu.lazy.others")
{
    struct guest one = guest_that_takes(1);
    struct guest other = guest_new();

    deal_with_one(&one);
    (void)guest_begin(&other, guest_reports, NONE);
    (void)REPORT_OF(&other);
    OK(vcpu_inject(other.vcpu, 41, 0, 0, 1));
    EXPECT(vcpu_inject(one.vcpu, 41, 0, 0, 1), seL4_DeleteFirst);
    guest_end(&one);
}

/* ---- The timer ---- */

enum { SOON = 6250 }; /* ticks of the machine: 100 us */

static struct guest guest_that_waits(void)
{
    struct guest guest = guest_with_gic();

    OK(vcpu_write(guest.vcpu, seL4_VCPUReg_VBAR, GUEST_CODE));
    (void)guest_begin(&guest, guest_timer, W(1, SOON));
    (void)REPORT_OF(&guest);
    guest_next(&guest);
    return guest;
}

TEST(the_virtual_timer_is_told_when_it_is_due, "vcpu.vppi.word vcpu.vppi.masked vcpu.ack.unmasks")
{
    struct guest guest = guest_that_waits();

    EXPECT_GUEST(&guest, seL4_Fault_VPPIEvent, TIMER_IRQ);
    OK(vcpu_inject(guest.vcpu, TIMER_IRQ, 0, 0, 0));
    guest_again(&guest);
    EXPECT_GUEST(&guest, seL4_Fault_VGICMaintenance, 0);
    CHECK_EQUAL(registers_of(guest.thread->tcb).r[R_X22], TIMER_IRQ);
    OK(vcpu_ack(guest.vcpu, TIMER_IRQ));
    guest_again(&guest);
    CHECK_EQUAL(REPORT_OF(&guest).r[R_X21], 1);
    guest_end(&guest);
}

TEST(the_virtual_timer_is_told_again_only_after_ack, "vcpu.vppi.masked vcpu.ack.unmasks")
{
    struct guest guest = guest_that_waits();

    EXPECT_GUEST(&guest, seL4_Fault_VPPIEvent, TIMER_IRQ);
    (void)guest_begin(&guest, guest_spins, W(10000));
    (void)REPORT_OF(&guest);
    OK(vcpu_ack(guest.vcpu, TIMER_IRQ));
    (void)guest_begin(&guest, guest_spins, W(10000));
    EXPECT_GUEST(&guest, seL4_Fault_VPPIEvent, TIMER_IRQ);
    guest_end(&guest);
}

TEST(a_timer_that_is_due_while_its_guest_does_not_run_is_told_when_it_does, "vcpu.event.whose")
{
    struct guest guest = guest_with_gic();

    OK(vcpu_write(guest.vcpu, seL4_VCPUReg_CNTV_CVAL, 1));
    OK(vcpu_write(guest.vcpu, seL4_VCPUReg_CNTV_CTL, 1));
    count_down(1000);
    (void)guest_begin(&guest, guest_reports, NONE);
    EXPECT_GUEST(&guest, seL4_Fault_VPPIEvent, TIMER_IRQ);
    guest_again(&guest);
    (void)REPORT_OF(&guest);
    guest_end(&guest);
}
