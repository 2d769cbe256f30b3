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

void json_print(const struct bench *bench)
{
    printf("{\n\"format\": 1,\n\"columns\": [");
    for (size_t c = 0; c < bench->column_count; c++) {
        printf("%s", c == 0 ? "" : ", ");
        print_string(bench->columns[c]);
    }
    printf("],\n\"rows\": [\n");
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

void baseline_print(const struct bench *bench, const char *compiler)
{
    printf("{\n  \"compiler\": ");
    print_string(compiler);
    for (size_t i = 0; i < bench->row_count; i++) {
        const struct row *row = &bench->rows[i];
        if (row->compared && figure_present(&row->figures[0])) {
            printf(",\n  ");
            print_string(row->id);
            printf(": %s", row->figures[0].text);
        }
    }
    printf("\n}\n");
}
