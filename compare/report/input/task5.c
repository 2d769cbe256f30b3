/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 5's console: `injected: N. ...` begins a step, `handler: ok` or `handler: FAIL` says whether
 * it ended as it must.  A FAIL counts for the attacker.
 */
#include "task5.h"

#include <inttypes.h>
#include <string.h>

#include "domains.h"
#include "transcript.h"

#define SERVICE "vulnerable_pd"

enum { STEP_SLOTS = 10, STEP_SPIN = 13, MAX_TARGETS = 16 };

struct run {
    struct transcript t;
    const struct domain *domains;
    const struct domain *service;
    uint64_t others; /* protection domains besides the service */
};

enum outcome { NOT_TRIED, REFUSED, NOT_REFUSED };

/* What came of step `number`; `*line` is the index of its first line. */
static enum outcome outcome_of(const struct run *run, unsigned number, size_t *line)
{
    char start[32];
    enum outcome outcome = NOT_TRIED;

    (void)snprintf(start, sizeof(start), "injected: %u. ", number);
    *line = transcript_find(&run->t, 0, start);
    for (size_t i = *line + 1; i < run->t.count; i += 1) {
        const char *text = run->t.lines[i];

        if (strncmp(text, "handler: FAIL", 13) == 0) {
            return NOT_REFUSED;
        }
        if (strncmp(text, "handler: ok", 11) == 0) {
            outcome = REFUSED;
        } else if (strncmp(text, "handler: ", 9) != 0 && strncmp(text, "monitor: ", 9) != 0) {
            break;
        }
    }
    return outcome;
}

/* Steps that are one access each. */
static void accesses(const struct run *run)
{
    static const struct {
        unsigned step;
        const char *kind, *id;
    } steps[] = {
        {1, "read", "secret"},        {2, "write", "secret"},        {3, "read", "kernel_memory"},
        {4, "write", "kernel_memory"}, {5, "read", "device_memory"}, {6, "write", "own_program"},
        {7, "write", "post"},
    };

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i += 1) {
        size_t line;
        enum outcome outcome = outcome_of(run, steps[i].step, &line);

        if (outcome == NOT_TRIED) {
            transcript_missing(&run->t, steps[i].kind, steps[i].id,
                               "the run has no such step, or not its end");
            continue;
        }
        transcript_reach(&run->t, line, steps[i].kind, steps[i].id, outcome == REFUSED ? 0 : 1, 1);
        if (outcome == REFUSED) {
            transcript_show(&run->t, line + 1, steps[i].id,
                            pool_print(&run->t.findings->pool, "%s: the access faulted",
                                       run->t.lines[line + 1] + strlen("handler: ")));
        }
    }
}

/* The index of the line of the list "The blast radius" that begins with `what`, or `count`. */
static size_t radius_line(const struct run *run, const char *what)
{
    return transcript_find(&run->t, transcript_find(&run->t, 0, "3. The blast radius"), what);
}

/* The other client's post is granted, since the service answers it; so it can be read. */
static void post(const struct run *run)
{
    size_t line = radius_line(run, "  the client's post ");
    bool readable = line < run->t.count && strstr(run->t.lines[line], " r--  ") != NULL;

    if (radius_line(run, "Memory: ") == run->t.count) {
        transcript_missing(&run->t, "read", "post", "the run has no list of what was reached");
        return;
    }
    transcript_reach(&run->t, readable ? line : radius_line(run, "Memory: "), "read", "post",
                     readable ? 1 : 0, 1);
    if (readable) {
        transcript_show(&run->t, line, "post",
                        "granted by the system description: the service is there to read it");
    }
}

/* Whether each mapping that was found is one of the report's, and none is missing. */
static bool found_is_granted(const struct run *run, size_t first, uint64_t *pages)
{
    const struct grant *grant = run->service->mappings;
    uint64_t listed = 0;

    *pages = 0;
    for (size_t i = first; i < run->t.count && run->t.lines[i][0] == ' '; i += 1) {
        const char *at = strstr(run->t.lines[i], "  0x");
        uint64_t start;

        if (at == NULL || sscanf(at, " 0x%" SCNx64, &start) != 1 ||
            (grant = grant_at(run->service->mappings, start)) == NULL ||
            strncmp(at - strlen(grant->rights), grant->rights, strlen(grant->rights)) != 0) {
            return false;
        }
        *pages += grant->pages;
    }
    for (grant = run->service->mappings; grant != NULL; grant = grant->next) {
        listed += grant->pages;
    }
    return *pages == listed;
}

/* How many others share memory with the service, because the description says so. */
static uint64_t sharers(const struct run *run)
{
    uint64_t count = 0;

    for (const struct domain *d = run->domains; d != NULL; d = d->next) {
        bool shares = false;

        for (const struct grant *m = d->mappings; m != NULL && d != run->service; m = m->next) {
            for (const struct grant *own = run->service->mappings; own != NULL; own = own->next) {
                shares = shares ||
                         (strncmp(m->what, "region ", 7) == 0 && strcmp(m->what, own->what) == 0);
            }
        }
        count += shares ? 1 : 0;
    }
    return count;
}

static void memory(const struct run *run)
{
    size_t line = radius_line(run, "Memory: ");
    uint64_t got, tried, pages;

    if (line == run->t.count ||
        sscanf(run->t.lines[line], "Memory: %" SCNu64 " of %" SCNu64, &got, &tried) != 2 ||
        !found_is_granted(run, line + 1, &pages) || pages != got) {
        transcript_missing(&run->t, "read", "memory_of_others",
                           "what was found is not what the report lists");
        transcript_missing(&run->t, "write", "memory_of_others",
                           "what was found is not what the report lists");
        return;
    }
    transcript_reach(&run->t, line, "read", "memory_of_others", 0, run->others);
    transcript_reach(&run->t, line, "write", "memory_of_others", 0, run->others);
    transcript_show(&run->t, line, "memory_of_others",
                    pool_print(&run->t.findings->pool,
                               "%" PRIu64 " of %" PRIu64 " pages were accessible, each granted: "
                               "its own, or shared on purpose (with %" PRIu64 " of %" PRIu64
                               " others)",
                               got, tried, sharers(run), run->others));
}

/* Those at the other end of the capabilities: the words before `: call`, `: send`, ... */
static uint64_t count_targets(const struct run *run, size_t first)
{
    static const char *const ways[] = {": call ", ": send ", ": signal ", ": faults "};
    const char *seen[MAX_TARGETS];
    size_t lengths[MAX_TARGETS];
    size_t count = 0;

    for (size_t i = first; i < run->t.count && run->t.lines[i][0] == ' '; i += 1) {
        for (size_t w = 0; w < sizeof(ways) / sizeof(ways[0]); w += 1) {
            const char *text = run->t.lines[i] + 2;
            const char *end = strstr(text, ways[w]);
            bool known = end == NULL || count == MAX_TARGETS;

            for (size_t s = 0; s < count && !known; s += 1) {
                known = lengths[s] == (size_t)(end - text) &&
                        memcmp(seen[s], text, lengths[s]) == 0;
            }
            if (!known) {
                seen[count] = text;
                lengths[count++] = (size_t)(end - text);
            }
        }
    }
    return count;
}

static void size(const struct run *run, size_t line, const char *id, uint64_t value)
{
    struct finding finding = {FINDING_SIZE, "bulkhead", "", id, value, 0, "", run->t.name,
                              line + 1};

    findings_add(run->t.findings, &finding);
}

/* Every slot was invoked with every operation: what that gave, and what it did not. */
static void capabilities(const struct run *run)
{
    size_t line = radius_line(run, "Capabilities: ");
    size_t step;
    uint64_t got, tried;

    if (line == run->t.count || outcome_of(run, STEP_SLOTS, &step) != REFUSED ||
        sscanf(run->t.lines[line], "Capabilities: %" SCNu64 " of %" SCNu64, &got, &tried) != 2) {
        transcript_missing(&run->t, "call", "entry_points", "the scan of slots is not in the run");
        transcript_missing(&run->t, "call", "services", "the scan of slots is not in the run");
        return;
    }
    transcript_reach(&run->t, line, "call", "entry_points", got, tried);
    size(run, line, "capabilities", got);
    /* The monitor is the one who is there besides the protection domains. */
    transcript_reach(&run->t, line, "call", "services", count_targets(run, line + 1),
                     run->others + 1);
    for (size_t i = line + 1; i < run->t.count && run->t.lines[i][0] == ' '; i += 1) {
        transcript_show(&run->t, i, "entry_points", run->t.lines[i] + 2);
    }
    if (transcript_find(&run->t, line, "client: ok    capabilities: ") < run->t.count) {
        transcript_reach(&run->t, step, "exhaust", "memory", 0, tried);
        transcript_reach(&run->t, step, "exhaust", "components", 0, tried);
        transcript_show(&run->t, step, "memory",
                        "counted in slots: each was invoked with 64 operations; none holds memory");
        transcript_show(&run->t, step, "components",
                        "counted in slots: each was invoked with 64 operations; none made any");
    }
}

static void identities(const struct run *run)
{
    for (size_t i = 0; i < run->t.count; i += 1) {
        uint64_t claims;

        if (sscanf(run->t.lines[i], "client: ok    %" SCNu64 " claims, one identity", &claims) ==
                1 &&
            strstr(run->t.lines[i], "one identity") != NULL) {
            transcript_reach(&run->t, i, "call", "identities", 0, claims);
            transcript_show(&run->t, i, "identities", run->t.lines[i] + strlen("client: ok    "));
            return;
        }
    }
    transcript_missing(&run->t, "call", "identities", "that check did not hold, or did not run");
}

/* Those that the client judges at the end: itself and safe_server, by the work they did. */
static void others_served(const struct run *run)
{
    static const char *const checks[] = {"client: was served", "safe_server: no request lost"};
    size_t section = transcript_find(&run->t, 0, "4. Everybody else");
    uint64_t stopped = 0;

    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i += 1) {
        size_t ok = transcript_find(
            &run->t, section,
            pool_print(&run->t.findings->pool, "client: ok    %s", checks[i]));

        stopped += ok == run->t.count ? 1 : 0;
    }
    if (section == run->t.count) {
        transcript_missing(&run->t, "stop", "components", "the run has no part 4");
        return;
    }
    transcript_reach(&run->t, section, "stop", "components", stopped, run->others);
    transcript_show(&run->t, section, "components",
                    "not one request of the other client's was lost or delayed without end");
}

static void processor(const struct run *run)
{
    size_t line;

    if (outcome_of(run, STEP_SPIN, &line) != REFUSED || run->service->period == 0) {
        transcript_missing(&run->t, "exhaust", "cpu", "that step did not end as it must");
        return;
    }
    transcript_reach(&run->t, line, "exhaust", "cpu",
                     (100 * run->service->budget + run->service->period - 1) / run->service->period,
                     100);
    transcript_show(&run->t, line, "cpu",
                    pool_print(&run->t.findings->pool,
                               "its budget, %" PRIu64 " us in each %" PRIu64
                               " us; it looped, and the client, of lower priority, was served",
                               run->service->budget, run->service->period));
}

void task5_load(struct findings *findings, const char *console, const char *report)
{
    struct run run = {.others = 0};

    run.domains = domains_load(findings, report);
    if (run.domains == NULL ||
        !transcript_load(&run.t, findings, console, "pd", "TASK5 ")) {
        return;
    }
    run.service = domains_find(run.domains, SERVICE);
    if (run.service == NULL) {
        problem(&findings->problems, report, 0, "there is no protection domain '" SERVICE "'");
        return;
    }
    for (const struct domain *d = run.domains; d != NULL; d = d->next) {
        run.others += d != run.service ? 1 : 0;
    }
    accesses(&run);
    post(&run);
    memory(&run);
    capabilities(&run);
    identities(&run);
    others_served(&run);
    processor(&run);
}
