/* SPDX-License-Identifier: BSD-2-Clause */
/* Parsing the evaluated lines: a table of their forms, and one reader for all. */
#include "contract.h"

#include <string.h>

enum { MAX_LINE = 700, MAX_TEXT = 500, MAX_DIGITS = 18, MAX_FIELDS = 5 };

/* Where a field goes. */
enum field { NONE, SUBJECT, KIND, ID, FIRST, SECOND, TEXT };

/* What a name must be: a group of the catalogues.  Findings of SHOW may be about anything. */
struct form {
    const char *word;
    const char *shape;
    enum field fields[MAX_FIELDS];
    const char *kind_group;
    const char *id_group;
};

/* In the order of enum finding_type. */
static const struct form forms[FINDING_TYPES] = {
    {"REACH", "REACH <config> <kind> <id> <got> <tried>", {SUBJECT, KIND, ID, FIRST, SECOND},
     "kind", NULL},
    {"AMBIENT", "AMBIENT <config> <id> <got> <tried>", {SUBJECT, ID, FIRST, SECOND, NONE}, NULL,
     "ambient"},
    {"CRASH", "CRASH <config> <kind> <to notice> <to serve again> <text>",
     {SUBJECT, KIND, FIRST, SECOND, TEXT}, "crash", NULL},
    {"DRIVER", "DRIVER <config> <id> <value>", {SUBJECT, ID, FIRST, NONE, NONE}, NULL, "driver"},
    {"DMA", "DMA <config> <id> <got> <tried>", {SUBJECT, ID, FIRST, SECOND, NONE}, NULL, "dma"},
    {"TIME", "TIME <config> <id> <value>", {SUBJECT, ID, FIRST, NONE, NONE}, NULL, "time"},
    {"HOST", "HOST <config> <id> <got> <tried>", {SUBJECT, ID, FIRST, SECOND, NONE}, NULL, "host"},
    {"EXPLOIT", "EXPLOIT <config> <variant> <tries> <succeeded> <text>",
     {SUBJECT, KIND, FIRST, SECOND, TEXT}, "exploit", NULL},
    {"SIZE", "SIZE <system> <id> <value>", {SUBJECT, ID, FIRST, NONE, NONE}, NULL, "size"},
    {"SHOW", "SHOW <config> <id> <text>", {SUBJECT, ID, TEXT, NONE, NONE}, NULL, NULL},
    {"INSTEAD", "INSTEAD <what> <word> <why>", {ID, KIND, TEXT, NONE, NONE}, "word", NULL},
    {"MISSING", "MISSING <what> <why>", {ID, TEXT, NONE, NONE, NONE}, NULL, NULL},
};

bool parse_number(const char *text, uint64_t *value)
{
    size_t length = strspn(text, "0123456789");

    if (length == 0 || length > MAX_DIGITS || text[length] != '\0') {
        return false;
    }
    *value = 0;
    for (size_t i = 0; i < length; i += 1) {
        *value = 10 * *value + (uint64_t)(text[i] - '0');
    }
    return true;
}

/* The form whose word begins the line and is followed by a space or nothing; or NULL.  A word
   followed by DONE ends a console. */
static const struct form *form_of(const struct line *line)
{
    static const char done[] = " DONE";

    for (size_t i = 0; i < FINDING_TYPES; i += 1) {
        size_t length = strlen(forms[i].word);

        if (line->length == length + strlen(done) &&
            memcmp(line->text + length, done, strlen(done)) == 0) {
            continue;
        }
        if (line->length >= length && memcmp(line->text, forms[i].word, length) == 0 &&
            (line->length == length || line->text[length] == ' ')) {
            return &forms[i];
        }
    }
    return NULL;
}

static bool is_printable(const struct line *line)
{
    for (size_t i = 0; i < line->length; i += 1) {
        if (line->text[i] < ' ' || line->text[i] > '~') {
            return false;
        }
    }
    return true;
}

/* Whether such findings say what they are about by a path, not by fields. */
static bool is_about(enum finding_type type)
{
    return type == FINDING_INSTEAD || type == FINDING_MISSING;
}

/* lower_snake names with `:` between them. */
static bool is_path(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_:") == strlen(text) &&
           strlen(text) <= 100 && text[0] >= 'a' && text[0] <= 'z';
}

/* Puts the field at `text` where it goes; what is wrong with it, or NULL. */
static const char *put_field(struct finding *finding, enum field field, const char *text)
{
    switch (field) {
    case SUBJECT:
        finding->subject = text;
        return is_name(text) ? NULL : "a lower_snake name";
    case KIND:
        finding->kind = text;
        return is_name(text) ? NULL : "a lower_snake name";
    case ID:
        finding->id = text;
        return is_name(text) || (is_about(finding->type) && is_path(text)) ? NULL
                                                                            : "a lower_snake name";
    case FIRST:
        return parse_number(text, &finding->first) ? NULL : "a whole number";
    case SECOND:
        return parse_number(text, &finding->second) ? NULL : "a whole number";
    default:
        finding->text = text;
        return text[0] != '\0' && strlen(text) <= MAX_TEXT ? NULL : "a text of 1 to 500 characters";
    }
}

/* Splits the line into its fields; what is wrong, or NULL. */
static const char *split(struct findings *findings, const struct form *form,
                         const struct line *line, struct finding *finding)
{
    size_t word = strlen(form->word);
    bool more = line->length > word;
    char *at = pool_copy(&findings->pool, line->text, line->length) + word + (more ? 1 : 0);
    size_t i;

    for (i = 0; i < MAX_FIELDS && form->fields[i] != NONE; i += 1) {
        size_t length = form->fields[i] == TEXT ? strlen(at) : strcspn(at, " ");
        const char *expected;

        if (!more) {
            return pool_print(&findings->pool, "field %zu is missing", i + 2);
        }
        more = at[length] == ' ';
        at[length] = '\0';
        expected = put_field(finding, form->fields[i], at);
        if (expected != NULL) {
            return pool_print(&findings->pool, "field %zu, '%s', is not %s", i + 2,
                              printable(&findings->pool, at, length), expected);
        }
        at += length + (more ? 1 : 0);
    }
    return more ? pool_print(&findings->pool, "there is more after field %zu", i + 1) : NULL;
}

/* A configuration, or one with the protections on, or a system. */
static bool is_subject(const struct findings *findings, const struct finding *finding)
{
    static const char suffix[] = "_hardened";
    const char *subject = finding->subject;
    size_t length = strlen(subject);
    size_t tail = sizeof(suffix) - 1;
    char plain[64];

    if (names_find(&findings->names, "config", subject) != NULL) {
        return true;
    }
    if (finding->type != FINDING_REACH && finding->type != FINDING_EXPLOIT &&
        names_find(&findings->names, "system", subject) != NULL) {
        return true;
    }
    if (length <= tail || strcmp(subject + length - tail, suffix) != 0) {
        return false;
    }
    (void)snprintf(plain, sizeof(plain), "%.*s", (int)(length - tail), subject);
    return strcmp(plain, "pd") != 0 && names_find(&findings->names, "config", plain) != NULL;
}

/* Whether the catalogues know the names, and the numbers make sense; what is wrong, or NULL. */
static const char *check(struct findings *findings, const struct form *form,
                         const struct finding *f)
{
    const struct names *names = &findings->names;

    if (!is_about(f->type) && !is_subject(findings, f)) {
        return pool_print(&findings->pool, "'%s' is no configuration that the report knows",
                          f->subject);
    }
    if (form->kind_group != NULL && names_find(names, form->kind_group, f->kind) == NULL) {
        return pool_print(&findings->pool, "'%s' is not in the catalogue of %s names", f->kind,
                          form->kind_group);
    }
    if (form->id_group != NULL && names_find(names, form->id_group, f->id) == NULL) {
        return pool_print(&findings->pool, "'%s' is not in the catalogue of %s names", f->id,
                          form->id_group);
    }
    if (f->type == FINDING_REACH && names_find(names, f->kind, f->id) == NULL) {
        return pool_print(&findings->pool, "'%s %s' is not in the catalogue of attempts", f->kind,
                          f->id);
    }
    if (is_share(f->type) && f->first > f->second) {
        return "more were got than were tried";
    }
    if (f->type == FINDING_EXPLOIT && f->second > 1) {
        return "'succeeded' is neither 0 nor 1";
    }
    return NULL;
}

static const char *read_line(struct findings *findings, const struct form *form,
                             const struct line *line, struct finding *finding)
{
    const char *why;

    if (line->length > MAX_LINE) {
        return pool_print(&findings->pool, "the line has %zu bytes, at most %d are allowed",
                          line->length, MAX_LINE);
    }
    if (!is_printable(line)) {
        return "the line has bytes that are not printable ASCII";
    }
    why = split(findings, form, line, finding);
    return why != NULL ? why : check(findings, form, finding);
}

void contract_read(struct findings *findings, const struct input *input)
{
    struct line line = {NULL, 0, 0};

    while (input_next(input, &line)) {
        const struct form *form = form_of(&line);
        struct finding finding = {FINDING_REACH, "", "", "", 0, 0, "", input->name, line.number};
        const char *why;

        if (form == NULL) {
            continue;
        }
        finding.type = (enum finding_type)(form - forms);
        why = read_line(findings, form, &line, &finding);
        if (why == NULL) {
            findings_add(findings, &finding);
        } else {
            problem(&findings->problems, input->name, line.number, "%s: '%s'; expected %s", why,
                    printable(&findings->pool, line.text, line.length), form->shape);
        }
    }
}

void contract_load(struct findings *findings, const char *name)
{
    struct input input;

    if (input_load(&input, &findings->pool, &findings->problems, name)) {
        contract_read(findings, &input);
    }
}
