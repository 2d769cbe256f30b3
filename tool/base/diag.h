/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Diagnostics in a compiler's form:
 *
 *   file:line:column: error: what is wrong; what was expected
 *       <the source line>
 *        ^
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "memory.h"

/* The text that positions refer to: offsets in bytes from its start. */
struct source {
    const char *name;
    const char *text;
    size_t size;
};

/* Errors, and warnings, beyond this many are counted and not printed. */
enum { DIAG_MAX_SHOWN = 100 };

struct diag {
    const struct source *source;
    FILE *stream;
    size_t errors;
    size_t warnings;
    bool muted; /* the last error or warning was not shown, nor are its notes */
};

/* Line and column of offset `at`, from 1; a column is a Unicode code point. */
void source_locate(const struct source *source, size_t at, size_t *line, size_t *column);

/* Reports an error at offset `at`; the message has no final newline. */
void diag_error(struct diag *diag, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);

/* What the user should know but may ignore: does not count as an error. */
void diag_warning(struct diag *diag, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);

/* Belongs to the error just reported: the other place that it is about. */
void diag_note(struct diag *diag, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);

/* An error that has no place in the system description. */
void diag_fail(struct diag *diag, const char *format, ...) PRINTF_LIKE(2, 3);

/* Says how many errors and warnings were not shown, if any. */
void diag_finish(const struct diag *diag);
