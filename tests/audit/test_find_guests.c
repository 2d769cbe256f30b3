/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audit's walk of a kernel at EL2, on a picture of memory that is made here: stage 2's tables,
 * whose root has 1,024 entries and all others 512; virtual CPUs; the lines that are the kernel's.
 */
#include "irq.h"
#include "picture.h"
#include "vcpu.h"

enum { ASID = 3, TIMER = 26 };

/* What is in which page.  Behind the table of level 1 is what it must not be walked into. */
enum page {
    AT_VMM, AT_GUEST, AT_CNODE, AT_EMPTY, AT_ROOT, AT_ROOT_END, AT_LEVEL_1, AT_BEHIND, AT_LEVEL_2,
    AT_FRAME, AT_VCPU, AT_POOL
};

/* The guest: 0x40001000 may be read and executed; 2 MiB at 0x40200000 are a device's; and 4 KiB at
   512 GiB, which the second half of the root leads to, may be read and written. */
static void build_space(void)
{
    struct pte_attributes code = {.access = ACCESS_READ, .cacheable = true};
    struct pte_attributes device = {.access = ACCESS_READ_WRITE};
    struct pte_attributes data = {
        .access = ACCESS_READ_WRITE, .cacheable = true, .execute_never = true};
    struct asid_pool *pool = at(AT_POOL);

    map(AT_ROOT, 1, pte_table(paddr(AT_LEVEL_1)));
    map(AT_ROOT_END, 0, pte_table(paddr(AT_LEVEL_1)));
    map(AT_LEVEL_1, 0, pte_table(paddr(AT_LEVEL_2)));
    map(AT_LEVEL_1, 1, arch_pte_page(0x8000000, 1, device));
    map(AT_BEHIND, 0, arch_pte_page(0x8000000, 1, device));
    map(AT_LEVEL_2, 0, arch_pte_page(paddr(AT_FRAME), 2, data));
    map(AT_LEVEL_2, 1, arch_pte_page(paddr(AT_FRAME), 2, code));
    asid_pools[0] = pool;
    pool->root[ASID] = paddr(AT_ROOT);
}

static void build_threads(void)
{
    struct tcb *vmm = at(AT_VMM);
    struct tcb *guest = at(AT_GUEST);
    struct vcpu *vcpu = at(AT_VCPU);

    guest->vcpu = vcpu;
    vcpu->tcb = guest;
    put(AT_CNODE, 1, cap_make(CAP_TCB, paddr(AT_VMM)));
    put(AT_CNODE, 2, cap_make(CAP_TCB, paddr(AT_GUEST)));
    put(AT_CNODE, 3, cap_make(CAP_VCPU, paddr(AT_VCPU)));
    put(AT_CNODE, 4, cap_set_badge(cap_make(CAP_SMC, 0), 0x84000000));
    derive_insert_root(vmm, cap_set_guard_size(cnode_cap(AT_CNODE, 4), 60), slot(AT_CNODE, 5));
    derive_insert_root(guest, cap_set_guard_size(cnode_cap(AT_EMPTY, 1), 63), slot(AT_CNODE, 6));
    derive_insert_original(&guest->slot[TCB_VSPACE],
                           cap_set_asid(cap_make(CAP_VSPACE, paddr(AT_ROOT)), ASID), NULL);
}

static int build(void **state)
{
    (void)state;
    picture_begin(TIMER);
    put(AT_CNODE, 5, cnode_cap(AT_CNODE, 4));
    put(AT_CNODE, 6, cnode_cap(AT_EMPTY, 1));
    build_space();
    build_threads();
    machine_state.devices.irq_enabled[0] =
        1u << TIMER | 1u << VCPU_MAINTENANCE_IRQ | 1u << VCPU_TIMER_IRQ | 1u << 30;
    find_facts(&facts);
    return 0;
}

static const struct fact_thread *thread_of(enum page tcb)
{
    for (size_t i = 0; i < FACT_COUNT(facts.threads, struct fact_thread); i++) {
        const struct fact_thread *one = FACT_AT(facts.threads, const struct fact_thread, i);
        if (one->tcb == paddr(tcb)) {
            return one;
        }
    }
    fail_msg("there is no such thread");
    return NULL;
}

/* ---- Tests ---- */

static void test_a_guest_has_a_virtual_cpu_and_no_capability(void **state)
{
    (void)state;
    assert_int_equal(thread_of(AT_GUEST)->vcpu, paddr(AT_VCPU));
    assert_int_equal(thread_of(AT_VMM)->vcpu, 0);
    for (size_t i = 0; i < FACT_COUNT(facts.caps, struct fact_cap); i++) {
        const struct fact_cap *cap = FACT_AT(facts.caps, const struct fact_cap, i);
        assert_int_not_equal(cap->cnode, paddr(AT_EMPTY));
    }
}

static void test_virtual_cpus_and_the_firmware_are_held(void **state)
{
    (void)state;
    assert_non_null(held(AT_CNODE, 3));
    assert_int_equal(held(AT_CNODE, 3)->type, FACT_VCPU);
    assert_int_equal(held(AT_CNODE, 3)->object, paddr(AT_VCPU));
    assert_int_equal(held(AT_CNODE, 3)->bytes, 1 << VCPU_OBJECT_BITS);
    assert_non_null(held(AT_CNODE, 4));
    assert_int_equal(held(AT_CNODE, 4)->type, FACT_FIRMWARE);
    assert_int_equal(held(AT_CNODE, 4)->badge, 0x84000000);
}

/* Both halves of the root lead to the same tables; these have half as many entries. */
static void test_stage_2_is_walked_with_its_own_levels(void **state)
{
    const struct fact_map *page;

    (void)state;
    assert_int_equal(FACT_COUNT(facts.maps, struct fact_map), 6);
    page = mapped(0x40001000);
    assert_non_null(page);
    assert_int_equal(page->paddr, paddr(AT_FRAME));
    assert_int_equal(page->bytes, PAGE);
    assert_true(page->read && !page->write && page->execute && page->cached);
    page = mapped(0x40200000);
    assert_non_null(page);
    assert_int_equal(page->paddr, 0x8000000);
    assert_int_equal(page->bytes, 0x200000);
    assert_true(page->read && page->write && !page->execute && !page->cached);
    page = mapped(0x8000000000);
    assert_non_null(page);
    assert_true(page->read && page->write && !page->execute && page->cached);
}

/* Nobody has 25 and 27, the kernel's own for guests, and the timer's. */
static void test_the_kernel_s_lines_for_guests_are_nobody_s(void **state)
{
    (void)state;
    assert_int_equal(FACT_COUNT(facts.irqs, struct fact_irq), 1);
    assert_int_equal(FACT_AT(facts.irqs, const struct fact_irq, 0)->number, 30);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, build, release)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_guest_has_a_virtual_cpu_and_no_capability),
        TEST(test_virtual_cpus_and_the_firmware_are_held),
        TEST(test_stage_2_is_walked_with_its_own_levels),
        TEST(test_the_kernel_s_lines_for_guests_are_nobody_s),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
