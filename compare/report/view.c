/* SPDX-License-Identifier: BSD-2-Clause */
/* Columns and cells, found in the catalogues and the findings. */
#include "view.h"

#include <string.h>

#define PROTECTED "_hardened"

enum { NAME_TEXT = 80 };

static void add_column(struct columns *columns, const char *subject)
{
    if (columns->count < VIEW_COLUMNS) {
        columns->subjects[columns->count++] = subject;
    }
}

/* The name of the configuration with the protections on.  It stays in the pool: names are few. */
static const char *protected_name(const struct findings *findings, const char *config)
{
    const struct finding *f = NULL;

    for (int t = 0; t < FINDING_TYPES; t += 1) {
        while ((f = findings_next(findings, (enum finding_type)t, f)) != NULL) {
            size_t length = strlen(config);

            if (strncmp(f->subject, config, length) == 0 &&
                strcmp(f->subject + length, PROTECTED) == 0) {
                return f->subject;
            }
        }
    }
    return NULL;
}

struct columns columns_of_reach(const struct findings *findings, bool hardened)
{
    struct columns columns = {{NULL}, 0};
    const struct entry *e = NULL;

    while ((e = names_next(&findings->names, "config", e)) != NULL) {
        const char *subject = e->id;

        if (hardened && strcmp(e->id, "pd") != 0) {
            subject = protected_name(findings, e->id);
        }
        if (subject != NULL) {
            add_column(&columns, subject);
        }
    }
    return columns;
}

struct columns columns_of(const struct findings *findings, enum finding_type type)
{
    static const char *const groups[] = {"config", "system"};
    struct columns columns = {{NULL}, 0};

    for (size_t g = 0; g < 2; g += 1) {
        const struct entry *e = NULL;

        while ((e = names_next(&findings->names, groups[g], e)) != NULL) {
            const char *hardened = protected_name(findings, e->id);

            if (findings_has(findings, type, e->id)) {
                add_column(&columns, e->id);
            }
            if (hardened != NULL && findings_has(findings, type, hardened)) {
                add_column(&columns, hardened);
            }
        }
    }
    return columns;
}

/* `subject` without the ending that says that the protections are on, in `plain`. */
static const char *plain_name(char plain[NAME_TEXT], const char *subject)
{
    const char *tail = strstr(subject, PROTECTED);

    (void)snprintf(plain, NAME_TEXT, "%.*s",
                   (int)(tail == NULL ? strlen(subject) : (size_t)(tail - subject)), subject);
    return plain;
}

const char *column_text(const struct findings *findings, const char *subject)
{
    char plain[NAME_TEXT];
    const struct entry *e = names_find(&findings->names, "config", plain_name(plain, subject));

    return e != NULL ? e->text : names_text(&findings->names, "system", subject);
}

const char *column_sentence(const struct findings *findings, const char *subject,
                            const char *group)
{
    const struct entry *e = names_find(&findings->names, "columns", subject);

    return e == NULL || names_find(&findings->names, group, subject) == NULL ? NULL : e->text;
}

const char *column_brief(const struct findings *findings, const char *subject)
{
    char plain[NAME_TEXT];
    const struct entry *e = names_find(&findings->names, "short", plain_name(plain, subject));

    return e != NULL ? e->text : column_text(findings, subject);
}

/* The text of the entry SUBJECT_KIND_ID or SUBJECT_ID of `group`, or NULL. */
static const char *reason(const struct findings *findings, const char *group, const char *subject,
                          const char *kind, const char *id)
{
    char name[200];
    const struct entry *e;

    (void)snprintf(name, sizeof(name), "%s_%s_%s", subject, kind, id);
    e = names_find(&findings->names, group, name);
    if (e == NULL) {
        (void)snprintf(name, sizeof(name), "%s_%s", subject, id);
        e = names_find(&findings->names, group, name);
    }
    return e == NULL ? NULL : e->text;
}

/* The word of a cell that has no value, and why; false if nobody says so. */
static bool find_word(const struct findings *findings, struct cell *cell, const char *subject,
                      const char *kind, const char *id)
{
    const struct finding *f = findings_about(findings, FINDING_INSTEAD, subject, kind, id);

    if (f != NULL) {
        cell->word = f->kind;
        cell->why = f->text;
        return true;
    }
    cell->word = "none";
    cell->why = reason(findings, "absent", subject, kind, id);
    if (cell->why == NULL) {
        cell->word = "untried";
        cell->why = reason(findings, "untried", subject, kind, id);
    }
    return cell->why != NULL;
}

struct cell cell_of(const struct findings *findings, enum finding_type type, const char *subject,
                    const char *kind, const char *id)
{
    struct cell cell = {CELL_VALUE, findings_get(findings, type, subject, kind, id), "", ""};
    const struct finding *f;

    if (cell.finding != NULL) {
        const char *why = reason(findings, "counted", subject, kind, id);

        cell.why = why != NULL ? why : "";
    } else if (find_word(findings, &cell, subject, kind, id)) {
        cell.state = CELL_WORD;
    } else {
        f = findings_about(findings, FINDING_MISSING, subject, kind, id);
        cell.state = CELL_MISSING;
        cell.word = "missing";
        cell.why = f != NULL ? f->text : NOTHING_SAID;
    }
    return cell;
}

const char *cell_text(const struct findings *findings, const struct cell *cell,
                      char text[CELL_TEXT])
{
    const struct finding *f = cell->finding;
    char first[NUMBER_TEXT], second[NUMBER_TEXT];

    if (cell->state != CELL_VALUE) {
        return cell->word;
    }
    if (is_share(f->type)) {
        (void)snprintf(text, CELL_TEXT, "%s of %s", grouped(first, f->first),
                       grouped(second, f->second));
        return text;
    }
    if (is_flag(findings, f->id)) {
        return f->first != 0 ? "yes" : "no";
    }
    return grouped(text, f->type == FINDING_CRASH ? f->second : f->first);
}

/* The configuration or system that the path `id` begins with, and what is behind that. */
static const struct entry *subject_of(const struct findings *findings, const char *id,
                                      const char **rest)
{
    static const char *const groups[] = {"config", "system"};
    const struct entry *best = NULL;

    for (size_t g = 0; g < 2; g += 1) {
        const struct entry *e = NULL;

        while ((e = names_next(&findings->names, groups[g], e)) != NULL) {
            size_t length = strlen(e->id);

            if (strncmp(id, e->id, length) == 0 && strchr("_:", id[length]) != NULL &&
                (best == NULL || length > strlen(best->id))) {
                best = e;
                *rest = id + length;
            }
        }
    }
    return best;
}

/* What the catalogues call it: the first that has the name; or the name itself. */
static const char *part_text(const struct findings *findings, const char *part)
{
    static const char *const groups[] = {"part",    "kind",   "read",    "write",
                                         "call",    "stop",   "exhaust", "crash",
                                         "exploit", "driver", "dma",     "time",
                                         "host",    "size",   "ambient"};

    for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g += 1) {
        const struct entry *e = names_find(&findings->names, groups[g], part);

        if (e != NULL) {
            return e->text;
        }
    }
    return part;
}

const char *missing_text(struct findings *findings, const struct finding *missing)
{
    struct pool *pool = &findings->pool;
    const char *rest = missing->id;
    const struct entry *subject = subject_of(findings, missing->id, &rest);
    const char *text = subject == NULL ? "" : subject->text;

    if (strncmp(rest, PROTECTED, strlen(PROTECTED)) == 0) {
        rest += strlen(PROTECTED);
        text = pool_print(pool, "%s with protections", text);
    }
    for (rest += strspn(rest, ":_"); *rest != '\0'; rest += strspn(rest, ":")) {
        size_t length = strcspn(rest, ":");
        const char *part = part_text(findings, pool_copy(pool, rest, length));

        text = pool_print(pool, "%s%s%s", text, text[0] == '\0' ? "" : ", ", part);
        rest += length;
    }
    return text;
}

double cell_share(const struct cell *cell)
{
    if (cell->finding == NULL || cell->finding->second == 0) {
        return 0;
    }
    return (double)cell->finding->first / (double)cell->finding->second;
}

void count_reached(const struct findings *findings, const char *subject, unsigned *reached,
                   unsigned *tried)
{
    const struct finding *f = NULL;

    *reached = 0;
    *tried = 0;
    while ((f = findings_next(findings, FINDING_REACH, f)) != NULL) {
        if (strcmp(f->subject, subject) == 0) {
            *tried += 1;
            *reached += f->first > 0 ? 1 : 0;
        }
    }
}

const char *column_plain(const struct findings *findings, const char *subject)
{
    char plain[NAME_TEXT];
    const struct entry *e = names_find(&findings->names, "config", plain_name(plain, subject));

    return e != NULL ? e->id : subject;
}

void count_changed(const struct findings *findings, const char *kind, const char *id,
                   unsigned *figures, unsigned *changed)
{
    const struct finding *f = NULL, *other;

    *figures = 0;
    *changed = 0;
    while ((f = findings_next(findings, FINDING_REACH, f)) != NULL) {
        const char *plain = column_plain(findings, f->subject);

        if (strcmp(plain, f->subject) == 0 ||
            (kind != NULL && (strcmp(f->kind, kind) != 0 || strcmp(f->id, id) != 0))) {
            continue;
        }
        other = findings_get(findings, FINDING_REACH, plain, f->kind, f->id);
        *figures += 1;
        *changed +=
            other == NULL || other->first != f->first || other->second != f->second ? 1 : 0;
    }
}

bool is_flag(const struct findings *findings, const char *id)
{
    return names_find(&findings->names, "flag", id) != NULL;
}
