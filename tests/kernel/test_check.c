/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The invariant check must find what is broken: each test plants one defect of
 * the kind a kernel bug would leave and asks for the words that name it.
 */
#include "fixture.h"

#include "asid.h"
#include "check.h"
#include "delete.h"
#include "derive.h"
#include "domain.h"
#include "irq.h"
#include "ready_queue.h"
#include "refill.h"
#include "sched.h"
#include "vspace.h"
#include "vspace_switch.h"

#define VADDR 0x0000102040600000ull

#define check_test(function) cmocka_unit_test_setup(function, fixture_setup)

static void assert_finds(const char *words)
{
    const char *found = check_invariants();

    assert_non_null(found);
    assert_string_equal(found, words);
}

static void *object_at(word_t slot)
{
    return phys_ptr(cap_object(root_slot(slot)->cap));
}

/* ---- Derivation and memory ---- */

static void test_finds_a_broken_back_link(void **state)
{
    (void)state;
    derive_list.next->next->prev = &derive_list;
    assert_finds("derivation: prev is the inverse of next");
}

static void test_finds_an_empty_slot_in_the_list(void **state)
{
    (void)state;
    root_slot(seL4_CapDomain)->cap = cap_null();
    assert_finds("derivation: every slot in the list has a capability");
}

static void test_finds_a_capability_outside_the_list(void **state)
{
    (void)state;
    root_slot(new_slot())->cap = root_slot(seL4_CapDomain)->cap;
    assert_finds("slots: every capability is in the derivation list");
}

static void test_finds_remains_in_an_empty_slot(void **state)
{
    (void)state;
    root_slot(new_slot())->next = root_slot(seL4_CapDomain);
    assert_finds("slots: an empty slot is all zero");
}

static void test_finds_objects_that_overlap(void **state)
{
    word_t first = new_object(seL4_TCBObject, 0);
    word_t second = new_object(seL4_EndpointObject, 0);
    cap_t cap = root_slot(second)->cap;

    (void)state;
    root_slot(second)->cap = cap_set_object_field(cap, cap_object(root_slot(first)->cap) >> 4);
    assert_finds("untyped: children are below the watermark and do not overlap");
}

static void test_finds_a_watermark_below_a_child(void **state)
{
    struct cte *untyped = root_slot(test_untyped());

    (void)state;
    (void)new_object(seL4_EndpointObject, 0);
    untyped->cap = cap_set_watermark(untyped->cap, cap_watermark(untyped->cap) - 16);
    assert_finds("untyped: children are below the watermark and do not overlap");
}

static void test_finds_a_watermark_beyond_the_untyped(void **state)
{
    struct cte *untyped = root_slot(test_untyped());

    (void)state;
    untyped->cap = cap_set_watermark(untyped->cap, BIT(22) + 16);
    assert_finds("untyped: the watermark lies in it");
}

static void test_finds_a_frame_over_the_kernel(void **state)
{
    struct cte *frame = root_slot(bootinfo()->userImageFrames.start);

    (void)state;
    frame->cap = cap_set_object_field(frame->cap, (FIXTURE_KERNEL_END - 0x1000) >> 4);
    assert_finds("memory: no capability stands for the kernel's");
}

static void test_finds_an_object_away_from_its_untyped(void **state)
{
    word_t endpoint = new_object(seL4_EndpointObject, 0);
    cap_t cap = root_slot(endpoint)->cap;

    (void)state;
    derive_remove(root_slot(endpoint));
    derive_insert(root_slot(endpoint), cap, root_slot(bootinfo()->userImageFrames.start));
    assert_finds("memory: objects overlap, or one is not behind its untyped in the list");
}

/* ---- Threads and IPC ---- */

static void test_finds_a_blocked_thread_that_no_queue_has(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);

    (void)state;
    sched_dequeue(tcb);
    tcb->state = THREAD_BLOCKED_SEND;
    tcb->blocked_on = object_at(new_object(seL4_EndpointObject, 0));
    assert_finds("thread: in the queue of what it waits for");
}

static void test_finds_an_unsorted_queue(void **state)
{
    struct tcb *low = new_thread(10, NULL);
    struct tcb *high = new_thread(20, NULL);
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    sched_dequeue(low);
    sched_dequeue(high);
    low->state = THREAD_BLOCKED_RECV;
    high->state = THREAD_BLOCKED_RECV;
    low->blocked_on = &ep->queue;
    high->blocked_on = &ep->queue;
    ep->queue = (struct wait_queue){low, high};
    low->wait_next = high;
    high->wait_prev = low;
    assert_finds("queue: sorted by priority");
}

static void test_finds_a_queue_of_a_dead_thread(void **state)
{
    static struct tcb ghost;
    struct endpoint *ep = object_at(new_object(seL4_EndpointObject, 0));

    (void)state;
    ghost.state = THREAD_BLOCKED_RECV;
    ghost.blocked_on = &ep->queue;
    ep->queue = (struct wait_queue){&ghost, &ghost};
    assert_finds("queue: its threads exist");
}

static void test_finds_a_waiter_on_an_active_notification(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);
    struct notification *ntfn = object_at(new_object(seL4_NotificationObject, 0));

    (void)state;
    sched_dequeue(tcb);
    tcb->state = THREAD_BLOCKED_NOTIFICATION;
    tcb->blocked_on = &ntfn->queue;
    ntfn->queue = (struct wait_queue){tcb, tcb};
    ntfn->active = true;
    assert_finds("notification: nobody waits for an active one");
}

static void test_finds_a_binding_of_one_side(void **state)
{
    struct notification *ntfn = object_at(new_object(seL4_NotificationObject, 0));

    (void)state;
    ntfn->bound = initial_thread();
    assert_finds("notification: the bound thread knows");
}

static void test_finds_a_scheduling_context_taken_twice(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);

    (void)state;
    sched_dequeue(tcb);
    tcb->sc = initial_thread()->sc;
    assert_finds("scheduling context: its thread knows");
}

static void test_finds_a_reply_without_its_stack(void **state)
{
    struct reply *reply = object_at(new_object(seL4_ReplyObject, 0));

    (void)state;
    reply->sc = initial_thread()->sc;
    assert_finds("reply: a caller waits on each in a stack");
}

static void test_finds_a_thread_lost_to_the_scheduler(void **state)
{
    struct tcb *tcb = new_thread(10, NULL);

    (void)state;
    assert_null(check_invariants());
    sched_dequeue(tcb);
    assert_finds("thread: in a run queue exactly if it could run and does not");
}

static void test_finds_a_ready_queue_that_the_map_does_not_know(void **state)
{
    (void)state;
    (void)new_thread(10, NULL);
    assert_null(check_invariants());
    ready_map[0][0] &= ~BIT(10);
    assert_finds("ready queue: the map knows which are not empty");
    ready_map[0][0] |= BIT(10);
    ready_words[0] &= ~BIT(0);
    assert_finds("ready queue: and which words of the map are not 0");
}

static void test_finds_a_ready_queue_with_another_s_tail(void **state)
{
    (void)state;
    (void)new_thread(10, NULL);
    ready_queues[0][10].tail = initial_thread();
    assert_finds("ready queue: the tail is its last thread");
}

static void test_finds_time_that_was_made_up(void **state)
{
    struct sched_context *sc = initial_thread()->sc;

    (void)state;
    refill_head(sc)->amount += 1;
    assert_finds("refills: they add up to the budget");
}

static struct refill *made_refills(struct refill first, struct refill second)
{
    struct sched_context *sc = new_thread(10, NULL)->sc;

    refill_new(sc, MIN_REFILLS, first.amount + second.amount, 1000000, 0);
    sc->refill[0] = first;
    sc->refill[1] = second;
    sc->refill_count = 2;
    return sc->refill;
}

static void test_finds_refills_that_overlap(void **state)
{
    struct refill *refill = made_refills((struct refill){0, 5000}, (struct refill){5000, 100});

    (void)state;
    assert_null(check_invariants());
    refill[1].time--;
    assert_finds("refills: each ends before the next begins");
}

static void test_finds_a_refill_more_than_a_period_away(void **state)
{
    struct refill *refill = made_refills((struct refill){0, 5000}, (struct refill){1000000, 100});

    (void)state;
    assert_null(check_invariants());
    refill[1].time++;
    assert_finds("refills: all begin within a period");
}

static void test_finds_an_empty_refill(void **state)
{
    (void)state;
    (void)made_refills((struct refill){0, 5000}, (struct refill){6000, 0});
    assert_finds("refills: none is empty");
}

static void test_finds_that_another_pays(void **state)
{
    (void)state;
    sched.sc = new_thread(10, NULL)->sc;
    assert_finds("time: the running thread's context is charged");
}

static void test_finds_an_event_that_is_missed(void **state)
{
    (void)state;
    sched.event++;
    assert_finds("time: the next event is the earliest");
}

static void test_finds_a_timer_that_is_late(void **state)
{
    (void)state;
    host_machine.deadline++;
    assert_finds("time: the timer is set for that, or the end of the slice");
}

static void test_finds_a_domain_that_there_is_not(void **state)
{
    (void)state;
    domain_running = NUM_DOMAINS;
    assert_false(domain_schedule_ok());
}

static void test_finds_a_handler_that_cannot_be_called(void **state)
{
    word_t endpoint = new_object(seL4_EndpointObject, 0);
    struct cte *source = root_slot(endpoint);
    struct cte *handler = &initial_thread()->slot[TCB_FAULT_HANDLER];

    (void)state;
    derive_insert(handler, cap_mask_rights(source->cap, RIGHT_READ), source);
    assert_finds("thread: its handlers can be called");
}

/* ---- Who descends from whom, and what is dying ---- */

static void test_finds_a_copy_with_more_rights(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t copy = new_copy(ep, RIGHT_READ, 7);
    word_t second = new_copy(copy, RIGHT_READ, 0);

    (void)state;
    assert_null(check_invariants());
    root_slot(second)->cap = cap_set_rights(root_slot(second)->cap, RIGHT_READ | RIGHT_WRITE);
    assert_finds("derivation: rights never grow");
}

static void test_finds_a_frame_copy_with_more_rights(void **state)
{
    word_t frame = new_object(seL4_ARM_SmallPageObject, 0);
    word_t copy = new_copy(frame, RIGHT_READ, 0);

    (void)state;
    root_slot(frame)->cap = cap_set_frame_access(root_slot(frame)->cap, ACCESS_READ);
    assert_null(check_invariants());
    root_slot(copy)->cap = cap_set_frame_access(root_slot(copy)->cap, ACCESS_READ_WRITE);
    assert_finds("derivation: rights never grow");
}

static void test_finds_two_sizes_of_one_object(void **state)
{
    word_t cnode = new_object(seL4_CapTableObject, 3);
    word_t copy = new_copy(cnode, RIGHTS_ALL, 0);

    (void)state;
    root_slot(copy)->cap = cap_set_radix(root_slot(copy)->cap, 2);
    assert_finds("derivation: capabilities to one object agree on its size");
}

static void test_finds_a_capability_in_no_slot_of_anything(void **state)
{
    static struct cte nowhere;
    struct cte *source = root_slot(new_object(seL4_EndpointObject, 0));

    (void)state;
    nowhere = (struct cte){.cap = cap_null()};
    derive_insert(&nowhere, source->cap, source);
    assert_finds("derivation: every capability is in a slot of something that exists");
}

static struct cte *zombie_of(word_t cnode, word_t left)
{
    struct cte *slot = root_slot(cnode);

    slot->cap = cap_zombie(slot->cap, left);
    return slot;
}

static void test_finds_a_zombie_that_forgot_a_slot(void **state)
{
    word_t cnode = new_object(seL4_CapTableObject, 2);
    struct cte *inner = cap_cnode(root_slot(cnode)->cap) + 3;
    struct cte *source = root_slot(new_object(seL4_EndpointObject, 0));

    (void)state;
    derive_insert(inner, source->cap, source);
    struct cte *slot = zombie_of(cnode, 4);
    assert_null(check_invariants());
    slot->cap = cap_set_zombie_left(slot->cap, 3);
    assert_finds("zombie: what it has lost is empty, but for its own slot");
    slot->cap = cap_set_zombie_left(slot->cap, 5);
    assert_finds("zombie: has slots left, no more than it had");
}

static void test_finds_a_zombie_stacked_on_nothing(void **state)
{
    word_t cnode = new_object(seL4_CapTableObject, 2);
    struct cte *inner = cap_cnode(root_slot(cnode)->cap);
    struct cte *source = root_slot(new_object(seL4_EndpointObject, 0));

    (void)state;
    derive_insert(inner, source->cap, source);
    struct cte *slot = zombie_of(cnode, 4);
    slot->cap = cap_set_zombie_stacked(slot->cap, true);
    assert_finds("zombie: a stacked one is on another");
}

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

static void test_finds_an_interrupt_without_a_handler(void **state)
{
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    struct cte *source = root_slot(ntfn);

    (void)state;
    derive_insert(irq_notification_slot(40), source->cap, source);
    assert_finds("interrupt: has a notification only with a handler");
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
    word_t handler = new_slot();

    (void)state;
    assert_ok(kernel_call(seL4_CapIRQControl, (struct message){.label = IRQIssueIRQHandler,
                                                               .length = 3,
                                                               .mr = {40, handler, 64},
                                                               .caps = 1,
                                                               .cap = {seL4_CapInitThreadCNode}}));
    assert_null(check_invariants());
    derive_remove(root_slot(handler));
    assert_finds("interrupt: an issued line has a handler");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        check_test(test_finds_a_broken_back_link),
        check_test(test_finds_an_empty_slot_in_the_list),
        check_test(test_finds_a_capability_outside_the_list),
        check_test(test_finds_remains_in_an_empty_slot),
        check_test(test_finds_objects_that_overlap),
        check_test(test_finds_a_watermark_below_a_child),
        check_test(test_finds_a_watermark_beyond_the_untyped),
        check_test(test_finds_a_frame_over_the_kernel),
        check_test(test_finds_an_object_away_from_its_untyped),
        check_test(test_finds_a_blocked_thread_that_no_queue_has),
        check_test(test_finds_an_unsorted_queue),
        check_test(test_finds_a_queue_of_a_dead_thread),
        check_test(test_finds_a_waiter_on_an_active_notification),
        check_test(test_finds_a_binding_of_one_side),
        check_test(test_finds_a_scheduling_context_taken_twice),
        check_test(test_finds_a_reply_without_its_stack),
        check_test(test_finds_a_thread_lost_to_the_scheduler),
        check_test(test_finds_a_ready_queue_that_the_map_does_not_know),
        check_test(test_finds_a_ready_queue_with_another_s_tail),
        check_test(test_finds_time_that_was_made_up),
        check_test(test_finds_refills_that_overlap),
        check_test(test_finds_a_refill_more_than_a_period_away),
        check_test(test_finds_an_empty_refill),
        check_test(test_finds_that_another_pays),
        check_test(test_finds_an_event_that_is_missed),
        check_test(test_finds_a_timer_that_is_late),
        check_test(test_finds_a_domain_that_there_is_not),
        check_test(test_finds_a_handler_that_cannot_be_called),
        check_test(test_finds_a_page_that_no_capability_maps),
        check_test(test_finds_a_page_with_more_rights_than_its_capability),
        check_test(test_finds_a_table_that_no_capability_maps),
        check_test(test_finds_an_asid_of_a_dead_vspace),
        check_test(test_finds_another_threads_address_space),
        check_test(test_finds_an_interrupt_without_a_handler),
        check_test(test_finds_a_copy_with_more_rights),
        check_test(test_finds_a_frame_copy_with_more_rights),
        check_test(test_finds_two_sizes_of_one_object),
        check_test(test_finds_a_capability_in_no_slot_of_anything),
        check_test(test_finds_a_zombie_that_forgot_a_slot),
        check_test(test_finds_a_zombie_stacked_on_nothing),
        check_test(test_finds_a_handler_of_a_line_that_is_free),
        check_test(test_finds_a_line_without_its_handler),
        check_test(test_finds_a_pool_without_its_capability),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
