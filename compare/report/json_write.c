/* SPDX-License-Identifier: BSD-2-Clause */
/* compare.json: the findings as they are, a list for each type (docs/compare.md). */
#include "report.h"

#include <inttypes.h>

#include "output.h"

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
    {"exploits", "config", "variant", NULL, "tries", "succeeded", "text"},
    {"sizes", "system", NULL, "id", "value", NULL, NULL},
    {"evidence", "config", NULL, "id", NULL, NULL, "text"},
    {"instead", NULL, "word", "what", NULL, NULL, "why"},
    {"missing", NULL, NULL, "what", NULL, NULL, "why"},
};

static void write_string(FILE *out, const char **separator, const char *name, const char *value)
{
    if (name != NULL) {
        fputs(*separator, out);
        json(out, "%s: %s", name, value);
        *separator = ", ";
    }
}

static void write_number(FILE *out, const char **separator, const char *name, uint64_t value)
{
    if (name != NULL) {
        fputs(*separator, out);
        json(out, "%s", name);
        fprintf(out, ": %" PRIu64, value);
        *separator = ", ";
    }
}

static void write_list(FILE *out, const struct findings *findings, enum finding_type type)
{
    const struct members *m = &members[type];
    const struct finding *f = NULL;
    const char *line = "\n";

    json(out, ",\n%s: [", m->list);
    while ((f = findings_next(findings, type, f)) != NULL) {
        const char *separator = "";

        fprintf(out, "%s  {", line);
        write_string(out, &separator, m->subject, f->subject);
        write_string(out, &separator, m->kind, f->kind);
        write_string(out, &separator, m->id, f->id);
        write_number(out, &separator, m->first, f->first);
        write_number(out, &separator, m->second, f->second);
        write_string(out, &separator, m->text, f->text);
        fputc('}', out);
        line = ",\n";
    }
    fputs(line[0] == ',' ? "\n]" : "]", out);
}

/* The entries of a catalogue's group. */
static void write_names(FILE *out, const struct findings *findings, const char *group,
                        const char **line)
{
    const struct entry *e = NULL;

    while ((e = names_next(&findings->names, group, e)) != NULL) {
        fputs(*line, out);
        json(out, "  {\"group\": %s, \"id\": %s, \"text\": %s}", e->group, e->id, e->text);
        *line = ",\n";
    }
}

void report_json(FILE *out, const struct findings *findings, const struct fact *facts,
                 size_t fact_count)
{
    static const char *const groups[] = {"config", "system",  "crash",  "exploit", "driver",
                                         "size",   "ambient", "word",   "absent",
                                         "untried", "counted"};
    const struct entry *kind = NULL;
    const char *line = "\n";

    fputs("{\n\"format\": 1,\n\"facts\": {", out);
    for (size_t i = 0; i < fact_count; i += 1) {
        json(out, i == 0 ? "%s: %s" : ", %s: %s", facts[i].name, facts[i].value);
    }
    fputs("},\n\"names\": [", out);
    while ((kind = names_next(&findings->names, "kind", kind)) != NULL) {
        write_names(out, findings, kind->id, &line);
    }
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i += 1) {
        write_names(out, findings, groups[i], &line);
    }
    fputs("\n]", out);
    for (int type = 0; type < FINDING_TYPES; type += 1) {
        write_list(out, findings, (enum finding_type)type);
    }
    fputs("\n}\n", out);
}
