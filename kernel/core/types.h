/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's vocabulary: machine words, physical and virtual addresses, bit
 * arithmetic, assertions.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <config.h>

/* Not uint64_t: that is `unsigned long` on Linux and `unsigned long long` on a
   Mac, and a format must be right for both. */
typedef unsigned long word_t;
typedef word_t paddr_t; /* physical address */
typedef word_t vaddr_t; /* user virtual address, never dereferenced */
typedef word_t ticks_t; /* time, in timer ticks */
_Static_assert(sizeof(word_t) == 8, "64-bit words");

#define MUST_USE __attribute__((warn_unused_result))
#define NORETURN __attribute__((noreturn))
#define COLD __attribute__((cold, noinline)) /* off the usual way: keep it small, and out of it */
#define NOINLINE __attribute__((noinline)) /* its stack and registers are not its caller's */
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define LIKELY(x) __builtin_expect(!!(x), 1)

#define BIT(n) ((word_t)1 << (n))
#define MASK(n) (BIT(n) - 1)

/* Bits hi..lo of a word, in the notation of the manuals. */
static inline word_t bits_get(word_t word, unsigned hi, unsigned lo)
{
    return (word >> lo) & (UINT64_MAX >> (63 - (hi - lo)));
}

static inline word_t bits_put(word_t word, unsigned hi, unsigned lo, word_t value)
{
    word_t mask = (UINT64_MAX >> (63 - (hi - lo))) << lo;
    return (word & ~mask) | ((value << lo) & mask);
}

static inline word_t align_down(word_t value, unsigned bits)
{
    return value & ~MASK(bits);
}

static inline word_t align_up(word_t value, unsigned bits)
{
    return align_down(value + MASK(bits), bits);
}

static inline bool is_aligned(word_t value, unsigned bits)
{
    return (value & MASK(bits)) == 0;
}

/* Position of the highest set bit; `value` is not 0. */
static inline unsigned log2_floor(word_t value)
{
    return 63u - (unsigned)__builtin_clzll(value);
}

static inline word_t min_word(word_t a, word_t b)
{
    return a < b ? a : b;
}

static inline word_t max_word(word_t a, word_t b)
{
    return a > b ? a : b;
}

/* The kernel found its own state broken: print the place and stop. */
NORETURN void panic(const char *file, int line, const char *what);

/* What loader, board or machine may have got wrong stops every build. */
#define BOOT_REQUIRE(condition, what)                                                  \
    do {                                                                               \
        if (!(condition)) {                                                            \
            panic(__FILE__, __LINE__, what);                                           \
        }                                                                              \
    } while (0)

/* States what the kernel itself guarantees; never what a user asks for. */
#define ASSERT(condition)                                                              \
    do {                                                                               \
        if (CONFIG_DEBUG_BUILD && UNLIKELY(!(condition))) {                            \
            panic(__FILE__, __LINE__, #condition);                                     \
        }                                                                              \
    } while (0)
