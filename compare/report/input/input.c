/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading files and their lines; reporting what is wrong in them. */
#include "input.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

enum { MAX_BYTES = 64 << 20, SHOWN_BYTES = 60 };

void problem(struct problems *problems, const char *file, size_t line, const char *format, ...)
{
    va_list arguments;

    problems->count += 1;
    if (problems->count > PROBLEMS_SHOWN) {
        return;
    }
    if (line == 0) {
        fprintf(problems->stream, "%s: error: ", file);
    } else {
        fprintf(problems->stream, "%s:%zu: error: ", file, line);
    }
    va_start(arguments, format);
    vfprintf(problems->stream, format, arguments);
    va_end(arguments);
    fputc('\n', problems->stream);
}

/* All of `file` in one string, or NULL with errno set. */
static char *read_all(struct pool *pool, FILE *file, size_t *size)
{
    size_t capacity = 1 << 16;
    char *text = pool_get(pool, capacity + 1);

    *size = 0;
    for (;;) {
        *size += fread(text + *size, 1, capacity - *size, file);
        if (ferror(file)) {
            return NULL;
        }
        if (*size < capacity) {
            text[*size] = '\0';
            return text;
        }
        if (capacity >= MAX_BYTES) {
            errno = EFBIG;
            return NULL;
        }
        capacity *= 4;
        text = memcpy(pool_get(pool, capacity + 1), text, *size);
    }
}

bool input_load(struct input *input, struct pool *pool, struct problems *problems,
                const char *name)
{
    FILE *file = fopen(name, "rb");

    input->name = name;
    input->size = 0;
    input->text = file == NULL ? NULL : read_all(pool, file, &input->size);
    if (input->text == NULL) {
        problem(problems, name, 0, "cannot be read: %s", strerror(errno));
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return input->text != NULL;
}

bool input_next(const struct input *input, struct line *line)
{
    const char *end = input->text + input->size;
    const char *start = input->text;
    const char *stop;

    if (line->number > 0) {
        start = memchr(line->text, '\n', (size_t)(end - line->text));
        if (start == NULL) {
            return false;
        }
        start += 1;
    }
    if (start == end) {
        return false;
    }
    stop = memchr(start, '\n', (size_t)(end - start));
    stop = stop == NULL ? end : stop;
    while (stop > start && stop[-1] == '\r') {
        stop -= 1;
    }
    line->text = start;
    line->length = (size_t)(stop - start);
    line->number += 1;
    return true;
}

const char *printable(struct pool *pool, const char *text, size_t length)
{
    size_t shown = length < SHOWN_BYTES ? length : SHOWN_BYTES;
    char *out = pool_get(pool, 4 * shown + 4);
    char *end = out;

    for (size_t i = 0; i < shown; i += 1) {
        unsigned char c = (unsigned char)text[i];

        if (c >= ' ' && c < 0x7f) {
            *end++ = (char)c;
        } else {
            end += sprintf(end, "\\x%02x", c);
        }
    }
    if (shown < length) {
        memcpy(end, "...", 3);
    }
    return out;
}
