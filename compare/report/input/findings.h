/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was found: one record for each evaluated line of a console, or for each figure that was
 * derived from a demonstration's transcript; and the catalogues that say what they mean.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "names.h"

enum finding_type {
    FINDING_REACH,   /* subject, kind, id, first = got, second = tried */
    FINDING_AMBIENT, /* subject, id, first = got, second = tried */
    FINDING_CRASH,   /* subject, kind, first = instructions to notice, second = to serve again,
                        text = what the supervisor saw */
    FINDING_DRIVER,  /* subject, id, first = value */
    FINDING_DMA,     /* subject, id, first = got, second = tried */
    FINDING_TIME,    /* subject, id, first = value */
    FINDING_HOST,    /* subject, id, first = got, second = tried */
    FINDING_EXPLOIT, /* subject, kind = variant, first = tries, second = 1 if it succeeded, text */
    FINDING_SIZE,    /* subject, id, first = value */
    FINDING_SHOW,    /* subject, id, text: evidence */
    FINDING_INSTEAD, /* id = what, kind = the word in place of a figure, text = why */
    FINDING_MISSING  /* id = what, text = why */
};
enum { FINDING_TYPES = FINDING_MISSING + 1 };

/* Is it so much of so many? */
static inline bool is_share(enum finding_type type)
{
    return type == FINDING_REACH || type == FINDING_AMBIENT || type == FINDING_DMA ||
           type == FINDING_HOST;
}

struct finding {
    enum finding_type type;
    const char *subject; /* a configuration or a system; what a type does not have is "" */
    const char *kind;
    const char *id;
    uint64_t first;
    uint64_t second;
    const char *text;
    const char *file; /* where it comes from */
    size_t line;
};

struct findings {
    struct pool pool;
    struct problems problems;
    struct names names;
    struct finding *list;
    size_t count;
    size_t capacity;
};

/* An empty set, whose problems go to `stream`. */
void findings_start(struct findings *findings, FILE *stream);
void findings_end(struct findings *findings);

/*
 * Adds a finding.  A second one for the same thing is a problem; the first stays.  Of evidence
 * (SHOW) and reasons (INSTEAD, MISSING) there may be several for one thing; the same twice counts
 * once.
 */
void findings_add(struct findings *findings, const struct finding *finding);

/* The finding, or NULL.  `kind` and `id` are "" for types without them. */
const struct finding *findings_get(const struct findings *findings, enum finding_type type,
                                   const char *subject, const char *kind, const char *id);

/* The next finding of `type` after `last` (NULL: the first), or NULL. */
const struct finding *findings_next(const struct findings *findings, enum finding_type type,
                                    const struct finding *last);

/* Whether there is a finding of `type` for `subject`. */
bool findings_has(const struct findings *findings, enum finding_type type, const char *subject);

/* Why there is no such figure: the INSTEAD or MISSING (`type`) whose name is `subject`,
   `subject:id`, `subject:kind:id`, `subject:all` or `subject:reach` (or with `_` in place of `:`);
   else NULL. */
const struct finding *findings_about(const struct findings *findings, enum finding_type type,
                                     const char *subject, const char *kind, const char *id);
