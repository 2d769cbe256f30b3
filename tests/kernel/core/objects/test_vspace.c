/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables and mappings (ABI.md 9.2, 9.3), seen through the mock machine's
 * translation, which keeps what the kernel does not flush.
 */
#include "mapping.h"

#include "board.h"
#include "derive.h"
#include "vspace_switch.h"

/* ---- Page tables ---- */

static void test_page_map_missing_table_reports_its_level(void **state)
{
    static const word_t missing[] = {39, 30, 21};
    word_t frame = small_frame();

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        assert_error3(page_map(frame, seL4_CapInitThreadVSpace, VADDR, RW, DEFAULT),
                      seL4_FailedLookup, 0, seL4_MissingCapability, missing[i]);
        word_t table = new_object(seL4_ARM_PageTableObject, 0);
        assert_ok(table_map(table, seL4_CapInitThreadVSpace, VADDR));
        assert_int_equal(cap_mapped_page(root_slot(table)->cap),
                         align_down(VADDR, (unsigned)missing[i]));
    }
    assert_ok(page_map(frame, seL4_CapInitThreadVSpace, VADDR, RW, DEFAULT));
}

static void test_large_page_map_over_a_table_reports_level_12(void **state)
{
    word_t large = new_object(seL4_ARM_LargePageObject, 0);

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 3);
    assert_error3(page_map(large, seL4_CapInitThreadVSpace, VADDR, RW, DEFAULT),
                  seL4_FailedLookup, 0, seL4_MissingCapability, 12);
}

static void test_table_map_where_no_table_is_missing_is_delete_first(void **state)
{
    word_t table = new_object(seL4_ARM_PageTableObject, 0);

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 3);
    assert_error(table_map(table, seL4_CapInitThreadVSpace, VADDR), seL4_DeleteFirst);
}

static void test_table_map_over_a_large_page_is_delete_first(void **state)
{
    word_t large = new_object(seL4_ARM_LargePageObject, 0);
    word_t table = new_object(seL4_ARM_PageTableObject, 0);

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 2);
    map_page(seL4_CapInitThreadVSpace, large, VADDR);
    assert_error(table_map(table, seL4_CapInitThreadVSpace, VADDR), seL4_DeleteFirst);
    assert_int_equal(host_translate(VADDR + 0x3000).address, object_of(large) + 0x3000);
}

static void test_table_map_checks_come_in_the_abi_order(void **state)
{
    word_t table = new_object(seL4_ARM_PageTableObject, 0);
    word_t unassigned = new_object(seL4_ARM_VSpaceObject, 0);

    (void)state;
    assert_error(kernel_call(table, (struct message){.label = ARMPageTableMap,
                                                     .length = 1,
                                                     .caps = 1,
                                                     .cap = {seL4_CapInitThreadVSpace}}),
                 seL4_TruncatedMessage);
    assert_error(kernel_call(table, (struct message){.label = ARMPageTableMap, .length = 2}),
                 seL4_TruncatedMessage);
    assert_error1(table_map(table, unassigned, TOP), seL4_InvalidCapability, 1);
    assert_error1(table_map(table, seL4_CapInitThreadCNode, TOP), seL4_InvalidCapability, 1);
    assert_error1(table_map(table, seL4_CapInitThreadVSpace, TOP), seL4_InvalidArgument, 0);
    assert_ok(table_map(table, seL4_CapInitThreadVSpace, VADDR));
    assert_error1(table_map(table, unassigned, TOP), seL4_InvalidCapability, 0);
}

static void test_table_unmap_forgets_the_pages_it_had(void **state)
{
    word_t frame = small_frame();
    word_t table = new_object(seL4_ARM_PageTableObject, 0);

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 2);
    assert_ok(table_map(table, seL4_CapInitThreadVSpace, VADDR));
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    assert_true(host_translate(VADDR).present);

    assert_ok(plain_call(table, ARMPageTableUnmap));
    assert_false(host_translate(VADDR).present);
    assert_ok(table_map(table, seL4_CapInitThreadVSpace, VADDR));
    assert_false(host_translate(VADDR).present);
}

static void test_table_unmap_of_an_unmapped_table_succeeds(void **state)
{
    word_t table = new_object(seL4_ARM_PageTableObject, 0);

    (void)state;
    assert_ok(plain_call(table, ARMPageTableUnmap));
}

static void test_table_unmap_with_copies_is_revoke_first(void **state)
{
    word_t table = new_object(seL4_ARM_PageTableObject, 0);

    (void)state;
    assert_ok(table_map(table, seL4_CapInitThreadVSpace, VADDR));
    word_t copy = new_copy(table, RW, 0);
    assert_error(plain_call(table, ARMPageTableUnmap), seL4_RevokeFirst);
    delete_cap(copy);
    assert_ok(plain_call(table, ARMPageTableUnmap));
}

static void test_deleting_a_table_takes_its_mappings_away(void **state)
{
    word_t frame = small_frame();
    word_t table = new_object(seL4_ARM_PageTableObject, 0);

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 2);
    assert_ok(table_map(table, seL4_CapInitThreadVSpace, VADDR));
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    assert_true(host_translate(VADDR).present);
    delete_cap(table);
    assert_false(host_translate(VADDR).present);
    /* The frame still believes in its mapping; undoing it harms nobody. */
    assert_ok(plain_call(frame, ARMPageUnmap));
}

static void test_deleting_a_copy_of_a_table_keeps_its_mappings(void **state)
{
    word_t frame = small_frame();
    word_t table = new_object(seL4_ARM_PageTableObject, 0);

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 2);
    assert_ok(table_map(table, seL4_CapInitThreadVSpace, VADDR));
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    delete_cap(new_copy(table, RW, 0));
    assert_true(host_translate(VADDR).present);
}

static void test_unmapping_a_lost_table_spares_its_successor(void **state)
{
    word_t upper = new_object(seL4_ARM_PageTableObject, 0);
    word_t lost = new_object(seL4_ARM_PageTableObject, 0);
    word_t successor = new_object(seL4_ARM_PageTableObject, 0);
    word_t frame = small_frame();

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 1);
    assert_ok(table_map(upper, seL4_CapInitThreadVSpace, VADDR));
    assert_ok(table_map(lost, seL4_CapInitThreadVSpace, VADDR));
    assert_ok(plain_call(upper, ARMPageTableUnmap));
    assert_ok(table_map(upper, seL4_CapInitThreadVSpace, VADDR));
    assert_ok(table_map(successor, seL4_CapInitThreadVSpace, VADDR));
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    assert_ok(plain_call(lost, ARMPageTableUnmap));
    assert_true(host_translate(VADDR).present);
}

/* ---- Pages ---- */

static void test_page_map_gives_the_rights_and_attributes_asked_for(void **state)
{
    static const struct {
        word_t rights;
        word_t attributes;
        struct pte_attributes expected;
    } cases[] = {
        {RW, DEFAULT, {ACCESS_READ_WRITE, true, false}},
        {seL4_RightsRead, DEFAULT | seL4_ARM_ExecuteNever, {ACCESS_READ, true, true}},
        {seL4_RightsWrite, DEFAULT, {ACCESS_NONE, true, false}},
        {0, 0, {ACCESS_NONE, false, true}}, /* a device is never executable */
        {RW, 0, {ACCESS_READ_WRITE, false, true}},
    };
    word_t frame = mapped_frame();

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_ok(page_map(frame, seL4_CapInitThreadVSpace, VADDR, cases[i].rights,
                           cases[i].attributes));
        struct host_translation found = host_translate(VADDR);
        assert_true(found.present);
        assert_int_equal(found.address, object_of(frame));
        assert_int_equal(found.attributes.access, cases[i].expected.access);
        assert_int_equal(found.attributes.cacheable, cases[i].expected.cacheable);
        assert_int_equal(found.attributes.execute_never, cases[i].expected.execute_never);
    }
}

static void test_a_read_only_capability_cannot_map_for_writing(void **state)
{
    word_t frame = small_frame();
    word_t copy = new_copy(frame, seL4_RightsRead, 0);

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 3);
    map_page(seL4_CapInitThreadVSpace, copy, VADDR);
    assert_int_equal(host_translate(VADDR).attributes.access, ACCESS_READ);
}

static void test_page_map_checks_come_in_the_abi_order(void **state)
{
    word_t frame = small_frame();
    word_t other = new_vspace();
    word_t unassigned = new_object(seL4_ARM_VSpaceObject, 0);

    (void)state;
    assert_error(kernel_call(frame, (struct message){.label = ARMPageMap,
                                                     .length = 2,
                                                     .caps = 1,
                                                     .cap = {seL4_CapInitThreadVSpace}}),
                 seL4_TruncatedMessage);
    assert_error(kernel_call(frame, (struct message){.label = ARMPageMap, .length = 3}),
                 seL4_TruncatedMessage);
    assert_error1(page_map(frame, unassigned, 1, RW, DEFAULT), seL4_InvalidCapability, 1);
    assert_error(page_map(frame, seL4_CapInitThreadVSpace, TOP + 1, RW, DEFAULT),
                 seL4_AlignmentError);
    assert_error1(page_map(frame, seL4_CapInitThreadVSpace, TOP, RW, DEFAULT),
                  seL4_InvalidArgument, 0);
    assert_error1(page_map(frame, seL4_CapInitThreadVSpace, (word_t)-0x1000, RW, DEFAULT),
                  seL4_InvalidArgument, 0);
    map_tables(seL4_CapInitThreadVSpace, VADDR, 3);
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    assert_error1(page_map(frame, other, VADDR + 0x1000, RW, DEFAULT),
                  seL4_InvalidCapability, 1);
    assert_error1(page_map(frame, seL4_CapInitThreadVSpace, VADDR + 0x1000, RW, DEFAULT),
                  seL4_InvalidArgument, 0);
}

static void test_the_last_page_below_the_user_top_can_be_mapped(void **state)
{
    word_t frame = small_frame();

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, seL4_UserTop, 3);
    map_page(seL4_CapInitThreadVSpace, frame, TOP - 0x1000);
    assert_int_equal(host_translate(TOP - 0x1000).address, object_of(frame));
}

static void test_a_mapped_page_is_replaced_and_the_old_one_cannot_be_reached(void **state)
{
    word_t old = mapped_frame();
    word_t frame = small_frame();

    (void)state;
    assert_int_equal(host_translate(VADDR).address, object_of(old));
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    assert_int_equal(host_translate(VADDR).address, object_of(frame));
    /* The old capability still believes in its mapping. */
    assert_ok(plain_call(old, ARMPageUnmap));
    assert_int_equal(host_translate(VADDR).address, object_of(frame));
}

static void test_page_unmap_ends_access_and_frees_the_capability(void **state)
{
    word_t frame = mapped_frame();

    (void)state;
    assert_true(host_translate(VADDR).present);
    assert_ok(plain_call(frame, ARMPageUnmap));
    assert_false(host_translate(VADDR).present);
    assert_ok(plain_call(frame, ARMPageUnmap));
    map_page(seL4_CapInitThreadVSpace, frame, VADDR + 0x1000);
    assert_true(host_translate(VADDR + 0x1000).present);
}

static void test_deleting_a_mapped_copy_ends_access_through_it_alone(void **state)
{
    word_t frame = mapped_frame();
    word_t copy = new_copy(frame, RW, 0);

    (void)state;
    map_page(seL4_CapInitThreadVSpace, copy, VADDR + 0x1000);
    assert_true(host_translate(VADDR + 0x1000).present);
    delete_cap(copy);
    assert_false(host_translate(VADDR + 0x1000).present);
    assert_true(host_translate(VADDR).present);
}

static void test_revoking_the_memory_ends_all_access_to_it(void **state)
{
    word_t untyped = new_object(seL4_UntypedObject, 16);
    word_t frame = new_object_from(untyped, seL4_ARM_SmallPageObject, 0);

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 3);
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    map_page(seL4_CapInitThreadVSpace, new_copy(frame, RW, 0), VADDR + 0x1000);
    assert_true(host_translate(VADDR).present && host_translate(VADDR + 0x1000).present);
    revoke_cap(untyped);
    assert_false(host_translate(VADDR).present);
    assert_false(host_translate(VADDR + 0x1000).present);
}

static void test_a_large_page_is_mapped_and_unmapped_as_one(void **state)
{
    word_t large = new_object(seL4_ARM_LargePageObject, 0);

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 2);
    assert_error(page_map(large, seL4_CapInitThreadVSpace, VADDR + 0x1000, RW, DEFAULT),
                 seL4_AlignmentError);
    map_page(seL4_CapInitThreadVSpace, large, VADDR);
    assert_int_equal(host_translate(VADDR + 0x1ff000).address, object_of(large) + 0x1ff000);
    assert_ok(plain_call(large, ARMPageUnmap));
    assert_false(host_translate(VADDR + 0x1ff000).present);
}

static void test_get_address_tells_where_the_frame_lies(void **state)
{
    word_t frame = small_frame();
    struct answer answer = plain_call(frame, ARMPageGetAddress);

    (void)state;
    assert_ok(answer);
    assert_int_equal(answer.length, 1);
    assert_int_equal(answer.mr[0], object_of(frame));
}

/* ---- VSpaces that die ---- */

static void test_the_space_of_a_deleted_vspace_cannot_be_reached(void **state)
{
    word_t vspace = new_vspace();
    word_t frame = small_frame();

    (void)state;
    map_tables(vspace, VADDR, 3);
    map_page(vspace, frame, VADDR);
    vspace_activate(root_slot(vspace)->cap);
    assert_true(host_translate(VADDR).present);
    delete_cap(vspace);
    assert_false(host_translate(VADDR).present);
    vspace_switch(initial_thread());
}

static void test_a_deleted_vspace_is_out_of_use_before_the_tlb_forgets_it(void **state)
{
    word_t vspace = new_vspace();

    (void)state;
    vspace_activate(root_slot(vspace)->cap);
    delete_cap(vspace);
    assert_false(host_machine.order.flushed_in_use);
}

static void test_a_capability_of_a_dead_vspace_spares_the_next_with_its_asid(void **state)
{
    word_t vspace = new_vspace();
    word_t stale = small_frame();
    word_t frame = small_frame();

    (void)state;
    map_tables(vspace, VADDR, 3);
    map_page(vspace, stale, VADDR);
    word_t asid = cap_asid(root_slot(vspace)->cap);
    vspace_activate(root_slot(vspace)->cap);
    assert_int_equal(host_translate(VADDR).address, object_of(stale));
    delete_cap(vspace);
    vspace = new_vspace();
    assert_int_equal(cap_asid(root_slot(vspace)->cap), asid);
    map_tables(vspace, VADDR, 3);
    map_page(vspace, frame, VADDR);
    assert_ok(plain_call(stale, ARMPageUnmap));
    delete_cap(stale);

    vspace_activate(root_slot(vspace)->cap);
    assert_int_equal(host_translate(VADDR).address, object_of(frame));
    vspace_switch(initial_thread());
}

static void test_a_thread_that_revokes_its_own_space_is_in_none(void **state)
{
    (void)state;
    assert_true(host_translate(FIXTURE_IMAGE_VADDR).present);
    revoke_cap(seL4_CapInitThreadVSpace);
    assert_true(cte_is_empty(&initial_thread()->slot[TCB_VSPACE]));
    assert_true(vspace_is_assigned(root_slot(seL4_CapInitThreadVSpace)->cap));
    assert_false(host_translate(FIXTURE_IMAGE_VADDR).present);
}

static void test_switching_to_the_same_space_costs_no_switch(void **state)
{
    unsigned before = host_machine.vspace_switches;

    (void)state;
    vspace_switch(initial_thread());
    assert_int_equal(host_machine.vspace_switches, before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        kernel_test(test_page_map_missing_table_reports_its_level),
        kernel_test(test_large_page_map_over_a_table_reports_level_12),
        kernel_test(test_table_map_where_no_table_is_missing_is_delete_first),
        kernel_test(test_table_map_over_a_large_page_is_delete_first),
        kernel_test(test_table_map_checks_come_in_the_abi_order),
        kernel_test(test_table_unmap_forgets_the_pages_it_had),
        kernel_test(test_table_unmap_of_an_unmapped_table_succeeds),
        kernel_test(test_table_unmap_with_copies_is_revoke_first),
        kernel_test(test_deleting_a_table_takes_its_mappings_away),
        kernel_test(test_deleting_a_copy_of_a_table_keeps_its_mappings),
        kernel_test(test_unmapping_a_lost_table_spares_its_successor),
        kernel_test(test_page_map_gives_the_rights_and_attributes_asked_for),
        kernel_test(test_a_read_only_capability_cannot_map_for_writing),
        kernel_test(test_page_map_checks_come_in_the_abi_order),
        kernel_test(test_the_last_page_below_the_user_top_can_be_mapped),
        kernel_test(test_a_mapped_page_is_replaced_and_the_old_one_cannot_be_reached),
        kernel_test(test_page_unmap_ends_access_and_frees_the_capability),
        kernel_test(test_deleting_a_mapped_copy_ends_access_through_it_alone),
        kernel_test(test_revoking_the_memory_ends_all_access_to_it),
        kernel_test(test_a_large_page_is_mapped_and_unmapped_as_one),
        kernel_test(test_get_address_tells_where_the_frame_lies),
        kernel_test(test_the_space_of_a_deleted_vspace_cannot_be_reached),
        kernel_test(test_a_deleted_vspace_is_out_of_use_before_the_tlb_forgets_it),
        kernel_test(test_a_capability_of_a_dead_vspace_spares_the_next_with_its_asid),
        kernel_test(test_a_thread_that_revokes_its_own_space_is_in_none),
        kernel_test(test_switching_to_the_same_space_costs_no_switch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
