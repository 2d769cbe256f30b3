/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The check of all invariants knows address spaces of a kernel at EL2: a root has 1,024 entries,
 * a table 512.
 */
#include "fixture.h"

#include "arch.h"
#include "check.h"

enum { LEVELS = VSPACE_LAST_LEVEL, TABLE_BYTES = 4096, ROOT_BYTES = 8192 };
#define VADDR 0x40200000ull

static const struct pte_attributes writable = {.access = ACCESS_READ_WRITE, .cacheable = true};

/* A table of `level` for VADDR in the running thread's space, and a page directly behind it in
   memory that is full of what is a page in a table. */
static void build_table(unsigned level)
{
    map_tables(seL4_CapInitThreadVSpace, VADDR, level - 1);
    word_t table = new_object(seL4_ARM_PageTableObject, 0);
    word_t frame = new_object(seL4_ARM_SmallPageObject, 0);
    paddr_t behind = cap_object(root_slot(frame)->cap);

    assert_int_equal(behind, cap_object(root_slot(table)->cap) + TABLE_BYTES);
    assert_ok(kernel_call(table, (struct message){.label = ARMPageTableMap,
                                                  .length = 2,
                                                  .mr = {VADDR, seL4_ARM_Default_VMAttributes},
                                                  .caps = 1,
                                                  .cap = {seL4_CapInitThreadVSpace}}));
    pte_t *entries = phys_ptr(behind);
    for (unsigned i = 0; i < TABLE_BYTES / sizeof(pte_t); i++) {
        entries[i] = arch_pte_page(HOST_RAM_BASE, level, writable);
    }
}

static void test_a_table_ends_after_512_entries(void **state)
{
    (void)state;
    for (unsigned level = 1; level <= LEVELS; level++) {
        assert_int_equal(fixture_setup(NULL), 0);
        build_table(level);
        assert_null(check_invariants());
    }
}

/* Its last one is looked at. */
static void test_finds_a_page_in_the_last_entry_of_a_table(void **state)
{
    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, LEVELS - 1);
    word_t table = new_object(seL4_ARM_PageTableObject, 0);
    assert_ok(kernel_call(table, (struct message){.label = ARMPageTableMap,
                                                  .length = 2,
                                                  .mr = {VADDR, seL4_ARM_Default_VMAttributes},
                                                  .caps = 1,
                                                  .cap = {seL4_CapInitThreadVSpace}}));
    assert_null(check_invariants());
    pte_t *entries = object_at(table);
    entries[TABLE_BYTES / sizeof(pte_t) - 1] = arch_pte_page(HOST_RAM_BASE, LEVELS, writable);
    assert_finds("mapping: every page has a capability with its rights");
}

static void test_finds_a_page_in_the_last_entry_of_a_root(void **state)
{
    pte_t *entries = object_at(seL4_CapInitThreadVSpace);

    (void)state;
    assert_int_equal(BIT(seL4_VSpaceBits), ROOT_BYTES);
    assert_null(check_invariants());
    entries[ROOT_BYTES / sizeof(pte_t) - 1] = arch_pte_page(HOST_RAM_BASE, 0, writable);
    assert_finds("mapping: every page has a capability with its rights");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        check_test(test_a_table_ends_after_512_entries),
        check_test(test_finds_a_page_in_the_last_entry_of_a_table),
        check_test(test_finds_a_page_in_the_last_entry_of_a_root),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
