/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Printing of diagnostics.  The text comes from a file that nobody vouches
 * for: control characters are not passed on to the terminal, and of a line that
 * would fill the screen only the part around the caret is shown.
 */
#include "diag.h"

enum {
    DIAG_MAX_LINE = 160,     /* code points of a source line that are shown */
    DIAG_BEFORE_CARET = 100, /* of these, at most so many before the caret */
};

/* Every byte of UTF-8 but a continuation byte (10xxxxxx) starts a character. */
static bool starts_character(char byte)
{
    return ((unsigned char)byte & 0xc0) != 0x80;
}

static size_t line_start(const struct source *source, size_t at)
{
    while (at > 0 && source->text[at - 1] != '\n') {
        at -= 1;
    }
    return at;
}

static size_t count_characters(const struct source *source, size_t from, size_t to)
{
    size_t count = 0;

    for (size_t i = from; i < to; i += 1) {
        count += starts_character(source->text[i]) ? 1u : 0u;
    }
    return count;
}

void source_locate(const struct source *source, size_t at, size_t *line, size_t *column)
{
    if (at > source->size) {
        at = source->size;
    }
    *line = 1;
    for (size_t i = 0; i < at; i += 1) {
        *line += source->text[i] == '\n' ? 1u : 0u;
    }
    *column = count_characters(source, line_start(source, at), at) + 1;
}

static bool is_control(char byte)
{
    return ((unsigned char)byte < 0x20 && byte != '\t') || byte == 0x7f;
}

/* Is this U+0080 to U+009F, which terminals obey as well, in UTF-8? */
static bool is_high_control(const char *text, size_t size)
{
    return size >= 2 && (unsigned char)text[0] == 0xc2 && (unsigned char)text[1] < 0xa0;
}

/* Text that may quote the description, in one line. */
static void print_text(FILE *stream, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i += 1) {
        if (is_high_control(text + i, size - i)) {
            fputc('?', stream);
            i += 1;
        } else {
            fputc(is_control(text[i]) ? '?' : text[i], stream);
        }
    }
}

static void print_line(const struct diag *diag, size_t at)
{
    const struct source *source = diag->source;
    size_t start = line_start(source, at);
    size_t shown = count_characters(source, start, at);

    while (start < at &&
           (shown > DIAG_BEFORE_CARET || !starts_character(source->text[start]))) {
        shown -= starts_character(source->text[start]) ? 1u : 0u;
        start += 1;
    }
    size_t end = start;
    for (size_t count = 0; end < source->size && source->text[end] != '\n'; end += 1) {
        count += starts_character(source->text[end]) ? 1u : 0u;
        if (count > DIAG_MAX_LINE) {
            break;
        }
    }
    if (end > start && source->text[end - 1] == '\r') {
        end -= 1;
    }
    print_text(diag->stream, source->text + start, end - start);
    fputc('\n', diag->stream);
    /* Tabs are repeated so that the caret stands below its character. */
    for (size_t i = start; i < at; i += 1) {
        if (starts_character(source->text[i])) {
            fputc(source->text[i] == '\t' ? '\t' : ' ', diag->stream);
        }
    }
    fputs("^\n", diag->stream);
}

static void print_message(const struct diag *diag, const char *kind, const char *format,
                          va_list list)
{
    struct buffer message = {0};

    fprintf(diag->stream, "%s: ", kind);
    buffer_format_list(&message, format, list);
    print_text(diag->stream, (const char *)message.data, message.size);
    fputc('\n', diag->stream);
    buffer_release(&message);
}

static void print_at(const struct diag *diag, size_t at, const char *kind, const char *format,
                     va_list list)
{
    size_t line;
    size_t column;

    if (at > diag->source->size) {
        at = diag->source->size;
    }
    source_locate(diag->source, at, &line, &column);
    fprintf(diag->stream, "%s:%zu:%zu: ", diag->source->name, line, column);
    print_message(diag, kind, format, list);
    print_line(diag, at);
}

static bool count_error(struct diag *diag)
{
    diag->errors += 1;
    diag->muted = diag->errors > DIAG_MAX_SHOWN;
    return !diag->muted;
}

void diag_error(struct diag *diag, size_t at, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    if (count_error(diag)) {
        print_at(diag, at, "error", format, list);
    }
    va_end(list);
}

void diag_warning(struct diag *diag, size_t at, const char *format, ...)
{
    va_list list;

    diag->warnings += 1;
    diag->muted = diag->errors > DIAG_MAX_SHOWN || diag->warnings > DIAG_MAX_SHOWN;
    va_start(list, format);
    if (!diag->muted) {
        print_at(diag, at, "warning", format, list);
    }
    va_end(list);
}

void diag_note(struct diag *diag, size_t at, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    if (!diag->muted) {
        print_at(diag, at, "note", format, list);
    }
    va_end(list);
}

void diag_fail(struct diag *diag, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    if (count_error(diag)) {
        fputs("microkit: ", diag->stream);
        print_message(diag, "error", format, list);
    }
    va_end(list);
}

void diag_finish(const struct diag *diag)
{
    if (diag->errors > DIAG_MAX_SHOWN) {
        fprintf(diag->stream, "%s: %zu more errors not shown\n", diag->source->name,
                diag->errors - DIAG_MAX_SHOWN);
    }
    if (diag->warnings > DIAG_MAX_SHOWN) {
        fprintf(diag->stream, "%s: %zu more warnings not shown\n", diag->source->name,
                diag->warnings - DIAG_MAX_SHOWN);
    }
}
