/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formatted text, straight into a buffer.  The C library's printf has to be asked
 * twice, for the length and for the text, and a report has a hundred thousand
 * numbers and names.  Understood is what the tool uses of printf's formats:
 *
 *   %  '-' or '0'  width or '*'  '.' precision or '*'  l, ll or z  s c d u x %
 *
 * where a precision belongs to a text and is the most that is taken of it.
 * tests/tool/test_format.c compares the outcome with printf's.
 */
#define _XOPEN_SOURCE 700 /* strnlen */

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "memory.h"

/* What stands between '%' and the letter. */
struct field {
    bool left; /* the text comes first, then what fills the width */
    char fill;
    size_t width;
    size_t precision; /* SIZE_MAX: all */
    unsigned longs;   /* how many 'l' */
    bool is_size;     /* 'z' */
};

/* As a structure, functions can move on in it. */
struct arguments {
    va_list list;
};

/* Digits are made from the last one on, up to `end`; returns where the first one is. */
static char *write_digits(char *end, uint64_t value, unsigned base)
{
    do {
        end -= 1;
        *end = "0123456789abcdef"[value % base];
        value /= base;
    } while (value > 0);
    return end;
}

void buffer_number(struct buffer *buffer, uint64_t value, unsigned base)
{
    char digits[24];
    char *end = digits + sizeof(digits);
    char *first = write_digits(end, value, base);

    buffer_append(buffer, first, (size_t)(end - first));
}

void buffer_pad(struct buffer *buffer, size_t start, size_t width)
{
    size_t length = buffer->size - start;

    if (length < width) {
        buffer_fill(buffer, ' ', width - length);
    }
}

static void put_field(struct buffer *buffer, const struct field *field, const char *text,
                      size_t length)
{
    size_t rest = field->width > length ? field->width - length : 0;

    if (rest > 0 && !field->left) {
        buffer_fill(buffer, field->fill, rest);
    }
    buffer_append(buffer, text, length);
    if (rest > 0 && field->left) {
        buffer_fill(buffer, ' ', rest);
    }
}

static uint64_t next_unsigned(struct arguments *arguments, const struct field *field)
{
    if (field->is_size) {
        return va_arg(arguments->list, size_t);
    }
    switch (field->longs) {
    case 0:
        return va_arg(arguments->list, unsigned);
    case 1:
        return va_arg(arguments->list, unsigned long);
    default:
        return va_arg(arguments->list, unsigned long long);
    }
}

static void put_unsigned(struct buffer *buffer, const struct field *field, uint64_t value,
                         unsigned base)
{
    char digits[24];
    char *end = digits + sizeof(digits);
    char *first = write_digits(end, value, base);

    put_field(buffer, field, first, (size_t)(end - first));
}

static void put_int(struct buffer *buffer, const struct field *field, int value)
{
    char digits[24];
    char *end = digits + sizeof(digits);
    char *first = write_digits(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 10);

    if (value < 0) {
        first -= 1;
        *first = '-';
    }
    put_field(buffer, field, first, (size_t)(end - first));
}

static void put_conversion(struct buffer *buffer, char letter, const struct field *field,
                           struct arguments *arguments)
{
    const char *text;
    char character;

    switch (letter) {
    case 's':
        text = va_arg(arguments->list, const char *);
        put_field(buffer, field, text, strnlen(text, field->precision));
        break;
    case 'u':
        put_unsigned(buffer, field, next_unsigned(arguments, field), 10);
        break;
    case 'x':
        put_unsigned(buffer, field, next_unsigned(arguments, field), 16);
        break;
    case 'd':
        put_int(buffer, field, va_arg(arguments->list, int));
        break;
    case 'c':
        character = (char)va_arg(arguments->list, int);
        put_field(buffer, field, &character, 1);
        break;
    default:
        assert(letter == '%');
        put_field(buffer, field, "%", 1);
        break;
    }
}

/* A number in the format, or an argument in its place. */
static size_t read_size(const char **next, struct arguments *arguments)
{
    size_t size = 0;

    if (**next == '*') {
        *next += 1;
        return (size_t)va_arg(arguments->list, int);
    }
    for (; **next >= '0' && **next <= '9'; *next += 1) {
        size = size * 10 + (size_t)(**next - '0');
    }
    return size;
}

/* Reads up to the letter and moves `*next` there. */
static struct field read_field(const char **next, struct arguments *arguments)
{
    struct field field = {.fill = ' ', .precision = SIZE_MAX};

    if (**next == '-') {
        field.left = true;
        *next += 1;
    } else if (**next == '0') {
        field.fill = '0';
        *next += 1;
    }
    field.width = read_size(next, arguments);
    if (**next == '.') {
        *next += 1;
        field.precision = read_size(next, arguments);
    }
    for (; **next == 'l'; *next += 1) {
        field.longs += 1;
    }
    if (**next == 'z') {
        field.is_size = true;
        *next += 1;
    }
    return field;
}

void buffer_format_list(struct buffer *buffer, const char *format, va_list list)
{
    struct arguments arguments;

    va_copy(arguments.list, list);
    for (const char *next = format; *next != '\0';) {
        const char *plain = next;

        while (*next != '%' && *next != '\0') {
            next += 1;
        }
        buffer_append(buffer, plain, (size_t)(next - plain));
        if (*next == '%') {
            next += 1;
            struct field field = read_field(&next, &arguments);
            put_conversion(buffer, *next, &field, &arguments);
            next += 1;
        }
    }
    va_end(arguments.list);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    buffer_format_list(buffer, format, list);
    va_end(list);
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    struct buffer text = {0};
    va_list list;

    va_start(list, format);
    buffer_format_list(&text, format, list);
    va_end(list);
    char *copy = arena_copy(arena, (const char *)text.data, text.size);
    buffer_release(&text);
    return copy;
}
