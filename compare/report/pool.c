/* SPDX-License-Identifier: BSD-2-Clause */
/* A list of allocations; nothing is freed before the end. */
#include "pool.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pool_block {
    struct pool_block *next;
    max_align_t bytes[];
};

void *pool_get(struct pool *pool, size_t size)
{
    struct pool_block *block = NULL;

    if (size <= SIZE_MAX - sizeof(*block)) {
        block = calloc(1, sizeof(*block) + size);
    }
    if (block == NULL) {
        fputs("error: out of memory\n", stderr);
        exit(1);
    }
    block->next = pool->blocks;
    pool->blocks = block;
    return block->bytes;
}

char *pool_copy(struct pool *pool, const char *text, size_t length)
{
    char *copy = pool_get(pool, length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *pool_print(struct pool *pool, const char *format, ...)
{
    char *text;
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    text = pool_get(pool, (size_t)length + 1);
    va_start(arguments, format);
    (void)vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

void pool_free(struct pool *pool)
{
    while (pool->blocks != NULL) {
        struct pool_block *next = pool->blocks->next;

        free(pool->blocks);
        pool->blocks = next;
    }
}
