/* SPDX-License-Identifier: BSD-2-Clause */
/* The prose: sections, headings, paragraphs. */
#include "readings.h"

#include <string.h>

#include "output.h"

/* Adds a heading or a paragraph of `section`. */
static void add(struct readings *readings, const char *section, const char *text, bool heading)
{
    readings->list[readings->count++] = (struct reading){section, text, heading};
}

/* `[section] Heading` in two; false if the line is none. */
static bool split_heading(char *line, const char **section, const char **heading)
{
    char *end = strchr(line, ']');

    if (line[0] != '[' || end == NULL) {
        return false;
    }
    *end = '\0';
    *section = line + 1;
    *heading = end + 1 + strspn(end + 1, " ");
    return true;
}

void readings_load(struct readings *readings, struct findings *findings, const char *name)
{
    struct input input;
    struct line line = {NULL, 0, 0};
    const char *section = NULL, *heading;
    bool open = false; /* the last of the list is a paragraph that may go on */

    *readings = (struct readings){NULL, 0};
    if (!input_load(&input, &findings->pool, &findings->problems, name)) {
        return;
    }
    readings->list = pool_get(&findings->pool, (input.size / 2 + 1) * sizeof(*readings->list));
    while (input_next(&input, &line)) {
        char *text = pool_copy(&findings->pool, line.text, line.length);

        if (text[0] == '#') {
            continue;
        }
        if (split_heading(text, &section, &heading)) {
            add(readings, section, heading, true);
            open = false;
        } else if (text[0] == '\0') {
            open = false;
        } else if (section == NULL) {
            problem(&findings->problems, name, line.number, "text before the first [section]");
            return;
        } else if (!open) {
            add(readings, section, text, false);
            open = true;
        } else {
            struct reading *last = &readings->list[readings->count - 1];

            last->text = pool_print(&findings->pool, "%s %s", last->text, text);
        }
    }
}

const char *readings_heading(const struct readings *readings, const char *section)
{
    for (size_t i = 0; i < readings->count; i += 1) {
        if (readings->list[i].heading && strcmp(readings->list[i].section, section) == 0) {
            return readings->list[i].text;
        }
    }
    return section;
}

void readings_write(const struct readings *readings, const char *section, FILE *out)
{
    for (size_t i = 0; i < readings->count; i += 1) {
        if (!readings->list[i].heading && strcmp(readings->list[i].section, section) == 0) {
            fputs("<p>", out);
            html_prose(out, readings->list[i].text);
            fputs("</p>\n", out);
        }
    }
}

void readings_print(const struct readings *readings, const char *section, FILE *out, size_t width)
{
    for (size_t i = 0; i < readings->count; i += 1) {
        if (!readings->list[i].heading && strcmp(readings->list[i].section, section) == 0) {
            print_wrapped(out, "", "", readings->list[i].text, width);
        }
    }
}
