/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audit's walk, on a picture of memory that is made here: what it says of threads, CSpaces,
 * address spaces and interrupts is what was put there, each thing once, and nothing is followed
 * to where there is no memory.
 */
#include "irq.h"
#include "picture.h"

enum { IRQ = 40, TIMER = 27 };

/* What is in which page. */
enum page {
    AT_TCB, AT_CNODE, AT_INNER, AT_LOST, AT_ROOT, AT_LEVEL_1, AT_LEVEL_2, AT_LEVEL_3, AT_FRAME,
    AT_ENDPOINT, AT_NOTIFICATION, AT_POOL, AT_TIME
};

static struct tcb *thread(void)
{
    return at(AT_TCB);
}

/* 0x8000201000: read-only, 0x8000202000: beyond the memory; 0x400000: 2 MiB that may be written. */
static void build_space(void)
{
    struct pte_attributes reads = {.access = ACCESS_READ, .cacheable = true, .execute_never = true};
    struct pte_attributes writes = {.access = ACCESS_READ_WRITE, .execute_never = true};
    struct asid_pool *pool = at(AT_POOL);

    map(AT_ROOT, 0, pte_table(paddr(AT_LEVEL_1)));
    map(AT_ROOT, 1, pte_table(paddr(AT_LEVEL_1)));
    map(AT_LEVEL_1, 0, pte_table(paddr(AT_LEVEL_2)));
    map(AT_LEVEL_2, 1, pte_table(paddr(AT_LEVEL_3)));
    map(AT_LEVEL_2, 2, arch_pte_page(0x60000000, 2, writes));
    map(AT_LEVEL_3, 1, arch_pte_page(paddr(AT_FRAME), 3, reads));
    map(AT_LEVEL_3, 2, arch_pte_page(0x70000000, 3, reads));
    asid_pools[0] = pool;
    pool->root[3] = paddr(AT_ROOT);
}

static void build_thread(void)
{
    struct tcb *tcb = thread();
    cap_t vspace = cap_set_asid(cap_make(CAP_VSPACE, paddr(AT_ROOT)), 3);

    strcpy(tcb->name, "worker");
    tcb->priority = 7;
    tcb->mcp = 9;
    tcb->domain = 2;
    tcb->state = THREAD_RESTART;
    tcb->context.reg[REG_PC] = 0x1000;
    tcb->context.next_pc = 0x1004;
    tcb->flags = seL4_TCBFlag_fpuDisabled;
    tcb->ipc_buffer = 0x5000;
    put(AT_CNODE, 1, cap_make(CAP_TCB, paddr(AT_TCB)));
    derive_insert_root(tcb, cap_set_guard_size(cnode_cap(AT_CNODE, 4), 60), slot(AT_CNODE, 2));
    derive_insert_original(&tcb->slot[TCB_VSPACE], vspace, NULL);
    derive_insert_original(&tcb->slot[TCB_FAULT_HANDLER],
                           cap_set_badge(cap_set_rights(cap_make(CAP_ENDPOINT, paddr(AT_ENDPOINT)),
                                                        RIGHT_WRITE | RIGHT_GRANT), 5), NULL);
}

static int build(void **state)
{
    (void)state;
    picture_begin(TIMER);
    memset(irq_notification_slot(IRQ), 0, sizeof(struct cte));
    put(AT_CNODE, 2, cnode_cap(AT_CNODE, 4));
    build_space();
    build_thread();
    /* An inner CNode, which leads back; and one that nobody reaches. */
    put(AT_CNODE, 3, cnode_cap(AT_INNER, 2));
    put(AT_INNER, 0, cap_set_badge(cap_set_rights(cap_make(CAP_NOTIFICATION,
                                                           paddr(AT_NOTIFICATION)), RIGHT_READ),
                                   0x44));
    derive_insert(slot(AT_INNER, 1), slot(AT_CNODE, 2)->cap, slot(AT_CNODE, 2));
    derive_insert_original(&((struct cte *)at(AT_TIME))[PAGE / sizeof(struct cte) - 1],
                           cnode_cap(AT_LOST, 1), NULL);
    put(AT_LOST, 1, cap_set_frame_access(cap_make(CAP_FRAME, paddr(AT_FRAME)), ACCESS_READ_WRITE));
    derive_insert_original(irq_notification_slot(IRQ),
                           cap_set_badge(cap_make(CAP_NOTIFICATION, paddr(AT_NOTIFICATION)), 2),
                           NULL);
    machine_state.devices.irq_enabled[0] = 1u << TIMER | 1u << 30;
    return 0;
}

static const struct fact_thread *only_thread(void)
{
    assert_int_equal(FACT_COUNT(facts.threads, struct fact_thread), 1);
    return FACT_AT(facts.threads, const struct fact_thread, 0);
}

/* ---- Tests ---- */

static void test_a_thread_is_described(void **state)
{
    const struct fact_thread *one;

    (void)state;
    find_facts(&facts);
    one = only_thread();
    assert_string_equal(one->name, "worker");
    assert_int_equal(one->tcb, paddr(AT_TCB));
    assert_int_equal(one->priority, 7);
    assert_int_equal(one->mcp, 9);
    assert_int_equal(one->domain, 2);
    assert_int_equal(one->pc, 0x1000); /* it calls again */
    assert_int_equal(one->ipc_buffer, 0x5000);
    assert_int_equal(one->vspace, paddr(AT_ROOT));
    assert_int_equal(one->cspace.object, paddr(AT_CNODE));
    assert_int_equal(one->cspace_radix, 4);
    assert_int_equal(one->cspace.slot, 60); /* bits of its guard */
    assert_int_equal(one->fault.object, paddr(AT_ENDPOINT));
    assert_int_equal(one->fault.badge, 5);
    assert_int_equal(one->fault.rights, FACT_WRITE | FACT_GRANT);
    assert_int_equal(one->timeout.object, 0);
    assert_int_equal(one->sched_context, 0);
    assert_true(one->may_use_timer && !one->may_use_fpu && one->runs && !one->initial);
}

static void test_capabilities_of_inner_cnodes_are_held_each_once(void **state)
{
    (void)state;
    find_facts(&facts);
    assert_int_equal(FACT_COUNT(facts.caps, struct fact_cap), 5);
    assert_int_equal(held(AT_CNODE, 1)->type, FACT_TCB);
    assert_int_equal(held(AT_CNODE, 3)->type, FACT_CNODE);
    assert_int_equal(held(AT_INNER, 0)->type, FACT_NOTIFICATION);
    assert_int_equal(held(AT_INNER, 0)->badge, 0x44);
    assert_int_equal(held(AT_INNER, 0)->rights, FACT_READ);
    assert_int_equal(held(AT_INNER, 1)->object, paddr(AT_CNODE));
    assert_null(held(AT_LOST, 1));
}

static void test_what_nobody_reaches_is_lost(void **state)
{
    const struct fact_cap *lost;

    (void)state;
    find_facts(&facts);
    assert_int_equal(FACT_COUNT(facts.lost, struct fact_cap), 1);
    lost = FACT_AT(facts.lost, const struct fact_cap, 0);
    assert_int_equal(lost->type, FACT_FRAME);
    assert_int_equal(lost->rights, FACT_READ | FACT_WRITE);
    assert_int_equal(lost->cnode, paddr(AT_LOST));
    assert_int_equal(lost->holder, FACT_NOBODY);
}

/* The tables below the first entry of the root are below the second, too. */
static void test_pages_are_found_wherever_their_tables_are_entered(void **state)
{
    const struct fact_map *page;

    (void)state;
    find_facts(&facts);
    assert_int_equal(FACT_COUNT(facts.maps, struct fact_map), 6);
    page = mapped(0x8000201000);
    assert_non_null(page);
    assert_int_equal(page->paddr, paddr(AT_FRAME));
    assert_int_equal(page->bytes, PAGE);
    assert_true(page->read && !page->write && !page->execute && page->cached);
    page = mapped(0x400000);
    assert_non_null(page);
    assert_int_equal(page->bytes, 0x200000);
    assert_true(page->read && page->write && !page->cached);
}

static void test_memory_is_read_where_there_is_some(void **state)
{
    uint64_t bytes = 0;

    (void)state;
    find_facts(&facts);
    assert_ptr_equal(find_memory(&facts, 0, 0x201010, &bytes), (uint8_t *)at(AT_FRAME) + 0x10);
    assert_int_equal(bytes, PAGE - 0x10);
    assert_null(find_memory(&facts, 0, 0x202000, &bytes)); /* mapped, and no RAM */
    assert_null(find_memory(&facts, 0, 0x203000, &bytes));
    assert_null(find_memory(&facts, 1, 0x201000, &bytes));
    assert_non_null(find_physical(RAM_BASE + sizeof(ram) - 1, 1));
    assert_null(find_physical(RAM_BASE + sizeof(ram) - 1, 2));
    assert_null(find_physical(RAM_BASE - 1, 1));
}

static void test_a_space_whose_asid_names_another_is_none(void **state)
{
    struct asid_pool *pool = at(AT_POOL);

    (void)state;
    pool->root[3] = paddr(AT_LEVEL_1);
    find_facts(&facts);
    assert_int_equal(only_thread()->vspace, 0);
    assert_int_equal(FACT_COUNT(facts.maps, struct fact_map), 0);
}

/* Those that signal somebody, and those that are open; not the kernel's own. */
static void test_interrupts_are_those_with_a_use(void **state)
{
    const struct fact_irq *one;

    (void)state;
    find_facts(&facts);
    assert_int_equal(FACT_COUNT(facts.irqs, struct fact_irq), 2);
    one = FACT_AT(facts.irqs, const struct fact_irq, 0);
    assert_int_equal(one->number, 30);
    assert_true(one->enabled && one->notification == 0);
    one = FACT_AT(facts.irqs, const struct fact_irq, 1);
    assert_int_equal(one->number, IRQ);
    assert_int_equal(one->notification, paddr(AT_NOTIFICATION));
    assert_int_equal(one->badge, 2);
    assert_false(one->enabled || one->issued);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, build, release)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_thread_is_described),
        TEST(test_capabilities_of_inner_cnodes_are_held_each_once),
        TEST(test_what_nobody_reaches_is_lost),
        TEST(test_pages_are_found_wherever_their_tables_are_entered),
        TEST(test_memory_is_read_where_there_is_some),
        TEST(test_a_space_whose_asid_names_another_is_none),
        TEST(test_interrupts_are_those_with_a_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
