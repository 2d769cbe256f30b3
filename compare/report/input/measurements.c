/* SPDX-License-Identifier: BSD-2-Clause */
/* From the JSON of `make bench` to rows and columns. */
#include "measurements.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *string_of(struct pool *pool, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text == NULL ? "" : pool_copy(pool, text, strlen(text));
}

/* A figure cannot be negative, nor need an exponent. */
static struct figure figure_of(struct pool *pool, const json_t *object, const char *name)
{
    enum { MOST = 32 };
    char text[MOST];
    const json_t *member = json_object_get(object, name);
    size_t length = json_dumpb(member, text, MOST, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    struct figure figure = {NULL, 0};

    if (json_is_number(member) && length < MOST) {
        text[length] = '\0';
        if (strspn(text, "0123456789.") == length) {
            figure.text = pool_copy(pool, text, length);
            figure.value = strtod(text, NULL);
        }
    }
    return figure;
}

static void read_row(struct pool *pool, const struct measurements *m, struct measurement *row,
                     const json_t *value)
{
    const json_t *figures = json_object_get(value, "figures");

    row->id = string_of(pool, value, "id");
    row->group = string_of(pool, value, "group");
    row->unit = string_of(pool, value, "unit");
    row->text = string_of(pool, value, "description");
    for (size_t c = 0; c < m->column_count; c += 1) {
        bool recorded = strcmp(m->columns[c], COLUMN_RECORDED) == 0;

        row->figures[c] = figure_of(pool, recorded ? value : figures, m->columns[c]);
    }
}

/* The columns that were measured, and that of the recorded figures unless seL4 was measured. */
static bool read_columns(struct pool *pool, struct measurements *m, const json_t *columns)
{
    bool sel4 = false;

    for (size_t i = 0; i < json_array_size(columns); i += 1) {
        const char *name = json_string_value(json_array_get(columns, i));

        if (name == NULL || !is_name(name) || m->column_count == MEASUREMENT_COLUMNS - 1) {
            return false;
        }
        sel4 = sel4 || strcmp(name, "sel4") == 0;
        m->columns[m->column_count++] = pool_copy(pool, name, strlen(name));
    }
    if (!sel4) {
        m->columns[m->column_count++] = COLUMN_RECORDED;
    }
    return true;
}

static void read_table(struct measurements *m, struct findings *findings, const char *name,
                       const json_t *table)
{
    const json_t *columns = json_object_get(table, "columns");
    const json_t *rows = json_object_get(table, "rows");

    if (!json_is_array(columns) || !json_is_array(rows) ||
        !read_columns(&findings->pool, m, columns)) {
        problem(&findings->problems, name, 0,
                "not what make bench writes; expected members 'columns' (names, at most 7) and "
                "'rows'");
        m->column_count = 0;
        return;
    }
    m->rows = pool_get(&findings->pool, json_array_size(rows) * sizeof(*m->rows));
    for (size_t i = 0; i < json_array_size(rows); i += 1) {
        read_row(&findings->pool, m, &m->rows[m->row_count++], json_array_get(rows, i));
    }
}

void measurements_load(struct measurements *m, struct findings *findings, const char *name)
{
    struct input input;
    json_error_t error;
    json_t *table;

    memset(m, 0, sizeof(*m));
    if (!input_load(&input, &findings->pool, &findings->problems, name)) {
        return;
    }
    table = json_loadb(input.text, input.size, JSON_REJECT_DUPLICATES, &error);
    if (table == NULL) {
        problem(&findings->problems, name, (size_t)error.line, "not JSON: %s",
                printable(&findings->pool, error.text, strlen(error.text)));
        return;
    }
    read_table(m, findings, name, table);
    json_decref(table);
}
