/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the loader's tables to the kernel's at EL2 (el2/mmu_level.c): what is mapped at the time,
 * and in which order; that code itself, with an image that is an array here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arch.h"
#include "mmu.h"
#include "pte.h"

enum { BLOCK = 0x200000, IN_BLOCK = 0x123000, MAPPINGS = 8 };
static _Alignas(BLOCK) unsigned char linked[BLOCK];
static _Alignas(4096) word_t level_1[512]; /* of the kernel's own tables, for the image */

#define ki_start (linked + IN_BLOCK)
#undef BOOT_CODE
#undef BOOT_DATA
#define BOOT_CODE
#define BOOT_DATA
#include "../../kernel/arch/aarch64/el2/mmu_level.c"

_Alignas(4096) word_t mmu_kernel_root[512];
paddr_t mmu_image_paddr;

/* Tables are where they are. */
paddr_t mmu_image_paddr_of(const void *pointer)
{
    return (paddr_t)(uintptr_t)pointer;
}

/* ---- Walks ---- */

struct mapping {
    vaddr_t address;
    paddr_t physical;
    word_t entry;
    unsigned level;
};

struct tables {
    struct mapping at[MAPPINGS];
    unsigned count;
};

static void walk(struct tables *tables, paddr_t table, unsigned level, vaddr_t base)
{
    const word_t *entries = (const word_t *)(uintptr_t)table;

    for (word_t i = 0; i < 512; i++) {
        vaddr_t address = base + (i << kernel_level_bits(level));
        if ((entries[i] & PTE_VALID) == 0) {
            continue;
        }
        if (level < 3 && (entries[i] & PTE_TABLE_OR_PAGE) != 0) {
            walk(tables, entries[i] & PTE_ADDRESS_MASK, level + 1, address);
        } else {
            assert_true(tables->count < MAPPINGS);
            tables->at[tables->count++] = (struct mapping){
                address, entries[i] & PTE_ADDRESS_MASK, entries[i], level};
        }
    }
}

/* A block of 2 MiB from `address` on that may be read and executed, and is the image's. */
static void assert_image_at(const struct tables *tables, vaddr_t address)
{
    for (unsigned i = 0; i < tables->count; i++) {
        const struct mapping *m = &tables->at[i];
        if (m->address == address) {
            assert_int_equal(m->level, 2);
            assert_int_equal(m->physical, mmu_image_paddr - IN_BLOCK);
            assert_int_equal(m->entry & (PTE_READ_ONLY | PTE_XN | PTE_ACCESSED),
                             PTE_READ_ONLY | PTE_ACCESSED);
            assert_int_equal(bits_get(m->entry, 4, 2), MEMORY_NORMAL);
            return;
        }
    }
    fail_msg("the image is not mapped there");
}

/* ---- The switch ---- */

static struct {
    struct tables root, identity, bridge;
    word_t tcr;
} installed;

void mmu_install(paddr_t root, paddr_t identity, paddr_t third, word_t mair, word_t tcr,
                 word_t sctlr, word_t phys_minus_virt)
{
    machine_did('I');
    assert_int_equal(root, mmu_image_paddr_of(mmu_kernel_root));
    assert_int_equal(mair, MAIR_VALUE);
    assert_int_equal(sctlr, SCTLR_VALUE);
    assert_int_equal(phys_minus_virt, mmu_image_paddr - (word_t)ki_start);
    installed.tcr = tcr;
    walk(&installed.root, root, 0, 0);
    walk(&installed.identity, identity, 0, 0);
    walk(&installed.bridge, third, 0, 0);
}

static void enter(paddr_t image, unsigned address_bits)
{
    machine = (struct machine){.vttbr = MACHINE_EMPTY, .mmfr0 = 0xff0 | address_bits};
    memset(&installed, 0, sizeof(installed));
    memset(mmu_kernel_root, 0, sizeof(mmu_kernel_root));
    memset(identity_root, 0, sizeof(identity_root));
    memset(identity_gib, 0, sizeof(identity_gib));
    memset(identity_blocks, 0, sizeof(identity_blocks));
    memset(bridge_root, 0, sizeof(bridge_root));
    memset(bridge_gib, 0, sizeof(bridge_gib));
    memset(bridge_blocks, 0, sizeof(bridge_blocks));
    *entry_in(mmu_kernel_root, (word_t)ki_start, LEVEL_ROOT) =
        pte_table(mmu_image_paddr_of(level_1));
    mmu_image_paddr = image;
    mmu_level_enter();
}

/* In the first blocks of a GiB, and in its last. */
static const paddr_t places[] = {0x40200000 + IN_BLOCK, 0x7fe00000 + IN_BLOCK};

/* ---- Tests ---- */

static void test_what_boots_is_mapped_to_itself_alone_while_it_moves(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        enter(places[i], 2);
        assert_int_equal(installed.identity.count, 1);
        assert_image_at(&installed.identity, places[i] - IN_BLOCK);
    }
}

static void test_the_bridge_has_the_image_where_it_was_and_to_itself(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        enter(places[i], 2);
        assert_int_equal(installed.bridge.count, 2);
        assert_image_at(&installed.bridge, places[i] - IN_BLOCK);
        assert_image_at(&installed.bridge, (vaddr_t)(uintptr_t)linked);
    }
}

/* It is there when the tables are installed, and only then. */
static void test_the_kernel_s_tables_lose_what_boots(void **state)
{
    struct tables after = {.count = 0};

    (void)state;
    enter(places[0], 2);
    assert_int_equal(installed.root.count, 1);
    assert_image_at(&installed.root, places[0] - IN_BLOCK);
    walk(&after, mmu_image_paddr_of(mmu_kernel_root), 0, 0);
    assert_int_equal(after.count, 0);
    assert_int_equal(*entry_in(mmu_kernel_root, (word_t)ki_start, LEVEL_ROOT),
                     pte_table(mmu_image_paddr_of(level_1)));
}

/* Tables are written before they are walked; and the entry is gone before the TLB forgets it. */
static void test_the_order_of_the_switch(void **state)
{
    (void)state;
    enter(places[0], 2);
    assert_string_equal(machine.order, "dIedtdi");
    assert_null(machine.broken);
}

/* As many bits as the processor has, but no more than 48. */
static void test_physical_addresses_have_the_processor_s_size(void **state)
{
    (void)state;
    for (unsigned size = 0; size < 7; size++) {
        enter(places[0], size);
        assert_int_equal(installed.tcr, TCR_VALUE | (word_t)(size < 5 ? size : 5) << TCR_IPS_SHIFT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_boots_is_mapped_to_itself_alone_while_it_moves),
        cmocka_unit_test(test_the_bridge_has_the_image_where_it_was_and_to_itself),
        cmocka_unit_test(test_the_kernel_s_tables_lose_what_boots),
        cmocka_unit_test(test_the_order_of_the_switch),
        cmocka_unit_test(test_physical_addresses_have_the_processor_s_size),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
