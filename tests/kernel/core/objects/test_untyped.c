/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Retype (ABI.md 6): every check with its exact answer, in order; placement,
 * zeroing and the watermark.
 */
#include "arch.h"
#include "derive.h"
#include "domain.h"
#include "scene.h"

enum { WITHOUT_ROOT = 0 };

/* Retype `untyped` with these six words; a capability to the CNode `root`. */
static struct answer retype(word_t untyped, word_t type, word_t size, word_t index, word_t depth,
                            word_t offset, word_t count, word_t root)
{
    return kernel_call(untyped, (struct message){.label = UntypedRetype,
                                                 .length = 6,
                                                 .mr = {type, size, index, depth, offset, count},
                                                 .caps = root == WITHOUT_ROOT ? 0 : 1,
                                                 .cap = {root}});
}

static struct answer retype_here(word_t untyped, word_t type, word_t size, word_t slot)
{
    return retype(untyped, type, size, 0, 0, slot, 1, seL4_CapInitThreadCNode);
}

static word_t device_untyped(void)
{
    return bootinfo()->untyped.start; /* the first is device memory */
}

static word_t new_untyped(unsigned bits)
{
    return new_object(seL4_UntypedObject, bits);
}

/* ---- Checks ---- */

static void test_other_labels_are_illegal(void **state)
{
    (void)state;
    assert_error(kernel_call(test_untyped(), words(TCBSuspend, 6, 0)), seL4_IllegalOperation);
    assert_invariants();
}

static void test_short_message_is_truncated(void **state)
{
    struct message message = words(UntypedRetype, 5, 0);

    (void)state;
    message.caps = 1;
    message.cap[0] = seL4_CapInitThreadCNode;
    assert_error(kernel_call(test_untyped(), message), seL4_TruncatedMessage);
    assert_error(retype(test_untyped(), 99, 0, 0, 0, 0, 1, WITHOUT_ROOT), seL4_TruncatedMessage);
    assert_invariants();
}

static void test_type_comes_before_size(void **state)
{
    (void)state;
    assert_error1(retype_here(test_untyped(), seL4_ObjectTypeCount, 99, new_slot()),
                  seL4_InvalidArgument, 0);
    assert_error1(retype_here(test_untyped(), UINT64_MAX, 99, new_slot()), seL4_InvalidArgument,
                  0);
    assert_invariants();
}

static void test_size_has_bounds_for_each_type(void **state)
{
    word_t slot = new_slot();
    word_t untyped = test_untyped();

    (void)state;
    assert_error2(retype_here(untyped, seL4_EndpointObject, 64, slot), seL4_RangeError, 0, 47);
    assert_error2(retype_here(untyped, seL4_UntypedObject, 48, slot), seL4_RangeError, 0, 47);
    assert_error2(retype_here(untyped, seL4_CapTableObject, 43, slot), seL4_RangeError, 0, 47);
    assert_error1(retype_here(untyped, seL4_CapTableObject, 0, slot), seL4_InvalidArgument, 1);
    assert_error1(retype_here(untyped, seL4_UntypedObject, 3, slot), seL4_InvalidArgument, 1);
    assert_error1(retype_here(untyped, seL4_SchedContextObject, 6, slot), seL4_InvalidArgument, 1);
    assert_ok(retype_here(untyped, seL4_UntypedObject, 4, slot));
    assert_ok(retype_here(untyped, seL4_EndpointObject, 63, new_slot())); /* ignored */
    assert_invariants();
}

static void test_destination_node_is_looked_up_as_a_destination(void **state)
{
    word_t untyped = test_untyped();
    word_t root = seL4_CapInitThreadCNode;
    word_t endpoint = new_object(seL4_EndpointObject, 0);

    (void)state;
    assert_error2(retype(untyped, seL4_EndpointObject, 0, 2, 65, 0, 1, root), seL4_RangeError, 1,
                  64);
    assert_error2(retype(untyped, seL4_EndpointObject, 0, 2, 64, 0, 1, endpoint),
                  seL4_FailedLookup, 0, seL4_InvalidRoot);
    assert_error3(retype(untyped, seL4_EndpointObject, 0, endpoint, 64, 0, 1, root),
                  seL4_FailedLookup, 0, seL4_MissingCapability, 64);
    assert_error3(retype(untyped, seL4_EndpointObject, 0, 0, 0, 0, 1, endpoint),
                  seL4_FailedLookup, 0, seL4_MissingCapability, 0);
    assert_ok(retype(untyped, seL4_EndpointObject, 0, root, 64, new_slot(), 1, root));
    assert_invariants();
}

static void test_window_of_slots_has_bounds(void **state)
{
    word_t untyped = test_untyped();
    word_t node = new_object(seL4_CapTableObject, 4);
    word_t endpoint = seL4_EndpointObject;

    (void)state;
    assert_error2(retype(untyped, endpoint, 0, 0, 0, 16, 0, node), seL4_RangeError, 0, 15);
    assert_error2(retype(untyped, endpoint, 0, 0, 0, 15, 0, node), seL4_RangeError, 1, 256);
    assert_error2(retype(untyped, endpoint, 0, 0, 0, 15, 257, node), seL4_RangeError, 1, 256);
    assert_error2(retype(untyped, endpoint, 0, 0, 0, 15, 2, node), seL4_RangeError, 1, 1);
    assert_ok(retype(untyped, endpoint, 0, 0, 0, 15, 1, node));
    assert_error(retype(untyped, endpoint, 0, 0, 0, 14, 2, node), seL4_DeleteFirst);
    assert_true(cte_is_empty(cap_cnode(root_slot(node)->cap) + 14));
    assert_invariants();
}

static void test_free_memory_is_told_in_bytes(void **state)
{
    word_t untyped = new_untyped(12);

    (void)state;
    assert_error1(retype_here(untyped, seL4_UntypedObject, 13, new_slot()), seL4_NotEnoughMemory,
                  4096);
    assert_ok(retype_here(untyped, seL4_EndpointObject, 0, new_slot()));
    assert_error1(retype_here(untyped, seL4_ARM_SmallPageObject, 0, new_slot()),
                  seL4_NotEnoughMemory, 4080);
    assert_invariants();
}

static void test_device_memory_makes_frames_and_untypeds_only(void **state)
{
    word_t slot = new_slot();

    (void)state;
    assert_error1(retype_here(device_untyped(), seL4_EndpointObject, 0, slot),
                  seL4_InvalidArgument, 1);
    assert_ok(retype_here(device_untyped(), seL4_ARM_SmallPageObject, 0, slot));
    assert_true(cap_is_device(root_slot(slot)->cap));
    assert_int_equal(cap_object(root_slot(slot)->cap), bootinfo()->untypedList[0].paddr);
    slot = new_slot();
    assert_ok(retype_here(device_untyped(), seL4_UntypedObject, 12, slot));
    assert_error1(retype_here(slot, seL4_TCBObject, 0, new_slot()), seL4_InvalidArgument, 1);
    assert_invariants();
}

static void test_failed_retype_changes_nothing(void **state)
{
    word_t untyped = new_untyped(12);
    struct cte before = *root_slot(untyped);

    (void)state;
    assert_error1(retype_here(untyped, seL4_UntypedObject, 13, new_slot()), seL4_NotEnoughMemory,
                  4096);
    assert_memory_equal(root_slot(untyped), &before, sizeof before);
    assert_invariants();
}

/* ---- Effect ---- */

static void test_objects_follow_one_another_from_an_aligned_start(void **state)
{
    word_t untyped = new_untyped(16);
    paddr_t base = cap_object(root_slot(untyped)->cap);
    word_t endpoint = new_slot();
    word_t tcb = new_slot();

    (void)state;
    (void)new_slot();
    assert_ok(retype_here(untyped, seL4_EndpointObject, 0, endpoint));
    assert_ok(retype(untyped, seL4_TCBObject, 0, 0, 0, tcb, 2, seL4_CapInitThreadCNode));
    assert_int_equal(cap_object(root_slot(endpoint)->cap), base);
    assert_int_equal(cap_object(root_slot(tcb)->cap), base + 2048);
    assert_int_equal(cap_object(root_slot(tcb + 1)->cap), base + 4096);
    assert_int_equal(cap_watermark(root_slot(untyped)->cap), 6144);
    assert_true(derive_is_parent(root_slot(untyped), root_slot(tcb)));
    assert_ptr_equal(root_slot(untyped)->next, root_slot(tcb + 1));
    assert_invariants();
}

static void test_memory_is_zero_when_used_again(void **state)
{
    word_t untyped = new_untyped(14);
    word_t frame = new_object_from(untyped, seL4_ARM_SmallPageObject, 0);
    unsigned char *memory = phys_ptr(cap_object(root_slot(untyped)->cap));

    (void)state;
    for (unsigned i = 0; i < 4096; i++) {
        memory[i] = 0xaa;
    }
    delete_cap(frame);
    unsigned before = host_machine.cache.count;
    assert_ok(retype_here(untyped, seL4_EndpointObject, 0, new_slot()));
    for (unsigned i = 0; i < 4096; i++) {
        assert_int_equal(memory[i], 0);
    }
    /* An uncached mapping sees it, too. */
    assert_int_equal(host_machine.cache.count, before + 1);
    assert_int_equal(host_machine.cache.op, CACHE_CLEAN);
    assert_int_equal(host_machine.cache.size, 4096);
    assert_invariants();
}

static void test_memory_is_not_used_again_while_anything_lives(void **state)
{
    word_t untyped = new_untyped(5);
    word_t first = new_object_from(untyped, seL4_EndpointObject, 0);
    word_t second = new_object_from(untyped, seL4_EndpointObject, 0);

    (void)state;
    delete_cap(first);
    assert_error1(retype_here(untyped, seL4_EndpointObject, 0, new_slot()), seL4_NotEnoughMemory,
                  0);
    delete_cap(second);
    assert_ok(retype_here(untyped, seL4_EndpointObject, 0, new_slot()));
    assert_invariants();
}

static void test_copied_untyped_gives_nothing_until_the_copy_is_gone(void **state)
{
    word_t untyped = new_untyped(12);
    word_t copy = new_copy(untyped, RIGHTS_ALL, 0);

    (void)state;
    assert_error1(retype_here(untyped, seL4_EndpointObject, 0, new_slot()), seL4_NotEnoughMemory,
                  0);
    word_t endpoint = new_object_from(copy, seL4_EndpointObject, 0);
    revoke_cap(untyped);
    assert_slot_empty(copy);
    assert_slot_empty(endpoint);
    assert_ok(retype_here(untyped, seL4_EndpointObject, 0, new_slot()));
    assert_invariants();
}

static void test_untyped_with_children_is_not_copied(void **state)
{
    word_t untyped = new_untyped(12);

    (void)state;
    (void)new_object_from(untyped, seL4_EndpointObject, 0);
    assert_error(kernel_call(seL4_CapInitThreadCNode,
                             (struct message){.label = CNodeCopy,
                                              .length = 5,
                                              .mr = {new_slot(), 64, untyped, 64, RIGHTS_ALL},
                                              .caps = 1,
                                              .cap = {seL4_CapInitThreadCNode}}),
                 seL4_RevokeFirst);
    assert_invariants();
}

static void test_first_capabilities_have_the_rights_of_the_manual(void **state)
{
    cap_t endpoint = root_slot(new_object(seL4_EndpointObject, 0))->cap;
    cap_t ntfn = root_slot(new_object(seL4_NotificationObject, 0))->cap;
    cap_t reply = root_slot(new_object(seL4_ReplyObject, 0))->cap;
    cap_t node = root_slot(new_object(seL4_CapTableObject, 5))->cap;
    cap_t frame = root_slot(new_object(seL4_ARM_LargePageObject, 0))->cap;

    (void)state;
    assert_int_equal(cap_rights(endpoint), RIGHTS_ALL);
    assert_int_equal(cap_badge(endpoint), 0);
    assert_int_equal(cap_rights(ntfn) & (RIGHT_READ | RIGHT_WRITE), RIGHT_READ | RIGHT_WRITE);
    assert_int_equal(cap_rights(reply) & RIGHT_GRANT, RIGHT_GRANT);
    assert_int_equal(cap_frame_access(frame), ACCESS_READ_WRITE);
    assert_int_equal(cap_frame_bits(frame), seL4_LargePageBits);
    assert_int_equal(cap_asid(frame), 0);
    assert_int_equal(cap_guard_size(node), 0);
    assert_int_equal(cap_radix(node), 5);
}

static void test_new_thread_is_inactive_and_zero(void **state)
{
    const struct tcb *tcb = cap_tcb(root_slot(new_object(seL4_TCBObject, 0))->cap);

    (void)state;
    assert_int_equal(tcb->state, THREAD_INACTIVE);
    assert_int_equal(tcb->priority, 0);
    assert_int_equal(tcb->mcp, 0);
    assert_int_equal(tcb->flags, 0);
    assert_int_equal(tcb->domain, domain_current());
    for (unsigned i = 0; i < seL4_UserContextWords; i++) {
        assert_int_equal(tcb->context.reg[i], i == REG_SPSR ? 0x40 : 0);
    }
}

static void test_who_has_no_timer_makes_threads_without(void **state)
{
    word_t no_timer = bulkhead_TCBFlag_physicalTimerDisabled;
    const struct tcb *tcb;

    (void)state;
    initial_thread()->flags = (uint32_t)(no_timer | seL4_TCBFlag_fpuDisabled);
    arch_flags_changed(initial_thread());
    tcb = cap_tcb(root_slot(new_object(seL4_TCBObject, 0))->cap);
    assert_int_equal(tcb->flags, no_timer);
    assert_false(arch_may_use_timer(tcb));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_other_labels_are_illegal),
        scene_test(test_short_message_is_truncated),
        scene_test(test_type_comes_before_size),
        scene_test(test_size_has_bounds_for_each_type),
        scene_test(test_destination_node_is_looked_up_as_a_destination),
        scene_test(test_window_of_slots_has_bounds),
        scene_test(test_free_memory_is_told_in_bytes),
        scene_test(test_device_memory_makes_frames_and_untypeds_only),
        scene_test(test_failed_retype_changes_nothing),
        scene_test(test_objects_follow_one_another_from_an_aligned_start),
        scene_test(test_memory_is_zero_when_used_again),
        scene_test(test_memory_is_not_used_again_while_anything_lives),
        scene_test(test_copied_untyped_gives_nothing_until_the_copy_is_gone),
        scene_test(test_untyped_with_children_is_not_copied),
        scene_test(test_first_capabilities_have_the_rights_of_the_manual),
        scene_test(test_new_thread_is_inactive_and_zero),
        scene_test(test_who_has_no_timer_makes_threads_without),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
