/* SPDX-License-Identifier: BSD-2-Clause */
/* The catalogues' lines, and looking entries up.  They are few: a search from the front will do. */
#include "names.h"

#include <string.h>

enum { NAME_MAX_LENGTH = 60, TEXT_MAX_LENGTH = 200 };

bool is_name(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return length > 0 && length <= NAME_MAX_LENGTH && text[length] == '\0' && text[0] >= 'a' &&
           text[0] <= 'z';
}

const struct entry *names_find(const struct names *names, const char *group,
                                   const char *id)
{
    for (size_t i = 0; i < names->count; i += 1) {
        const struct entry *e = &names->entries[i];

        if (strcmp(e->group, group) == 0 && strcmp(e->id, id) == 0) {
            return e;
        }
    }
    return NULL;
}

const struct entry *names_next(const struct names *names, const char *group,
                                   const struct entry *last)
{
    size_t first = last == NULL ? 0 : (size_t)(last - names->entries) + 1;

    for (size_t i = first; i < names->count; i += 1) {
        if (strcmp(names->entries[i].group, group) == 0) {
            return &names->entries[i];
        }
    }
    return NULL;
}

const char *names_text(const struct names *names, const char *group, const char *id)
{
    const struct entry *e = names_find(names, group, id);

    return e == NULL ? id : e->text;
}

static void append(struct names *names, const struct entry *entry)
{
    if (names->count == names->capacity) {
        struct entry *old = names->entries;

        names->capacity = 2 * names->capacity + 64;
        names->entries = pool_get(names->pool, names->capacity * sizeof(*old));
        if (names->count > 0) {
            memcpy(names->entries, old, names->count * sizeof(*old));
        }
    }
    names->entries[names->count++] = *entry;
}

/* The word at `*at`, which is moved to the next. */
static const char *word(char **at)
{
    char *start = *at;
    size_t length = strcspn(start, " ");

    *at = start + length + strspn(start + length, " ");
    start[length] = '\0';
    return start;
}

/* What is wrong with a line, or NULL. */
static const char *wrong(const struct entry *e)
{
    size_t length = strlen(e->text);

    if (!is_name(e->group) || !is_name(e->id)) {
        return "expected lower_snake names of at most 60 characters";
    }
    if (length == 0 || length > TEXT_MAX_LENGTH) {
        return "expected a text of 1 to 200 characters";
    }
    for (size_t i = 0; i < length; i += 1) {
        if (e->text[i] < ' ' || e->text[i] > '~') {
            return "expected printable ASCII";
        }
    }
    return NULL;
}

static void load_line(struct names *names, struct problems *problems, const char *name,
                      const struct line *line, const char *group)
{
    char *at = pool_copy(names->pool, line->text, line->length);
    struct entry entry;
    const char *why;

    entry.group = group != NULL ? group : word(&at);
    entry.id = word(&at);
    entry.text = at;
    why = memchr(line->text, '\0', line->length) != NULL ? "it contains a NUL" : wrong(&entry);
    if (why != NULL) {
        problem(problems, name, line->number, "'%s' is no entry of a catalogue; %s",
                printable(names->pool, line->text, line->length), why);
    } else if (names_find(names, entry.group, entry.id) != NULL) {
        problem(problems, name, line->number, "'%s %s' is there twice", entry.group, entry.id);
    } else {
        append(names, &entry);
    }
}

void names_load(struct names *names, struct problems *problems, const char *name,
                    const char *group)
{
    struct input input;
    struct line line = {NULL, 0, 0};

    if (!input_load(&input, names->pool, problems, name)) {
        return;
    }
    while (input_next(&input, &line)) {
        if (line.length > 0 && line.text[0] != '#') {
            load_line(names, problems, name, &line, group);
        }
    }
}
