/* SPDX-License-Identifier: BSD-2-Clause */
/* Comparison with the figures that were committed: what baseline_print() writes. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "output.h"
#include "text.h"

static const double tolerance = 0.02;

/* How a column stands to the baseline. */
enum column_state {
    NOT_IN_BASELINE,
    COMPARED,
    OTHER_SYSTEM,
};

struct verdict {
    enum column_state columns[MAX_COLUMNS];
    bool known[MAX_COLUMNS][MAX_ROWS]; /* rows that the baseline has */
    bool known_lines[MAX_COLUMNS][MAX_ROWS];
    bool left_out[MAX_COLUMNS]; /* it was said that the column has no lines now */
    size_t worse, better, missing, fresh, same;
};

/* The member is not what it is to be. */
static _Noreturn void refuse(const char *path, const char *name, const char *expected)
{
    die("%s: member '%s': expected %s", path, name, expected);
}

static const char *string_of(const char *path, const char *name, const json_t *value)
{
    const char *string = json_string_value(value);

    if (string == NULL) {
        refuse(path, name, "a string");
    }
    return string;
}

/* A figure keeps the digits that it has there. */
static struct figure figure_of(const char *path, const char *name, const json_t *value)
{
    struct figure figure = {.value = 0};
    char text[FIGURE_TEXT];
    size_t length = json_dumpb(value, text, sizeof(text), JSON_ENCODE_ANY |
                               JSON_REAL_PRECISION(15));

    text[length < sizeof(text) ? length : 0] = '\0';
    if (!figure_parse(&figure, text)) {
        refuse(path, name, "a decimal number that is not negative");
    }
    return figure;
}

/* `name` is the row's in the baseline. */
static void compare_figure(const char *name, const struct figure *now, const struct figure *before,
                           struct verdict *v)
{
    double change = before->value > 0 ? now->value / before->value - 1 : now->value > 0;

    if (change > tolerance) {
        v->worse++;
    } else if (change < -tolerance) {
        v->better++;
    } else {
        v->same++;
        return;
    }
    printf("%-8s %s: %s was %s (%+.1f%%)\n", change > 0 ? "worse" : "better", name, now->text,
           before->text, change * 100);
}

static void check_figure(struct bench *bench, const char *name, size_t column, const char *id,
                         const struct figure *before, struct verdict *v)
{
    struct row *row = bench_row(bench, id);

    if (row == NULL || !row->compared || !figure_present(&row->figures[column])) {
        printf("missing  %s: %s in the baseline, not measured now\n", name, before->text);
        v->missing++;
        return;
    }
    v->known[column][row - bench->rows] = true;
    compare_figure(name, &row->figures[column], before, v);
}

/* `id` is the row's.  Where no plugin could be used, none of the column's lines is there. */
static void check_lines(struct bench *bench, const char *path, const char *name, size_t column,
                        const char *id, const json_t *before, struct verdict *v)
{
    struct row *row = bench_row(bench, id);

    if (!lines_present(bench, column)) {
        if (!v->left_out[column]) {
            printf("note     column %s: lines and pages are in the baseline, not measured now\n",
                   bench->columns[column]);
        }
        v->left_out[column] = true;
        return;
    }
    if (row == NULL || !figure_present(&row->lines[column][0])) {
        printf("missing  %s: in the baseline, not measured now\n", name);
        v->missing++;
        return;
    }
    v->known_lines[column][row - bench->rows] = true;
    switch (lines_compare(name, row, column, json_string_value(before))) {
    case LINES_SAME:
        v->same++;
        break;
    case LINES_WORSE:
        v->worse++;
        break;
    case LINES_BETTER:
        v->better++;
        break;
    case LINES_NONE:
        refuse(path, name, "a string of eight numbers");
    }
}

/* `id` is the row's in the baseline, its lines' or its figure's. */
static void check_row(struct bench *bench, const char *path, const char *name, size_t column,
                      const char *id, const json_t *value, struct verdict *v)
{
    size_t length = strlen(id);
    size_t suffix = strlen(LINES_SUFFIX);
    char row[64];

    if (length > suffix && length - suffix < sizeof(row) &&
        strcmp(id + length - suffix, LINES_SUFFIX) == 0) {
        memcpy(row, id, length - suffix);
        row[length - suffix] = '\0';
        check_lines(bench, path, name, column, row, value, v);
    } else {
        struct figure before = figure_of(path, name, value);

        check_figure(bench, name, column, id, &before, v);
    }
}

static void check_system(const struct bench *bench, size_t column, const char *before,
                         struct verdict *v)
{
    const char *system = bench->systems[column];

    if (system != NULL && strcmp(before, system) == 0) {
        v->columns[column] = COMPARED;
        return;
    }
    v->columns[column] = OTHER_SYSTEM;
    printf("note     column %s: the baseline is of \"%s\", these figures of \"%s\": not compared\n",
           bench->columns[column], before, system == NULL ? "" : system);
}

/* `name` is a row of the first column, or COLUMN/ROW, or COLUMN/SYSTEM_MEMBER. */
static void check_member(struct bench *bench, const char *path, const char *name,
                         const json_t *value, struct verdict *v)
{
    const char *slash = strchr(name, '/');
    const char *id = slash == NULL ? name : slash + 1;
    bool is_system = slash != NULL && strcmp(id, SYSTEM_MEMBER) == 0;
    size_t column = slash == NULL ? 0 : bench_column(bench, name, (size_t)(slash - name));

    if (column == bench->column_count) {
        if (is_system) {
            printf("note     column %.*s: in the baseline, of \"%s\", not measured now\n",
                   (int)(slash - name), name, string_of(path, name, value));
        }
    } else if (is_system) {
        check_system(bench, column, string_of(path, name, value), v);
    } else if (v->columns[column] == COMPARED) {
        check_row(bench, path, name, column, id, value, v);
    }
}

static void name_new_rows(const struct bench *bench, size_t column, struct verdict *v)
{
    for (size_t i = 0; i < bench->row_count; i++) {
        const struct row *row = &bench->rows[i];
        if (row->compared && figure_present(&row->figures[column]) && !v->known[column][i]) {
            printf("new      %s%s%s: %s, not in the baseline\n",
                   column == 0 ? "" : bench->columns[column], column == 0 ? "" : "/", row->id,
                   row->figures[column].text);
            v->fresh++;
        }
        if (row->compared && figure_present(&row->lines[column][0]) &&
            !v->known_lines[column][i]) {
            printf("new      %s%s%s%s: not in the baseline\n",
                   column == 0 ? "" : bench->columns[column], column == 0 ? "" : "/", row->id,
                   LINES_SUFFIX);
            v->fresh++;
        }
    }
}

/* What the baseline does not have. */
static void name_new(const struct bench *bench, struct verdict *v)
{
    for (size_t c = 0; c < bench->column_count; c++) {
        if (v->columns[c] == COMPARED) {
            name_new_rows(bench, c, v);
        } else if (v->columns[c] == NOT_IN_BASELINE) {
            printf("note     column %s: not in the baseline, not compared\n", bench->columns[c]);
        }
    }
}

static json_t *baseline_load(const char *path)
{
    json_error_t error;
    json_t *baseline = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

    if (baseline == NULL && error.line < 1) {
        die("%s", error.text); /* it names the file */
    }
    if (baseline == NULL) {
        die("%s:%d:%d: %s", path, error.line, error.column, error.text);
    }
    if (!json_is_object(baseline)) {
        die("%s:1: expected '{'", path);
    }
    return baseline;
}

bool baseline_check(struct bench *bench, const char *path, const char *compiler)
{
    json_t *baseline = baseline_load(path);
    struct verdict v = {.columns = {COMPARED}};
    const char *name;
    json_t *value;

    json_object_foreach(baseline, name, value) {
        if (strcmp(name, "compiler") != 0) {
            check_member(bench, path, name, value, &v);
        } else if (strcmp(string_of(path, name, value), compiler) != 0) {
            printf("note     the baseline was made with \"%s\", this build with \"%s\"\n",
                   json_string_value(value), compiler);
        }
    }
    json_decref(baseline);
    name_new(bench, &v);
    printf("%zu rows: %zu within 2%%, %zu worse, %zu better, %zu missing, %zu new\n",
           v.same + v.worse + v.better + v.missing + v.fresh, v.same, v.worse, v.better, v.missing,
           v.fresh);
    return v.worse == 0 && v.missing == 0;
}
