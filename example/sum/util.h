/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a component would ask a C library for, to be copied and changed: text and numbers on the
 * debug console, and the four functions that a compiler calls on its own.  The console is the
 * kernel's: nothing comes out in `release` and `benchmark`.
 *
 * All is in this header, as the Makefile makes a program of one source; in a larger program the
 * memory functions belong into a source of their own.
 */
#pragma once

#include <microkit.h>

static inline void print_text(const char *text)
{
    microkit_dbg_puts(text);
}

/* The component's name, as in the system description, to begin a line with. */
static inline void print_name(void)
{
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(": ");
}

static inline void print_digits(seL4_Word value, unsigned base)
{
    char digits[21]; /* 2^64 - 1 has twenty, and the NUL */
    char *p = &digits[sizeof digits - 1];

    *p = '\0';
    do {
        *--p = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    microkit_dbg_puts(p);
}

static inline void print_decimal(seL4_Word value)
{
    print_digits(value, 10);
}

static inline void print_signed(long value)
{
    if (value < 0) {
        microkit_dbg_putc('-');
    }
    print_digits(value < 0 ? 0 - (seL4_Word)value : (seL4_Word)value, 10);
}

static inline void print_hex(seL4_Word value)
{
    microkit_dbg_puts("0x");
    print_digits(value, 16);
}

/*
 * Compilers make calls of these out of assignments and initialisers of structures and arrays, and
 * even out of loops; out of these loops they do not, for they cannot see through UTIL_OPAQUE.
 */
typedef __SIZE_TYPE__ util_size;
#define UTIL_OPAQUE __asm__ volatile("" : : : "memory")

void *memset(void *to, int byte, util_size count);
void *memcpy(void *to, const void *from, util_size count);
void *memmove(void *to, const void *from, util_size count);
int memcmp(const void *a, const void *b, util_size count);

__attribute__((weak)) void *memset(void *to, int byte, util_size count)
{
    for (util_size i = 0; i < count; i++) {
        ((unsigned char *)to)[i] = (unsigned char)byte;
        UTIL_OPAQUE;
    }
    return to;
}

/* Upwards if `to` is below `from`, otherwise downwards: the two may overlap. */
__attribute__((weak)) void *memmove(void *to, const void *from, util_size count)
{
    unsigned char *target = to;
    const unsigned char *source = from;

    for (util_size i = 0; i < count; i++) {
        util_size at = (seL4_Word)to < (seL4_Word)from ? i : count - 1 - i;

        target[at] = source[at];
        UTIL_OPAQUE;
    }
    return to;
}

__attribute__((weak)) void *memcpy(void *to, const void *from, util_size count)
{
    return memmove(to, from, count);
}

__attribute__((weak)) int memcmp(const void *a, const void *b, util_size count)
{
    const unsigned char *left = a;
    const unsigned char *right = b;

    for (util_size i = 0; i < count; i++) {
        if (left[i] != right[i]) {
            return left[i] < right[i] ? -1 : 1;
        }
        UTIL_OPAQUE;
    }
    return 0;
}
