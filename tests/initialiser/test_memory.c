/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which untypeds are opened, and where objects come to lie.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fake_kernel.h"
#include "memory.h"
#include "slots.h"

enum { KIB = 1024, MIB = 1024 * KIB };

static int set_up(void **state)
{
    (void)state;
    fake_boot(1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_shut_down();
    return 0;
}

static struct shortage shortage;

static void ask_fake(seL4_CPtr from, seL4_Word paddr, const struct memory_batch *batch)
{
    assert_int_equal(seL4_Untyped_Retype(from, batch->type, batch->size_arg,
                                         seL4_CapInitThreadCNode, 0, 0, batch->slot,
                                         batch->count),
                     seL4_NoError);
    assert_int_equal(fake_find(batch->slot)->object->paddr, paddr);
}

static void use_untypeds(const seL4_UntypedDesc *list, size_t count)
{
    fake_set_untypeds(list, count);
    slots_init(fake.bootinfo.empty);
    memory_init(&fake.bootinfo, ask_fake);
}

#define USE_UNTYPEDS(list) use_untypeds(list, sizeof(list) / sizeof((list)[0]))

static struct memory_batch frames(seL4_Word count)
{
    return (struct memory_batch){
        .name = "frames",
        .type = seL4_ARM_SmallPageObject,
        .size_bits = seL4_PageBits,
        .count = count,
        .slot = slots_take(count),
    };
}

static struct memory_batch large_frames(seL4_Word count)
{
    struct memory_batch batch = frames(count);

    batch.type = seL4_ARM_LargePageObject;
    batch.size_bits = seL4_LargePageBits;
    return batch;
}

static struct memory_batch endpoints(seL4_Word count)
{
    struct memory_batch batch = frames(count);

    batch.type = seL4_EndpointObject;
    batch.size_bits = seL4_EndpointBits;
    return batch;
}

static void expect_and_make(struct memory_batch batch)
{
    memory_expect(batch.count << batch.size_bits);
    assert_true(memory_make(batch, &shortage));
}

static const seL4_UntypedDesc mixed[] = {
    { .paddr = 0x09000000, .sizeBits = 24, .isDevice = 1 },
    { .paddr = 0x40001000, .sizeBits = 9 },
    { .paddr = 0x40002000, .sizeBits = 13 },
    { .paddr = 0x40010000, .sizeBits = 16 },
    { .paddr = 0x40020000, .sizeBits = 17 },
    { .paddr = 0x40400000, .sizeBits = 22 },
    { .paddr = 0x60000000, .sizeBits = 29 },
};

static void test_smallest_covering_untyped_is_opened(void **state)
{
    (void)state;
    USE_UNTYPEDS(mixed);
    expect_and_make(frames(60)); /* 240 KiB; all smaller ones hold 200 KiB */
    assert_int_equal(fake.cleared, 4 * MIB);
}

static void test_several_small_untypeds_save_a_large_one(void **state)
{
    (void)state;
    USE_UNTYPEDS(mixed);
    expect_and_make(frames(50)); /* exactly 128 + 64 + 8 KiB */
    assert_int_equal(fake.cleared, 200 * KIB);
}

static void test_rest_of_a_large_need_goes_to_a_small_untyped(void **state)
{
    struct memory_batch large;
    struct memory_batch small;

    (void)state;
    USE_UNTYPEDS(mixed);
    large = large_frames(2);
    small = frames(16);
    memory_expect(4 * MIB + 64 * KIB);
    assert_true(memory_make(large, &shortage));
    assert_true(memory_make(small, &shortage));
    assert_int_equal(fake.cleared, 4 * MIB + 64 * KIB);
}

static void test_open_room_is_used_before_another_untyped(void **state)
{
    (void)state;
    USE_UNTYPEDS(mixed);
    expect_and_make(frames(9)); /* of 64 KiB */
    expect_and_make(endpoints(100));
    assert_int_equal(fake.cleared, 64 * KIB);
}

static void test_tiny_untypeds_and_devices_are_left_alone(void **state)
{
    (void)state;
    USE_UNTYPEDS(mixed);
    expect_and_make(endpoints(1));
    assert_int_equal(fake.cleared, 8 * KIB);
}

static void test_more_than_one_call_makes_are_made_in_several(void **state)
{
    struct memory_batch batch;

    (void)state;
    USE_UNTYPEDS(mixed);
    batch = frames(1000); /* the fake refuses more than 256 at once */
    expect_and_make(batch);
    for (seL4_Word i = 0; i < batch.count; i++) {
        assert_int_equal(fake_find(batch.slot + i)->kind, FAKE_FRAME);
    }
    assert_int_equal(fake.calls, 4);
}

static void test_exhaustion_is_reported(void **state)
{
    static const seL4_UntypedDesc little[] = {
        { .paddr = 0x40000000, .sizeBits = 14 },
        { .paddr = 0x09000000, .sizeBits = 24, .isDevice = 1 },
    };

    (void)state;
    USE_UNTYPEDS(little);
    memory_expect(5 * 4 * KIB);
    assert_false(memory_make(frames(5), &shortage));
    assert_int_equal(shortage.of, SHORT_OF_MEMORY);
    assert_int_equal(shortage.needed, 1);
    assert_int_equal(shortage.bytes, 4 * KIB);
    assert_string_equal(shortage.objects, "frames");
}

static void test_a_whole_batch_takes_the_smallest_room_that_holds_it(void **state)
{
    struct memory_batch batch;

    (void)state;
    USE_UNTYPEDS(mixed);
    batch = frames(300); /* more than 128 KiB, and than one call makes */
    assert_true(memory_make_whole(batch));
    for (seL4_Word i = 0; i < batch.count; i++) {
        assert_int_equal(fake_find(batch.slot + i)->object->paddr, 0x40400000 + (i << 12));
    }
    assert_true(memory_make_whole(frames(4))); /* cleared already, though the need is small */
    assert_int_equal(fake.cleared, 4 * MIB);
}

static void test_a_batch_that_no_untyped_holds_is_not_begun(void **state)
{
    static const seL4_UntypedDesc adjacent[] = {
        { .paddr = 0x40000000, .sizeBits = 14 },
        { .paddr = 0x40004000, .sizeBits = 14 },
    };

    (void)state;
    USE_UNTYPEDS(adjacent);
    assert_false(memory_make_whole(frames(5)));
    assert_int_equal(fake.calls, 0);
}

static void make_frame_at(seL4_Word paddr, seL4_Word count)
{
    struct memory_batch batch = frames(count);

    assert_true(memory_make_at(batch, paddr, &shortage));
    for (seL4_Word i = 0; i < count; i++) {
        assert_int_equal(fake_find(batch.slot + i)->object->paddr, paddr + (i << 12));
    }
}

static void test_device_frames_come_from_the_device_untyped(void **state)
{
    (void)state;
    USE_UNTYPEDS(mixed);
    make_frame_at(0x09000000, 1);
    make_frame_at(0x09001000, 2); /* right behind */
    make_frame_at(0x09234000, 1); /* after a gap of odd size */
    make_frame_at(0x09fff000, 1); /* the last one */
    assert_int_equal(fake.cleared, 0);
}

static void test_fixed_region_may_span_untypeds(void **state)
{
    static const seL4_UntypedDesc adjacent[] = {
        { .paddr = 0x40000000, .sizeBits = 13 },
        { .paddr = 0x40002000, .sizeBits = 13 },
    };

    (void)state;
    USE_UNTYPEDS(adjacent);
    make_frame_at(0x40001000, 3);
}

static void test_long_fixed_region_is_made_in_several_calls(void **state)
{
    (void)state;
    USE_UNTYPEDS(mixed);
    make_frame_at(0x09100000, 600);
}

static void test_memory_before_a_fixed_region_stays_usable(void **state)
{
    static const seL4_UntypedDesc one[] = { { .paddr = 0x40000000, .sizeBits = 20 } };

    (void)state;
    USE_UNTYPEDS(one);
    make_frame_at(0x400ff000, 1); /* the last page of the megabyte */
    expect_and_make(frames(255));
    assert_int_equal(fake.cleared, 1 * MIB);
}

static void assert_not_free(struct memory_batch batch, seL4_Word paddr, seL4_Word taken)
{
    assert_false(memory_make_at(batch, paddr, &shortage));
    assert_int_equal(shortage.of, SHORT_OF_ADDRESS);
    assert_int_equal(shortage.paddr, taken);
    assert_string_equal(shortage.objects, "frames");
}

static void test_taken_physical_address_is_reported(void **state)
{
    (void)state;
    USE_UNTYPEDS(mixed);
    make_frame_at(0x09000000, 2);
    assert_not_free(frames(1), 0x09001000, 0x09001000);
}

static void test_physical_address_without_memory_is_reported(void **state)
{
    (void)state;
    USE_UNTYPEDS(mixed);
    assert_not_free(frames(1), 0x08000000, 0x08000000);
}

static void test_end_of_the_memory_below_a_fixed_region_is_reported(void **state)
{
    (void)state;
    USE_UNTYPEDS(mixed);
    assert_not_free(frames(4), 0x09ffe000, 0x0a000000);
}

static void test_page_larger_than_the_untyped_is_reported(void **state)
{
    (void)state;
    USE_UNTYPEDS(mixed);
    assert_not_free(large_frames(1), 0x40020000, 0x40020000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_smallest_covering_untyped_is_opened),
        TEST(test_several_small_untypeds_save_a_large_one),
        TEST(test_rest_of_a_large_need_goes_to_a_small_untyped),
        TEST(test_open_room_is_used_before_another_untyped),
        TEST(test_tiny_untypeds_and_devices_are_left_alone),
        TEST(test_more_than_one_call_makes_are_made_in_several),
        TEST(test_exhaustion_is_reported),
        TEST(test_a_whole_batch_takes_the_smallest_room_that_holds_it),
        TEST(test_a_batch_that_no_untyped_holds_is_not_begun),
        TEST(test_device_frames_come_from_the_device_untyped),
        TEST(test_fixed_region_may_span_untypeds),
        TEST(test_long_fixed_region_is_made_in_several_calls),
        TEST(test_memory_before_a_fixed_region_stays_usable),
        TEST(test_taken_physical_address_is_reported),
        TEST(test_physical_address_without_memory_is_reported),
        TEST(test_end_of_the_memory_below_a_fixed_region_is_reported),
        TEST(test_page_larger_than_the_untyped_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
