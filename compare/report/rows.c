/* SPDX-License-Identifier: BSD-2-Clause */
/* The rows of a table, and what is to be said below it. */
#include "view.h"

#include <string.h>

/* Whether a column has a figure for it. */
static bool anybody_has(const struct findings *findings, enum finding_type type,
                        const struct columns *columns, const struct row *row)
{
    for (size_t c = 0; c < columns->count; c += 1) {
        if (findings_get(findings, type, columns->subjects[c], row->kind, row->id) != NULL) {
            return true;
        }
    }
    return false;
}

/* The entries of `group`: attempts of that kind, or things that are the same kind of finding. */
static void add_rows(struct rows *rows, const struct findings *findings, enum finding_type type,
                     const char *group, const struct columns *columns)
{
    const struct entry *e = NULL;

    while ((e = names_next(&findings->names, group, e)) != NULL && rows->count < VIEW_ROWS) {
        struct row row = {"", e->id, e->text};

        if (type == FINDING_REACH) {
            row.kind = group;
        } else if (type == FINDING_CRASH) {
            row = (struct row){e->id, "", e->text};
        }
        if (type == FINDING_REACH || anybody_has(findings, type, columns, &row)) {
            rows->list[rows->count++] = row;
        }
    }
}

struct rows rows_of(const struct findings *findings, enum finding_type type,
                    const struct columns *columns)
{
    static const char *const groups[FINDING_TYPES] = {
        [FINDING_AMBIENT] = "ambient", [FINDING_CRASH] = "crash", [FINDING_DRIVER] = "driver",
        [FINDING_DMA] = "dma",         [FINDING_TIME] = "time",   [FINDING_HOST] = "host",
        [FINDING_SIZE] = "size"};
    const struct entry *kind = NULL;
    struct rows rows = {.count = 0};

    if (type != FINDING_REACH) {
        add_rows(&rows, findings, type, groups[type], columns);
        return rows;
    }
    while ((kind = names_next(&findings->names, "kind", kind)) != NULL) {
        add_rows(&rows, findings, type, kind->id, columns);
    }
    return rows;
}

/* Notes what is to be said about a cell of column `c`: a reason that the column has already gets a
   row more. */
static void add_note(struct notes *notes, const struct cell *cell, size_t row, size_t c)
{
    for (size_t i = 0; i < notes->count; i += 1) {
        struct note *n = &notes->list[i];

        if (n->columns == 1u << c && strcmp(n->word, cell->word) == 0 &&
            strcmp(n->why, cell->why) == 0) {
            n->rows |= 1ull << row;
            return;
        }
    }
    if (notes->count < VIEW_ROWS) {
        notes->list[notes->count++] =
            (struct note){cell->word, cell->why, 1ull << row, 1u << c};
    }
}

static bool says_the_same(const struct note *a, const struct note *b)
{
    return a->rows == b->rows && strcmp(a->word, b->word) == 0 && strcmp(a->why, b->why) == 0;
}

/* Columns of which the same is to be said about the same rows share a note. */
static void merge_columns(struct notes *notes)
{
    size_t kept = 0;

    for (size_t i = 0; i < notes->count; i += 1) {
        const struct note *n = &notes->list[i];
        size_t k = 0;

        while (k < kept && (!says_the_same(&notes->list[k], n))) {
            k += 1;
        }
        if (k < kept) {
            notes->list[k].columns |= n->columns;
        } else {
            notes->list[kept++] = *n;
        }
    }
    notes->count = kept;
}

struct notes notes_of(const struct findings *findings, enum finding_type type,
                      const struct rows *rows, const struct columns *columns)
{
    struct notes notes = {.count = 0};

    for (size_t c = 0; c < columns->count; c += 1) {
        for (size_t r = 0; r < rows->count; r += 1) {
            const struct row *row = &rows->list[r];
            struct cell cell =
                cell_of(findings, type, columns->subjects[c], row->kind, row->id);

            if (cell.why[0] != '\0' && strcmp(cell.why, NOTHING_SAID) != 0) {
                add_note(&notes, &cell, r, c);
            }
        }
    }
    merge_columns(&notes);
    return notes;
}
