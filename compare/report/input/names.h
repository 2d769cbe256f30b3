/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Catalogues: what there is to be reported, in the order of the report, and how it is called there.
 *
 * A catalogue is a text file.  Empty lines and lines that begin with `#` are skipped; others are
 *
 *     group id text...                      names.txt, compare/attack/attempts.txt
 *     id text...                            compare/ambient/ambient.txt: a file of one group
 *
 * separated by spaces; group and id are lower_snake, the text is printable ASCII.
 */
#pragma once

#include "input.h"

struct entry {
    const char *group;
    const char *id;
    const char *text;
};

struct names {
    struct pool *pool;
    struct entry *entries;
    size_t count;
    size_t capacity;
};

/* Adds the entries of the file `name`.  With `group`, its lines have no group of their own.  Each
   malformed or repeated entry is a problem. */
void names_load(struct names *names, struct problems *problems, const char *name,
                    const char *group);

/* The entry, or NULL. */
const struct entry *names_find(const struct names *names, const char *group,
                               const char *id);

/* The first entry of `group` after `last` (NULL: the first of all), or NULL. */
const struct entry *names_next(const struct names *names, const char *group,
                               const struct entry *last);

/* The entry's text; `id` itself if there is none. */
const char *names_text(const struct names *names, const char *group, const char *id);

/* Whether `text` is a lower_snake name: a-z first, then also 0-9 and _; at most 60 characters. */
bool is_name(const char *text);
