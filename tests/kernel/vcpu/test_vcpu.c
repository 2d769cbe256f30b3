/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual CPUs as objects (HYP.md 2): Retype, the five operations with each
 * check in its order, binding, deletion, and the processor state that a thread
 * may have.
 */
#include "guest.h"

#include "sched.h"

enum { TYPE_VCPU = 12, SPSR_EL0 = 0x40, SPSR_GUEST = 0x3c5 };

/* ---- Retype ---- */

static void test_retype_makes_one(void **state)
{
    word_t vcpu = new_vcpu();
    cap_t cap = root_slot(vcpu)->cap;

    (void)state;
    assert_int_equal(cap_type(cap), 15);
    assert_int_equal(cap_object(cap) % 4096, 0);
    assert_null(vcpu_at(vcpu)->tcb);
    assert_invariants();
}

static void test_type_13_does_not_exist(void **state)
{
    (void)state;
    assert_error1(kernel_call(test_untyped(), (struct message){.label = UntypedRetype,
                                                               .length = 6,
                                                               .mr = {13, 0, 0, 0, new_slot(), 1},
                                                               .caps = 1,
                                                               .cap = {seL4_CapInitThreadCNode}}),
                  seL4_InvalidArgument, 0);
}

static void test_fresh_one_has_its_first_values(void **state)
{
    word_t first = new_vcpu();

    (void)state;
    for (word_t field = 0; field < seL4_VCPUReg_Num; field++) {
        assert_int_equal(field_of(first, field), field == seL4_VCPUReg_SCTLR ? 0x34d58820 : 0);
    }
    assert_int_equal(vcpu_at(first)->hcr, 1);
    assert_int_equal(vcpu_at(first)->vmcr, 0);
    assert_int_equal(vcpu_at(first)->apr, 0);
    assert_false(vcpu_at(first)->timer_masked);
}

static void test_each_of_several_is_fresh(void **state)
{
    word_t slot = new_slot();
    word_t next = new_slot();

    (void)state;
    assert_int_equal(next, slot + 1);
    assert_ok(kernel_call(test_untyped(), (struct message){.label = UntypedRetype,
                                                           .length = 6,
                                                           .mr = {TYPE_VCPU, 0, 0, 0, slot, 2},
                                                           .caps = 1,
                                                           .cap = {seL4_CapInitThreadCNode}}));
    assert_ptr_equal((char *)vcpu_at(next), (char *)vcpu_at(slot) + 4096);
    assert_int_equal(field_of(slot, seL4_VCPUReg_SCTLR), 0x34d58820);
    assert_int_equal(field_of(next, seL4_VCPUReg_SCTLR), 0x34d58820);
}

static void test_other_labels_are_illegal(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    assert_error(kernel_call(vcpu, (struct message){.label = 54}), seL4_IllegalOperation);
    assert_error(kernel_call(vcpu, (struct message){.label = 60}), seL4_IllegalOperation);
}

/* ---- SetTCB ---- */

static void test_set_tcb_needs_a_capability(void **state)
{
    (void)state;
    assert_error(kernel_call(new_vcpu(), (struct message){.label = 55, .length = 4}),
                 seL4_TruncatedMessage);
}

static void test_set_tcb_takes_threads_only(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    assert_error(set_tcb(vcpu, seL4_CapInitThreadCNode), seL4_IllegalOperation);
    assert_error(set_tcb(vcpu, seL4_CapNull), seL4_IllegalOperation);
    assert_null(vcpu_at(vcpu)->tcb);
}

static void test_set_tcb_binds(void **state)
{
    struct guest guest = guest_new(110, 0);

    (void)state;
    assert_ptr_equal(guest.vcpu->tcb, guest.actor.tcb);
    assert_ptr_equal(guest.actor.tcb->vcpu, guest.vcpu);
    assert_invariants();
}

static void test_set_tcb_undoes_both_sides(void **state)
{
    struct guest a = guest_new(110, 0);
    struct guest b = guest_new(110, 0);

    (void)state;
    a.actor.tcb->context.reg[REG_SPSR] = SPSR_GUEST;
    assert_ok(set_tcb(a.vcpu_slot, b.actor.slot));
    assert_ptr_equal(a.vcpu->tcb, b.actor.tcb);
    assert_ptr_equal(b.actor.tcb->vcpu, a.vcpu);
    assert_null(a.actor.tcb->vcpu);
    assert_null(b.vcpu->tcb);
    assert_int_equal(a.actor.tcb->context.reg[REG_SPSR], SPSR_EL0);
    assert_invariants();
}

static void test_set_tcb_of_the_current_thread_acts_at_once(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    assert_ok(write_regs(vcpu, seL4_VCPUReg_TTBR0, 0x1234000));
    assert_ok(set_tcb(vcpu, seL4_CapInitThreadTCB));
    host_return();
    assert_ptr_equal(vcpu_active, vcpu_at(vcpu));
    assert_int_equal(host_guest.ttbr0_el1, 0x1234000);
    assert_invariants();
}

static void test_guest_does_not_share_the_physical_timer(void **state)
{
    struct guest guest = guest_new(110, 0);

    (void)state;
    assert_false(arch_may_use_timer(guest.actor.tcb));
    assert_int_equal(guest.actor.tcb->flags, bulkhead_TCBFlag_physicalTimerDisabled);
    assert_invariants();
}

/* ---- InjectIRQ ---- */

static void test_inject_needs_a_word(void **state)
{
    (void)state;
    assert_error(kernel_call(new_vcpu(), (struct message){.label = 56}), seL4_TruncatedMessage);
}

/* Each check, where those behind it would fail, too. */
static void test_inject_checks_in_order(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    assert_error2(inject(vcpu, 1024, 32, 2, 4), seL4_RangeError, 0, 1023);
    assert_error2(inject(vcpu, 1023, 32, 2, 4), seL4_RangeError, 0, 31);
    assert_error2(inject(vcpu, 1023, 31, 2, 4), seL4_RangeError, 0, 1);
    assert_error2(inject(vcpu, 1023, 31, 1, 4), seL4_RangeError, 0, 3);
    assert_ok(inject(vcpu, 1023, 31, 1, 3));
    vcpu_at(vcpu)->list[3] = 1 << 29; /* active */
    assert_error(inject(vcpu, 1023, 31, 1, 3), seL4_DeleteFirst);
    assert_error2(inject(vcpu, 1023, 31, 1, 4), seL4_RangeError, 0, 3);
}

static void test_inject_makes_a_list_register(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    assert_ok(inject(vcpu, 27, 0, 0, 0));
    assert_ok(inject(vcpu, 1023, 31, 1, 3));
    assert_int_equal(vcpu_at(vcpu)->list[0], 27 | 1u << 19 | 1u << 28);
    assert_int_equal(vcpu_at(vcpu)->list[3], 1023 | 1u << 19 | 31u << 23 | 1u << 28 | 1u << 30);
}

/* A pending one is replaced: it has not been taken. */
static void test_inject_replaces_what_is_pending(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    assert_ok(inject(vcpu, 27, 0, 0, 0));
    assert_ok(inject(vcpu, 33, 0, 0, 0));
    assert_int_equal(vcpu_at(vcpu)->list[0], 33 | 1u << 19 | 1u << 28);
}

static void test_inject_reaches_the_machine(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    struct guest guest = guest_enter(110, ep);
    unsigned index;

    (void)state;
    assert_ok(inject(guest.vcpu_slot, 33, 4, 1, 2)); /* by itself: it has the capability */
    assert_int_equal(host_guest.list[2], 33 | 1u << 19 | 4u << 23 | 1u << 28 | 1u << 30);
    assert_true(host_guest_take(&index));
    assert_int_equal(index, 2);
    assert_error(inject(guest.vcpu_slot, 34, 0, 0, 2), seL4_DeleteFirst);
    host_guest_end(index);
    assert_ok(inject(guest.vcpu_slot, 34, 0, 0, 2));
}

/* ---- ReadRegs, WriteRegs, AckVPPI ---- */

static void test_read_and_write_check(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    assert_error(kernel_call(vcpu, (struct message){.label = 57}), seL4_TruncatedMessage);
    assert_error1(read_regs(vcpu, 24), seL4_InvalidArgument, 1);
    assert_error1(read_regs(vcpu, ~(word_t)0), seL4_InvalidArgument, 1);
    assert_error(kernel_call(vcpu, (struct message){.label = 58, .length = 1, .mr = {24}}),
                 seL4_TruncatedMessage);
    assert_error1(write_regs(vcpu, 24, 0), seL4_InvalidArgument, 1);
}

static void test_what_is_written_is_read(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    for (word_t field = 0; field < seL4_VCPUReg_Num; field++) {
        assert_ok(write_regs(vcpu, field, 0x1000 + field));
    }
    for (word_t field = 0; field < seL4_VCPUReg_Num; field++) {
        assert_int_equal(field_of(vcpu, field), 0x1000 + field);
    }
}

/* Without a Call nobody is told. */
static void test_read_answers_calls_only(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    do_nbsend(vcpu, (struct message){.label = 57, .length = 1, .mr = {0}});
    assert_int_equal(initial_thread()->context.reg[REG_MR0], 0);
}

static void test_ack_checks(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    assert_error(kernel_call(vcpu, (struct message){.label = 59}), seL4_TruncatedMessage);
    assert_error2(ack_vppi(vcpu, 160), seL4_RangeError, 0, 159);
    assert_error1(ack_vppi(vcpu, 159), seL4_InvalidArgument, 0);
    assert_error1(ack_vppi(vcpu, 26), seL4_InvalidArgument, 0);
    assert_ok(ack_vppi(vcpu, 27));
}

static void test_ack_lets_the_timer_tick_again(void **state)
{
    word_t vcpu = new_vcpu();

    (void)state;
    vcpu_at(vcpu)->timer_masked = true;
    assert_ok(ack_vppi(vcpu, 27));
    assert_false(vcpu_at(vcpu)->timer_masked);
}

/* ---- The end ---- */

static void test_object_dies_with_its_last_capability(void **state)
{
    struct guest guest = guest_new(110, 0);
    word_t copy = new_copy(guest.vcpu_slot, RIGHTS_ALL, 0);

    (void)state;
    guest.actor.tcb->context.reg[REG_SPSR] = 0xf0000000 | SPSR_GUEST;
    delete_cap(guest.vcpu_slot);
    assert_ptr_equal(guest.actor.tcb->vcpu, guest.vcpu);
    delete_cap(copy);
    assert_null(guest.actor.tcb->vcpu);
    assert_int_equal(guest.actor.tcb->context.reg[REG_SPSR], 0xf0000000 | SPSR_EL0);
    assert_invariants();
}

static void test_deleting_the_loaded_one_unloads_it(void **state)
{
    struct guest guest = guest_enter(110, 0);

    (void)state;
    host_guest.vbar_el1 = 0x7000;
    guest_stop(&guest);
    assert_ptr_equal(arch_vcpu_loaded(), guest.vcpu);
    delete_cap(guest.vcpu_slot);
    assert_null(arch_vcpu_loaded());
    assert_invariants();
}

/* It runs on as a native thread. */
static void test_deleting_the_active_one_makes_its_thread_native(void **state)
{
    struct guest guest = guest_enter(110, 0);

    (void)state;
    host_guest.sctlr_el1 = 0x34d58821;
    delete_cap(guest.vcpu_slot);
    assert_current(guest.actor);
    host_return();
    assert_null(vcpu_active);
    assert_int_equal(host_guest.sctlr_el1, 0x34d5d834);
    assert_int_equal(host_guest.hcr_el2 >> 27 & 1, 1); /* TGE */
    assert_invariants();
}

static void test_deleting_the_thread_unbinds(void **state)
{
    struct guest guest = guest_new(110, 0);

    (void)state;
    delete_cap(guest.actor.slot);
    assert_null(guest.vcpu->tcb);
    assert_invariants();
}

/* What was in the machine is not lost with the binding. */
static void test_unbound_one_keeps_its_values(void **state)
{
    struct actor other = actor_new(50);
    struct guest guest = guest_enter(110, 0);

    (void)state;
    host_guest.ttbr1_el1 = 0x5000;
    host_guest.sctlr_el1 = 0x34d58821;
    host_guest.cntv_cval_el0 = 77;
    host_guest.list[1] = 42;
    host_guest.gich_vmcr = 5;
    guest_stop(&guest);
    assert_ok(set_tcb(guest.vcpu_slot, other.slot));
    assert_null(arch_vcpu_loaded());
    assert_int_equal(field_of(guest.vcpu_slot, seL4_VCPUReg_TTBR1), 0x5000);
    assert_int_equal(field_of(guest.vcpu_slot, seL4_VCPUReg_SCTLR), 0x34d58821);
    assert_int_equal(field_of(guest.vcpu_slot, seL4_VCPUReg_CNTV_CVAL), 77);
    assert_int_equal(guest.vcpu->list[1], 42);
    assert_int_equal(guest.vcpu->vmcr, 5);
}

/* ---- Processor state ---- */

static struct answer set_spsr(word_t tcb, word_t spsr)
{
    return kernel_call(tcb, (struct message){.label = TCBWriteRegisters,
                                             .length = 5,
                                             .mr = {0, 3, 0x400000, 0x7000, spsr}});
}

static void test_guest_keeps_a_full_spsr(void **state)
{
    static const word_t kept[] = {0x3c5, 0x3c4, 0x3c0, 0x5, 0x600003c5};
    struct guest guest = guest_new(110, 0);

    (void)state;
    for (unsigned i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        assert_ok(set_spsr(guest.actor.slot, kept[i]));
        assert_int_equal(guest.actor.tcb->context.reg[REG_SPSR], kept[i]);
    }
}

/* EL2, EL3, and all of AArch32 are for nobody. */
static void test_guest_has_no_other_mode(void **state)
{
    struct guest guest = guest_new(110, 0);

    (void)state;
    for (word_t mode = 0; mode < 32; mode++) {
        if (mode != 0 && mode != 4 && mode != 5) {
            assert_ok(set_spsr(guest.actor.slot, 0x600003c0 | mode));
            assert_int_equal(guest.actor.tcb->context.reg[REG_SPSR], 0x60000040);
        }
    }
    assert_invariants();
}

static void test_native_thread_stays_at_el0(void **state)
{
    struct actor actor = actor_new(110);

    (void)state;
    assert_ok(set_spsr(actor.slot, 0x600003c5));
    assert_int_equal(actor.tcb->context.reg[REG_SPSR], 0x60000040);
}

static void test_copied_registers_are_no_way_to_el1(void **state)
{
    struct guest guest = guest_new(110, 0);
    struct actor actor = actor_new(110);
    enum { COPY_FRAME = 4 };

    (void)state;
    assert_ok(set_spsr(guest.actor.slot, 0x600003c5));
    assert_ok(kernel_call(actor.slot, (struct message){.label = TCBCopyRegisters,
                                                       .length = 1,
                                                       .mr = {COPY_FRAME},
                                                       .caps = 1,
                                                       .cap = {guest.actor.slot}}));
    assert_int_equal(actor.tcb->context.reg[REG_SPSR], 0x60000040);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        stated_test(test_retype_makes_one, "vcpu.retype.type"),
        stated_test(test_type_13_does_not_exist, "vcpu.retype.type"),
        stated_test(test_fresh_one_has_its_first_values, "vcpu.fresh.zero vcpu.fresh.control"),
        stated_test(test_each_of_several_is_fresh, "vcpu.fresh.each"),
        stated_test(test_other_labels_are_illegal, "vcpu.label"),
        stated_test(test_set_tcb_needs_a_capability, "vcpu.set_tcb.length"),
        stated_test(test_set_tcb_takes_threads_only, "vcpu.set_tcb.type"),
        stated_test(test_set_tcb_binds, "vcpu.set_tcb.binds"),
        stated_test(test_set_tcb_undoes_both_sides, "vcpu.set_tcb.rebinds"),
        stated_test(test_set_tcb_of_the_current_thread_acts_at_once, "vcpu.set_tcb.current"),
        stated_test(test_guest_does_not_share_the_physical_timer, "vcpu.set_tcb.timer"),
        stated_test(test_inject_needs_a_word, "vcpu.inject.length"),
        stated_test(test_inject_checks_in_order, "vcpu.inject.range vcpu.inject.active"),
        stated_test(test_inject_makes_a_list_register, "vcpu.inject.word"),
        stated_test(test_inject_replaces_what_is_pending, "vcpu.inject.replaces"),
        stated_test(test_inject_reaches_the_machine, "vcpu.inject.loaded"),
        stated_test(test_read_and_write_check, "vcpu.regs.length vcpu.regs.field"),
        stated_test(test_what_is_written_is_read, "vcpu.read.value vcpu.write.value"),
        stated_test(test_read_answers_calls_only, "vcpu.read.call"),
        stated_test(test_ack_checks, "vcpu.ack.length vcpu.ack.range vcpu.ack.line"),
        stated_test(test_ack_lets_the_timer_tick_again, "vcpu.ack.unmasks"),
        stated_test(test_object_dies_with_its_last_capability, "vcpu.copies vcpu.unbound.el0"),
        scene_test(test_deleting_the_loaded_one_unloads_it),
        scene_test(test_deleting_the_active_one_makes_its_thread_native),
        stated_test(test_deleting_the_thread_unbinds, "vcpu.thread_dies"),
        stated_test(test_unbound_one_keeps_its_values, "vcpu.unbound.keeps"),
        stated_test(test_guest_keeps_a_full_spsr, "vcpu.spsr.guest"),
        stated_test(test_guest_has_no_other_mode, "vcpu.spsr.other"),
        scene_test(test_native_thread_stays_at_el0),
        stated_test(test_copied_registers_are_no_way_to_el1, "vcpu.spsr.copy"),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
