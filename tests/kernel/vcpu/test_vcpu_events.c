/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults of guests (HYP.md 3, ABI.md 5): what the VMM is told, what its answer
 * does, and when the two interrupts are for somebody.
 */
#include "guest.h"

#include "refill.h"
#include "sched.h"

enum { MAINTENANCE = 25, KERNEL_TIMER = 26, VIRTUAL_TIMER = 27, EOI = 1 << 19 };

/* A VMM (120) that waits for the faults of a guest (110), which runs. */
struct machine {
    word_t ep, reply;
    struct actor vmm;
    struct guest guest;
};

static struct machine make_machine(void)
{
    struct machine m = {.ep = new_object(seL4_EndpointObject, 0),
                        .reply = new_object(seL4_ReplyObject, 0)};

    m.vmm = actor_enter(120);
    do_recv(m.ep, m.reply);
    m.guest = guest_enter(110, m.ep);
    return m;
}

/* The VMM runs, and was told this. */
static void assert_told(const struct machine *m, word_t label, word_t word)
{
    struct answer answer = answer_of(m->vmm.tcb);

    assert_current(m->vmm);
    assert_int_equal(answer.badge, GUEST_BADGE);
    assert_int_equal(answer.label, label);
    assert_int_equal(answer.caps, 0);
    assert_int_equal(answer.length, 1);
    assert_int_equal(answer.mr[0], word);
    assert_state(m->guest.actor, THREAD_BLOCKED_REPLY);
    host_return();
    assert_null(vcpu_active);
    assert_invariants();
}

/* The VMM answers with `label`; the guest runs again, where it was. */
static void answer_with(const struct machine *m, word_t label)
{
    struct user_context before = m->guest.actor.tcb->context;

    do_reply_recv(m->ep, m->reply, (struct message){.label = label, .length = 2, .mr = {7, 8}});
    assert_current(m->guest.actor);
    assert_registers_kept(m->guest.actor.tcb, &before, 0);
    host_return();
    assert_ptr_equal(vcpu_active, m->guest.vcpu);
    assert_invariants();
}

/* Its timer has come; the line is up. */
static void timer_comes(void)
{
    host_guest.cntv_cval_el0 = host_machine.now;
    host_guest.cntv_ctl_el0 = 1;
    host_return();
    assert_true(host_machine.irq_raised[VIRTUAL_TIMER]);
}

/* Virtual interrupt 40 in list register `index` is injected, taken, ended. */
static void end_one(const struct machine *m, word_t index)
{
    unsigned taken;

    assert_ok(inject(m->guest.vcpu_slot, 40, 0, 0, index));
    assert_true(host_guest_take(&taken));
    assert_int_equal(taken, index);
    host_guest_end(taken);
}

/* ---- VCPUFault ---- */

static void test_other_exceptions_are_told(void **state)
{
    struct machine m = make_machine();

    (void)state;
    kernel_vcpu_fault(0x07e00000);
    assert_told(&m, seL4_Fault_VCPUFault, 0x07e00000);
}

/* -12 to -29 are calls that debug or benchmark kernels have. */
static void test_debug_calls_are_told(void **state)
{
    struct machine m = make_machine();

    (void)state;
    for (int64_t number = -29; number <= -12; number++) {
        m.guest.actor.tcb->context.reg[REG_CAP] = '!';
        m.guest.actor.tcb->context.reg[REG_SYSCALL] = (word_t)number;
        kernel_syscall();
        assert_current(m.vmm);
        struct answer answer = answer_of(m.vmm.tcb);
        assert_int_equal(answer.label, seL4_Fault_UnknownSyscall);
        assert_int_equal(answer.mr[0], '!');
        assert_int_equal((int64_t)answer.mr[seL4_UnknownSyscall_Syscall], number);
        assert_false(host_console_has("!"));
        do_reply_recv(m.ep, m.reply, (struct message){.label = 0});
        assert_current(m.guest.actor);
    }
}

static void test_native_threads_have_that_fault_too(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    struct actor handler = actor_enter(120);
    struct actor native;

    (void)state;
    do_recv(ep, new_object(seL4_ReplyObject, 0));
    assert_director();
    native = actor_new(110);
    set_fault_handler(&native, new_copy(ep, RIGHT_WRITE | RIGHT_GRANT, 5));
    actor_start(&native);
    kernel_vcpu_fault(0xf2000007);
    assert_current(handler);
    assert_int_equal(answer_of(handler.tcb).label, seL4_Fault_VCPUFault);
    assert_int_equal(answer_of(handler.tcb).mr[0], 0xf2000007);
}

static void test_fault_without_handler_stops(void **state)
{
    struct guest guest = guest_enter(110, 0);

    (void)state;
    kernel_vcpu_fault(0x07e00000);
    assert_director();
    assert_state(guest.actor, THREAD_INACTIVE);
    assert_true(host_console_has("fault 8, address 0x7e00000"));
}

/* ---- Answers ---- */

static void test_any_answer_resumes(void **state)
{
    struct machine m = make_machine();

    (void)state;
    for (word_t label = 0; label < 3; label++) {
        kernel_vcpu_fault(0x5e000000);
        assert_told(&m, seL4_Fault_VCPUFault, 0x5e000000);
        answer_with(&m, label);

        timer_comes();
        interrupted();
        assert_told(&m, seL4_Fault_VPPIEvent, VIRTUAL_TIMER);
        assert_ok(ack_vppi(m.guest.vcpu_slot, VIRTUAL_TIMER));
        answer_with(&m, label);
        host_guest.cntv_ctl_el0 = 0;

        end_one(&m, 1);
        host_return();
        interrupted();
        assert_told(&m, seL4_Fault_VGICMaintenance, 1);
        answer_with(&m, label);
    }
}

/* ---- VPPIEvent ---- */

static void test_timer_is_masked_until_acknowledged(void **state)
{
    struct machine m = make_machine();

    (void)state;
    timer_comes();
    interrupted();
    assert_told(&m, seL4_Fault_VPPIEvent, VIRTUAL_TIMER);
    answer_with(&m, 0);
    assert_true(host_machine.irq_raised[VIRTUAL_TIMER]); /* the line is still up */
    assert_false(arch_irq_pending());
    assert_ok(ack_vppi(m.guest.vcpu_slot, VIRTUAL_TIMER)); /* by the guest itself */
    host_return();
    interrupted();
    assert_told(&m, seL4_Fault_VPPIEvent, VIRTUAL_TIMER);
}

/* The acknowledgement is the virtual CPU's, whether or not it is in the machine. */
static void test_acknowledged_while_away(void **state)
{
    struct machine m = make_machine();

    (void)state;
    timer_comes();
    interrupted();
    assert_told(&m, seL4_Fault_VPPIEvent, VIRTUAL_TIMER);
    assert_ok(ack_vppi(m.guest.vcpu_slot, VIRTUAL_TIMER));
    host_return();
    assert_false(arch_irq_pending()); /* the VMM runs, the guest's timer does not */
    assert_invariants();
    answer_with(&m, 0);
    interrupted();
    assert_told(&m, seL4_Fault_VPPIEvent, VIRTUAL_TIMER);
}

/* ---- VGICMaintenance ---- */

static void test_end_of_an_interrupt_is_told_once(void **state)
{
    struct machine m = make_machine();

    (void)state;
    end_one(&m, 2);
    host_return();
    interrupted();
    assert_told(&m, seL4_Fault_VGICMaintenance, 2);
    assert_int_equal(host_guest.list[2], 40);
    answer_with(&m, 0);
    assert_false(arch_irq_pending());
}

static void test_several_ends_are_told_lowest_first(void **state)
{
    struct machine m = make_machine();

    (void)state;
    end_one(&m, 3);
    end_one(&m, 0);
    host_return();
    interrupted();
    assert_told(&m, seL4_Fault_VGICMaintenance, 0);
    answer_with(&m, 0);
    interrupted();
    assert_told(&m, seL4_Fault_VGICMaintenance, 3);
}

static void test_end_of_none_that_is_loaded(void **state)
{
    struct machine m = make_machine();

    (void)state;
    host_irq_raise(MAINTENANCE);
    interrupted();
    assert_told(&m, seL4_Fault_VGICMaintenance, ~(word_t)0);
}

/* ---- For whom ---- */

static void test_native_threads_have_no_such_events(void **state)
{
    struct machine m = make_machine();

    (void)state;
    guest_stop(&m.guest);
    assert_invariants();
    host_machine.irq_masked[VIRTUAL_TIMER] = false;
    for (unsigned irq = MAINTENANCE; irq <= VIRTUAL_TIMER; irq += 2) {
        host_irq_raise(irq);
        kernel_interrupt();
        assert_director();
        assert_int_equal(initial_thread()->fault.type, seL4_Fault_NullFault);
        assert_false(host_machine.irq_active[irq]);
    }
    host_machine.irq_masked[VIRTUAL_TIMER] = true;
}

/* The guest's budget ends in this kernel entry: it is told when it runs again. */
static void test_without_budget_they_wait(void **state)
{
    struct machine m = make_machine();
    struct refill *head;

    (void)state;
    guest_stop(&m.guest);
    configure(m.guest.actor.sc, 1000, 100000, 0, 0);
    actor_start(&m.guest.actor);
    assert_current(m.guest.actor);
    host_return();
    end_one(&m, 1);
    head = refill_head(m.guest.actor.tcb->sc);
    host_machine.now = head->time + head->amount;
    host_return();
    interrupted();
    assert_director();
    assert_int_equal(m.guest.actor.tcb->fault.type, seL4_Fault_NullFault);
    assert_int_equal(m.guest.actor.tcb->place, PLACE_RELEASE);
    assert_int_equal(host_guest.list[1], 40 | EOI);
    assert_invariants();

    pass_us(99500);
    assert_current(m.guest.actor);
    host_return();
    interrupted();
    assert_told(&m, seL4_Fault_VGICMaintenance, 1);
}

/* Nobody runs: the guest's timer must not wake the machine for ever. */
static void test_idle_machine_has_no_guest(void **state)
{
    word_t notification = new_object(seL4_NotificationObject, 0);
    word_t handler = new_irq_handler(40);
    struct guest guest = guest_new(50, 0);

    (void)state;
    assert_ok(kernel_call(handler, (struct message){.label = IRQSetIRQHandler,
                                                    .caps = 1,
                                                    .cap = {notification}}));
    resume(guest.actor.slot);
    host_machine.line = 40;
    host_machine.line_rises_at = host_machine.now + 1000;
    do_wait(notification);
    assert_current(guest.actor);
    host_return();
    timer_comes();
    do_call(guest.actor.slot, (struct message){.label = TCBSuspend}); /* nobody runs */
    assert_director();
    assert_null(vcpu_active);
    assert_int_equal(host_guest.cntv_ctl_el0, 0);
}

static void test_lines_are_the_kernels(void **state)
{
    (void)state;
    for (unsigned irq = MAINTENANCE; irq <= VIRTUAL_TIMER; irq++) {
        assert_error(kernel_call(seL4_CapIRQControl,
                                 (struct message){.label = IRQIssueIRQHandler,
                                                  .length = 3,
                                                  .mr = {irq, new_slot(), 64},
                                                  .caps = 1,
                                                  .cap = {seL4_CapInitThreadCNode}}),
                     seL4_RevokeFirst);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        stated_test(test_other_exceptions_are_told, "vcpu.fault.word"),
        stated_test(test_debug_calls_are_told, "vcpu.call.debug"),
        stated_test(test_native_threads_have_that_fault_too, "vcpu.fault.native"),
        scene_test(test_fault_without_handler_stops),
        stated_test(test_any_answer_resumes, "vcpu.fault.answer"),
        stated_test(test_timer_is_masked_until_acknowledged, "vcpu.vppi.word vcpu.vppi.masked"),
        stated_test(test_acknowledged_while_away, "vcpu.vppi.masked"),
        stated_test(test_end_of_an_interrupt_is_told_once,
                    "vcpu.maintenance.word vcpu.maintenance.once"),
        stated_test(test_several_ends_are_told_lowest_first, "vcpu.maintenance.once"),
        stated_test(test_end_of_none_that_is_loaded, "vcpu.maintenance.word"),
        stated_test(test_native_threads_have_no_such_events, "vcpu.event.whose"),
        stated_test(test_without_budget_they_wait, "vcpu.event.whose"),
        stated_test(test_idle_machine_has_no_guest, "vcpu.event.idle"),
        stated_test(test_lines_are_the_kernels, "vcpu.event.kernels"),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
