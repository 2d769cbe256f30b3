/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What C and its compilers spell differently from standard to standard, under
 * the names of the seL4 API where it has one.  The headers work in C99 to C23
 * and C++11 to C++20, with gcc and clang, and need no GNU mode.
 */
#pragma once

/* Checked by the compiler; in C99 an extension. */
#ifdef __cplusplus
#define SEL4_STATIC_ASSERT(condition, text) static_assert(condition, text)
#else
#define SEL4_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#endif
#define seL4_CompileTimeAssert(condition) SEL4_STATIC_ASSERT(condition, #condition)

/* A structure without holes. */
#define SEL4_PACKED          __attribute__((packed))
#define SEL4_NORETURN        __attribute__((noreturn))
#define SEL4_DEPRECATED(why) __attribute__((deprecated(why)))
#define SEL4_OFFSETOF(type, member) __builtin_offsetof(type, member)

#define LIBSEL4_INLINE      static inline
#define LIBSEL4_INLINE_FUNC static inline
#define LIBSEL4_UNUSED      __attribute__((unused))
#define LIBSEL4_BIT(n)      (1ull << (n))
