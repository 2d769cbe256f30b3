/* SPDX-License-Identifier: BSD-2-Clause */
/* Text files: read whole, then cut in place. */
#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *format, ...)
{
    va_list arguments;

    (void)fflush(stdout);
    (void)fputs("error: ", stderr);
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputs("\n", stderr);
    exit(1);
}

struct text text_open(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *all = NULL;
    size_t length = 0;
    size_t room = 0;

    if (file == NULL) {
        die("%s: cannot be read: %s", path, strerror(errno));
    }
    do {
        if (room - length < 2) {
            room = room * 2 + 4096;
            all = realloc(all, room);
            if (all == NULL) {
                die("%s: does not fit into memory", path);
            }
        }
        length += fread(all + length, 1, room - length - 1, file);
    } while (!feof(file) && !ferror(file));
    if (ferror(file) || fclose(file) != 0) {
        die("%s: cannot be read: %s", path, strerror(errno));
    }
    all[length] = '\0';
    return (struct text){.path = path, .rest = all, .line = 0};
}

char *text_line(struct text *text)
{
    char *line = text->rest;
    char *end;

    if (line == NULL || *line == '\0') {
        return NULL;
    }
    end = line + strcspn(line, "\n");
    text->rest = *end == '\0' ? NULL : end + 1;
    *end = '\0';
    if (end > line && end[-1] == '\r') {
        end[-1] = '\0';
    }
    text->line++;
    return line;
}

char *text_field(char *s, char separator, char **rest)
{
    char *end = strchr(s, separator);

    *rest = end == NULL ? NULL : end + 1;
    if (end == NULL) {
        end = s + strlen(s);
    }
    while (end > s && end[-1] == ' ') {
        end--;
    }
    *end = '\0';
    return s + strspn(s, " ");
}
