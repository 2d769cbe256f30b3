/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What kernel, libsel4 and the tool's layout say of address spaces is the same, compiled for each
 * exception level: the headers' folders say for which.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sel4/constants.h>

#include "level.h"
#include "../../initialiser/spec/level.h"

/* At EL2 there is one object type more, the virtual CPU. */
enum { LEVEL = SEL4_LEVEL_OBJECT_TYPES - 11 };

static void test_layouts_are_for_the_address_spaces_that_there_are(void **state)
{
    const struct spec_level *layout = spec_level(LEVEL);

    (void)state;
    assert_non_null(layout);
    assert_int_equal(layout->user_top, seL4_UserTop);
    assert_int_equal(layout->vspace_bits, seL4_VSpaceBits);
    assert_int_equal(layout->table_levels, VSPACE_LAST_LEVEL);
}

static void test_roots_and_tables_reach_the_top(void **state)
{
    unsigned bits = seL4_VSpaceIndexBits + VSPACE_LAST_LEVEL * seL4_PageTableIndexBits +
                    seL4_PageBits;

    (void)state;
    assert_true(seL4_UserTop >> (bits - 1) <= 1); /* half of them at EL1 */
    assert_int_equal(VSPACE_ROOT_SHIFT + seL4_VSpaceIndexBits, bits);
    assert_int_equal(seL4_VSpaceBits, seL4_VSpaceIndexBits + 3); /* entries of 8 bytes */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layouts_are_for_the_address_spaces_that_there_are),
        cmocka_unit_test(test_roots_and_tables_reach_the_top),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
