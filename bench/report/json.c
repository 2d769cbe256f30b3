/* SPDX-License-Identifier: BSD-2-Clause */
/* The figures as JSON. */
#include <stdio.h>

#include "output.h"

static void print_string(const char *s)
{
    putchar('"');
    for (; *s != '\0'; s++) {
        if (*s == '"' || *s == '\\') {
            putchar('\\');
        }
        if ((unsigned char)*s < 0x20) {
            printf("\\u%04x", (unsigned)*s);
        } else {
            putchar(*s);
        }
    }
    putchar('"');
}

static void print_member(const char *name, const char *value)
{
    print_string(name);
    printf(": ");
    print_string(value);
    printf(", ");
}

static const char *number(const struct figure *figure)
{
    return figure_present(figure) ? figure->text : "null";
}

static void print_figures(const struct bench *bench, const struct row *row)
{
    const char *separator = "";

    printf("\"figures\": {");
    for (size_t c = 0; c < bench->column_count; c++) {
        if (figure_present(&row->figures[c])) {
            printf("%s", separator);
            print_string(bench->columns[c]);
            printf(": %s", row->figures[c].text);
            separator = ", ";
        }
    }
    printf("}");
}

static void print_systems(const struct bench *bench)
{
    const char *separator = "";

    printf("\"systems\": {");
    for (size_t c = 0; c < bench->column_count; c++) {
        if (bench->systems[c] != NULL) {
            printf("%s", separator);
            print_string(bench->columns[c]);
            printf(": ");
            print_string(bench->systems[c]);
            separator = ", ";
        }
    }
    printf("},\n");
}

void json_print(const struct bench *bench)
{
    printf("{\n\"format\": 1,\n\"columns\": [");
    for (size_t c = 0; c < bench->column_count; c++) {
        printf("%s", c == 0 ? "" : ", ");
        print_string(bench->columns[c]);
    }
    printf("],\n");
    print_systems(bench);
    printf("\"rows\": [\n");
    for (size_t i = 0; i < bench->row_count; i++) {
        const struct row *row = &bench->rows[i];
        printf("  {");
        print_member("id", row->id);
        print_member("group", row->group);
        print_member("unit", row->unit);
        print_member("description", row->description);
        printf("\"compared\": %s, ", row->compared ? "true" : "false");
        printf("\"limit\": %s, \"sel4_recorded\": %s, ", number(&row->limit), number(&row->sel4));
        print_figures(bench, row);
        printf("}%s\n", i + 1 < bench->row_count ? "," : "");
    }
    printf("]\n}\n");
}

/* The first column's names are the rows', that of another column is before them. */
static void print_column(const struct bench *bench, size_t column)
{
    const char *name = column == 0 ? "" : bench->columns[column];
    const char *slash = column == 0 ? "" : "/";

    for (size_t i = 0; i < bench->row_count; i++) {
        const struct row *row = &bench->rows[i];
        if (row->compared && figure_present(&row->figures[column])) {
            printf(",\n  \"%s%s%s\": %s", name, slash, row->id, row->figures[column].text);
        }
    }
}

void baseline_print(const struct bench *bench, const char *compiler)
{
    printf("{\n  \"compiler\": ");
    print_string(compiler);
    print_column(bench, 0);
    for (size_t c = 1; c < bench->column_count; c++) {
        if (bench->systems[c] != NULL) {
            printf(",\n  \"%s/" SYSTEM_MEMBER "\": ", bench->columns[c]);
            print_string(bench->systems[c]);
            print_column(bench, c);
        }
    }
    printf("\n}\n");
}
