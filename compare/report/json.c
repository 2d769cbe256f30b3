/* SPDX-License-Identifier: BSD-2-Clause */
/* compare.json: the findings as they are, a list for each type (docs/compare.md). */
#include "report.h"

#include <jansson.h>

/* The members of a finding, in the order of its type; NULL: it has no such member. */
struct members {
    const char *list;
    const char *subject, *kind, *id, *first, *second, *text;
};

/* In the order of enum finding_type. */
static const struct members members[FINDING_TYPES] = {
    {"reach", "config", "kind", "id", "got", "tried", NULL},
    {"ambient", "config", NULL, "id", "got", "tried", NULL},
    {"crashes", "config", "kind", NULL, "notice_instructions", "serve_again_instructions", "seen"},
    {"driver", "config", NULL, "id", "value", NULL, NULL},
    {"dma", "config", NULL, "id", "got", "tried", NULL},
    {"time", "config", NULL, "id", "value", NULL, NULL},
    {"host", "config", NULL, "id", "got", "tried", NULL},
    {"exploits", "config", "variant", NULL, "tries", "succeeded", "text"},
    {"sizes", "system", NULL, "id", "value", NULL, NULL},
    {"evidence", "config", NULL, "id", NULL, NULL, "text"},
    {"instead", NULL, "word", "what", NULL, NULL, "why"},
    {"missing", NULL, NULL, "what", NULL, NULL, "why"},
};

/* Each of these keeps in `*well` whether all could be made: there is memory, and text is UTF-8. */
static void put(bool *well, json_t *object, const char *name, json_t *value)
{
    *well = json_object_set_new(object, name, value) == 0 && *well;
}

static void append(bool *well, json_t *array, json_t *value)
{
    *well = json_array_append_new(array, value) == 0 && *well;
}

static void put_string(bool *well, json_t *object, const char *name, const char *value)
{
    if (name != NULL) {
        put(well, object, name, json_string(value));
    }
}

static void put_number(bool *well, json_t *object, const char *name, uint64_t value)
{
    if (name != NULL) {
        put(well, object, name, json_integer((json_int_t)value));
    }
}

static json_t *make_list(bool *well, const struct findings *findings, enum finding_type type)
{
    const struct members *m = &members[type];
    const struct finding *f = NULL;
    json_t *list = json_array();

    while ((f = findings_next(findings, type, f)) != NULL) {
        json_t *object = json_object();

        put_string(well, object, m->subject, f->subject);
        put_string(well, object, m->kind, f->kind);
        put_string(well, object, m->id, f->id);
        put_number(well, object, m->first, f->first);
        put_number(well, object, m->second, f->second);
        put_string(well, object, m->text, f->text);
        append(well, list, object);
    }
    return list;
}

/* Adds the entries of a catalogue's group. */
static void add_names(bool *well, json_t *list, const struct findings *findings, const char *group)
{
    const struct entry *e = NULL;

    while ((e = names_next(&findings->names, group, e)) != NULL) {
        json_t *object = json_object();

        put_string(well, object, "group", e->group);
        put_string(well, object, "id", e->id);
        put_string(well, object, "text", e->text);
        append(well, list, object);
    }
}

static json_t *make_names(bool *well, const struct findings *findings)
{
    static const char *const groups[] = {"config", "system", "crash",   "exploit", "driver",
                                         "dma",    "time",   "host",    "size",    "ambient",
                                         "word",   "absent", "untried", "counted"};
    const struct entry *kind = NULL;
    json_t *list = json_array();

    while ((kind = names_next(&findings->names, "kind", kind)) != NULL) {
        add_names(well, list, findings, kind->id);
    }
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i += 1) {
        add_names(well, list, findings, groups[i]);
    }
    return list;
}

bool report_json(FILE *out, const struct findings *findings, const struct fact *facts,
                 size_t fact_count)
{
    bool well = true;
    json_t *top = json_object();
    json_t *shown = json_object();

    for (size_t i = 0; i < fact_count; i += 1) {
        put_string(&well, shown, facts[i].name, facts[i].value);
    }
    put_number(&well, top, "format", 1);
    put(&well, top, "facts", shown);
    put(&well, top, "names", make_names(&well, findings));
    for (int type = 0; type < FINDING_TYPES; type += 1) {
        put(&well, top, members[type].list, make_list(&well, findings, (enum finding_type)type));
    }
    well = well && json_dumpf(top, out, JSON_INDENT(1)) == 0 && fputc('\n', out) != EOF;
    json_decref(top);
    return well;
}
