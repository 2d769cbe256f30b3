/* SPDX-License-Identifier: BSD-2-Clause */
/* What a fault message may say of an address: the processor does not always know it. */
#include "scene.h"

#include "../../../../kernel/arch/aarch64/trap.h"

enum {
    READ = 0x24u << 26 | 1u << 25, /* a data abort of user mode, ESR_EL1 */
    WRITE = READ | 1u << 6,
    NOT_VALID = 1u << 10,
    TRANSLATION_3 = 0x07,
    PERMISSION_3 = 0x0f,
    EXTERNAL = 0x10,
    EXTERNAL_ON_WALK_3 = 0x17,
    ALIGNMENT = 0x21
};

static void test_address_that_the_processor_does_not_know_is_not_passed_on(void **state)
{
    (void)state;
    assert_false(trap_address_valid(READ | EXTERNAL | NOT_VALID));
    assert_false(trap_address_valid(WRITE | EXTERNAL | NOT_VALID));
}

static void test_address_of_every_other_abort_is_passed_on(void **state)
{
    static const word_t status[] = {TRANSLATION_3, PERMISSION_3, EXTERNAL_ON_WALK_3, ALIGNMENT};

    (void)state;
    assert_true(trap_address_valid(READ | EXTERNAL));
    for (size_t i = 0; i < sizeof(status) / sizeof(status[0]); i++) {
        assert_true(trap_address_valid(READ | status[i]));
        /* The bit means nothing there. */
        assert_true(trap_address_valid(WRITE | status[i] | NOT_VALID));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_address_that_the_processor_does_not_know_is_not_passed_on),
        cmocka_unit_test(test_address_of_every_other_abort_is_passed_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
