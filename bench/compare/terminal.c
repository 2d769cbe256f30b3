/* SPDX-License-Identifier: BSD-2-Clause */
/* The tables on the terminal: what a row is on the left, a configuration a column. */
#include "report.h"

#include <inttypes.h>
#include <string.h>

#include "output.h"

enum {
    WIDTH = 100,
    LABEL_MIN = 38,
    CELL_MIN = 11,
    CELL_MAX = 20,
    CELL_TEXT = 48,
    LABEL_TEXT = 260
};

struct layout {
    const struct findings *findings;
    FILE *out;
    struct columns columns;
    size_t cell;  /* columns of the terminal for each cell */
    size_t label; /* and for what is on the left */
};

static struct layout layout_of(FILE *out, const struct findings *findings,
                               const struct columns *columns)
{
    struct layout layout = {findings, out, *columns, 0, 0};

    layout.cell = (WIDTH - LABEL_MIN) / (columns->count == 0 ? 1 : columns->count);
    layout.cell = layout.cell > CELL_MAX ? CELL_MAX : layout.cell;
    layout.cell = layout.cell < CELL_MIN ? CELL_MIN : layout.cell;
    layout.label = WIDTH - columns->count * layout.cell;
    return layout;
}

/* Prints as much of `text` as fits into a line of `width`, the last piece padded; returns the
   rest. */
static const char *print_piece(FILE *out, const char *text, size_t width)
{
    size_t length = strlen(text);
    bool last = length <= width;

    if (length > width) {
        length = width;
        while (length > 0 && text[length] != ' ') {
            length -= 1;
        }
        length = length == 0 ? width : length;
    }
    fprintf(out, "%-*.*s", last ? (int)width : 0, (int)length, text);
    return text + length + strspn(text + length, " ");
}

/* The label, over as many lines as it needs; the cells go behind the last. */
static void print_label(const struct layout *layout, const char *text)
{
    size_t width = layout->label - 3;

    fputs("  ", layout->out);
    text = print_piece(layout->out, text, width);
    while (*text != '\0') {
        fputs("\n    ", layout->out);
        text = print_piece(layout->out, text, width - 2);
    }
    fputc(' ', layout->out);
}

static void print_right(const struct layout *layout, const char *text)
{
    fprintf(layout->out, "%*s", (int)layout->cell, text);
}

static void print_heading(const struct layout *layout, const char *text)
{
    fprintf(layout->out, "\n%s\n%*s", text, (int)layout->label, "");
    for (size_t c = 0; c < layout->columns.count; c += 1) {
        print_right(layout, column_brief(layout->findings, layout->columns.subjects[c]));
    }
    fputc('\n', layout->out);
}

static void print_cell(const struct layout *layout, const struct cell *cell, bool flag)
{
    char text[CELL_TEXT + 2 * NUMBER_TEXT], first[NUMBER_TEXT], second[NUMBER_TEXT];

    if (cell->state != CELL_VALUE) {
        print_right(layout, cell_word(cell->state));
        return;
    }
    (void)grouped(first, cell->finding->first);
    (void)grouped(second, cell->finding->second);
    if (cell->finding->type == FINDING_REACH || cell->finding->type == FINDING_AMBIENT) {
        (void)snprintf(text, sizeof(text), "%s/%s", first, second);
    } else if (flag) {
        (void)snprintf(text, sizeof(text), "%s", cell->finding->first != 0 ? "yes" : "no");
    } else {
        (void)snprintf(text, sizeof(text), "%s", first);
    }
    print_right(layout, text);
}

static void print_row(const struct layout *layout, enum finding_type type, const char *kind,
                      const struct entry *e)
{
    print_label(layout, e->text);
    for (size_t c = 0; c < layout->columns.count; c += 1) {
        struct cell cell =
            cell_of(layout->findings, type, layout->columns.subjects[c], kind, e->id);

        print_cell(layout, &cell, is_flag(layout->findings, e->id));
    }
    fputc('\n', layout->out);
}

static void print_sum(const struct layout *layout)
{
    print_label(layout, "attempts that got something");
    for (size_t c = 0; c < layout->columns.count; c += 1) {
        unsigned reached, tried;
        char text[CELL_TEXT];

        count_reached(layout->findings, layout->columns.subjects[c], &reached, &tried);
        (void)snprintf(text, sizeof(text), "%u of %u", reached, tried);
        print_right(layout, tried == 0 ? "-" : text);
    }
    fputc('\n', layout->out);
}

/* With protections, only what they changed is worth a line. */
static void print_reach_row(const struct layout *layout, const struct entry *kind,
                            const struct entry *e, bool hardened)
{
    unsigned figures, changed;
    struct entry named = *e;
    char text[LABEL_TEXT];

    count_changed(layout->findings, kind->id, e->id, &figures, &changed);
    if (hardened && changed == 0) {
        return;
    }
    (void)snprintf(text, sizeof(text), "%s: %s", kind->text, e->text);
    named.text = hardened ? text : e->text;
    print_row(layout, FINDING_REACH, kind->id, &named);
}

static void print_changes(const struct layout *layout)
{
    unsigned figures, changed;

    count_changed(layout->findings, NULL, NULL, &figures, &changed);
    fprintf(layout->out, "  %u of %u figures are what they are without protections\n",
            figures - changed, figures);
}

static void print_reach(FILE *out, const struct findings *findings, bool hardened,
                        const char *heading)
{
    struct columns columns = columns_of_reach(findings, hardened);
    struct layout layout = layout_of(out, findings, &columns);
    const struct entry *kind = NULL, *e;

    if (hardened && columns.count < 2) {
        fprintf(out, "\n%s\n  not measured in this run\n", heading);
        return;
    }
    print_heading(&layout, heading);
    while ((kind = names_next(&findings->names, "kind", kind)) != NULL) {
        if (!hardened) {
            fprintf(out, "%s\n", kind->text);
        }
        for (e = NULL; (e = names_next(&findings->names, kind->id, e)) != NULL;) {
            print_reach_row(&layout, kind, e, hardened);
        }
    }
    if (hardened) {
        print_changes(&layout);
    }
    print_sum(&layout);
}

static void print_exploits(FILE *out, const struct findings *findings)
{
    const struct finding *f = findings_next(findings, FINDING_EXPLOIT, NULL);
    char tries[NUMBER_TEXT];

    fputs("\nTHE EXPLOIT, tries of each kind\n", out);
    fputs(f == NULL ? "  not measured in this run\n" : "", out);
    for (; f != NULL; f = findings_next(findings, FINDING_EXPLOIT, f)) {
        fprintf(out, "  %-20s %-44.44s %s %s, %s\n", f->subject,
                names_text(&findings->names, "exploit", f->kind), grouped(tries, f->first),
                f->first == 1 ? "try" : "tries", f->second != 0 ? "succeeded" : "held out");
    }
}

/* AMBIENT, DRIVER or SIZE; and CRASH, whose second figure is shown. */
static void print_table(FILE *out, const struct findings *findings, enum finding_type type,
                        const char *group, const char *heading)
{
    struct columns columns = columns_of(findings, type);
    struct layout layout = layout_of(out, findings, &columns);
    const struct entry *e = NULL;

    if (columns.count == 0) {
        fprintf(out, "\n%s\n  not measured in this run\n", heading);
        return;
    }
    print_heading(&layout, heading);
    while ((e = names_next(&findings->names, group, e)) != NULL) {
        bool any = false;

        for (size_t c = 0; c < columns.count; c += 1) {
            any = any || findings_get(findings, type, columns.subjects[c], "", e->id) != NULL;
        }
        if (any) {
            print_row(&layout, type, "", e);
        }
    }
}

static void print_crashes(FILE *out, const struct findings *findings, const char *heading)
{
    struct columns columns = columns_of(findings, FINDING_CRASH);
    struct layout layout = layout_of(out, findings, &columns);
    const struct entry *kind = NULL;

    if (columns.count == 0) {
        fprintf(out, "\n%s\n  not measured in this run\n", heading);
        return;
    }
    print_heading(&layout, heading);
    while ((kind = names_next(&findings->names, "crash", kind)) != NULL) {
        bool any = false;

        for (size_t c = 0; c < columns.count; c += 1) {
            any = any ||
                  findings_get(findings, FINDING_CRASH, columns.subjects[c], kind->id, "") != NULL;
        }
        if (!any) {
            continue;
        }
        print_label(&layout, kind->text);
        for (size_t c = 0; c < columns.count; c += 1) {
            char text[NUMBER_TEXT];
            const struct finding *f =
                findings_get(findings, FINDING_CRASH, columns.subjects[c], kind->id, "");

            print_right(&layout, f == NULL ? "missing" : grouped(text, f->second));
        }
        fputc('\n', out);
    }
}

static void print_missing(FILE *out, const struct findings *findings)
{
    const struct finding *f = NULL;

    while ((f = findings_next(findings, FINDING_MISSING, f)) != NULL) {
        size_t room = WIDTH - strlen("  missing: : ...") - strlen(f->id);

        fprintf(out, "%s  missing: %s: %.*s%s\n",
                f == findings_next(findings, FINDING_MISSING, NULL) ? "\n" : "", f->id, (int)room,
                f->text, strlen(f->text) > room ? "..." : "");
    }
}

void report_terminal(FILE *out, const struct findings *findings, const struct readings *readings)
{
    readings_print(readings, "terminal", out, WIDTH);
    print_reach(out, findings, false, "BLAST RADIUS: what the injected code got, of what it tried");
    print_reach(out, findings, true,
                "WITH ASLR, CANARY, NON-EXECUTABLE STACK: what changes once the code runs");
    print_exploits(out, findings);
    print_crashes(out, findings, "CRASH: instructions until the service works again");
    print_table(out, findings, FINDING_DRIVER, "driver", "A FAULT IN A DRIVER");
    print_table(out, findings, FINDING_AMBIENT, "ambient",
                "AMBIENT AUTHORITY: what a component starts with, of what it tried");
    print_table(out, findings, FINDING_SIZE, "size", "WHAT MUST BE TRUSTED");
    print_missing(out, findings);
    fputc('\n', out);
    readings_print(readings, "terminal_honest", out, WIDTH);
}
