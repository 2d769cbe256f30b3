/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The right to call the firmware: what reaches it, and what comes back.
 */
#include "scene.h"

enum { VERSION = 0x84000000 };

static struct message message_of(word_t function)
{
    return (struct message){.label = ARMSMCCall, .length = 8,
                            .mr = {function, 11, 12, 13, 14, 15, 16, 17}};
}

static void test_words_go_there_and_come_back(void **state)
{
    struct message message = message_of(VERSION);
    struct answer answer = kernel_call(seL4_CapSMC, message);

    (void)state;
    assert_int_equal(answer.label, seL4_NoError);
    assert_int_equal(answer.length, 8);
    assert_int_equal(host_machine.firmware_calls, 1);
    for (unsigned i = 0; i < 8; i++) {
        assert_int_equal(host_machine.firmware_words[i], message.mr[i]);
        assert_int_equal(answer.mr[i], ~message.mr[i]);
    }
}

static void test_what_is_refused_does_not_reach_the_firmware(void **state)
{
    struct message message = message_of(VERSION);
    word_t badged = new_copy(seL4_CapSMC, RIGHTS_ALL, VERSION + 1);

    (void)state;
    assert_error(kernel_call(badged, message), seL4_IllegalOperation);
    message.label = ARMSMCCall + 1;
    assert_error(kernel_call(seL4_CapSMC, message), seL4_IllegalOperation);
    message = message_of(VERSION);
    message.length = 7;
    assert_error(kernel_call(seL4_CapSMC, message), seL4_TruncatedMessage);
    assert_int_equal(host_machine.firmware_calls, 0);
}

static void test_badge_is_the_function_that_may_be_called(void **state)
{
    word_t badged = new_copy(seL4_CapSMC, RIGHTS_ALL, VERSION);

    (void)state;
    assert_int_equal(kernel_call(badged, message_of(VERSION)).label, seL4_NoError);
    assert_int_equal(host_machine.firmware_words[0], VERSION);
    assert_int_equal(host_machine.firmware_calls, 1);
}

static void test_badged_one_goes_with_the_original(void **state)
{
    word_t badged = new_copy(seL4_CapSMC, RIGHTS_ALL, VERSION);
    word_t copy = new_copy(badged, RIGHTS_ALL, 0);

    (void)state;
    assert_int_equal(cap_badge(root_slot(copy)->cap), VERSION);
    revoke_cap(badged);
    assert_true(cap_is_null(root_slot(copy)->cap));
    revoke_cap(seL4_CapSMC);
    assert_true(cap_is_null(root_slot(badged)->cap));
    assert_false(cap_is_null(root_slot(seL4_CapSMC)->cap));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_words_go_there_and_come_back),
        scene_test(test_what_is_refused_does_not_reach_the_firmware),
        scene_test(test_badge_is_the_function_that_may_be_called),
        scene_test(test_badged_one_goes_with_the_original),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
