/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that lasts as long as the report: freed in one go. */
#pragma once

#include <stddef.h>

struct pool_block;

struct pool {
    struct pool_block *blocks;
};

/* `size` bytes, zeroed, suitably aligned for anything.  Ends the program if there is no memory. */
void *pool_get(struct pool *pool, size_t size);

/* A copy of `length` bytes at `text`, with a NUL after them. */
char *pool_copy(struct pool *pool, const char *text, size_t length);

/* A string made as printf would print it. */
char *pool_print(struct pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));

void pool_free(struct pool *pool);
