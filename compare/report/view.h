/* SPDX-License-Identifier: BSD-2-Clause */
/* What terminal, JSON and page have in common: columns, and what is in a cell. */
#pragma once

#include "findings.h"
#include "output.h"

enum { VIEW_COLUMNS = 12, VIEW_ROWS = 64, CELL_TEXT = 2 * NUMBER_TEXT };

struct columns {
    const char *subjects[VIEW_COLUMNS];
    size_t count;
};

enum cell_state {
    CELL_VALUE,
    CELL_WORD,   /* a word says why there can be none: there is no such thing there, ... */
    CELL_MISSING /* it was to be measured, and was not */
};

/* Why a cell is missing of which no MISSING tells. */
#define NOTHING_SAID "no log says anything about it"

struct cell {
    enum cell_state state;
    const struct finding *finding; /* of CELL_VALUE */
    const char *word;              /* what stands in the place of a value, or "" */
    const char *why;               /* why there is none; of a value what is to be said about it,
                                      or "" */
};

/* What a row of a table is about: a kind and an id as cell_of() takes them, and its heading. */
struct row {
    const char *kind;
    const char *id;
    const char *text;
};

struct rows {
    struct row list[VIEW_ROWS];
    size_t count;
};

/* What is to be said about cells: of all of these rows in each of these columns. */
struct note {
    const char *word; /* what the cells show in the place of a value; "" if they have values */
    const char *why;
    uint64_t rows;    /* a bit for each */
    unsigned columns; /* likewise */
};

struct notes {
    struct note list[VIEW_ROWS];
    size_t count;
};

/* The configurations in the order of the report: those without protections, or those with, and
   `pd`, which has none of these, in both. */
struct columns columns_of_reach(const struct findings *findings, bool hardened);

/* The subjects that have findings of `type`: in the order of the catalogue of configurations, of
   systems, and then those with protections on. */
struct columns columns_of(const struct findings *findings, enum finding_type type);

/* The heading of a column: what the catalogue calls it. */
const char *column_text(const struct findings *findings, const char *subject);

/* What the column is, in a sentence, if the catalogue has it in `group` (config or system) and says
   so; else NULL. */
const char *column_sentence(const struct findings *findings, const char *subject,
                            const char *group);

/* The same in a word, without what tells that the protections are on. */
const char *column_brief(const struct findings *findings, const char *subject);

/* What is known of a REACH (`kind` and `id`), an AMBIENT, DRIVER, TIME or SIZE (`kind` is ""), or a
   CRASH (`id` is ""). */
struct cell cell_of(const struct findings *findings, enum finding_type type, const char *subject,
                    const char *kind, const char *id);

/* The cell in few characters: `got/tried`, the number (of a CRASH that to serve again), yes or no,
   or the word. */
const char *cell_text(const struct findings *findings, const struct cell *cell,
                      char text[CELL_TEXT]);

/* The rows of the table of `type`: all attempts, and of other types what anybody has a figure
   for. */
struct rows rows_of(const struct findings *findings, enum finding_type type,
                    const struct columns *columns);

/* What is to be said about the cells of a table, each once. */
struct notes notes_of(const struct findings *findings, enum finding_type type,
                      const struct rows *rows, const struct columns *columns);

/* What a MISSING is about, in words. */
const char *missing_text(struct findings *findings, const struct finding *missing);

/* How much of what was tried was got, from 0 to 1; 0 if it has no value. */
double cell_share(const struct cell *cell);

/* In how many attempts `subject` got something, and how many were made. */
void count_reached(const struct findings *findings, const char *subject, unsigned *reached,
                   unsigned *tried);

/* The configuration without protections that belongs to `subject`, or `subject` itself. */
const char *column_plain(const struct findings *findings, const char *subject);

/* Of the configurations with protections: how many figures of `kind` and `id` (NULL: of all
   attempts) there are, and how many of these differ from those without. */
void count_changed(const struct findings *findings, const char *kind, const char *id,
                   unsigned *figures, unsigned *changed);

/* Whether the value of `id` is yes (1) or no (0). */
bool is_flag(const struct findings *findings, const char *id);
