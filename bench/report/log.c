/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading what the benchmark's programs printed. */
#include <stdio.h>
#include <string.h>

#include "../log/adler32.h"
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

/* What a log's lines begin with, and a checksum is of. */
static const char *const marks[] = {"BENCH ", "LINES ", "SYSTEM "};
enum mark { MARK_FIGURE, MARK_LINES, MARK_SYSTEM, MARKS };

/* Which of these `line` has; MARKS if none. */
static enum mark find_mark(const char *line)
{
    unsigned mark = 0;

    while (mark < MARKS && strncmp(line, marks[mark], strlen(marks[mark])) != 0) {
        mark++;
    }
    return (enum mark)mark;
}

/* Linux's first program (linux/init.c) says how long the boot took, and then with this line that it
   starts another one, which knows only what it prints itself. */
static bool starts_program(const char *line)
{
    return strncmp(line, "RUN ", strlen("RUN ")) == 0;
}

static uint32_t sum_of_line(uint32_t sum, const char *line)
{
    for (; *line != '\0'; line++) {
        sum = adler32_add(sum, (unsigned char)*line);
    }
    return adler32_add(sum, '\n');
}

/* The end of a log: is `line` BENCH DONE, and what is before it complete? */
static bool read_end(const struct text *text, const char *line, uint32_t sum)
{
    static const char done[] = "BENCH DONE";
    size_t length = strlen(done);
    char expected[16];

    if (strncmp(line, done, length) != 0 || (line[length] != '\0' && line[length] != ' ')) {
        return false;
    }
    (void)snprintf(expected, sizeof(expected), " %08lx", (unsigned long)sum);
    if (line[length] == '\0') {
        die("%s:%zu: '%s' without a checksum, expected '%s%s'", text->path, text->line, line, done,
            expected);
    }
    if (strcmp(line + length, expected) != 0) {
        die("%s:%zu: the checksum is '%s', but the lines above have '%s': something was lost or "
            "changed on the way", text->path, text->line, line + length + 1, expected + 1);
    }
    return true;
}

void log_read(struct bench *bench, const char *name, const char *path)
{
    struct text text = text_open(path);
    size_t column = find_column(bench, name);
    uint32_t sum = ADLER32_START;
    bool done = false;

    for (char *line = text_line(&text); line != NULL; line = text_line(&text)) {
        enum mark mark = find_mark(line);
        if (starts_program(line)) {
            sum = ADLER32_START;
        }
        if (mark == MARKS) {
            continue;
        }
        if (done) {
            die("%s:%zu: goes on after 'BENCH DONE': %s", path, text.line, line);
        }
        if (mark == MARK_FIGURE && read_end(&text, line, sum)) {
            done = true;
            continue;
        }
        sum = sum_of_line(sum, line);
        char *rest = line + strlen(marks[mark]);
        if (mark == MARK_SYSTEM) {
            note_system(bench, column, &text, rest);
        } else if (mark == MARK_LINES) {
            lines_read(bench, column, &text, rest);
        } else {
            read_figure(bench, column, &text, rest);
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
