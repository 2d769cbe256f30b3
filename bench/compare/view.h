/* SPDX-License-Identifier: BSD-2-Clause */
/* What terminal, JSON and page have in common: columns, and what is in a cell. */
#pragma once

#include "findings.h"

enum { VIEW_COLUMNS = 12 };

struct columns {
    const char *subjects[VIEW_COLUMNS];
    size_t count;
};

enum cell_state {
    CELL_VALUE,
    CELL_ABSENT,  /* there is no such thing there */
    CELL_UNTRIED, /* it could be, but this was not tried */
    CELL_HELD,    /* the attack never got that far */
    CELL_MISSING  /* it was to be measured, and was not */
};

/* Why a cell is missing of which no MISSING tells. */
#define NOTHING_SAID "no log says anything about it"

struct cell {
    enum cell_state state;
    const struct finding *finding; /* of CELL_VALUE */
    const char *why;               /* of the others why there is none; of a value what is to be
                                      said about it, or "" */
};

/* The configurations in the order of the report: those without protections, or those with, and
   `pd`, which has none of these, in both. */
struct columns columns_of_reach(const struct findings *findings, bool hardened);

/* The subjects that have findings of `type`: in the order of the catalogue of configurations, of
   systems, and then those with protections on. */
struct columns columns_of(const struct findings *findings, enum finding_type type);

/* The heading of a column: what the catalogue calls it. */
const char *column_text(const struct findings *findings, const char *subject);

/* The same in a word, without what tells that the protections are on. */
const char *column_brief(const struct findings *findings, const char *subject);

/* What is known of a REACH (`kind` and `id`), an AMBIENT, DRIVER or SIZE (`kind` is ""), or a CRASH
   (`id` is ""). */
struct cell cell_of(const struct findings *findings, enum finding_type type, const char *subject,
                    const char *kind, const char *id);

/* One word for a cell without a value. */
const char *cell_word(enum cell_state state);

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
