/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of memory and pages that a repetition of a row touches: the figures
 * of LINES in a log (bench/trace/lines.c), beside those of BENCH.
 */
#pragma once

#include <jansson.h>

#include "catalogue.h"
#include "text.h"

/* Reads `id figures`, the rest of a line, into the column. */
void lines_read(struct bench *bench, size_t column, const struct text *text, char *line);

/* True if any row of the column has them. */
bool lines_present(const struct bench *bench, size_t column);

/* The table, if a column has any, on stdout. */
void lines_print(const struct bench *bench);

/* Those of a row and column in the order of the log: as numbers, and as one string. */
json_t *lines_array(const struct row *row, size_t column);
json_t *lines_string(const struct row *row, size_t column);

/* How lines compare with a string that lines_string() made for a baseline; NONE: it is not one. */
enum lines_verdict { LINES_SAME, LINES_WORSE, LINES_BETTER, LINES_NONE };

/*
 * Compares, and says on stdout which figures got worse or better; `name` is the
 * row's in the baseline.  By how much a figure may change: lines.c.
 */
enum lines_verdict lines_compare(const char *name, const struct row *row, size_t column,
                                 const char *before);
