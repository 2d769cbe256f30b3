/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory of the host tool: an arena for what lives until the end of the run,
 * and a growable buffer for tables and files.  A tool that cannot get memory
 * has nothing left to do, so both end the process with a message instead of
 * returning NULL; nothing has been written to the output by then.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

struct arena_block;

struct arena {
    struct arena_block *blocks;
};

/* `size` zeroed bytes that live until arena_release; aligned for any type. */
void *arena_allocate(struct arena *arena, size_t size);

/* A NUL-terminated copy of `length` bytes of `text`. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

char *arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
void arena_release(struct arena *arena);

/* Starts as {0}.  Growing moves `data`: refer to the contents by offset. */
struct buffer {
    uint8_t *data;
    size_t size;
    size_t capacity;
};

/* Makes room for `size` bytes and one more: a buffer to which nothing is added is not NULL. */
void buffer_grow(struct buffer *buffer, size_t size);

static inline void buffer_reserve(struct buffer *buffer, size_t size)
{
    if (size >= buffer->capacity - buffer->size) {
        buffer_grow(buffer, size);
    }
}

/* Adds `size` bytes, zeroed, and returns where they are. */
void *buffer_extend(struct buffer *buffer, size_t size);

static inline void buffer_append(struct buffer *buffer, const void *data, size_t size)
{
    buffer_reserve(buffer, size);
    if (size > 0) {
        memcpy(buffer->data + buffer->size, data, size);
        buffer->size += size;
    }
}

/* What buffer_format does for %s, %llu or %llx (the base is 10 or 16) and the width of %-*s, in a
   fraction of the time: for lines that there are thousands of. */
static inline void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_number(struct buffer *buffer, uint64_t value, unsigned base);

/* Blanks, until what begins at offset `start` is `width` bytes long. */
void buffer_pad(struct buffer *buffer, size_t start, size_t width);

/* Adds `count` times the same byte. */
void buffer_fill(struct buffer *buffer, char byte, size_t count);

/* Pads with zeros to a multiple of `alignment`, a power of two. */
void buffer_align(struct buffer *buffer, size_t alignment);

/* Appends text without its NUL; which formats there are says format.c. */
void buffer_format(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
void buffer_format_list(struct buffer *buffer, const char *format, va_list list)
    PRINTF_LIKE(2, 0);
void buffer_release(struct buffer *buffer);
