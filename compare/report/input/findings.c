/* SPDX-License-Identifier: BSD-2-Clause */
/* The set of findings.  They are some hundreds: a search from the front will do. */
#include "findings.h"

#include <string.h>

void findings_start(struct findings *findings, FILE *stream)
{
    memset(findings, 0, sizeof(*findings));
    findings->problems.stream = stream;
    findings->names.pool = &findings->pool;
}

void findings_end(struct findings *findings)
{
    pool_free(&findings->pool);
}

/* Whether there may be several findings of that type for one thing. */
static bool has_several(enum finding_type type)
{
    return type == FINDING_SHOW || type == FINDING_INSTEAD || type == FINDING_MISSING;
}

static bool same(const struct finding *a, const struct finding *b)
{
    bool by_text = has_several(a->type);

    return a->type == b->type && strcmp(a->subject, b->subject) == 0 &&
           strcmp(a->kind, b->kind) == 0 && strcmp(a->id, b->id) == 0 &&
           (!by_text || strcmp(a->text, b->text) == 0);
}

static const struct finding *find_same(const struct findings *findings,
                                       const struct finding *finding)
{
    for (size_t i = 0; i < findings->count; i += 1) {
        if (same(&findings->list[i], finding)) {
            return &findings->list[i];
        }
    }
    return NULL;
}

static void append(struct findings *findings, const struct finding *finding)
{
    if (findings->count == findings->capacity) {
        struct finding *old = findings->list;

        findings->capacity = 2 * findings->capacity + 256;
        findings->list = pool_get(&findings->pool, findings->capacity * sizeof(*old));
        if (findings->count > 0) {
            memcpy(findings->list, old, findings->count * sizeof(*old));
        }
    }
    findings->list[findings->count++] = *finding;
}

void findings_add(struct findings *findings, const struct finding *finding)
{
    const struct finding *other = find_same(findings, finding);

    if (other == NULL) {
        append(findings, finding);
    } else if (!has_several(finding->type)) {
        problem(&findings->problems, finding->file, finding->line,
                "'%s%s%s%s%s' has a value already, from %s:%zu", finding->subject,
                finding->kind[0] != '\0' ? " " : "", finding->kind,
                finding->id[0] != '\0' ? " " : "", finding->id, other->file, other->line);
    }
}

const struct finding *findings_get(const struct findings *findings, enum finding_type type,
                                   const char *subject, const char *kind, const char *id)
{
    for (size_t i = 0; i < findings->count; i += 1) {
        const struct finding *f = &findings->list[i];

        if (f->type == type && strcmp(f->subject, subject) == 0 && strcmp(f->kind, kind) == 0 &&
            strcmp(f->id, id) == 0) {
            return f;
        }
    }
    return NULL;
}

const struct finding *findings_next(const struct findings *findings, enum finding_type type,
                                    const struct finding *last)
{
    size_t first = last == NULL ? 0 : (size_t)(last - findings->list) + 1;

    for (size_t i = first; i < findings->count; i += 1) {
        if (findings->list[i].type == type) {
            return &findings->list[i];
        }
    }
    return NULL;
}

bool findings_has(const struct findings *findings, enum finding_type type, const char *subject)
{
    const struct finding *f = NULL;

    while ((f = findings_next(findings, type, f)) != NULL) {
        if (strcmp(f->subject, subject) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether `text` begins with `:` or `_` and `word`; then it is moved behind them. */
static bool skip(const char **text, const char *word)
{
    size_t length = strlen(word);

    if (length == 0 || (**text != '_' && **text != ':') ||
        strncmp(*text + 1, word, length) != 0) {
        return false;
    }
    *text += 1 + length;
    return true;
}

const struct finding *findings_about(const struct findings *findings, enum finding_type type,
                                     const char *subject, const char *kind, const char *id)
{
    const struct finding *f = NULL;
    size_t length = strlen(subject);

    while ((f = findings_next(findings, type, f)) != NULL) {
        const char *rest = f->id + length;

        if (strncmp(f->id, subject, length) == 0) {
            (void)skip(&rest, kind);
            (void)skip(&rest, id);
            if (!skip(&rest, "all")) {
                (void)skip(&rest, "reach");
            }
            if (*rest == '\0') {
                return f;
            }
        }
    }
    return NULL;
}
