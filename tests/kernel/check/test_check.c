/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The invariant check must find what is broken: each test plants one defect of
 * the kind a kernel bug would leave and asks for the words that name it.  Here:
 * the derivation list, and the memory that capabilities stand for.
 */
#include "fixture.h"

#include "check.h"
#include "delete.h"
#include "derive.h"

/* ---- Derivation and memory ---- */

static void test_finds_a_broken_back_link(void **state)
{
    (void)state;
    derive_list.next->next->prev = &derive_list;
    assert_finds("derivation: prev is the inverse of next");
}

static void test_finds_a_capability_in_the_head_of_the_list(void **state)
{
    (void)state;
    derive_list.cap = root_slot(seL4_CapDomain)->cap;
    assert_finds("derivation: the head is empty");
    derive_list.cap = cap_null();
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

static void test_finds_a_child_that_reaches_beyond_its_untyped(void **state)
{
    (void)new_object(seL4_EndpointObject, 0);
    struct cte *cnode = root_slot(new_object(seL4_CapTableObject, 1));

    (void)state;
    cnode->cap = cap_set_radix(cnode->cap, 22 - seL4_SlotBits); /* as large as the untyped */
    assert_finds("untyped: a child does not reach beyond it");
}

static void test_finds_an_untyped_that_is_not_aligned(void **state)
{
    struct cte *child = root_slot(new_object(seL4_UntypedObject, 12));

    (void)state;
    delete_cap(new_object(seL4_EndpointObject, 0)); /* the watermark stays */
    child->cap = cap_set_object(child->cap, cap_object(child->cap) + 16);
    assert_finds("untyped: aligned to its size");
}

static void test_finds_an_untyped_larger_than_there_may_be(void **state)
{
    struct cte *untyped = root_slot(bootinfo()->untyped.end - 1); /* nothing is above it */

    (void)state;
    untyped->cap = cap_set_size_bits(untyped->cap, seL4_MaxUntypedBits + 1);
    assert_finds("untyped: no larger than there may be");
}

static void test_finds_an_untyped_without_descendants(void **state)
{
    struct cte *untyped = root_slot(test_untyped());

    (void)state;
    untyped->cap = cap_set_is_parent(untyped->cap, false);
    assert_finds("untyped: every one is a parent");
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

/* ---- Free memory ---- */

static void test_finds_what_is_left_in_free_memory(void **state)
{
    cap_t untyped = root_slot(test_untyped())->cap;
    struct phys_range memory = {cap_object(untyped), cap_object(untyped) + BIT(22)};
    uint8_t *last;

    (void)state;
    (void)new_object(seL4_EndpointObject, 0);
    assert_null(check_free_memory(board.ram[0]));
    last = phys_ptr(memory.end - 1);
    *last = 1;
    assert_string_equal(check_free_memory(board.ram[0]), "untyped: free memory is zero");
    assert_string_equal(check_free_memory((struct phys_range){memory.end - 8, memory.end}),
                        "untyped: free memory is zero");
    assert_null(check_free_memory((struct phys_range){memory.start, memory.end - 8}));
    *last = 0;
    ((uint8_t *)phys_ptr(memory.start))[0] = 1; /* used by the endpoint */
    assert_null(check_free_memory(board.ram[0]));
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

static void test_finds_a_zombie_of_what_dies_at_once(void **state)
{
    (void)zombie_of(new_object(seL4_ARM_SmallPageObject, 0), 0);
    (void)state;
    assert_finds("zombie: of an object that dies in steps");
}

static void test_finds_a_zombie_with_slots_of_what_has_none(void **state)
{
    (void)zombie_of(new_object(seL4_EndpointObject, 0), 1);
    (void)state;
    assert_finds("zombie: only containers have slots left");
}

static void test_finds_a_zombie_of_an_interrupt_with_two_slots(void **state)
{
    word_t handler = new_irq_handler(40);

    (void)state;
    (void)zombie_of(handler, 2);
    assert_finds("zombie: an interrupt has one slot");
}

static void test_finds_a_dying_thread_with_a_cspace(void **state)
{
    word_t tcb = new_object(seL4_TCBObject, 0);

    (void)state;
    cap_tcb(root_slot(tcb)->cap)->root = initial_thread()->root;
    (void)zombie_of(tcb, TCB_SLOTS);
    assert_finds("zombie: and looks nothing up");
}

static void test_finds_a_dying_thread_that_runs(void **state)
{
    word_t tcb = new_object(seL4_TCBObject, 0);

    (void)state;
    cap_tcb(root_slot(tcb)->cap)->state = THREAD_RUNNING;
    (void)zombie_of(tcb, TCB_SLOTS);
    assert_finds("zombie: a dying thread does not run");
}

static void test_finds_a_zombie_stacked_on_itself(void **state)
{
    word_t cnode = new_object(seL4_CapTableObject, 2);
    struct cte *inner = cap_cnode(root_slot(cnode)->cap);
    cap_t zombie = cap_zombie(root_slot(cnode)->cap, 4);

    (void)state;
    derive_move(root_slot(cnode), inner, zombie);
    assert_null(check_invariants());
    inner->cap = cap_set_zombie_stacked(zombie, true);
    assert_finds("zombie: one in its own slot is not stacked");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        check_test(test_finds_a_broken_back_link),
        check_test(test_finds_a_capability_in_the_head_of_the_list),
        check_test(test_finds_an_empty_slot_in_the_list),
        check_test(test_finds_a_capability_outside_the_list),
        check_test(test_finds_remains_in_an_empty_slot),
        check_test(test_finds_objects_that_overlap),
        check_test(test_finds_a_watermark_below_a_child),
        check_test(test_finds_a_watermark_beyond_the_untyped),
        check_test(test_finds_a_child_that_reaches_beyond_its_untyped),
        check_test(test_finds_an_untyped_that_is_not_aligned),
        check_test(test_finds_an_untyped_larger_than_there_may_be),
        check_test(test_finds_an_untyped_without_descendants),
        check_test(test_finds_a_frame_over_the_kernel),
        check_test(test_finds_an_object_away_from_its_untyped),
        check_test(test_finds_what_is_left_in_free_memory),
        check_test(test_finds_a_copy_with_more_rights),
        check_test(test_finds_a_frame_copy_with_more_rights),
        check_test(test_finds_two_sizes_of_one_object),
        check_test(test_finds_a_capability_in_no_slot_of_anything),
        check_test(test_finds_a_zombie_that_forgot_a_slot),
        check_test(test_finds_a_zombie_stacked_on_nothing),
        check_test(test_finds_a_zombie_of_what_dies_at_once),
        check_test(test_finds_a_zombie_with_slots_of_what_has_none),
        check_test(test_finds_a_zombie_of_an_interrupt_with_two_slots),
        check_test(test_finds_a_dying_thread_with_a_cspace),
        check_test(test_finds_a_dying_thread_that_runs),
        check_test(test_finds_a_zombie_stacked_on_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
