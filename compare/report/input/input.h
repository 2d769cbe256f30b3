/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files that are read: lines of them, and what is wrong with them, in a compiler's form:
 *
 *   file:line: error: what is wrong; what was expected
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "pool.h"

struct input {
    const char *name;
    const char *text; /* followed by a NUL, which is not part of it */
    size_t size;
};

/* A line without its end.  It may contain anything, NUL as well. */
struct line {
    const char *text;
    size_t length;
    size_t number; /* from 1; 0 before the first */
};

/* Errors beyond this many are counted and not printed. */
enum { PROBLEMS_SHOWN = 20 };

struct problems {
    FILE *stream;
    size_t count;
};

/* Reports an error in line `line` of `file`; 0 if it concerns the file as a whole. */
void problem(struct problems *problems, const char *file, size_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Reads the file `name`; false, and a problem, if it cannot be read or is over 64 MiB. */
bool input_load(struct input *input, struct pool *pool, struct problems *problems,
                const char *name);

/* Steps to the next line; false at the end.  Carriage returns at the end of a line, as a console
   has them, are not part of it. */
bool input_next(const struct input *input, struct line *line);

/* The first `length` bytes of `text` as printable ASCII, shortened, with \xNN for others: what an
   error may show of a hostile line. */
const char *printable(struct pool *pool, const char *text, size_t length);
