/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The check of all invariants finds what is wrong with virtual CPUs.
 */
#include "guest.h"

static void test_finds_a_native_thread_at_el1(void **state)
{
    struct actor actor = actor_new(50);

    (void)state;
    actor.tcb->context.reg[REG_SPSR] = 0x3c5;
    assert_finds("thread: at EL0 without a virtual CPU");
}

static void test_finds_a_guest_at_el2(void **state)
{
    struct guest guest = guest_new(50, 0);

    (void)state;
    guest.actor.tcb->context.reg[REG_SPSR] = 0x3c9;
    assert_finds("thread: a guest is at EL1 or EL0");
}

static void test_finds_a_binding_that_one_side_knows(void **state)
{
    struct guest guest = guest_new(50, 0);

    (void)state;
    guest.vcpu->tcb = NULL;
    assert_finds("thread: its virtual CPU knows");
    guest.vcpu->tcb = guest.actor.tcb;
    guest.actor.tcb->vcpu = NULL;
    assert_finds("virtual CPU: its thread knows");
}

static void test_finds_a_loaded_one_without_thread(void **state)
{
    struct guest guest = guest_enter(110, 0);

    (void)state;
    guest_stop(&guest);
    guest.vcpu->tcb = NULL;
    guest.actor.tcb->vcpu = NULL;
    assert_finds("virtual CPU: the loaded one exists, and is bound");
}

static void test_finds_an_active_one_that_is_not_loaded(void **state)
{
    struct guest a = guest_enter(110, 0);
    struct guest b;

    (void)state;
    guest_stop(&a);
    b = guest_new(50, 0);
    vcpu_active = b.vcpu;
    assert_finds("virtual CPU: the active one is loaded");
}

static void test_finds_lines_that_are_wrong(void **state)
{
    (void)state;
    arch_irq_mask(25, true);
    assert_finds("virtual CPU: maintenance is heard of");
    arch_irq_mask(25, false);
    arch_irq_mask(27, false);
    assert_finds("virtual CPU: the active one's timer interrupts, unless it has");
}

#define broken_test(function) cmocka_unit_test_setup(function, scene_setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        broken_test(test_finds_a_native_thread_at_el1),
        broken_test(test_finds_a_guest_at_el2),
        broken_test(test_finds_a_binding_that_one_side_knows),
        broken_test(test_finds_a_loaded_one_without_thread),
        broken_test(test_finds_an_active_one_that_is_not_loaded),
        broken_test(test_finds_lines_that_are_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
