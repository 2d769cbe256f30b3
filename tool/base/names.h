/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A table from names to values, and the nearest name to a misspelt one.
 */
#pragma once

#include <stddef.h>

#include "memory.h"

struct names_entry;

/* Starts as {0}; entries live in the arena that names_add is given. */
struct names {
    struct names_entry **slots;
    size_t slot_count; /* a power of two, or 0 */
    size_t count;
};

/* Enters `value` under `name` (kept by reference).  Returns NULL, or the value
   that the name has already, which then stays. */
void *names_add(struct names *names, struct arena *arena, const char *name, void *value);

/* The value of `name`, or NULL. */
void *names_find(const struct names *names, const char *name);

/*
 * A search for the name that was probably meant: offer every candidate, then
 * ask for `best` (NULL if none is close).  Close means at most a third of the
 * characters inserted, deleted, replaced or swapped with their neighbour.
 */
struct suggestion {
    const char *wanted;
    const char *best;
    size_t distance;
};

struct suggestion suggestion_start(const char *wanted);
void suggestion_offer(struct suggestion *suggestion, const char *candidate);

/* Offers every name of the table; ties go to the name first in strcmp order. */
void suggestion_offer_names(struct suggestion *suggestion, const struct names *names);

/* "; did you mean 'best'?" or the empty string. */
const char *suggestion_text(const struct suggestion *suggestion, struct arena *arena);
