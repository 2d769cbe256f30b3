/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Users' tables at EL2, and the VMIDs that their address spaces share (el2/mmu.c, el2/space.h).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arch.h"
#include "mmu.h"
#include "pte.h"
#include "space.h"

enum { ROOTS = 0x100000, MANY = 600 };

static int reset(void **state)
{
    (void)state;
    arch_tlb_flush_all(); /* of the test before */
    machine = (struct machine){.vttbr = MACHINE_EMPTY};
    mmu_empty_paddr = MACHINE_EMPTY;
    return 0;
}

static paddr_t root_of(word_t asid)
{
    return ROOTS + asid * 0x2000;
}

static void switch_to(word_t asid)
{
    arch_vspace_switch(root_of(asid), asid);
    assert_null(machine.broken);
    assert_int_equal(machine.vttbr & MASK(48), root_of(asid));
    assert_int_equal(machine_vmid(), mmu_vmid_of[asid]);
    assert_int_not_equal(machine_vmid(), 0); /* that goes with the table that maps nothing */
}

/* ---- VMIDs ---- */

static void test_a_space_keeps_its_vmid(void **state)
{
    (void)state;
    switch_to(1000);
    word_t vmid = machine_vmid();
    switch_to(1001);
    assert_int_not_equal(machine_vmid(), vmid);
    switch_to(1000);
    assert_int_equal(machine_vmid(), vmid);
}

/* As many as there are VMIDs but for 0 keep theirs; the next takes one, and nobody finds what
   another one left. */
static void test_more_spaces_than_vmids_share_them_one_after_the_other(void **state)
{
    (void)state;
    for (word_t asid = 2000; asid < 2000 + VMIDS - 1; asid++) {
        switch_to(asid);
    }
    machine.tlbis = 0;
    for (word_t asid = 2000; asid < 2000 + VMIDS - 1; asid++) {
        switch_to(asid);
    }
    assert_int_equal(machine.tlbis, 0);
    switch_to(2000 + VMIDS - 1);
    assert_int_equal(machine.tlbis, 1);
    assert_int_equal(mmu_vmid_of[2000], 0);
    switch_to(2000);
}

static void test_any_order_of_switches_keeps_spaces_apart(void **state)
{
    uint64_t seed = 0x9e3779b97f4a7c15;

    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        seed = seed * 6364136223846793005 + 1442695040888963407;
        switch_to(1 + (seed >> 33) % MANY);
        if ((seed >> 20) % 64 == 0) {
            arch_vspace_none();
            assert_int_equal(machine.vttbr, MACHINE_EMPTY);
        }
    }
}

/* ---- The TLB ---- */

static void test_a_page_is_forgotten_of_its_own_space(void **state)
{
    word_t entry = 0;

    (void)state;
    switch_to(10);
    word_t vmid = machine_vmid();
    switch_to(11);
    word_t before = machine.vttbr;
    machine.tlbis = 0;
    pte_store(&entry, 1);
    arch_tlb_flush_page(10, 0x12345678000);
    assert_null(machine.broken);
    assert_int_equal(machine.page, 0x12345678);
    assert_int_equal(machine.tlbis, 2); /* of stage 2, and of what has both in one entry */
    assert_int_equal(machine.vttbr, before);
    assert_false(machine.vttbr_not_in_effect);
    assert_int_equal(mmu_vmid_of[10], vmid);
}

static void test_nothing_is_forgotten_of_a_space_without_a_vmid(void **state)
{
    (void)state;
    switch_to(20);
    machine.tlbis = 0;
    arch_tlb_flush_page(60000, 0x1000);
    arch_tlb_flush_asid(60000);
    assert_int_equal(machine.tlbis, 0);
}

/* Its asid, with the VMID, may be another space's next. */
static void test_a_space_that_goes_is_forgotten(void **state)
{
    (void)state;
    switch_to(30);
    word_t vmid = machine_vmid();
    arch_vspace_none();
    arch_tlb_flush_asid(30);
    assert_null(machine.broken);
    assert_int_equal(machine.held[vmid], 0);
    arch_vspace_switch(0x900000, 30);
    assert_null(machine.broken);
}

static void test_all_is_forgotten(void **state)
{
    (void)state;
    switch_to(40);
    switch_to(41);
    arch_tlb_flush_all();
    assert_null(machine.broken);
    assert_int_equal(machine.held[mmu_vmid_of[40]], 0);
    assert_int_equal(machine.held[mmu_vmid_of[41]], 0);
}

/* ---- Entries ---- */

/* S2AP in bits 7:6, MemAttr in 5:2, inner shareable in 9:8, AF 10, XN 54 (HYP.md 1). */
static void test_entries_are_those_of_stage_2(void **state)
{
    static const struct {
        struct pte_attributes attributes;
        word_t bits;
    } cases[] = {
        {{ACCESS_NONE, true, false}, 0xf << 2},
        {{ACCESS_READ, true, false}, 0xf << 2 | 1 << 6},
        {{ACCESS_READ_WRITE, true, false}, 0xf << 2 | 3 << 6},
        {{ACCESS_READ_WRITE, true, true}, 0xf << 2 | 3 << 6 | 1ull << 54},
        {{ACCESS_READ_WRITE, false, true}, 3 << 6 | 1ull << 54},
        {{ACCESS_READ_WRITE, false, false}, 3 << 6 | 1ull << 54}, /* devices are never executed */
    };
    enum { PAGE = 0x703, BLOCK = 0x701 };

    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        pte_t page = arch_pte_page(0x80001000, 2, cases[i].attributes);
        assert_int_equal(page, 0x80001000 | PAGE | cases[i].bits);
        struct pte_attributes read = arch_pte_attributes(page);
        assert_int_equal(read.access, cases[i].attributes.access);
        assert_int_equal(read.cacheable, cases[i].attributes.cacheable);
        assert_int_equal(read.execute_never, (cases[i].bits & 1ull << 54) != 0);
    }
    assert_int_equal(arch_pte_page(0x80200000, 1, cases[2].attributes),
                     0x80200000 | BLOCK | cases[2].bits);
    assert_int_equal(arch_pte_page(0x80000000, 0, cases[2].attributes),
                     0x80000000 | BLOCK | cases[2].bits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_a_space_keeps_its_vmid, reset),
        cmocka_unit_test_setup(test_more_spaces_than_vmids_share_them_one_after_the_other, reset),
        cmocka_unit_test_setup(test_any_order_of_switches_keeps_spaces_apart, reset),
        cmocka_unit_test_setup(test_a_page_is_forgotten_of_its_own_space, reset),
        cmocka_unit_test_setup(test_nothing_is_forgotten_of_a_space_without_a_vmid, reset),
        cmocka_unit_test_setup(test_a_space_that_goes_is_forgotten, reset),
        cmocka_unit_test_setup(test_all_is_forgotten, reset),
        cmocka_unit_test_setup(test_entries_are_those_of_stage_2, reset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
