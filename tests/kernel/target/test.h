/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test is a function on a kernel that is as it was at boot: a thread of its
 * own (the tester), priority 100, and an arena of untyped memory.  Whatever it
 * makes from the arena is destroyed when it ends; what else it makes, it must
 * delete.  A slot or a byte that is not free again afterwards fails the test.
 *
 *     TEST(copy_into_a_used_slot_is_refused, "cnode.copy.occupied")
 *     {
 *         seL4_CPtr ep = make(seL4_EndpointObject, 0);
 *
 *         EXPECT(cnode_copy(slot(ep), slot(ep), ALL_RIGHTS), seL4_DeleteFirst);
 *     }
 *
 * The string names the statements of docs/kernel/ that the test checks,
 * separated by blanks.
 */
#pragma once

#include "calls.h"
#include "check.h"

struct test {
    const char *name;
    const char *statements;
    void (*run)(void);
};

#define TEST(name_, statements_)                                                                   \
    static void name_(void);                                                                       \
    static const struct test test_##name_                                                          \
        __attribute__((section("tests"), used)) = {#name_, statements_, name_};                    \
    static void name_(void)

/* The kernel's answer to an invocation: its label, exactly these words, and badge 0. */
void expect_answer(const char *where, const char *what, seL4_Word label, struct words words);

/* EXPECT(invocation, label, words...) */
#define EXPECT(invocation, label_, ...)                                                            \
    do {                                                                                           \
        (void)(invocation);                                                                        \
        expect_answer(HERE, #invocation, (label_), W(__VA_ARGS__));                                \
    } while (0)

/* Plain success: label 0, no words. */
#define OK(invocation) EXPECT(invocation, seL4_NoError)
