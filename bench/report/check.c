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

struct verdict {
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

static void compare_figure(const struct row *row, const struct figure *before, struct verdict *v)
{
    const struct figure *now = &row->figures[0];
    double change = before->value > 0 ? now->value / before->value - 1 : now->value > 0;

    if (change > tolerance) {
        v->worse++;
    } else if (change < -tolerance) {
        v->better++;
    } else {
        v->same++;
        return;
    }
    printf("%-8s %s: %s was %s (%+.1f%%)\n", change > 0 ? "worse" : "better", row->id, now->text,
           before->text, change * 100);
}

static void check_member(struct bench *bench, const struct text *text, char *name, char *value,
                         bool *known, struct verdict *v)
{
    struct row *row = bench_row(bench, name);
    struct figure before = {.value = 0};

    if (!figure_parse(&before, value)) {
        refuse(text, "a number");
    }
    if (row == NULL || !row->compared || !figure_present(&row->figures[0])) {
        printf("missing  %s: %s in the baseline, not measured now\n", name, value);
        v->missing++;
        return;
    }
    known[row - bench->rows] = true;
    compare_figure(row, &before, v);
}

static void name_new_rows(const struct bench *bench, const bool *known, struct verdict *v)
{
    for (size_t i = 0; i < bench->row_count; i++) {
        const struct row *row = &bench->rows[i];
        if (row->compared && figure_present(&row->figures[0]) && !known[i]) {
            printf("new      %s: %s, not in the baseline\n", row->id, row->figures[0].text);
            v->fresh++;
        }
    }
}

static void check_compiler(const char *value, const char *compiler)
{
    size_t length = strlen(value);

    if (length != strlen(compiler) + 2 || strncmp(value + 1, compiler, length - 2) != 0) {
        printf("note     the baseline was made with %s, this build with \"%s\"\n", value, compiler);
    }
}

bool baseline_check(struct bench *bench, const char *path, const char *compiler)
{
    struct text text = text_open(path);
    struct verdict v = {0};
    bool known[MAX_ROWS] = {false};
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
        if (strcmp(name, "compiler") == 0) {
            check_compiler(value, compiler);
        } else {
            check_member(bench, &text, name, value, known, &v);
        }
    }
    if (!closed) {
        refuse(&text, "'}'");
    }
    name_new_rows(bench, known, &v);
    printf("%zu rows: %zu within 2%%, %zu worse, %zu better, %zu missing, %zu new\n",
           v.same + v.worse + v.better + v.missing + v.fresh, v.same, v.worse, v.better, v.missing,
           v.fresh);
    return v.worse == 0 && v.missing == 0;
}
