/* SPDX-License-Identifier: BSD-2-Clause */
/* What gen_config.h tells users in numbers is what the kernel does. */
#include "board.h"
#include "delete.h"
#include "domain.h"
#include "refill.h"
#include "scene.h"

/* Last: the kernel's own config.h has constants of some of these names. */
#include <kernel/gen_config.h>

static void test_a_retype_makes_as_many_objects_as_the_configuration_says(void **state)
{
    word_t node = new_object(seL4_CapTableObject, 9);
    word_t untyped = new_object(seL4_UntypedObject, 14);
    struct message message = {
        .label = UntypedRetype,
        .length = 6,
        .mr = {seL4_EndpointObject, 0, 0, 0, 0, CONFIG_RETYPE_FAN_OUT_LIMIT + 1},
        .caps = 1,
        .cap = {node}};

    (void)state;
    assert_error2(kernel_call(untyped, message), seL4_RangeError, 1, CONFIG_RETYPE_FAN_OUT_LIMIT);
    message.mr[5]--;
    assert_ok(kernel_call(untyped, message));
}

static void test_memory_is_cleared_in_chunks_of_the_configured_size(void **state)
{
    word_t untyped = new_object(seL4_UntypedObject, CONFIG_RESET_CHUNK_BITS + 1);
    word_t first = new_object_from(untyped, seL4_UntypedObject, CONFIG_RESET_CHUNK_BITS);

    (void)state;
    delete_cap(first);
    (void)new_object_from(untyped, seL4_EndpointObject, 0);
    assert_int_equal(host_machine.cache.size, BIT(CONFIG_RESET_CHUNK_BITS));
}

static void test_time_is_divided_as_the_configuration_says(void **state)
{
    (void)state;
    assert_int_equal(board.timer_hz, CONFIG_TIMER_FREQUENCY);
    assert_int_equal(refill_head(initial_thread()->sc)->amount,
                     CONFIG_TIMER_FREQUENCY / 1000 * CONFIG_BOOT_THREAD_TIME_SLICE);
    assert_int_equal(NUM_DOMAINS, CONFIG_NUM_DOMAINS);
    assert_int_equal(DOMAIN_SCHEDULE_LENGTH, CONFIG_NUM_DOMAIN_SCHEDULES);
    assert_int_equal(NUM_PRIORITIES, CONFIG_NUM_PRIORITIES);
}

static void test_as_many_untypeds_are_listed_as_the_configuration_says(void **state)
{
    (void)state;
    assert_int_equal(seL4_MaxBootInfoUntypeds, CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_a_retype_makes_as_many_objects_as_the_configuration_says),
        scene_test(test_memory_is_cleared_in_chunks_of_the_configured_size),
        scene_test(test_time_is_divided_as_the_configuration_says),
        scene_test(test_as_many_untypeds_are_listed_as_the_configuration_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
