/* SPDX-License-Identifier: BSD-2-Clause */
/* The table that `make bench` prints. */
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "output.h"

enum { ID_WIDTH = 32, FIGURE_WIDTH = 12 };

/* The first column's that has the row; NULL if none has. */
static const struct figure *first_figure(const struct bench *bench, const struct row *row)
{
    for (size_t c = 0; c < bench->column_count; c++) {
        if (figure_present(&row->figures[c])) {
            return &row->figures[c];
        }
    }
    return NULL;
}

/* Wide enough for the name, and for all but astronomic figures. */
static int width(const char *name)
{
    size_t length = strlen(name);

    return (int)(length < FIGURE_WIDTH ? FIGURE_WIDTH : length);
}

static const char *shown(const struct figure *figure)
{
    return figure_present(figure) ? figure->text : "-";
}

static void print_heading(const struct bench *bench, const struct row *row)
{
    int printed = printf("%s, %s", row->group, row->unit);

    printf("%*s", ID_WIDTH > printed ? ID_WIDTH - printed : 0, "");
    for (size_t c = 0; c < bench->column_count; c++) {
        printf(" %*s", width(bench->columns[c]), bench->columns[c]);
    }
    printf(" %*s\n", FIGURE_WIDTH, "seL4 [1]");
}

static void print_row(const struct bench *bench, const struct row *row)
{
    printf("  %-*s", ID_WIDTH - 2, row->id);
    for (size_t c = 0; c < bench->column_count; c++) {
        printf(" %*s", width(bench->columns[c]), shown(&row->figures[c]));
    }
    printf(" %*s  %s\n", FIGURE_WIDTH, shown(&row->sel4), row->description);
}

/* A new block begins where group or unit change. */
static bool same_block(const struct row *a, const struct row *b)
{
    return a != NULL && strcmp(a->group, b->group) == 0 && strcmp(a->unit, b->unit) == 0;
}

static void print_systems(const struct bench *bench)
{
    for (size_t c = 0; c < bench->column_count; c++) {
        if (bench->systems[c] != NULL) {
            printf("Column %s: %s.\n", bench->columns[c], bench->systems[c]);
        }
    }
}

void table_print(const struct bench *bench)
{
    const struct row *last = NULL;

    for (size_t i = 0; i < bench->row_count; i++) {
        const struct row *row = &bench->rows[i];
        if (first_figure(bench, row) == NULL) {
            continue;
        }
        if (!same_block(last, row)) {
            printf("%s", last == NULL ? "" : "\n");
            print_heading(bench, row);
        }
        print_row(bench, row);
        last = row;
    }
    printf("\n[1] seL4, Microkit 2.0.1, release, measured the same way before; not in this run.\n"
           "Instructions of user code and kernel together; instructions are not cycles.\n");
    print_systems(bench);
    lines_print(bench);
}

bool limits_hold(const struct bench *bench)
{
    bool hold = true;

    for (size_t i = 0; i < bench->row_count; i++) {
        const struct row *row = &bench->rows[i];
        const struct figure *figure = first_figure(bench, row);
        if (figure_present(&row->limit) && figure != NULL &&
            figure->value >= row->limit.value) {
            (void)fflush(stdout);
            (void)fprintf(stderr, "error: %s: %s %s, which must be below %s\n", row->id,
                          figure->text, row->unit, row->limit.text);
            hold = false;
        }
    }
    return hold;
}
