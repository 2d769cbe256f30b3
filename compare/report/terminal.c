/* SPDX-License-Identifier: BSD-2-Clause */
/* The tables on the terminal: what a row is on the left, a configuration a column. */
#include "report.h"

#include <inttypes.h>
#include <string.h>

#include "output.h"

enum {
    WIDTH = 100,
    LABEL_MIN = 38,
    CELL_MIN = 15,
    CELL_NARROW = 11,   /* of more than MANY */
    CELL_NARROWEST = 9, /* of more than MOST */
    MANY = 5,
    MOST = 6,
    CELL_MAX = 20
};

struct layout {
    struct findings *findings;
    FILE *out;
    struct columns columns;
    size_t cell;  /* columns of the terminal for each cell */
    size_t label; /* and for what is on the left */
};

static struct layout layout_of(FILE *out, struct findings *findings,
                               const struct columns *columns)
{
    struct layout layout = {findings, out, *columns, 0, 0};

    layout.cell = (WIDTH - LABEL_MIN) / (columns->count == 0 ? 1 : columns->count);
    layout.cell = layout.cell > CELL_MAX ? CELL_MAX : layout.cell;
    layout.cell = columns->count > MOST    ? CELL_NARROWEST
                  : columns->count > MANY  ? CELL_NARROW
                  : layout.cell < CELL_MIN ? CELL_MIN
                                           : layout.cell;
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

/* What those columns are that the catalogue has in `group`. */
static void print_columns(const struct layout *layout, const char *group)
{
    for (size_t c = 0; c < layout->columns.count; c += 1) {
        const char *subject = layout->columns.subjects[c];
        const char *text = column_sentence(layout->findings, subject, group);

        if (text != NULL) {
            print_wrapped(layout->out,
                          pool_print(&layout->findings->pool, "  %-11s ",
                                     column_brief(layout->findings, subject)),
                          "              ", text, WIDTH);
        }
    }
}

/* The table's name, what those of its columns are that the catalogue has in `group`, and these. */
static void print_heading(const struct layout *layout, const char *text, const char *group)
{
    fprintf(layout->out, "\n%s\n", text);
    print_columns(layout, group);
    fprintf(layout->out, "%*s", (int)layout->label, "");
    for (size_t c = 0; c < layout->columns.count; c += 1) {
        print_right(layout, column_brief(layout->findings, layout->columns.subjects[c]));
    }
    fputc('\n', layout->out);
}

static void print_row(const struct layout *layout, enum finding_type type, const struct row *row)
{
    char text[CELL_TEXT];

    print_label(layout, row->text);
    for (size_t c = 0; c < layout->columns.count; c += 1) {
        struct cell cell =
            cell_of(layout->findings, type, layout->columns.subjects[c], row->kind, row->id);

        print_right(layout, cell_text(layout->findings, &cell, text));
    }
    fputc('\n', layout->out);
}

/* Adds `text` to the list `*list`, with a comma between its elements, unless it is in it. */
static void add_once(struct pool *pool, const char **list, const char *text)
{
    static const char comma[] = ", ";
    size_t length = strlen(text);

    for (const char *at = *list; *at != '\0'; at += strcspn(at, comma), at += strspn(at, comma)) {
        if (strncmp(at, text, length) == 0 && (at[length] == '\0' || at[length] == ',')) {
            return;
        }
    }
    *list = pool_print(pool, "%s%s%s", *list, (*list)[0] == '\0' ? "" : comma, text);
}

/* What the cells of a note show, in which columns, and what is to be said about it. */
static void print_note(const struct layout *layout, enum finding_type type, const struct rows *rows,
                       const struct note *note)
{
    struct pool *pool = &layout->findings->pool;
    const char *cells = "", *columns = "";
    char text[CELL_TEXT];

    for (size_t c = 0; c < layout->columns.count; c += 1) {
        const char *subject = layout->columns.subjects[c];

        if ((note->columns & 1u << c) == 0) {
            continue;
        }
        add_once(pool, &columns, column_brief(layout->findings, subject));
        for (size_t r = 0; r < rows->count; r += 1) {
            if ((note->rows & 1ull << r) != 0) {
                const struct row *row = &rows->list[r];
                struct cell cell = cell_of(layout->findings, type, subject, row->kind, row->id);

                add_once(pool, &cells, cell_text(layout->findings, &cell, text));
            }
        }
    }
    print_wrapped(layout->out, "  - ", "    ",
                  pool_print(pool, "%s (%s): %s", cells, columns, note->why), WIDTH);
}

static void print_notes(const struct layout *layout, enum finding_type type,
                        const struct rows *rows)
{
    struct notes notes = notes_of(layout->findings, type, rows, &layout->columns);

    for (size_t i = 0; i < notes.count; i += 1) {
        print_note(layout, type, rows, &notes.list[i]);
    }
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

/* Those that the protections changed, each with its kind, since it stands alone. */
static struct rows changed_rows(struct findings *findings, const struct rows *all)
{
    struct rows rows = {.count = 0};
    unsigned figures, changed;

    for (size_t r = 0; r < all->count; r += 1) {
        struct row row = all->list[r];

        count_changed(findings, row.kind, row.id, &figures, &changed);
        if (changed > 0) {
            row.text = pool_print(&findings->pool, "%s: %s",
                                  names_text(&findings->names, "kind", row.kind), row.text);
            rows.list[rows.count++] = row;
        }
    }
    return rows;
}

static void print_changes(const struct layout *layout)
{
    unsigned figures, changed;

    count_changed(layout->findings, NULL, NULL, &figures, &changed);
    fprintf(layout->out, "  %u of %u figures are what they are without protections\n",
            figures - changed, figures);
}

/* With protections, only what they changed is worth a line. */
static void print_reach(FILE *out, struct findings *findings, bool hardened, const char *heading)
{
    struct columns columns = columns_of_reach(findings, hardened);
    struct layout layout = layout_of(out, findings, &columns);
    struct rows rows = rows_of(findings, FINDING_REACH, &columns);
    const char *kind = "";

    if (hardened && columns.count < 2) {
        fprintf(out, "\n%s\n  not measured in this run\n", heading);
        return;
    }
    print_heading(&layout, heading, hardened ? "" : "config");
    rows = hardened ? changed_rows(findings, &rows) : rows;
    for (size_t r = 0; r < rows.count; r += 1) {
        if (!hardened && strcmp(kind, rows.list[r].kind) != 0) {
            kind = rows.list[r].kind;
            fprintf(out, "%s\n", names_text(&findings->names, "kind", kind));
        }
        print_row(&layout, FINDING_REACH, &rows.list[r]);
    }
    if (hardened) {
        print_changes(&layout);
    }
    print_sum(&layout);
    print_notes(&layout, FINDING_REACH, &rows);
}

static void print_exploits(FILE *out, const struct findings *findings, const char *heading)
{
    const struct finding *f = findings_next(findings, FINDING_EXPLOIT, NULL);
    char tries[NUMBER_TEXT];

    fprintf(out, "\n%s\n%s", heading, f == NULL ? "  not measured in this run\n" : "");
    for (; f != NULL; f = findings_next(findings, FINDING_EXPLOIT, f)) {
        bool on = strcmp(column_plain(findings, f->subject), f->subject) != 0;

        fprintf(out, "  %-10s %-12s %-48.48s %4s %s, %s\n", column_brief(findings, f->subject),
                on ? "protected" : "unprotected", names_text(&findings->names, "exploit", f->kind),
                grouped(tries, f->first), f->first == 1 ? "try" : "tries",
                f->second != 0 ? "succeeded" : "held out");
    }
}

/* CRASH, of which the second figure is shown; AMBIENT, DRIVER, TIME or SIZE. */
static void print_table(FILE *out, struct findings *findings, enum finding_type type,
                        const char *heading)
{
    struct columns columns = columns_of(findings, type);
    struct layout layout = layout_of(out, findings, &columns);
    struct rows rows = rows_of(findings, type, &columns);

    if (columns.count == 0) {
        fprintf(out, "\n%s\n  not measured in this run\n", heading);
        return;
    }
    print_heading(&layout, heading, "system");
    for (size_t r = 0; r < rows.count; r += 1) {
        print_row(&layout, type, &rows.list[r]);
    }
    print_notes(&layout, type, &rows);
}

static void print_missing(FILE *out, struct findings *findings, const char *heading)
{
    const struct finding *f = findings_next(findings, FINDING_MISSING, NULL);

    fprintf(out, "\n%s\n%s", heading, f == NULL ? "  nothing: all figures are there\n" : "");
    for (; f != NULL; f = findings_next(findings, FINDING_MISSING, f)) {
        print_wrapped(out, "  - ", "    ",
                      pool_print(&findings->pool, "%s: %s", missing_text(findings, f), f->text),
                      WIDTH);
    }
}

void report_terminal(FILE *out, struct findings *findings, const struct readings *readings)
{
    readings_print(readings, "terminal", out, WIDTH);
    print_reach(out, findings, false, "BLAST RADIUS: what the injected code got, of what it tried");
    print_reach(out, findings, true,
                "WITH ASLR, CANARY, NON-EXECUTABLE STACK: what changes once the code runs");
    print_exploits(out, findings, "THE EXPLOIT, tries of each kind, without and with protections");
    print_table(out, findings, FINDING_CRASH, "CRASH: instructions until the service works again");
    print_table(out, findings, FINDING_DRIVER, "A FAULT IN A DRIVER");
    print_table(out, findings, FINDING_DMA, "DMA: words that a driver's device copied, of so many");
    print_table(out, findings, FINDING_TIME, "TIME");
    print_table(out, findings, FINDING_HOST,
                "BESIDE A SECRET: Linux taken over, attempts that got it, of so many");
    print_table(out, findings, FINDING_AMBIENT,
                "AMBIENT AUTHORITY: what a component starts with, of what it tried");
    print_table(out, findings, FINDING_SIZE, "WHAT MUST BE TRUSTED");
    print_missing(out, findings, "WHAT WAS NOT MEASURED");
    fputc('\n', out);
    readings_print(readings, "terminal_honest", out, WIDTH);
}
