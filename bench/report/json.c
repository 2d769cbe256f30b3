/* SPDX-License-Identifier: BSD-2-Clause */
/* The figures as JSON. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "output.h"
#include "text.h"

/* Only memory can be missing, or a name not be UTF-8. */
static void put(json_t *object, const char *name, json_t *value)
{
    if (json_object_set_new(object, name, value) != 0) {
        die("cannot make JSON of %s: is it UTF-8?", name);
    }
}

/* A whole number without a fraction, as it was printed; null if there is none. */
static json_t *number(const struct figure *figure)
{
    if (!figure_present(figure)) {
        return json_null();
    }
    return strchr(figure->text, '.') == NULL ? json_integer(strtoll(figure->text, NULL, 10))
                                             : json_real(figure->value);
}

/* As many digits as a double holds for sure. */
static void print(json_t *top, size_t indent)
{
    if (json_dumpf(top, stdout, indent | JSON_REAL_PRECISION(15)) != 0 || putchar('\n') == EOF) {
        die("cannot write");
    }
    json_decref(top);
}

static json_t *make_columns(const struct bench *bench)
{
    json_t *columns = json_array();

    for (size_t c = 0; c < bench->column_count; c++) {
        if (json_array_append_new(columns, json_string(bench->columns[c])) != 0) {
            die("cannot make JSON of column %s: is it UTF-8?", bench->columns[c]);
        }
    }
    return columns;
}

static json_t *make_systems(const struct bench *bench)
{
    json_t *systems = json_object();

    for (size_t c = 0; c < bench->column_count; c++) {
        if (bench->systems[c] != NULL) {
            put(systems, bench->columns[c], json_string(bench->systems[c]));
        }
    }
    return systems;
}

static json_t *make_figures(const struct bench *bench, const struct row *row)
{
    json_t *figures = json_object();

    for (size_t c = 0; c < bench->column_count; c++) {
        if (figure_present(&row->figures[c])) {
            put(figures, bench->columns[c], number(&row->figures[c]));
        }
    }
    return figures;
}

/* Nothing, if no column has lines of the row. */
static void put_lines(json_t *object, const struct bench *bench, const struct row *row)
{
    json_t *lines = json_object();

    for (size_t c = 0; c < bench->column_count; c++) {
        if (figure_present(&row->lines[c][0])) {
            put(lines, bench->columns[c], lines_array(row, c));
        }
    }
    if (json_object_size(lines) == 0) {
        json_decref(lines);
    } else {
        put(object, "lines", lines);
    }
}

static json_t *make_row(const struct bench *bench, const struct row *row)
{
    json_t *object = json_object();

    put(object, "id", json_string(row->id));
    put(object, "group", json_string(row->group));
    put(object, "unit", json_string(row->unit));
    put(object, "description", json_string(row->description));
    put(object, "compared", json_boolean(row->compared));
    put(object, "limit", number(&row->limit));
    put(object, "sel4_recorded", number(&row->sel4));
    put(object, "figures", make_figures(bench, row));
    put_lines(object, bench, row);
    return object;
}

void json_print(const struct bench *bench)
{
    json_t *top = json_object();
    json_t *rows = json_array();

    for (size_t i = 0; i < bench->row_count; i++) {
        if (json_array_append_new(rows, make_row(bench, &bench->rows[i])) != 0) {
            die("cannot make JSON of row %s", bench->rows[i].id);
        }
    }
    put(top, "format", json_integer(1));
    put(top, "columns", make_columns(bench));
    put(top, "systems", make_systems(bench));
    put(top, "rows", rows);
    print(top, JSON_INDENT(1));
}

/* The first column's names are the rows', that of another column is before them. */
static void put_column(json_t *top, const struct bench *bench, size_t column, const char *id,
                       const char *suffix, json_t *value)
{
    enum { MOST = 256 };
    char name[MOST];
    int length = column == 0
                     ? snprintf(name, MOST, "%s%s", id, suffix)
                     : snprintf(name, MOST, "%s/%s%s", bench->columns[column], id, suffix);

    if (length < 0 || length >= MOST) {
        die("%s, column %s: the names are too long; expected less than %d characters", id,
            bench->columns[column], (int)MOST);
    }
    put(top, name, value);
}

static void put_rows(json_t *top, const struct bench *bench, size_t column)
{
    for (size_t i = 0; i < bench->row_count; i++) {
        const struct row *row = &bench->rows[i];

        if (row->compared && figure_present(&row->figures[column])) {
            put_column(top, bench, column, row->id, "", number(&row->figures[column]));
        }
        if (row->compared && figure_present(&row->lines[column][0])) {
            put_column(top, bench, column, row->id, LINES_SUFFIX, lines_string(row, column));
        }
    }
}

void baseline_print(const struct bench *bench, const char *compiler)
{
    json_t *top = json_object();

    put(top, "compiler", json_string(compiler));
    put_rows(top, bench, 0);
    for (size_t c = 1; c < bench->column_count; c++) {
        if (bench->systems[c] != NULL) {
            put_column(top, bench, c, SYSTEM_MEMBER, "", json_string(bench->systems[c]));
            put_rows(top, bench, c);
        }
    }
    print(top, JSON_INDENT(2));
}
