/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparison with the figures that were committed.  Of JSON this reads what
 * baseline_print() writes: an object, a member a line.
 */
#include <stdio.h>
#include <string.h>

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
    size_t worse, better, missing, fresh, same;
};

static _Noreturn void refuse(const struct text *text, const char *expected)
{
    die("%s:%zu: expected %s", text->path, text->line, expected);
}

/* Cuts `  "name": value,` into name and value. */
static char *split_member(const struct text *text, char *line, char **name)
{
    char *value;
    char *key = text_field(line, ':', &value);
    size_t length = strlen(key);

    if (value == NULL || length < 2 || key[0] != '"' || key[length - 1] != '"') {
        refuse(text, "'\"name\": value'");
    }
    key[length - 1] = '\0';
    *name = key + 1;
    value += strspn(value, " ");
    length = strlen(value);
    if (length > 0 && value[length - 1] == ',') {
        value[length - 1] = '\0';
    }
    return value;
}

/* Is `value` the JSON string of `s`?  Neither has anything to escape. */
static bool is_string(const char *value, const char *s)
{
    size_t length = strlen(s);

    return strlen(value) == length + 2 && value[0] == '"' && strncmp(value + 1, s, length) == 0 &&
           value[length + 1] == '"';
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

static void check_figure(struct bench *bench, const struct text *text, const char *name,
                         size_t column, const char *id, const char *value, struct verdict *v)
{
    struct row *row = bench_row(bench, id);
    struct figure before = {.value = 0};

    if (!figure_parse(&before, value)) {
        refuse(text, "a number");
    }
    if (row == NULL || !row->compared || !figure_present(&row->figures[column])) {
        printf("missing  %s: %s in the baseline, not measured now\n", name, value);
        v->missing++;
        return;
    }
    v->known[column][row - bench->rows] = true;
    compare_figure(name, &row->figures[column], &before, v);
}

static void check_system(const struct bench *bench, size_t column, const char *value,
                         struct verdict *v)
{
    const char *system = bench->systems[column];

    if (system != NULL && is_string(value, system)) {
        v->columns[column] = COMPARED;
        return;
    }
    v->columns[column] = OTHER_SYSTEM;
    printf("note     column %s: the baseline is of %s, these figures of \"%s\": not compared\n",
           bench->columns[column], value, system == NULL ? "" : system);
}

/* `name` is a row of the first column, or COLUMN/ROW, or COLUMN/SYSTEM_MEMBER. */
static void check_member(struct bench *bench, const struct text *text, const char *name,
                         const char *value, struct verdict *v)
{
    const char *slash = strchr(name, '/');
    const char *id = slash == NULL ? name : slash + 1;
    size_t column = 0;

    if (slash != NULL) {
        column = bench_column(bench, name, (size_t)(slash - name));
    }
    if (column == bench->column_count) {
        if (strcmp(id, SYSTEM_MEMBER) == 0) {
            printf("note     column %.*s: in the baseline, of %s, not measured now\n",
                   (int)(slash - name), name, value);
        }
    } else if (slash != NULL && strcmp(id, SYSTEM_MEMBER) == 0) {
        check_system(bench, column, value, v);
    } else if (v->columns[column] == COMPARED) {
        check_figure(bench, text, name, column, id, value, v);
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

bool baseline_check(struct bench *bench, const char *path, const char *compiler)
{
    struct text text = text_open(path);
    struct verdict v = {.columns = {COMPARED}};
    bool closed = false;
    char *line = text_line(&text);

    if (line == NULL || strcmp(line, "{") != 0) {
        refuse(&text, "'{'");
    }
    for (line = text_line(&text); line != NULL && !closed; line = text_line(&text)) {
        char *name;
        closed = strcmp(line, "}") == 0;
        if (closed) {
            continue;
        }
        char *value = split_member(&text, line, &name);
        if (strcmp(name, "compiler") != 0) {
            check_member(bench, &text, name, value, &v);
        } else if (!is_string(value, compiler)) {
            printf("note     the baseline was made with %s, this build with \"%s\"\n", value,
                   compiler);
        }
    }
    if (!closed) {
        refuse(&text, "'}'");
    }
    name_new(bench, &v);
    printf("%zu rows: %zu within 2%%, %zu worse, %zu better, %zu missing, %zu new\n",
           v.same + v.worse + v.better + v.missing + v.fresh, v.same, v.worse, v.better, v.missing,
           v.fresh);
    return v.worse == 0 && v.missing == 0;
}
