/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Assertions of user code: checked in the debug configuration, elsewhere not
 * even evaluated.
 */
#pragma once

#include <sel4/config.h>
#include <sel4/macros.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The C library's __assert_fail, or libmicrokit's, which reports and crashes.  Under a name of our
   own, because C libraries do not agree on the type of `line`. */
SEL4_NORETURN void sel4_assert_fail(const char *text, const char *file, int line,
                                    const char *function) __asm__("__assert_fail");

#ifdef __cplusplus
}
#endif

#define seL4_Fail(text) sel4_assert_fail(text, __FILE__, __LINE__, __func__)

#ifdef CONFIG_DEBUG_BUILD
#define seL4_Assert(condition) ((condition) ? (void)0 : seL4_Fail(#condition))
#else
#define seL4_Assert(condition) ((void)sizeof(!(condition)))
#endif
#define seL4_DebugAssert(condition) seL4_Assert(condition)
