/* SPDX-License-Identifier: BSD-2-Clause */
/* Escaping, and numbers as people read them. */
#include "output.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

static void escape(FILE *out, const char *text)
{
    for (; *text != '\0'; text += 1) {
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        case '\'':
            fputs("&#39;", out);
            break;
        default:
            fputc(*text, out);
        }
    }
}

void html(FILE *out, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    for (; *format != '\0'; format += 1) {
        if (*format != '%') {
            fputc(*format, out);
        } else if (*++format == 's') {
            escape(out, va_arg(arguments, const char *));
        } else {
            fputc('%', out);
        }
    }
    va_end(arguments);
}

void html_prose(FILE *out, const char *text)
{
    int code = 0;

    for (; *text != '\0'; text += 1) {
        char character[2] = {*text, '\0'};

        if (*text == '`') {
            code = !code;
            fputs(code ? "<code>" : "</code>", out);
        } else {
            escape(out, character);
        }
    }
    fputs(code ? "</code>" : "", out);
}

const char *grouped(char text[NUMBER_TEXT], uint64_t value)
{
    char plain[NUMBER_TEXT];
    size_t length = (size_t)snprintf(plain, sizeof(plain), "%" PRIu64, value);
    char *end = text;

    for (size_t i = 0; i < length; i += 1) {
        *end++ = plain[i];
        if ((length - i) % 3 == 1 && i + 1 < length) {
            *end++ = ',';
        }
    }
    *end = '\0';
    return text;
}

void print_wrapped(FILE *out, const char *first, const char *rest, const char *text, size_t width)
{
    size_t column = strlen(first);
    const char *space = "";

    fputs(first, out);
    while (*text != '\0') {
        size_t length = strcspn(text, " ");

        if (space[0] != '\0' && column + 1 + length > width) {
            fprintf(out, "\n%s", rest);
            column = strlen(rest);
            space = "";
        }
        fprintf(out, "%s%.*s", space, (int)length, text);
        column += strlen(space) + length;
        space = " ";
        text += length + strspn(text + length, " ");
    }
    fputc('\n', out);
}
