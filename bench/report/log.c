/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading what the benchmark's programs printed. */
#include <string.h>

#include "catalogue.h"
#include "lines.h"
#include "text.h"

size_t bench_column(const struct bench *bench, const char *name, size_t length)
{
    size_t column = 0;

    while (column < bench->column_count && (strncmp(bench->columns[column], name, length) != 0 ||
                                            bench->columns[column][length] != '\0')) {
        column++;
    }
    return column;
}

static size_t find_column(struct bench *bench, const char *name)
{
    size_t column = bench_column(bench, name, strlen(name));

    if (column == MAX_COLUMNS) {
        die("more than %d columns", MAX_COLUMNS);
    }
    if (column == bench->column_count) {
        bench->columns[bench->column_count++] = name;
    }
    return column;
}

/* `id value`, the rest of a line. */
static void read_figure(struct bench *bench, size_t column, const struct text *text, char *line)
{
    char *value;
    const char *id = text_field(line, ' ', &value);
    struct row *row = bench_row(bench, id);

    if (value != NULL && strncmp(value, "FAILED", 6) == 0) {
        die("%s:%zu: %s %s", text->path, text->line, id, value);
    }
    if (row == NULL) {
        die("%s:%zu: '%s' is not a row of the benchmark", text->path, text->line, id);
    }
    if (figure_present(&row->figures[column])) {
        die("%s:%zu: %s: column %s has this row already", text->path, text->line, id,
            bench->columns[column]);
    }
    if (value == NULL || !figure_parse(&row->figures[column], value)) {
        die("%s:%zu: %s: '%s' is not a figure", text->path, text->line, id,
            value == NULL ? "" : value);
    }
}

static void note_system(struct bench *bench, size_t column, const struct text *text,
                        const char *system)
{
    const char *before = bench->systems[column];

    if (before != NULL && strcmp(before, system) != 0) {
        die("%s:%zu: %s, but column %s is of %s", text->path, text->line, system,
            bench->columns[column], before);
    }
    bench->systems[column] = system;
}

void log_read(struct bench *bench, const char *name, const char *path)
{
    static const char mark[] = "BENCH ";
    static const char lines_mark[] = "LINES ";
    static const char system_mark[] = "SYSTEM ";
    struct text text = text_open(path);
    size_t column = find_column(bench, name);
    bool done = false;

    for (char *line = text_line(&text); line != NULL; line = text_line(&text)) {
        if (strncmp(line, system_mark, strlen(system_mark)) == 0) {
            note_system(bench, column, &text, line + strlen(system_mark));
        } else if (strncmp(line, lines_mark, strlen(lines_mark)) == 0) {
            lines_read(bench, column, &text, line + strlen(lines_mark));
        }
        if (strncmp(line, mark, strlen(mark)) != 0) {
            continue;
        }
        line += strlen(mark);
        if (done) {
            die("%s:%zu: goes on after 'BENCH DONE': BENCH %s", path, text.line, line);
        }
        if (strcmp(line, "DONE") == 0) {
            done = true;
        } else {
            read_figure(bench, column, &text, line);
        }
    }
    if (!done) {
        die("%s: no line 'BENCH DONE': the program did not come to its end", path);
    }
}

/* Is `name` among the names in `list`, without a question mark? */
static bool is_required(const char *list, const char *name)
{
    size_t length = strlen(name);

    while (*list != '\0') {
        size_t word = strcspn(list, " ");
        if (word == length && strncmp(list, name, length) == 0) {
            return true;
        }
        list += word;
        list += strspn(list, " ");
    }
    return false;
}

void bench_check_complete(const struct bench *bench)
{
    for (size_t c = 0; c < bench->column_count; c++) {
        for (size_t i = 0; i < bench->row_count; i++) {
            const struct row *row = &bench->rows[i];
            if (is_required(row->required, bench->columns[c]) &&
                !figure_present(&row->figures[c])) {
                die("column %s lacks the row %s", bench->columns[c], row->id);
            }
        }
    }
}
