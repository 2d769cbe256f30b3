/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rows of the benchmark, as bench/rows.txt lists them, and the figures of
 * each column, as programs printed them on a console.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { MAX_ROWS = 256, MAX_COLUMNS = 8, FIGURE_TEXT = 24, LINES = 8 };

/* A figure keeps the digits it was printed with.  Absent: the text is empty. */
struct figure {
    char text[FIGURE_TEXT];
    double value;
};

/* The strings point into the file's text, which is kept. */
struct row {
    const char *id;
    const char *group;
    const char *unit;
    bool compared;
    struct figure limit;
    struct figure sel4;
    const char *required; /* column names, separated by blanks; `?` after one that is optional */
    const char *description;
    struct figure figures[MAX_COLUMNS];
    struct figure lines[MAX_COLUMNS][LINES]; /* lines.h; all of them, or none */
};

struct bench {
    struct row rows[MAX_ROWS];
    size_t row_count;
    const char *columns[MAX_COLUMNS];
    const char *systems[MAX_COLUMNS]; /* what a column's programs ran on; NULL: they did not say */
    size_t column_count;
};

static inline bool figure_present(const struct figure *figure)
{
    return figure->text[0] != '\0';
}

/* Sets *figure to the decimal number `text`: digits, and a fraction or none.  False: it is none. */
bool figure_parse(struct figure *figure, const char *text);

/* The row of that id; NULL if there is none. */
struct row *bench_row(struct bench *bench, const char *id);

/* The column whose name is the first `length` characters of `name`; column_count if none is. */
size_t bench_column(const struct bench *bench, const char *name, size_t length);

/* Reads the list of rows.  A line that is not one ends the program with a message. */
void catalogue_read(struct bench *bench, const char *path);

/*
 * Reads a console log into the column that `name` names, which is added if it is
 * new.  What starts with BENCH is a row's figure or, once and last, BENCH DONE
 * with the checksum of these lines (adler32.h); what starts with LINES are its
 * lines of memory; what starts with SYSTEM says what the column's figures are of;
 * everything else there is ignored.  A line of another form, a row unknown or
 * printed twice, a wrong checksum and a log without an end end the program with a
 * message.
 */
void log_read(struct bench *bench, const char *name, const char *path);

/* Ends the program with a message if a column lacks a row that it must have. */
void bench_check_complete(const struct bench *bench);
