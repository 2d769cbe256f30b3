/* SPDX-License-Identifier: BSD-2-Clause */
/* What a test requires, and its end where that is not so. */
#pragma once

#include "thread.h"

/* Ends the test: it failed at `where`, `what` was `found` instead of `expected`. */
_Noreturn void test_failed(const char *where, const char *what, seL4_Word expected,
                           seL4_Word found);

/* Ends the test: what it is about is not there, for the reason `why`. */
_Noreturn void test_skipped(const char *why);

#define SKIP(why) test_skipped(why)

#define TEST_TEXT_(x)  #x
#define TEST_LINE_(x)  TEST_TEXT_(x)
#define HERE           __FILE__ ":" TEST_LINE_(__LINE__)

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            test_failed(HERE, #condition, 1, 0);                                                   \
        }                                                                                          \
    } while (0)

#define CHECK_EQUAL(found_, expected_)                                                             \
    do {                                                                                           \
        seL4_Word found_word = (found_);                                                           \
        seL4_Word expected_word = (expected_);                                                     \
        if (found_word != expected_word) {                                                         \
            test_failed(HERE, #found_, expected_word, found_word);                                 \
        }                                                                                          \
    } while (0)
