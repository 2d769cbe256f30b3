/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a compiler calls by itself, to clear and to copy structures; there is no C library.
 */
#include <stddef.h>

#include "memory.h"

void *memset(void *to, int byte, size_t bytes);
void *memcpy(void *restrict to, const void *restrict from, size_t bytes);

void *memset(void *to, int byte, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        ((volatile unsigned char *)to)[i] = (unsigned char)byte;
    }
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    memory_copy(to, from, bytes);
    return to;
}
