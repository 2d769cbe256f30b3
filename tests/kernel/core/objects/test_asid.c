/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asid pools and who is registered in them (ABI.md 9.5).
 */
#include "mapping.h"

#include <string.h>

#include "vspace_switch.h"
#include "derive.h"

enum { POOLS = 128, POOL_ENTRIES = 512 };

static struct answer make_pool(word_t untyped, word_t slot)
{
    return kernel_call(seL4_CapASIDControl,
                       (struct message){.label = ARMASIDControlMakePool,
                                        .length = 2,
                                        .mr = {slot, 64},
                                        .caps = 2,
                                        .cap = {untyped, seL4_CapInitThreadCNode}});
}

static struct answer assign(word_t pool, word_t vspace)
{
    return kernel_call(pool, (struct message){
                                 .label = ARMASIDPoolAssign, .caps = 1, .cap = {vspace}});
}

static word_t new_pool(void)
{
    word_t slot = new_slot();

    assert_ok(make_pool(new_object(seL4_UntypedObject, seL4_ASIDPoolBits), slot));
    return slot;
}

/* A VSpace without asid.  Not a new slot each: some tests need hundreds. */
static void retype_vspace(word_t slot)
{
    assert_ok(kernel_call(test_untyped(),
                          (struct message){.label = UntypedRetype,
                                           .length = 6,
                                           .mr = {seL4_ARM_VSpaceObject, 0, 0, 0, slot, 1},
                                           .caps = 1,
                                           .cap = {seL4_CapInitThreadCNode}}));
}

static word_t asid_of(word_t vspace)
{
    return cap_asid(root_slot(vspace)->cap);
}

static void test_asids_of_a_new_pool_start_at_512(void **state)
{
    word_t pool = new_pool();
    word_t vspace = new_object(seL4_ARM_VSpaceObject, 0);

    (void)state;
    assert_ok(assign(pool, vspace));
    assert_int_equal(asid_of(vspace), POOL_ENTRIES);
    assert_int_equal(asid_root(POOL_ENTRIES), cap_object(root_slot(vspace)->cap));
    assert_true(vspace_is_assigned(root_slot(vspace)->cap));
}

static void test_asid_0_is_never_given_out(void **state)
{
    word_t slot = new_slot();

    (void)state;
    /* The initial pool has asid 1; 510 more make it full. */
    for (unsigned i = 2; i < POOL_ENTRIES; i++) {
        slot = i == 2 ? slot : new_slot();
        retype_vspace(slot);
        assert_ok(assign(seL4_CapInitThreadASIDPool, slot));
        assert_int_equal(asid_of(slot), i);
    }
    word_t last = new_object(seL4_ARM_VSpaceObject, 0);
    assert_error(assign(seL4_CapInitThreadASIDPool, last), seL4_DeleteFirst);
    delete_cap(slot);
    assert_ok(assign(seL4_CapInitThreadASIDPool, last));
    assert_int_equal(asid_of(last), POOL_ENTRIES - 1);
}

static void test_assign_takes_only_a_vspace_without_asid(void **state)
{
    word_t vspace = new_vspace();

    (void)state;
    assert_error(kernel_call(seL4_CapInitThreadASIDPool,
                             (struct message){.label = ARMASIDPoolAssign}),
                 seL4_TruncatedMessage);
    assert_error1(assign(seL4_CapInitThreadASIDPool, vspace), seL4_InvalidCapability, 1);
    assert_error1(assign(seL4_CapInitThreadASIDPool, seL4_CapInitThreadCNode),
                  seL4_InvalidCapability, 1);
}

static void test_make_pool_takes_only_4_kib_of_free_ram(void **state)
{
    word_t slot = new_slot();
    word_t large = new_object(seL4_UntypedObject, seL4_ASIDPoolBits + 1);
    word_t used = new_object(seL4_UntypedObject, seL4_ASIDPoolBits);
    word_t device = new_object_from(bootinfo()->untyped.start, seL4_UntypedObject,
                                    seL4_ASIDPoolBits);

    (void)state;
    assert_error1(make_pool(large, slot), seL4_InvalidCapability, 1);
    assert_error1(make_pool(device, slot), seL4_InvalidCapability, 1);
    assert_error1(make_pool(seL4_CapInitThreadCNode, slot), seL4_InvalidCapability, 1);
    (void)new_object_from(used, seL4_EndpointObject, 0);
    assert_error(make_pool(used, slot), seL4_RevokeFirst);
    revoke_cap(used);
    assert_error(make_pool(used, seL4_CapInitThreadCNode), seL4_DeleteFirst);
    /* The root CNode's guard is 52 zeros. */
    assert_error_words(make_pool(used, 1ull << 40), seL4_FailedLookup, 5,
                       (const word_t[]){0, seL4_GuardMismatch, 64, 0, 52});
    assert_ok(make_pool(used, slot));
}

static void test_make_pool_counts_its_arguments(void **state)
{
    (void)state;
    assert_error(kernel_call(seL4_CapASIDControl,
                             (struct message){.label = ARMASIDControlMakePool,
                                              .length = 2,
                                              .caps = 1,
                                              .cap = {seL4_CapInitThreadCNode}}),
                 seL4_TruncatedMessage);
    assert_error(kernel_call(seL4_CapASIDControl,
                             (struct message){.label = ARMASIDControlMakePool,
                                              .length = 1,
                                              .caps = 2,
                                              .cap = {test_untyped(), seL4_CapInitThreadCNode}}),
                 seL4_TruncatedMessage);
}

static void test_the_memory_of_a_pool_is_taken_from_its_untyped(void **state)
{
    word_t untyped = new_object(seL4_UntypedObject, seL4_ASIDPoolBits);
    word_t pool = new_slot();
    word_t vspace = new_object(seL4_ARM_VSpaceObject, 0);

    (void)state;
    assert_ok(make_pool(untyped, pool));
    assert_ok(assign(pool, vspace));
    assert_error1(kernel_call(untyped, (struct message){.label = UntypedRetype,
                                                        .length = 6,
                                                        .mr = {seL4_EndpointObject, 0, 0, 0,
                                                               new_slot(), 1},
                                                        .caps = 1,
                                                        .cap = {seL4_CapInitThreadCNode}}),
                  seL4_NotEnoughMemory, 0);
    revoke_cap(untyped);
    assert_true(cte_is_empty(root_slot(pool)));
    assert_int_equal(asid_root(POOL_ENTRIES), 0);
}

static void test_a_pool_is_empty_whatever_its_memory_was_before(void **state)
{
    word_t untyped = new_object(seL4_UntypedObject, seL4_ASIDPoolBits);
    word_t frame = new_object_from(untyped, seL4_ARM_SmallPageObject, 0);
    word_t pool = new_slot();
    word_t vspace = new_object(seL4_ARM_VSpaceObject, 0);

    (void)state;
    memset(phys_ptr(cap_object(root_slot(frame)->cap)), 0x5a, 1u << seL4_ASIDPoolBits);
    delete_cap(frame);
    assert_ok(make_pool(untyped, pool));
    assert_ok(assign(pool, vspace));
    assert_int_equal(asid_of(vspace), POOL_ENTRIES);
}

static void test_there_are_128_pools_and_a_deleted_one_makes_room(void **state)
{
    word_t pool = 0;

    (void)state;
    for (unsigned i = 1; i < POOLS; i++) {
        pool = new_pool();
        assert_int_equal(cap_asid_base(root_slot(pool)->cap), i * POOL_ENTRIES);
    }
    word_t untyped = new_object(seL4_UntypedObject, seL4_ASIDPoolBits);
    word_t slot = new_slot();
    assert_error(make_pool(untyped, slot), seL4_DeleteFirst);
    delete_cap(pool);
    assert_ok(make_pool(untyped, slot));
}

static void test_vspaces_of_a_deleted_pool_cannot_be_used(void **state)
{
    word_t pool = new_pool();
    word_t vspace = new_object(seL4_ARM_VSpaceObject, 0);
    word_t table = new_object(seL4_ARM_PageTableObject, 0);

    (void)state;
    assert_ok(assign(pool, vspace));
    vspace_activate(root_slot(vspace)->cap);
    assert_true(host_machine.vspace_present);
    delete_cap(pool);
    assert_false(host_machine.vspace_present);
    vspace_switch(initial_thread());
    assert_false(vspace_is_assigned(root_slot(vspace)->cap));
    assert_error2(kernel_call(table, (struct message){.label = ARMPageTableMap,
                                                      .length = 2,
                                                      .mr = {0x1000, 0},
                                                      .caps = 1,
                                                      .cap = {vspace}}),
                  seL4_FailedLookup, 0, seL4_InvalidRoot);
}

static void test_a_vspace_whose_asid_went_to_another_is_an_invalid_capability(void **state)
{
    word_t pool = new_pool();
    word_t vspace = new_object(seL4_ARM_VSpaceObject, 0);
    word_t other = new_object(seL4_ARM_VSpaceObject, 0);
    word_t frame = new_object(seL4_ARM_SmallPageObject, 0);

    (void)state;
    assert_ok(assign(pool, vspace));
    delete_cap(pool);
    pool = new_pool();
    assert_ok(assign(pool, other));
    assert_int_equal(asid_of(other), asid_of(vspace));
    assert_error1(kernel_call(frame, (struct message){.label = ARMPageMap,
                                                      .length = 3,
                                                      .mr = {0x1000, 3, 3},
                                                      .caps = 1,
                                                      .cap = {vspace}}),
                  seL4_InvalidCapability, 1);
    /* Deleting the stale one must not unregister its successor. */
    delete_cap(vspace);
    assert_true(vspace_is_assigned(root_slot(other)->cap));
}

static void test_the_machine_forgets_what_a_deleted_pool_mapped(void **state)
{
    word_t pool = new_pool();
    word_t vspace = new_object(seL4_ARM_VSpaceObject, 0);

    (void)state;
    assert_ok(assign(pool, vspace));
    map_tables(vspace, VADDR, 3);
    map_page(vspace, small_frame(), VADDR);
    vspace_activate(root_slot(vspace)->cap);
    assert_true(host_translate(VADDR).present);
    vspace_switch(initial_thread());
    delete_cap(pool);
    pool = new_pool();
    vspace = new_object(seL4_ARM_VSpaceObject, 0);
    assert_ok(assign(pool, vspace)); /* the same asid, and nothing mapped */
    vspace_activate(root_slot(vspace)->cap);
    assert_false(host_translate(VADDR).present);
    vspace_switch(initial_thread());
}

static void test_deleting_the_initial_pool_leaves_its_owner_without_memory(void **state)
{
    (void)state;
    delete_cap(seL4_CapInitThreadASIDPool);
    assert_false(host_machine.vspace_present);
    assert_false(host_translate(FIXTURE_IMAGE_VADDR).present);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        kernel_test(test_asids_of_a_new_pool_start_at_512),
        kernel_test(test_asid_0_is_never_given_out),
        kernel_test(test_assign_takes_only_a_vspace_without_asid),
        kernel_test(test_make_pool_takes_only_4_kib_of_free_ram),
        kernel_test(test_make_pool_counts_its_arguments),
        kernel_test(test_the_memory_of_a_pool_is_taken_from_its_untyped),
        kernel_test(test_a_pool_is_empty_whatever_its_memory_was_before),
        kernel_test(test_there_are_128_pools_and_a_deleted_one_makes_room),
        kernel_test(test_vspaces_of_a_deleted_pool_cannot_be_used),
        kernel_test(test_a_vspace_whose_asid_went_to_another_is_an_invalid_capability),
        kernel_test(test_the_machine_forgets_what_a_deleted_pool_mapped),
        kernel_test(test_deleting_the_initial_pool_leaves_its_owner_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
