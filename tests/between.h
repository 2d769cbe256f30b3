/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * assert_between: cmocka's assert_in_range has another name in each of its releases 1 and 2, and 2
 * warns of the old one.  To be included after cmocka.h.
 */
#pragma once

#include <inttypes.h>

/* Fails the test unless least <= value <= most; all three are unsigned. */
#define assert_between(value, least, most)                                                         \
    do {                                                                                           \
        const uintmax_t value_ = (value), least_ = (least), most_ = (most);                        \
        if (value_ < least_ || value_ > most_) {                                                   \
            fail_msg("%s is %" PRIuMAX ", not between %" PRIuMAX " and %" PRIuMAX, #value, value_, \
                     least_, most_);                                                               \
        }                                                                                          \
    } while (0)
