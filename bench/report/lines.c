/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of memory and pages: reading, the table, and the comparison. */
#include "lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_WIDTH = 32, PART = 32, CELL_WIDTH = 45 };

static const char *const names[LINES] = {
    "kernel, lines of code", "kernel, lines of data", "kernel, lines written", "kernel, pages",
    "user, lines of code",   "user, lines of data",   "user, lines written",   "user, pages",
};

/* Figures have one decimal. */
static const double rounding = 0.01;

/*
 * A figure may change by a twentieth, and by this in any case.  A function that
 * moves lies on one line more or less, and even the shortest way goes through three
 * functions or four; some come to lie on another page.  Data stays where it is, but
 * for one variable or other.
 */
static double allowed(size_t i, double before)
{
    static const double least[LINES / 2] = {3, 1, 1, 2}; /* code, data, written, pages */
    double few = least[i % (LINES / 2)];

    return before / 20 > few ? before / 20 : few;
}

void lines_read(struct bench *bench, size_t column, const struct text *text, char *line)
{
    char *rest;
    const char *id = text_field(line, ' ', &rest);
    struct row *row = bench_row(bench, id);

    if (row == NULL) {
        die("%s:%zu: '%s' is not a row of the benchmark", text->path, text->line, id);
    }
    if (figure_present(&row->lines[column][0])) {
        die("%s:%zu: %s: column %s has its lines already", text->path, text->line, id,
            bench->columns[column]);
    }
    for (size_t i = 0; i < LINES; i++) {
        const char *field = rest == NULL ? "" : text_field(rest, ' ', &rest);
        if (!figure_parse(&row->lines[column][i], field)) {
            die("%s:%zu: %s: '%s' is not a figure; expected %d of them", text->path, text->line,
                id, field, (int)LINES);
        }
    }
    if (rest != NULL) {
        die("%s:%zu: %s: more than %d figures", text->path, text->line, id, (int)LINES);
    }
}

static bool row_has_lines(const struct row *row, size_t column)
{
    return figure_present(&row->lines[column][0]);
}

bool lines_present(const struct bench *bench, size_t column)
{
    for (size_t i = 0; i < bench->row_count; i++) {
        if (row_has_lines(&bench->rows[i], column)) {
            return true;
        }
    }
    return false;
}

/* ---- The table ---- */

/* Of the kernel or of users: lines of code, of data, those written, pages. */
static void format_part(char part[PART], const struct figure figures[LINES / 2])
{
    char written[PART];

    (void)snprintf(written, PART, "(%.0f)", figures[2].value);
    (void)snprintf(part, PART, "%4.0f %5.0f %6.6s %3.0f", figures[0].value, figures[1].value,
                   written, figures[3].value);
}

static void print_cell(const struct row *row, size_t column)
{
    char kernel[PART];
    char user[PART];

    if (!row_has_lines(row, column)) {
        printf("  %*s", CELL_WIDTH, "-");
        return;
    }
    format_part(kernel, row->lines[column]);
    format_part(user, row->lines[column] + LINES / 2);
    printf("  %s + %s", kernel, user);
}

static void print_row(const struct bench *bench, const struct row *row,
                      const bool columns[MAX_COLUMNS])
{
    printf("  %-*s", ID_WIDTH - 2, row->id);
    for (size_t c = 0; c < bench->column_count; c++) {
        if (columns[c]) {
            print_cell(row, c);
        }
    }
    printf("\n");
}

void lines_print(const struct bench *bench)
{
    bool columns[MAX_COLUMNS] = {false};
    bool any = false;

    for (size_t c = 0; c < bench->column_count; c++) {
        columns[c] = lines_present(bench, c);
        any = any || columns[c];
    }
    if (!any) {
        return;
    }
    printf("\n%-*s", ID_WIDTH, "lines and pages [2]");
    for (size_t c = 0; c < bench->column_count; c++) {
        if (columns[c]) {
            printf("  %*s", CELL_WIDTH, bench->columns[c]);
        }
    }
    printf("\n");
    for (size_t i = 0; i < bench->row_count; i++) {
        bool has = false;
        for (size_t c = 0; c < bench->column_count; c++) {
            has = has || row_has_lines(&bench->rows[i], c);
        }
        if (has) {
            print_row(bench, &bench->rows[i], columns);
        }
    }
    printf("\n[2] What one repetition touches, the kernel + users: lines of 64 bytes of code, of\n"
           "data (of these, written), pages of 4 KiB.\n");
}

/* ---- JSON, and the baseline ---- */

json_t *lines_array(const struct row *row, size_t column)
{
    json_t *array = json_array();

    for (size_t i = 0; i < LINES; i++) {
        if (json_array_append_new(array, json_real(row->lines[column][i].value)) != 0) {
            die("cannot make JSON of the lines of row %s", row->id);
        }
    }
    return array;
}

json_t *lines_string(const struct row *row, size_t column)
{
    char text[LINES * FIGURE_TEXT];
    size_t length = 0;

    for (size_t i = 0; i < LINES; i++) {
        const char *figure = row->lines[column][i].text;
        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s",
                                   i == 0 ? "" : " ", figure);
    }
    return json_string(text);
}

/* Reads what lines_string() made.  False: it is something else. */
static bool parse_figures(const char *text, double figures[LINES])
{
    for (size_t i = 0; i < LINES; i++) {
        char *end;

        figures[i] = strtod(text, &end);
        if (end == text || *end != (i == LINES - 1 ? '\0' : ' ')) {
            return false;
        }
        text = end;
    }
    return true;
}

enum lines_verdict lines_compare(const char *name, const struct row *row, size_t column,
                                 const char *before)
{
    enum lines_verdict verdict = LINES_SAME;
    double was[LINES];

    if (before == NULL || !parse_figures(before, was)) {
        return LINES_NONE;
    }
    for (size_t i = 0; i < LINES; i++) {
        double change = row->lines[column][i].value - was[i];
        double most = allowed(i, was[i]) + rounding;

        if (change > -most && change < most) {
            continue;
        }
        printf("%-8s %s: %s: %s was %.1f\n", change > 0 ? "worse" : "better", name, names[i],
               row->lines[column][i].text, was[i]);
        if (change > 0 || verdict == LINES_SAME) {
            verdict = change > 0 ? LINES_WORSE : LINES_BETTER;
        }
    }
    return verdict;
}
