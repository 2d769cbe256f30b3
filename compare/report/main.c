/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compare-report: makes one report of what the consoles say: tables on stdout, and in FOLDER
 * compare.json, index.html, and its drawings: hulls.svg and chart-NN-TITLE.svg.
 * compare/compare.sh runs the machines and calls it.
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "chart_svg.h"
#include "contract.h"
#include "hulls_svg.h"
#include "page.h"
#include "task5.h"

enum { MAX_FACTS = 16 };

static const char usage[] =
    "usage: compare-report --out FOLDER --readings FILE --style FILE --names FILE...\n"
    "           [--ambient FILE] [--task5 CONSOLE REPORT] [--bench JSON] [--board PAGE]\n"
    "           [--fact NAME=VALUE]... [LOG...]\n";

struct report {
    struct findings findings;
    struct measurements measurements;
    struct board board;
    struct readings readings;
    struct input style;
    struct fact facts[MAX_FACTS];
    size_t fact_count;
    const char *folder;
    const struct chart *chart; /* the one that is being drawn */
    unsigned chart_count;
    bool charts_failed;
};

/* `NAME=VALUE`; the argument is cut in two. */
static bool add_fact(struct report *report, char *text)
{
    char *equals = strchr(text, '=');

    if (equals == NULL || report->fact_count == MAX_FACTS) {
        return false;
    }
    *equals = '\0';
    report->facts[report->fact_count++] = (struct fact){text, equals + 1};
    return true;
}

/* Acts on an option with the values that follow it. */
static bool take_option(struct report *r, const char *option, char **values)
{
    struct findings *findings = &r->findings;

    if (strcmp(option, "--out") == 0) {
        r->folder = values[0];
    } else if (strcmp(option, "--readings") == 0) {
        readings_load(&r->readings, findings, values[0]);
    } else if (strcmp(option, "--style") == 0) {
        (void)input_load(&r->style, &findings->pool, &findings->problems, values[0]);
    } else if (strcmp(option, "--names") == 0) {
        names_load(&findings->names, &findings->problems, values[0], NULL);
    } else if (strcmp(option, "--ambient") == 0) {
        names_load(&findings->names, &findings->problems, values[0], "ambient");
    } else if (strcmp(option, "--bench") == 0) {
        measurements_load(&r->measurements, findings, values[0]);
    } else if (strcmp(option, "--board") == 0) {
        board_load(&r->board, findings, values[0]);
    } else if (strcmp(option, "--task5") == 0 && values[1] != NULL) {
        task5_load(findings, values[0], values[1]);
    } else {
        return strcmp(option, "--fact") == 0 && add_fact(r, values[0]);
    }
    return true;
}

/* Catalogues must come before logs, which are checked against them. */
static bool take_arguments(struct report *report, char **arguments)
{
    while (*arguments != NULL) {
        const char *argument = *arguments++;

        if (strncmp(argument, "--", 2) != 0) {
            contract_load(&report->findings, argument);
            continue;
        }
        if (*arguments == NULL || !take_option(report, argument, arguments)) {
            return false;
        }
        arguments += strcmp(argument, "--task5") == 0 ? 2 : 1;
    }
    return report->folder != NULL && report->readings.count > 0 && report->style.text != NULL;
}

/* Writes FOLDER/NAME; a disk that is full must not go unnoticed. */
static bool write_file(struct report *r, const char *name, bool (*write)(struct report *, FILE *))
{
    const char *path = pool_print(&r->findings.pool, "%s/%s", r->folder, name);
    FILE *out = fopen(path, "wb");
    bool well = out != NULL;

    if (well) {
        errno = EILSEQ; /* text that is not UTF-8 sets no error of its own */
        well = write(r, out) && ferror(out) == 0;
        well = fclose(out) == 0 && well;
    }
    if (!well) {
        fprintf(stderr, "%s: error: cannot be written: %s\n", path, strerror(errno));
    }
    return well;
}

static bool draw_chart(struct report *r, FILE *out)
{
    chart_svg(out, r->chart);
    return true;
}

/* A title as part of a file's name: letters and digits, and `-` for all between them. */
static const char *plain(struct pool *pool, const char *title)
{
    char *name = pool_get(pool, strlen(title) + 1);
    size_t length = 0;

    for (; *title != '\0'; title += 1) {
        if (isalnum((unsigned char)*title)) {
            name[length++] = (char)tolower((unsigned char)*title);
        } else if (length > 0 && name[length - 1] != '-') {
            name[length++] = '-';
        }
    }
    length -= length > 0 && name[length - 1] == '-' ? 1 : 0;
    name[length] = '\0';
    return name;
}

static void save_chart(void *context, const struct chart *chart)
{
    struct report *r = context;
    struct pool *pool = &r->findings.pool;

    r->chart = chart;
    r->chart_count += 1;
    r->charts_failed |= !write_file(r, pool_print(pool, "chart-%02u-%s.svg", r->chart_count,
                                                  plain(pool, chart->title)),
                                    draw_chart);
}

static bool write_page(struct report *r, FILE *out)
{
    struct page page = {
        out,      &r->findings,  &r->measurements, &r->readings, r->style.text,
        r->facts, r->fact_count, save_chart,       r,                &r->board,
    };

    page_write(&page);
    return true;
}

static bool write_json(struct report *r, FILE *out)
{
    return report_json(out, &r->findings, r->facts, r->fact_count);
}

static bool write_hulls(struct report *r, FILE *out)
{
    hulls_svg(out, &r->findings);
    return true;
}

static int run(struct report *report, char **arguments)
{
    if (!take_arguments(report, arguments)) {
        if (report->findings.problems.count == 0) {
            fputs(usage, stderr);
        }
        return 2;
    }
    if (report->findings.problems.count > 0) {
        fprintf(stderr, "error: no report was made: %zu %s above\n",
                report->findings.problems.count,
                report->findings.problems.count == 1 ? "error" : "errors");
        return 1;
    }
    if (!write_file(report, "compare.json", write_json) ||
        !write_file(report, "index.html", write_page) ||
        !write_file(report, "hulls.svg", write_hulls) || report->charts_failed) {
        return 1;
    }
    report_terminal(stdout, &report->findings, &report->readings);
    return fflush(stdout) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    static struct report report;
    int status;

    (void)argc;
    findings_start(&report.findings, stderr);
    status = run(&report, argv + 1);
    findings_end(&report.findings);
    return status;
}
