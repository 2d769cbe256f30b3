/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The invariant check must find what is broken (test_check.c): mappings, asids,
 * interrupts.
 */
#include "fixture.h"

#include "asid.h"
#include "board.h"
#include "check.h"
#include "delete.h"
#include "derive.h"
#include "irq.h"
#include "vspace.h"
#include "vspace_switch.h"

#define VADDR 0x0000102040600000ull

/* ---- Address spaces ---- */

static pte_t *entry_of(vaddr_t address)
{
    paddr_t root = cap_object(root_slot(seL4_CapInitThreadVSpace)->cap);

    return vspace_walk(root, address).entry;
}

static void test_finds_a_page_that_no_capability_maps(void **state)
{
    word_t frame = new_object(seL4_ARM_SmallPageObject, 0);

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 3);
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    assert_null(check_invariants());
    *entry_of(VADDR + 0x1000) = *entry_of(VADDR);
    assert_finds("mapping: every page has a capability with its rights");
}

static void test_finds_a_page_with_more_rights_than_its_capability(void **state)
{
    word_t frame = new_object(seL4_ARM_SmallPageObject, 0);
    word_t copy = new_copy(frame, RIGHT_READ, 0);
    struct pte_attributes writable = {.access = ACCESS_READ_WRITE};

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 3);
    map_page(seL4_CapInitThreadVSpace, copy, VADDR);
    assert_null(check_invariants());
    *entry_of(VADDR) = arch_pte_page(cap_object(root_slot(frame)->cap), 3, writable);
    assert_finds("mapping: every page has a capability with its rights");
}

static void test_finds_a_table_that_no_capability_maps(void **state)
{
    struct cte *table = root_slot(bootinfo()->userImagePaging.start + 2);

    (void)state;
    table->cap = cap_set_asid(table->cap, 0);
    assert_finds("mapping: every table has a capability that says so");
}

static void test_finds_a_page_above_what_users_may_have(void **state)
{
    pte_t *root = object_at(seL4_CapInitThreadVSpace);

    (void)state;
    root[BIT(seL4_VSpaceIndexBits) - 1] = *entry_of(FIXTURE_IMAGE_VADDR);
    assert_finds("mapping: below the top of user addresses");
}

static void test_finds_a_vspace_with_asid_0(void **state)
{
    paddr_t *pool = object_at(seL4_CapInitThreadASIDPool);

    (void)state;
    pool[0] = cap_object(root_slot(seL4_CapInitThreadVSpace)->cap);
    assert_finds("asid: 0 is nobody's");
}

static void test_finds_an_asid_of_a_dead_vspace(void **state)
{
    paddr_t *pool = object_at(seL4_CapInitThreadASIDPool);

    (void)state;
    pool[7] = FIXTURE_IMAGE;
    assert_finds("asid: names a VSpace that exists");
}

static void test_finds_another_threads_address_space(void **state)
{
    (void)state;
    vspace_active = cap_null();
    assert_finds("address space: the running thread's own");
}

static void test_finds_an_address_space_without_a_vspace(void **state)
{
    struct cte *vspace = &initial_thread()->slot[TCB_VSPACE];

    (void)state;
    vspace->cap = cap_set_asid(vspace->cap, 0);
    assert_finds("address space: none without a VSpace");
}

static void test_finds_a_pool_without_its_capability(void **state)
{
    struct asid_pool *pool = asid_pools[0];

    (void)state;
    asid_pools[3] = phys_ptr(FIXTURE_IMAGE);
    assert_finds("asid: a pool that is registered has a capability");
    asid_pools[3] = NULL;
    asid_pools[0] = NULL;
    assert_finds("asid: a pool that has a capability is registered");
    asid_pools[0] = pool;
}

/* ---- Interrupts ---- */

static void test_finds_an_interrupt_without_a_handler(void **state)
{
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    struct cte *source = root_slot(ntfn);

    (void)state;
    derive_insert(irq_notification_slot(40), source->cap, source);
    assert_finds("interrupt: has a notification only with a handler");
    delete_simple(irq_notification_slot(40));
}

static void test_finds_an_interrupt_that_is_no_signal(void **state)
{
    struct cte *source = root_slot(new_object(seL4_EndpointObject, 0));

    (void)state;
    derive_insert(irq_notification_slot(40), source->cap, source);
    assert_finds("interrupt: signals a notification");
    delete_simple(irq_notification_slot(40));
}

static void test_finds_a_handler_of_a_line_that_is_free(void **state)
{
    word_t handler = new_slot();

    (void)state;
    derive_insert_original(root_slot(handler), cap_set_irq(cap_make(CAP_IRQ_HANDLER, 0), 40),
                           root_slot(seL4_CapIRQControl));
    assert_finds("interrupt: a handler's line is issued");
}

static void test_finds_a_line_without_its_handler(void **state)
{
    word_t handler = new_irq_handler(40);

    (void)state;
    assert_null(check_invariants());
    derive_remove(root_slot(handler));
    assert_finds("interrupt: an issued line has a handler");
}

static void test_finds_a_line_that_is_unmasked_for_nobody(void **state)
{
    (void)state;
    host_machine.irq_masked[40] = false;
    assert_finds("interrupt: only issued lines are unmasked");
}

static void test_finds_the_kernel_s_own_line_masked(void **state)
{
    (void)state;
    host_machine.irq_masked[board.timer_irq] = true;
    assert_finds("interrupt: the kernel's own is never masked");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        check_test(test_finds_a_page_that_no_capability_maps),
        check_test(test_finds_a_page_with_more_rights_than_its_capability),
        check_test(test_finds_a_table_that_no_capability_maps),
        check_test(test_finds_a_page_above_what_users_may_have),
        check_test(test_finds_a_vspace_with_asid_0),
        check_test(test_finds_an_asid_of_a_dead_vspace),
        check_test(test_finds_another_threads_address_space),
        check_test(test_finds_an_address_space_without_a_vspace),
        check_test(test_finds_a_pool_without_its_capability),
        check_test(test_finds_an_interrupt_without_a_handler),
        check_test(test_finds_an_interrupt_that_is_no_signal),
        check_test(test_finds_a_handler_of_a_line_that_is_free),
        check_test(test_finds_a_line_without_its_handler),
        check_test(test_finds_a_line_that_is_unmasked_for_nobody),
        check_test(test_finds_the_kernel_s_own_line_masked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
