/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names: a chained hash table, so that a description with many thousands of
 * elements is checked for duplicates in linear time, and the edit distance
 * behind "did you mean".
 */
#include "names.h"

#include <stdint.h>
#include <string.h>

struct names_entry {
    struct names_entry *next;
    const char *name;
    void *value;
};

enum { NAMES_FIRST_SLOTS = 64 };

/* FNV-1a, 64 bits (Fowler, Noll, Vo; offset basis and prime are theirs). */
static uint64_t names_hash(const char *name)
{
    uint64_t hash = 0xcbf29ce484222325ull;

    for (; *name != '\0'; name += 1) {
        hash = (hash ^ (unsigned char)*name) * 0x100000001b3ull;
    }
    return hash;
}

static struct names_entry **names_slot(const struct names *names, const char *name)
{
    return &names->slots[names_hash(name) & (names->slot_count - 1)];
}

static void names_grow(struct names *names, struct arena *arena)
{
    struct names old = *names;

    names->slot_count = old.slot_count == 0 ? NAMES_FIRST_SLOTS : old.slot_count * 4;
    names->slots = arena_allocate(arena, names->slot_count * sizeof(struct names_entry *));
    for (size_t i = 0; i < old.slot_count; i += 1) {
        struct names_entry *next;

        for (struct names_entry *entry = old.slots[i]; entry != NULL; entry = next) {
            struct names_entry **slot = names_slot(names, entry->name);

            next = entry->next;
            entry->next = *slot;
            *slot = entry;
        }
    }
}

void *names_find(const struct names *names, const char *name)
{
    if (names->slot_count == 0) {
        return NULL;
    }
    for (struct names_entry *entry = *names_slot(names, name); entry != NULL;
         entry = entry->next) {
        if (strcmp(entry->name, name) == 0) {
            return entry->value;
        }
    }
    return NULL;
}

void *names_add(struct names *names, struct arena *arena, const char *name, void *value)
{
    void *present = names_find(names, name);

    if (present != NULL) {
        return present;
    }
    if (names->count >= names->slot_count) {
        names_grow(names, arena);
    }
    struct names_entry *entry = arena_allocate(arena, sizeof(*entry));
    struct names_entry **slot = names_slot(names, name);
    *entry = (struct names_entry){.next = *slot, .name = name, .value = value};
    *slot = entry;
    names->count += 1;
    return NULL;
}

enum { SUGGESTION_MAX_LENGTH = 64 };

static size_t minimum(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment distance: insertions, deletions, replacements and
   swaps of neighbours.  Both strings are at most SUGGESTION_MAX_LENGTH long. */
static size_t names_distance(const char *a, const char *b)
{
    size_t rows[3][SUGGESTION_MAX_LENGTH + 1];
    size_t b_length = strlen(b);

    for (size_t j = 0; j <= b_length; j += 1) {
        rows[0][j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0'; i += 1) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *above2 = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= b_length; j += 1) {
            size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u);

            row[j] = minimum(replaced, minimum(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = minimum(row[j], above2[j - 2] + 1);
            }
        }
    }
    return rows[strlen(a) % 3][b_length];
}

struct suggestion suggestion_start(const char *wanted)
{
    size_t close = strlen(wanted) / 3;

    return (struct suggestion){.wanted = wanted, .distance = close < 1 ? 1 : close};
}

void suggestion_offer(struct suggestion *suggestion, const char *candidate)
{
    if (strlen(candidate) > SUGGESTION_MAX_LENGTH ||
        strlen(suggestion->wanted) > SUGGESTION_MAX_LENGTH) {
        return;
    }
    size_t distance = names_distance(suggestion->wanted, candidate);
    /* "x" is not a misspelling of "y": something must be left of the name. */
    if (distance >= strlen(candidate) || distance > suggestion->distance) {
        return;
    }
    if (suggestion->best == NULL || distance < suggestion->distance ||
        strcmp(candidate, suggestion->best) < 0) {
        suggestion->best = candidate;
        suggestion->distance = distance;
    }
}

void suggestion_offer_names(struct suggestion *suggestion, const struct names *names)
{
    for (size_t i = 0; i < names->slot_count; i += 1) {
        for (const struct names_entry *entry = names->slots[i]; entry != NULL;
             entry = entry->next) {
            suggestion_offer(suggestion, entry->name);
        }
    }
}

const char *suggestion_text(const struct suggestion *suggestion, struct arena *arena)
{
    if (suggestion->best == NULL) {
        return "";
    }
    return arena_format(arena, "; did you mean '%s'?", suggestion->best);
}
