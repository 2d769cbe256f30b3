/* SPDX-License-Identifier: BSD-2-Clause */
/* The lines of a demonstration's console, and how findings are made of them. */
#include "transcript.h"

#include <string.h>

/* A copy of the line; a hostile component can print anything. */
static const char *clean(struct pool *pool, const struct line *line)
{
    char *text = pool_copy(pool, line->text, line->length);

    for (size_t i = 0; i < line->length; i += 1) {
        if (text[i] < ' ' || text[i] > '~') {
            text[i] = '?';
        }
    }
    return text;
}

static void read_lines(struct transcript *transcript, const struct input *input)
{
    struct line line = {NULL, 0, 0};

    while (input_next(input, &line)) {
        transcript->count += 1;
    }
    transcript->lines =
        pool_get(&transcript->findings->pool, transcript->count * sizeof(transcript->lines[0]));
    line.number = 0;
    while (input_next(input, &line)) {
        transcript->lines[line.number - 1] = clean(&transcript->findings->pool, &line);
    }
}

bool transcript_load(struct transcript *transcript, struct findings *findings, const char *name,
                     const char *config, const char *verdict)
{
    struct input input;

    *transcript = (struct transcript){findings, name, NULL, 0, config};
    if (!input_load(&input, &findings->pool, &findings->problems, name)) {
        return false;
    }
    read_lines(transcript, &input);
    if (transcript_find(transcript, 0, verdict) == transcript->count) {
        problem(&findings->problems, name, 0,
                "no line '%s...': the run did not come to its end", verdict);
        return false;
    }
    return true;
}

size_t transcript_find(const struct transcript *transcript, size_t from, const char *start)
{
    size_t length = strlen(start);

    while (from < transcript->count && strncmp(transcript->lines[from], start, length) != 0) {
        from += 1;
    }
    return from;
}

void transcript_reach(const struct transcript *transcript, size_t line, const char *kind,
                      const char *id, uint64_t got, uint64_t tried)
{
    struct finding finding = {FINDING_REACH, transcript->config, kind, id, got, tried, "",
                              transcript->name, line + 1};

    findings_add(transcript->findings, &finding);
}

void transcript_show(const struct transcript *transcript, size_t line, const char *id,
                     const char *text)
{
    struct finding finding = {FINDING_SHOW, transcript->config, "", id, 0, 0, text,
                              transcript->name, line + 1};

    findings_add(transcript->findings, &finding);
}

void transcript_missing(const struct transcript *transcript, const char *kind, const char *id,
                        const char *why)
{
    struct finding finding = {FINDING_MISSING, "", "", "", 0, 0, why, transcript->name, 0};

    finding.id = pool_print(&transcript->findings->pool, "%s:%s:%s", transcript->config, kind, id);
    findings_add(transcript->findings, &finding);
}
