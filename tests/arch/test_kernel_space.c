/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own address space, entry by entry, as mmu_boot.c builds it: that
 * code itself, with an image that is an array here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "mmu.h"

#include "arch.h"
#include "board.h"
#include "record.h"

/* The parts of the image, by their offsets. */
enum {
    BOOT_END = 0x5000,
    TEXT_END = 0x12000,
    RODATA_END = 0x13000,
    STACK_GUARD = 0x20000,
    END = 0x30000,
    PAGE = 0x1000
};
static _Alignas(0x200000) unsigned char image[END];

#define ki_start (image)
#define ki_boot_end (image + BOOT_END)
#define ki_text_end (image + TEXT_END)
#define ki_rodata_end (image + RODATA_END)
#define ki_end (image + END)
#define kernel_stack_guard (image + STACK_GUARD)
#undef BOOT_CODE
#undef BOOT_DATA
#define BOOT_CODE
#define BOOT_DATA
#include "../../kernel/arch/aarch64/mmu_boot.c"
#include "../../kernel/arch/aarch64/el1/mmu_level.c"
#include "../../kernel/arch/aarch64/mmu_kernel.c"

/* RAM that does not begin with a GiB. */
#define RAM_START 0x40200000ull
#define RAM_END 0xc0000000ull
#define SECOND_START 0x100000000ull
#define SECOND_END 0x13b400000ull
#define IMAGE (RAM_START + 0x123000) /* its data reaches into no other block of 2 MiB */
#define IMAGE_ACROSS (RAM_START + 0x1f4000) /* its text does */

static const struct phys_range ram[] = {{RAM_START, RAM_END}, {SECOND_START, SECOND_END}};
const struct board board = {.ram = ram, .ram_count = 2};

static struct {
    paddr_t root;
    paddr_t identity;
    paddr_t empty;
    word_t sctlr;
} installed;

void mmu_install(paddr_t root, paddr_t identity, paddr_t empty, word_t mair, word_t tcr,
                 word_t sctlr, word_t phys_minus_virt)
{
    assert_int_equal(mair, MAIR_VALUE);
    assert_int_equal(tcr, TCR_VALUE | 2ull << TCR_IPS_SHIFT);
    assert_int_equal(phys_minus_virt, mmu_image_paddr - (word_t)image);
    installed.root = root;
    installed.identity = identity;
    installed.empty = empty;
    installed.sctlr = sctlr;
    record(OP_INSTALL, 0, 0);
}

static void boot(paddr_t where, unsigned pan)
{
    record_reset();
    processor.mmfr0 = 2; /* 40 bits */
    processor.mmfr1 = (word_t)pan << 20;
    processor.translation = where | 0xff00000000000a80ull; /* with its attributes */
    memset(mmu_kernel_root, 0, sizeof mmu_kernel_root);
    memset(mmu_tables, 0, sizeof mmu_tables);
    memset(identity_root, 0, sizeof identity_root);
    memset(identity_gib, 0, sizeof identity_gib);
    memset(identity_blocks, 0, sizeof identity_blocks);
    tables_used = 0;
    assert_int_equal(mmu_boot(), where);
}

/* ---- Walks ---- */

struct mapping {
    vaddr_t address;
    word_t size;
    paddr_t physical;
    bool writable;
    bool executable;
    bool device;
};

enum { MAPPINGS = 4096 };
static struct mapping mappings[MAPPINGS];
static unsigned mapping_count;

static void add_mapping(vaddr_t address, unsigned level, word_t entry)
{
    assert_true(mapping_count < MAPPINGS);
    assert_int_equal(entry & PTE_USER, 0);
    assert_int_not_equal(entry & PTE_USER_XN, 0);
    assert_int_not_equal(entry & PTE_ACCESSED, 0);
    mappings[mapping_count++] = (struct mapping){
        .address = address,
        .size = BIT(vspace_level_bits(level)),
        .physical = entry & PTE_ADDRESS_MASK,
        .writable = (entry & PTE_READ_ONLY) == 0,
        .executable = (entry & PTE_KERNEL_XN) == 0,
        .device = bits_get(entry, 4, 2) == MEMORY_DEVICE,
    };
}

static void walk(paddr_t table, unsigned level, vaddr_t base)
{
    const word_t *entries = image_pointer_of(table);

    for (word_t i = 0; i < 512; i++) {
        vaddr_t address = base + (i << vspace_level_bits(level));
        if ((entries[i] & PTE_VALID) == 0) {
            continue;
        }
        if (level < 3 && (entries[i] & PTE_TABLE_OR_PAGE) != 0) {
            walk(entries[i] & PTE_ADDRESS_MASK, level + 1, address); /* three deep */
        } else {
            add_mapping(address, level, entries[i]);
        }
    }
}

static void walk_all(paddr_t root, vaddr_t base)
{
    mapping_count = 0;
    walk(root, 0, base);
}

#define HIGH 0xffff000000000000ull /* what TTBR1_EL1 maps */

/* What [address, address + PAGE) is mapped to; NULL: nothing. */
static const struct mapping *mapping_of(vaddr_t address)
{
    for (unsigned i = 0; i < mapping_count; i++) {
        if (address - mappings[i].address < mappings[i].size) {
            return &mappings[i];
        }
    }
    return NULL;
}

/* Is [start, end) writable at any address, or executable? */
static bool is_writable(paddr_t start, paddr_t end)
{
    for (unsigned i = 0; i < mapping_count; i++) {
        const struct mapping *m = &mappings[i];
        if (m->writable && m->physical < end && m->physical + m->size > start) {
            return true;
        }
    }
    return false;
}

static void assert_maps(vaddr_t address, paddr_t physical, bool writable, bool executable)
{
    const struct mapping *m = mapping_of(address);

    assert_non_null(m);
    assert_int_equal(m->physical + (address - m->address), physical);
    assert_int_equal(m->writable, writable);
    assert_int_equal(m->executable, executable);
}

/* The host's addresses have no ones above bit 47, where the target's have. */
static vaddr_t image_at(word_t offset)
{
    return HIGH | ((word_t)image + offset);
}

/* ---- Tests ---- */

static void assert_only_ram_is_normal_memory(void)
{
    for (unsigned i = 0; i < mapping_count; i++) {
        const struct mapping *m = &mappings[i];
        if (m->device) {
            assert_true(m->physical == BOARD_GICD_PADDR || m->physical == BOARD_GICC_PADDR ||
                        m->physical == BOARD_UART_PADDR);
            assert_int_equal(m->size, PAGE);
            assert_false(m->executable);
        } else {
            assert_true(board_has_ram(m->physical, m->physical + m->size));
        }
    }
}

static const paddr_t places[] = {IMAGE, IMAGE_ACROSS, RAM_START, RAM_END - END};
#define FOR_EACH_PLACE(where)                                                          \
    for (const paddr_t *where = places; where < places + sizeof places / sizeof places[0]; where++)

static void test_parts_of_the_image_have_their_permissions(void **state)
{
    (void)state;
    FOR_EACH_PLACE(where) {
        boot(*where, 0);
        walk_all(installed.root, HIGH);
        for (word_t at = 0; at < END; at += PAGE) {
            if (at == STACK_GUARD) {
                assert_null(mapping_of(image_at(at)));
            } else {
                assert_maps(image_at(at), *where + at, at >= RODATA_END, at < TEXT_END);
            }
        }
    }
}

static void test_all_ram_is_in_the_window_and_never_executable(void **state)
{
    (void)state;
    FOR_EACH_PLACE(where) {
        boot(*where, 0);
        walk_all(installed.root, HIGH);
        assert_null(mapping_of(KERNEL_WINDOW + RAM_START - PAGE));
        assert_null(mapping_of(KERNEL_WINDOW + RAM_END));
        for (paddr_t at = RAM_START; at < RAM_END; at += 64 * PAGE) {
            bool text = at - (*where + BOOT_END) < RODATA_END - BOOT_END;
            assert_maps(KERNEL_WINDOW + at, at, !text, false);
        }
    }
}

static void test_text_and_constants_are_writable_nowhere(void **state)
{
    (void)state;
    FOR_EACH_PLACE(where) {
        boot(*where, 0);
        walk_all(installed.root, HIGH);
        assert_false(is_writable(*where + BOOT_END, *where + RODATA_END));
        assert_true(is_writable(*where + RODATA_END, *where + RODATA_END + 1));
    }
}

static void test_what_is_executable_after_boot_is_writable_nowhere(void **state)
{
    (void)state;
    FOR_EACH_PLACE(where) {
        boot(*where, 0);
        mmu_boot_forget();
        walk_all(installed.root, HIGH);
        assert_null(mapping_of(image_at(0)));
        assert_null(mapping_of(image_at(BOOT_END - PAGE)));
        assert_maps(image_at(BOOT_END), *where + BOOT_END, false, true);
        for (unsigned i = 0; i < mapping_count; i++) {
            const struct mapping *m = &mappings[i];
            assert_false(m->executable && is_writable(m->physical, m->physical + m->size));
        }
        assert_maps(KERNEL_WINDOW + *where, *where, true, false); /* the users' now */
    }
}

static void test_nothing_but_ram_is_normal_memory(void **state)
{
    (void)state;
    FOR_EACH_PLACE(where) {
        boot(*where, 0);
        walk_all(installed.root, HIGH);
        assert_only_ram_is_normal_memory();
        walk_all(installed.identity, 0);
        assert_only_ram_is_normal_memory();
        assert_maps(*where, *where, false, true);
        assert_maps(*where + BOOT_END - PAGE, *where + BOOT_END - PAGE, false, true);
    }
}

static void test_the_empty_tables_are_empty(void **state)
{
    (void)state;
    boot(IMAGE, 0);
    assert_int_equal(installed.empty, mmu_empty_paddr);
    walk_all(installed.empty, 0);
    assert_int_equal(mapping_count, 0);
}

static void test_tables_are_written_before_they_are_walked(void **state)
{
    (void)state;
    boot(IMAGE, 0);
    ASSERT_OPERATIONS(OP_TRANSLATE, OP_ISB, OP_DSB, OP_INSTALL);
}

static void test_boot_code_is_forgotten_by_the_tlb_before_it_is_the_users(void **state)
{
    (void)state;
    boot(IMAGE, 0);
    operation_count = 0;
    mmu_boot_forget();
    /* Each of the five entries. */
    ASSERT_OPERATIONS(OP_ENTRY, OP_DSB, OP_ENTRY, OP_DSB, OP_ENTRY, OP_DSB, OP_ENTRY, OP_DSB,
                      OP_ENTRY, OP_DSB, OP_ISB, OP_DSB, OP_TLBI, OP_DSB, OP_ISB);
}

static void test_users_memory_is_closed_to_the_kernel_where_the_processor_can(void **state)
{
    (void)state;
    boot(IMAGE, 0);
    assert_int_equal(installed.sctlr & SCTLR_SPAN, SCTLR_SPAN); /* RES1 */
    boot(IMAGE, 3);
    assert_int_equal(installed.sctlr, SCTLR_VALUE & ~SCTLR_SPAN);
    ASSERT_OPERATIONS(OP_TRANSLATE, OP_ISB, OP_DSB, OP_INSTALL, OP_PAN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_of_the_image_have_their_permissions),
        cmocka_unit_test(test_all_ram_is_in_the_window_and_never_executable),
        cmocka_unit_test(test_text_and_constants_are_writable_nowhere),
        cmocka_unit_test(test_what_is_executable_after_boot_is_writable_nowhere),
        cmocka_unit_test(test_nothing_but_ram_is_normal_memory),
        cmocka_unit_test(test_the_empty_tables_are_empty),
        cmocka_unit_test(test_tables_are_written_before_they_are_walked),
        cmocka_unit_test(test_boot_code_is_forgotten_by_the_tlb_before_it_is_the_users),
        cmocka_unit_test(test_users_memory_is_closed_to_the_kernel_where_the_processor_can),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
