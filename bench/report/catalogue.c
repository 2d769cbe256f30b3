/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading bench/rows.txt. */
#include "catalogue.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum { FIELDS = 8 };

bool figure_parse(struct figure *figure, const char *text)
{
    size_t digits = strspn(text, "0123456789");
    size_t length = digits;

    if (text[digits] == '.') {
        length += 1 + strspn(text + digits + 1, "0123456789");
    }
    if (digits == 0 || length == digits + 1 || text[length] != '\0' || length >= FIGURE_TEXT) {
        return false;
    }
    memcpy(figure->text, text, length + 1);
    figure->value = strtod(text, NULL);
    return true;
}

struct row *bench_row(struct bench *bench, const char *id)
{
    for (size_t i = 0; i < bench->row_count; i++) {
        if (strcmp(bench->rows[i].id, id) == 0) {
            return &bench->rows[i];
        }
    }
    return NULL;
}

static bool is_id(const char *s)
{
    for (const char *p = s; *p != '\0'; p++) {
        if (!islower((unsigned char)*p) && !isdigit((unsigned char)*p) && *p != '_') {
            return false;
        }
    }
    return *s != '\0';
}

static void parse_optional(const struct text *text, struct figure *figure, const char *field)
{
    if (strcmp(field, "-") != 0 && !figure_parse(figure, field)) {
        die("%s:%zu: '%s' is neither a number nor '-'", text->path, text->line, field);
    }
}

static void parse_row(struct bench *bench, const struct text *text, char *line)
{
    char *field[FIELDS];
    char *rest = line;
    size_t n = 0;

    while (n < FIELDS && rest != NULL) {
        field[n++] = text_field(rest, '|', &rest);
    }
    if (n < FIELDS || rest != NULL) {
        die("%s:%zu: not %d fields separated by '|'", text->path, text->line, FIELDS);
    }
    if (!is_id(field[0]) || bench_row(bench, field[0]) != NULL) {
        die("%s:%zu: '%s' is not an id (a-z, 0-9, _), or is one already used", text->path,
            text->line, field[0]);
    }
    if (strcmp(field[3], "yes") != 0 && strcmp(field[3], "no") != 0) {
        die("%s:%zu: '%s' is neither 'yes' nor 'no'", text->path, text->line, field[3]);
    }
    if (bench->row_count == MAX_ROWS) {
        die("%s:%zu: more than %d rows", text->path, text->line, MAX_ROWS);
    }
    struct row *row = &bench->rows[bench->row_count++];
    *row = (struct row){
        .id = field[0],
        .group = field[1],
        .unit = field[2],
        .compared = field[3][0] == 'y',
        .required = field[6],
        .description = field[7],
    };
    parse_optional(text, &row->limit, field[4]);
    parse_optional(text, &row->sel4, field[5]);
}

void catalogue_read(struct bench *bench, const char *path)
{
    struct text text = text_open(path);

    for (char *line = text_line(&text); line != NULL; line = text_line(&text)) {
        if (line[0] != '#' && line[strspn(line, " ")] != '\0') {
            parse_row(bench, &text, line);
        }
    }
}
