/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The cmocka that is installed, without the names that cmocka 2 deprecates (cmocka.h of 2.0.2).
 */
#pragma once

#include_next <cmocka.h>

#undef assert_in_range
#undef assert_in_set
#undef assert_not_in_range
#undef assert_not_in_set
#undef check_expected
#undef expect_check
#undef expect_in_range
#undef expect_in_range_count
#undef expect_in_set
#undef expect_in_set_count
#undef expect_not_in_set
#undef expect_not_in_set_count
#undef expect_not_value
#undef expect_not_value_count
#undef expect_value
#undef expect_value_count
#undef group_test_setup
#undef group_test_teardown
#undef unit_test
#undef unit_test_setup
#undef unit_test_setup_teardown
#undef unit_test_teardown
#undef will_return_always
#undef will_return_count
#pragma GCC poison assert_in_range assert_in_set assert_not_in_range assert_not_in_set
#pragma GCC poison check_expected expect_check expect_in_range expect_in_range_count expect_in_set
#pragma GCC poison expect_in_set_count expect_not_in_set expect_not_in_set_count expect_not_value
#pragma GCC poison expect_not_value_count expect_value expect_value_count group_test_setup
#pragma GCC poison group_test_teardown unit_test unit_test_setup unit_test_setup_teardown
#pragma GCC poison unit_test_teardown will_return_always will_return_count
