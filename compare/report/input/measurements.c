/* SPDX-License-Identifier: BSD-2-Clause */
/* From the JSON of `make bench` to rows and columns. */
#include "measurements.h"

#include <stdlib.h>
#include <string.h>

#include "json_read.h"

static const char *string_of(const struct json *object, const char *name)
{
    const struct json *member = json_member(object, name, JSON_STRING);

    return member == NULL ? "" : member->text;
}

/* A figure cannot be negative, nor need an exponent. */
static struct figure figure_of(const struct json *object, const char *name)
{
    const struct json *member = json_member(object, name, JSON_NUMBER);
    struct figure figure = {NULL, 0};

    if (member != NULL && strspn(member->text, "0123456789.") == strlen(member->text)) {
        figure.text = member->text;
        figure.value = strtod(member->text, NULL);
    }
    return figure;
}

static void read_row(struct measurements *m, struct measurement *row, const struct json *value)
{
    const struct json *figures = json_member(value, "figures", JSON_OBJECT);

    row->id = string_of(value, "id");
    row->group = string_of(value, "group");
    row->unit = string_of(value, "unit");
    row->text = string_of(value, "description");
    for (size_t c = 0; c < m->column_count; c += 1) {
        bool recorded = strcmp(m->columns[c], COLUMN_RECORDED) == 0;

        row->figures[c] = figure_of(recorded ? value : figures, m->columns[c]);
    }
}

/* The columns that were measured, and that of the recorded figures unless seL4 was measured. */
static bool read_columns(struct measurements *m, const struct json *columns)
{
    bool sel4 = false;

    for (const struct json *c = columns->first; c != NULL; c = c->next) {
        if (c->type != JSON_STRING || !is_name(c->text) ||
            m->column_count == MEASUREMENT_COLUMNS - 1) {
            return false;
        }
        sel4 = sel4 || strcmp(c->text, "sel4") == 0;
        m->columns[m->column_count++] = c->text;
    }
    if (!sel4) {
        m->columns[m->column_count++] = COLUMN_RECORDED;
    }
    return true;
}

void measurements_load(struct measurements *m, struct findings *findings, const char *name)
{
    struct input input;
    const struct json *top, *columns, *rows;
    size_t count = 0;

    memset(m, 0, sizeof(*m));
    if (!input_load(&input, &findings->pool, &findings->problems, name)) {
        return;
    }
    top = json_read(&findings->pool, &findings->problems, &input);
    columns = json_member(top, "columns", JSON_ARRAY);
    rows = json_member(top, "rows", JSON_ARRAY);
    if (top == NULL) {
        return;
    }
    if (columns == NULL || rows == NULL || !read_columns(m, columns)) {
        problem(&findings->problems, name, 0,
                "not what make bench writes; expected members 'columns' (names, at most 7) and "
                "'rows'");
        m->column_count = 0;
        return;
    }
    for (const struct json *r = rows->first; r != NULL; r = r->next) {
        count += 1;
    }
    m->rows = pool_get(&findings->pool, count * sizeof(*m->rows));
    for (const struct json *r = rows->first; r != NULL; r = r->next) {
        read_row(m, &m->rows[m->row_count++], r);
    }
}
