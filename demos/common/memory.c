/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a compiler may call where the source only assigns a structure, also in a
 * program without a C library: which one does so depends on compiler and level of
 * optimisation.
 */
#include <stddef.h>

void *memcpy(void *to, const void *from, size_t count);
void *memset(void *to, int byte, size_t count);

/* Volatile, in both: or a compiler would make of the loop a call of the function that it is in. */
void *memcpy(void *to, const void *from, size_t count)
{
    volatile unsigned char *at = to;
    const unsigned char *source = from;

    for (size_t i = 0; i < count; i++) {
        at[i] = source[i];
    }
    return to;
}

void *memset(void *to, int byte, size_t count)
{
    volatile unsigned char *at = to;

    for (size_t i = 0; i < count; i++) {
        at[i] = (unsigned char)byte;
    }
    return to;
}
