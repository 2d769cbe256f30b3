/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Arena and buffer.  The arena is a list of separately allocated pieces, not
 * one big block: a run makes a few thousand of them at most, and ASan then
 * sees an overrun of each.
 */
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
    struct arena_block *next;
    max_align_t data[];
};

static _Noreturn void memory_exhausted(size_t size)
{
    fprintf(stderr, "microkit: error: out of memory (%zu bytes asked for)\n", size);
    exit(1);
}

void *arena_allocate(struct arena *arena, size_t size)
{
    struct arena_block *block = NULL;

    if (size <= SIZE_MAX - sizeof(*block)) {
        block = calloc(1, sizeof(*block) + size);
    }
    if (block == NULL) {
        memory_exhausted(size);
    }
    block->next = arena->blocks;
    arena->blocks = block;
    return block->data;
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_allocate(arena, length + 1);

    memcpy(copy, text, length);
    return copy;
}

void arena_release(struct arena *arena)
{
    while (arena->blocks != NULL) {
        struct arena_block *next = arena->blocks->next;

        free(arena->blocks);
        arena->blocks = next;
    }
}

void buffer_grow(struct buffer *buffer, size_t size)
{
    if (size >= SIZE_MAX / 2 - buffer->size) {
        memory_exhausted(size);
    }
    size_t capacity = buffer->capacity * 2;
    if (capacity <= buffer->size + size) {
        capacity = buffer->size + size + 1;
    }
    uint8_t *data = realloc(buffer->data, capacity);
    if (data == NULL) {
        memory_exhausted(capacity);
    }
    buffer->data = data;
    buffer->capacity = capacity;
}

void buffer_fill(struct buffer *buffer, char byte, size_t count)
{
    buffer_reserve(buffer, count);
    memset(buffer->data + buffer->size, byte, count);
    buffer->size += count;
}

void *buffer_extend(struct buffer *buffer, size_t size)
{
    size_t start = buffer->size;

    buffer_fill(buffer, 0, size);
    return buffer->data + start;
}

void buffer_align(struct buffer *buffer, size_t alignment)
{
    (void)buffer_extend(buffer, (0 - buffer->size) & (alignment - 1));
}

void buffer_release(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}
