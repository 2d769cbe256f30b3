/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cache operations and the frames that serve as IPC buffers (ABI.md 9.4, 9.5).
 */
#include "mapping.h"

#include "board.h"
#include "cache_maintenance.h"
#include "derive.h"
#include "ipc_buffer.h"
#include "progress.h"

/* ---- Cache operations ---- */

static void test_page_cache_operations_reach_exactly_the_bytes_asked_for(void **state)
{
    static const enum cache_op expected[] = {CACHE_CLEAN, CACHE_INVALIDATE,
                                             CACHE_CLEAN_INVALIDATE, CACHE_UNIFY};
    word_t frame = mapped_frame();

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        unsigned before = host_machine.cache.count;
        assert_ok(range_call(frame, ARMPageClean_Data + i, 0x40, 0x1000));
        assert_int_equal(host_machine.cache.count, before + 1);
        assert_int_equal(host_machine.cache.op, expected[i]);
        assert_int_equal(host_machine.cache.start, object_of(frame) + 0x40);
        assert_int_equal(host_machine.cache.size, 0x1000 - 0x40);
    }
}

static void test_page_cache_operation_errors(void **state)
{
    word_t unmapped = small_frame();
    word_t frame = mapped_frame();
    word_t read_only = new_copy(frame, seL4_RightsRead, 0);

    (void)state;
    assert_error(range_call(unmapped, ARMPageClean_Data, 1, 1), seL4_IllegalOperation);
    assert_error1(range_call(frame, ARMPageClean_Data, 0x2000, 0x2000), seL4_InvalidArgument, 1);
    assert_error1(range_call(frame, ARMPageClean_Data, 0, 0x1001), seL4_InvalidArgument, 0);
    assert_error(kernel_call(frame, (struct message){.label = ARMPageClean_Data, .length = 1}),
                 seL4_TruncatedMessage);
    map_page(seL4_CapInitThreadVSpace, read_only, VADDR + 0x1000);
    assert_ok(range_call(read_only, ARMPageClean_Data, 0, 64));
    assert_error(range_call(read_only, ARMPageInvalidate_Data, 0, 64), seL4_IllegalOperation);
    map_page(seL4_CapInitThreadVSpace, unmapped, VADDR);
    assert_error1(range_call(frame, ARMPageClean_Data, 0, 64), seL4_InvalidCapability, 0);
}

static void test_page_cache_operation_in_a_dead_vspace_is_a_failed_lookup(void **state)
{
    word_t vspace = new_vspace();
    word_t frame = small_frame();

    (void)state;
    map_tables(vspace, VADDR, 3);
    map_page(vspace, frame, VADDR);
    delete_cap(vspace);
    assert_error2(range_call(frame, ARMPageClean_Data, 0, 64), seL4_FailedLookup, 0,
                  seL4_InvalidRoot);
}

static void test_vspace_cache_operations_follow_the_mapping(void **state)
{
    word_t frame = mapped_frame();

    (void)state;
    assert_ok(range_call(seL4_CapInitThreadVSpace, ARMVSpaceUnify_Instruction, VADDR + 8,
                         VADDR + 0x1000));
    assert_int_equal(host_machine.cache.op, CACHE_UNIFY);
    assert_int_equal(host_machine.cache.start, object_of(frame) + 8);
    assert_int_equal(host_machine.cache.size, 0xff8);
}

static void test_vspace_cache_operation_errors(void **state)
{
    word_t vspace = seL4_CapInitThreadVSpace;
    word_t unassigned = new_object(seL4_ARM_VSpaceObject, 0);
    word_t frame = mapped_frame();
    unsigned before = host_machine.cache.count;

    (void)state;
    assert_error(kernel_call(vspace, (struct message){.label = ARMVSpaceClean_Data, .length = 1}),
                 seL4_TruncatedMessage);
    assert_error1(range_call(vspace, ARMVSpaceClean_Data, VADDR, VADDR),
                  seL4_InvalidArgument, 1);
    assert_error(range_call(vspace, ARMVSpaceClean_Data, VADDR, TOP), seL4_IllegalOperation);
    assert_error1(range_call(unassigned, ARMVSpaceClean_Data, VADDR, VADDR + 8),
                  seL4_InvalidCapability, 0);
    assert_error2(range_call(vspace, ARMVSpaceClean_Data, VADDR + 8, VADDR + 0x1001),
                  seL4_RangeError, VADDR + 8, VADDR + 0xfff);
    assert_ok(range_call(vspace, ARMVSpaceClean_Data, VADDR + 0x1000, VADDR + 0x9000));
    assert_ok(page_map(frame, vspace, VADDR, seL4_RightsRead, DEFAULT));
    assert_error(range_call(vspace, ARMVSpaceInvalidate_Data, VADDR, VADDR + 64),
                 seL4_IllegalOperation);
    assert_int_equal(host_machine.cache.count, before);
}

static void assert_all_caches_flushed(unsigned times)
{
    for (unsigned part = 0; part < HOST_CACHE_PARTS; part++) {
        assert_int_equal(host_machine.cache_flushed[part], times);
    }
}

static void test_cache_operations_on_device_memory_flush_everything(void **state)
{
    const seL4_BootInfo *info = bootinfo();
    word_t device = info->untyped.start;
    word_t frame;
    unsigned before;

    (void)state;
    assert_true(info->untypedList[0].isDevice);
    frame = new_object_from(device, seL4_ARM_SmallPageObject, 0);
    map_tables(seL4_CapInitThreadVSpace, VADDR, 3);
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    before = host_machine.cache.count;
    assert_ok(range_call(frame, ARMPageClean_Data, 0, 64));
    assert_ok(range_call(seL4_CapInitThreadVSpace, ARMVSpaceUnify_Instruction, VADDR, VADDR + 8));
    assert_int_equal(host_machine.cache.count, before);
    assert_all_caches_flushed(2);
    assert_ok(page_map(frame, seL4_CapInitThreadVSpace, VADDR, seL4_RightsRead, DEFAULT));
    assert_error(range_call(frame, ARMPageInvalidate_Data, 0, 64), seL4_IllegalOperation);
}

static const pte_t *writable_page(void)
{
    static pte_t page;

    page = arch_pte_page(HOST_RAM_BASE, 1, (struct pte_attributes){.access = ACCESS_READ_WRITE});
    return &page;
}

static void test_cache_operations_on_much_memory_are_bounded(void **state)
{
    word_t before = host_machine.cache.bytes;

    (void)state;
    struct err err = cache_maintain(CACHE_CLEAN, writable_page(), HOST_RAM_BASE, BIT(21));
    assert_int_equal(err.kind, ERR_NONE);
    assert_int_equal(host_machine.cache.bytes, before + BIT(21));
    assert_all_caches_flushed(0);
    err = cache_maintain(CACHE_CLEAN, writable_page(), HOST_RAM_BASE, BIT(21) + 1);
    assert_int_equal(err.kind, ERR_NONE);
    assert_int_equal(host_machine.cache.bytes, before + BIT(21));
    assert_all_caches_flushed(1);
}

static void test_interrupted_cache_operation_goes_on_where_it_was(void **state)
{
    paddr_t start = HOST_RAM_BASE + 0x40;
    word_t size = 5 * 4096;
    word_t before = host_machine.cache.bytes;

    (void)state;
    interrupt_pending(true);
    for (unsigned unit = 1; unit <= 5; unit++) {
        struct err err = cache_maintain(CACHE_CLEAN, writable_page(), start, size);
        assert_int_equal(err.kind, ERR_PREEMPTED);
        assert_int_equal(host_machine.cache.bytes, before + unit * 4096 - 0x40);
    }
    struct err err = cache_maintain(CACHE_CLEAN, writable_page(), start, size);
    assert_int_equal(err.kind, ERR_NONE);
    assert_int_equal(host_machine.cache.bytes, before + size);
    progress_end(initial_thread());
    for (unsigned part = 0; part < HOST_CACHE_PARTS; part++) {
        err = cache_maintain(CACHE_CLEAN, writable_page(), start, BIT(30));
        assert_int_equal(err.kind, ERR_PREEMPTED);
    }
    err = cache_maintain(CACHE_CLEAN, writable_page(), start, BIT(30));
    interrupt_pending(false);
    assert_int_equal(err.kind, ERR_NONE);
    assert_all_caches_flushed(1);
}

static void test_a_new_cache_operation_begins_at_its_beginning(void **state)
{
    word_t frame = new_object(seL4_ARM_LargePageObject, 0);
    word_t half = BIT(seL4_LargePageBits) / 2;

    (void)state;
    map_tables(seL4_CapInitThreadVSpace, VADDR, 2);
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    for (unsigned round = 0; round < 2; round++) {
        *progress_with(PROGRESS_CACHE + CACHE_CLEAN, object_of(frame), 2 * half) = half;
        word_t before = host_machine.cache.bytes;
        if (round == 0) { /* any other call ends what it had begun */
            assert_ok(plain_call(frame, ARMPageGetAddress));
        }
        assert_ok(range_call(frame, ARMPageClean_Data, 0, 2 * half));
        assert_int_equal(host_machine.cache.bytes - before, round == 0 ? 2 * half : half);
    }
}

/* Preempted after a page, it finds other memory, more of it, or is another operation. */
static void test_an_interrupted_cache_operation_goes_on_with_the_same_memory_alone(void **state)
{
    static const struct {
        enum cache_op op;
        paddr_t start;
        word_t size;
    } other[] = {
        {CACHE_CLEAN, HOST_RAM_BASE + 0x10000, 0x4000},
        {CACHE_CLEAN, HOST_RAM_BASE, 0x5000},
        {CACHE_INVALIDATE, HOST_RAM_BASE, 0x4000},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof other / sizeof other[0]; i++) {
        interrupt_pending(true);
        struct err err = cache_maintain(CACHE_CLEAN, writable_page(), HOST_RAM_BASE, 0x4000);
        interrupt_pending(false);
        assert_int_equal(err.kind, ERR_PREEMPTED);
        word_t before = host_machine.cache.bytes;
        err = cache_maintain(other[i].op, writable_page(), other[i].start, other[i].size);
        assert_int_equal(err.kind, ERR_NONE);
        assert_int_equal(host_machine.cache.bytes - before, other[i].size);
    }
}

/* ---- IPC buffers ---- */

static struct tcb *with_buffer(word_t frame_slot, vaddr_t address)
{
    static struct tcb tcb;

    tcb.slot[TCB_IPC_BUFFER].cap = root_slot(frame_slot)->cap;
    tcb.ipc_buffer = address;
    return &tcb;
}

static void test_ipc_buffer_is_found_inside_its_frame(void **state)
{
    word_t frame = small_frame();
    word_t large = new_object(seL4_ARM_LargePageObject, 0);

    (void)state;
    assert_ptr_equal(ipc_buffer_of(with_buffer(frame, 0x7c00), true),
                     phys_ptr(object_of(frame) + 0xc00));
    assert_ptr_equal(ipc_buffer_of(with_buffer(large, 0x7ff400), true),
                     phys_ptr(object_of(large) + 0x1ff400));
}

static void test_ipc_buffer_needs_rights_and_ram(void **state)
{
    word_t frame = small_frame();
    word_t read_only = new_copy(frame, seL4_RightsRead, 0);
    word_t neither = new_copy(frame, 0, 0);
    word_t device = new_object_from(bootinfo()->untyped.start, seL4_ARM_SmallPageObject, 0);

    (void)state;
    assert_non_null(ipc_buffer_of(with_buffer(read_only, 0x1000), false));
    assert_null(ipc_buffer_of(with_buffer(read_only, 0x1000), true));
    assert_null(ipc_buffer_of(with_buffer(neither, 0x1000), false));
    assert_null(ipc_buffer_of(with_buffer(device, 0x1000), true));
    assert_null(ipc_buffer_of(with_buffer(seL4_CapInitThreadCNode, 0x1000), false));
    assert_null(ipc_buffer_of(with_buffer(seL4_CapNull, 0), false));
}

static void test_ipc_buffer_check_wants_an_aligned_address_in_ram(void **state)
{
    cap_t frame = root_slot(small_frame())->cap;
    struct err err = ipc_buffer_check(frame, 0x1400);

    (void)state;
    assert_int_equal(err.kind, ERR_NONE);
    err = ipc_buffer_check(frame, 0x1200);
    assert_int_equal(err.code, seL4_AlignmentError);
    err = ipc_buffer_check(cap_set_is_device(frame, 1), 0x1400);
    assert_int_equal(err.code, seL4_IllegalOperation);
    err = ipc_buffer_check(cap_null(), 0x1400);
    assert_int_equal(err.code, seL4_IllegalOperation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        kernel_test(test_page_cache_operations_reach_exactly_the_bytes_asked_for),
        kernel_test(test_page_cache_operation_errors),
        kernel_test(test_page_cache_operation_in_a_dead_vspace_is_a_failed_lookup),
        kernel_test(test_vspace_cache_operations_follow_the_mapping),
        kernel_test(test_vspace_cache_operation_errors),
        kernel_test(test_cache_operations_on_device_memory_flush_everything),
        kernel_test(test_cache_operations_on_much_memory_are_bounded),
        kernel_test(test_interrupted_cache_operation_goes_on_where_it_was),
        kernel_test(test_a_new_cache_operation_begins_at_its_beginning),
        kernel_test(test_an_interrupted_cache_operation_goes_on_with_the_same_memory_alone),
        kernel_test(test_ipc_buffer_is_found_inside_its_frame),
        kernel_test(test_ipc_buffer_needs_rights_and_ram),
        kernel_test(test_ipc_buffer_check_wants_an_aligned_address_in_ram),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
