/* SPDX-License-Identifier: BSD-2-Clause */
/* Sections with bars: exploits, crashes, sizes, measurements; each figure is in a table as well. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "chart_html.h"
#include "output.h"
#include "page_parts.h"

static const char *copy_grouped(const struct page *page, uint64_t value)
{
    char text[NUMBER_TEXT];

    return pool_print(&page->findings->pool, "%s", grouped(text, value));
}

/* The class that gives a column its colour: ours, seL4's, and Linux's in shades. */
static const char *style_of(const char *column, unsigned place)
{
    static const char *const linux_styles[] = {"linux", "linux second", "linux third",
                                               "linux fourth"};

    if (strncmp(column, "pd", 2) == 0 || strncmp(column, "bulkhead", 8) == 0) {
        return "ours";
    }
    if (strncmp(column, "sel4", 4) == 0) {
        return "sel4";
    }
    return linux_styles[place % (sizeof(linux_styles) / sizeof(linux_styles[0]))];
}

static struct chart begin_chart(const struct page *page, const char *title, const char *unit,
                                const struct columns *columns)
{
    struct chart chart = {.pool = &page->findings->pool, .title = title, .unit = unit};
    unsigned others = 0;

    for (size_t c = 0; c < columns->count && c < CHART_SERIES; c += 1) {
        chart.series[c] = column_text(page->findings, columns->subjects[c]);
        chart.brief[c] = column_brief(page->findings, columns->subjects[c]);
        chart.style[c] = style_of(columns->subjects[c], others);
        others += strncmp(chart.style[c], "linux", 5) == 0 ? 1 : 0;
    }
    return chart;
}

/* On the page, and for whoever wants each by itself. */
static void write_chart(const struct page *page, const struct chart *chart)
{
    if (chart_write(chart, page->out) && page->each_chart != NULL) {
        page->each_chart(page->context, chart);
    }
}

void page_exploits(const struct page *page)
{
    const struct finding *f = findings_next(page->findings, FINDING_EXPLOIT, NULL);
    char tries[NUMBER_TEXT];

    if (f == NULL) {
        page_nothing(page, "exploit");
        return;
    }
    fputs("<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
          "aria-label=\"Tries of the exploit\"><table class=\"plain\"><thead><tr>"
          "<th scope=\"col\">Where</th><th scope=\"col\">Protections</th>"
          "<th scope=\"col\">Outcome</th><th scope=\"col\">Tries</th>"
          "<th scope=\"col\">How</th><th scope=\"col\">Seen</th>"
          "</tr></thead><tbody>\n", page->out);
    for (; f != NULL; f = findings_next(page->findings, FINDING_EXPLOIT, f)) {
        bool on = strcmp(column_plain(page->findings, f->subject), f->subject) != 0;

        html(page->out, "<tr><th scope=\"row\">%s</th><td>%s</td><td class=\"%s\">%s</td>"
                        "<td class=\"number\">%s</td><td>%s</td><td>%s</td></tr>\n",
             column_text(page->findings, f->subject), on ? "on" : "off",
             f->second != 0 ? "wet full" : "dry", f->second != 0 ? "succeeded" : "held out",
             grouped(tries, f->first), names_text(&page->findings->names, "exploit", f->kind),
             f->text);
    }
    fputs("</tbody></table></div>\n", page->out);
}

/* No fault ends an endless loop, so its figures are a watchdog's: it is not one of the many. */
#define ENDLESS "loop"

static uint64_t crash_value(const struct finding *f, bool again)
{
    return again ? f->second : f->first;
}

/* Whether each column has figures for this kind of crash. */
static bool all_have(const struct page *page, const struct columns *columns, const char *kind)
{
    for (size_t c = 0; c < columns->count; c += 1) {
        if (findings_get(page->findings, FINDING_CRASH, columns->subjects[c], kind, "") == NULL) {
            return false;
        }
    }
    return true;
}

static int order(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* The median of the kinds that all columns have, of one column; `*kinds` is how many these are. */
static uint64_t median(const struct page *page, const struct columns *columns, size_t column,
                       bool again, size_t *kinds)
{
    enum { MOST = 64 };
    const struct entry *kind = NULL;
    uint64_t values[MOST];

    *kinds = 0;
    while ((kind = names_next(&page->findings->names, "crash", kind)) != NULL && *kinds < MOST) {
        if (strcmp(kind->id, ENDLESS) != 0 && all_have(page, columns, kind->id)) {
            values[(*kinds)++] =
                crash_value(findings_get(page->findings, FINDING_CRASH, columns->subjects[column],
                                         kind->id, ""),
                            again);
        }
    }
    qsort(values, *kinds, sizeof(values[0]), order);
    return *kinds == 0 ? 0 : values[(*kinds - 1) / 2];
}

/* Bars of one of the two figures: of the crashes that all columns have, and of the endless loop. */
static void chart_crashes(const struct page *page, const struct columns *columns, bool again)
{
    struct chart chart = begin_chart(page,
                                     again ? "Until the service works again" : "Until noticed",
                                     "instructions", columns);
    size_t kinds;

    (void)median(page, columns, 0, again, &kinds);
    chart_group(&chart,
                pool_print(&page->findings->pool,
                           "A crash: the median of the %zu kinds that end a component everywhere",
                           kinds), "");
    for (unsigned c = 0; c < columns->count && kinds > 0; c += 1) {
        uint64_t value = median(page, columns, c, again, &kinds);

        chart_bar(&chart, c, (double)value, copy_grouped(page, value));
    }
    chart_group(&chart, names_text(&page->findings->names, "crash", ENDLESS),
                "until a watchdog looks, each 20 ms");
    for (unsigned c = 0; c < columns->count; c += 1) {
        const struct finding *f =
            findings_get(page->findings, FINDING_CRASH, columns->subjects[c], ENDLESS, "");

        if (f != NULL) {
            chart_bar(&chart, c, (double)crash_value(f, again),
                      copy_grouped(page, crash_value(f, again)));
        }
    }
    html(page->out, "<h3>%s</h3>\n", chart.title);
    write_chart(page, &chart);
}

/* The row of a kind and a configuration, without the kind: figures, or why there are none. */
static void write_crash(const struct page *page, const char *subject, const struct cell *cell)
{
    char notice[NUMBER_TEXT], again[NUMBER_TEXT];

    html(page->out, "<td>%s</td>", column_text(page->findings, subject));
    if (cell->finding == NULL) {
        html(page->out, "<td class=\"blank\" colspan=\"3\">%s</td></tr>\n", cell->why);
        return;
    }
    html(page->out, "<td>%s</td><td class=\"number\">%s</td><td class=\"number\">%s</td></tr>\n",
         cell->finding->text, grouped(notice, cell->finding->first),
         grouped(again, cell->finding->second));
}

/* The rows of one kind, which is named once; none if nobody knows it. */
static void write_crash_rows(const struct page *page, const struct columns *columns,
                             const struct entry *kind)
{
    unsigned count = 0;

    for (size_t c = 0; c < columns->count; c += 1) {
        count += findings_get(page->findings, FINDING_CRASH, columns->subjects[c], kind->id, "") !=
                 NULL;
    }
    if (count == 0) {
        return;
    }
    fprintf(page->out, "<tr><th scope=\"row\" rowspan=\"%zu\">", columns->count);
    html(page->out, "%s</th>", kind->text);
    for (size_t c = 0; c < columns->count; c += 1) {
        struct cell cell =
            cell_of(page->findings, FINDING_CRASH, columns->subjects[c], kind->id, "");

        fputs(c == 0 ? "" : "<tr>", page->out);
        write_crash(page, columns->subjects[c], &cell);
    }
}

void page_crashes(const struct page *page)
{
    struct columns columns = columns_of(page->findings, FINDING_CRASH);
    const struct entry *kind = NULL;

    if (columns.count == 0) {
        page_nothing(page, "crash");
        return;
    }
    page_columns(page, &columns, "system");
    chart_crashes(page, &columns, false);
    chart_crashes(page, &columns, true);
    fputs("<details><summary>What the supervisor sees, crash by crash</summary>\n"
          "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Crashes\">"
          "<table class=\"plain\"><thead><tr><th scope=\"col\">The component</th>"
          "<th scope=\"col\">Where</th><th scope=\"col\">Its supervisor sees</th>"
          "<th scope=\"col\">Noticed after</th><th scope=\"col\">Works again after</th></tr>"
          "</thead><tbody>\n", page->out);
    while ((kind = names_next(&page->findings->names, "crash", kind)) != NULL) {
        write_crash_rows(page, &columns, kind);
    }
    fputs("</tbody></table></div></details>\n", page->out);
}

void page_sizes(const struct page *page)
{
    struct columns columns = columns_of(page->findings, FINDING_SIZE);
    struct chart chart =
        begin_chart(page, "Sizes", "bytes, lines, system calls, capabilities", &columns);
    const struct entry *e = NULL;

    while ((e = names_next(&page->findings->names, "size", e)) != NULL) {
        chart_group(&chart, e->text, "");
        for (unsigned c = 0; c < columns.count; c += 1) {
            const struct finding *f =
                findings_get(page->findings, FINDING_SIZE, columns.subjects[c], "", e->id);

            if (f != NULL) {
                chart_bar(&chart, c, (double)f->first, copy_grouped(page, f->first));
            }
        }
    }
    write_chart(page, &chart);
}

static const char *shown(const struct page *page, const struct figure *figure)
{
    size_t digits = strspn(figure->text, "0123456789");
    const char *rest;
    uint64_t whole;
    char text[NUMBER_TEXT];

    if (digits >= 18 || sscanf(figure->text, "%" SCNu64, &whole) != 1) {
        return figure->text;
    }
    rest = figure->text + digits;
    return pool_print(&page->findings->pool, "%s%s", grouped(text, whole),
                      strspn(rest, ".0") == strlen(rest) ? "" : rest);
}

static bool same_group(const struct measurement *a, const struct measurement *b)
{
    return strcmp(a->group, b->group) == 0 && strcmp(a->unit, b->unit) == 0;
}

/* The first row of its group, and all others of that group, which may be anywhere behind it. */
static void chart_rows(const struct page *page, const struct columns *columns, size_t first)
{
    const struct measurements *m = page->measurements;
    struct chart chart = begin_chart(page, m->rows[first].group, m->rows[first].unit, columns);

    for (size_t i = first; i < m->row_count; i += 1) {
        if (!same_group(&m->rows[i], &m->rows[first])) {
            continue;
        }
        chart_group(&chart, m->rows[i].text, m->rows[i].id);
        for (unsigned c = 0; c < m->column_count; c += 1) {
            if (m->rows[i].figures[c].text != NULL) {
                chart_bar(&chart, c, m->rows[i].figures[c].value,
                          shown(page, &m->rows[i].figures[c]));
            }
        }
    }
    html(page->out, "<h3 class=\"group-heading\">%s</h3>\n", m->rows[first].group);
    write_chart(page, &chart);
}

static void write_measurement_table(const struct page *page, const struct columns *columns)
{
    const struct measurements *m = page->measurements;

    fputs("<details><summary>The same figures as a table</summary>\n<div class=\"scroll\" "
          "role=\"region\" tabindex=\"0\" aria-label=\"Measurements\"><table class=\"plain\">"
          "<thead><tr><th scope=\"col\">Operation</th><th scope=\"col\">Unit</th>", page->out);
    for (size_t c = 0; c < columns->count; c += 1) {
        html(page->out, "<th scope=\"col\">%s</th>",
             column_text(page->findings, columns->subjects[c]));
    }
    fputs("</tr></thead><tbody>\n", page->out);
    for (size_t i = 0; i < m->row_count; i += 1) {
        html(page->out, "<tr><th scope=\"row\">%s</th><td>%s</td>", m->rows[i].text,
             m->rows[i].unit);
        for (size_t c = 0; c < columns->count; c += 1) {
            const struct figure *figure = &m->rows[i].figures[c];

            html(page->out, "<td class=\"number\">%s</td>",
                 figure->text == NULL ? "" : shown(page, figure));
        }
        fputs("</tr>\n", page->out);
    }
    fputs("</tbody></table></div></details>\n", page->out);
}

void page_measurements(const struct page *page)
{
    const struct measurements *m = page->measurements;
    struct columns columns = {{NULL}, 0};

    if (m->row_count == 0) {
        page_nothing(page, "bench");
        return;
    }
    for (size_t c = 0; c < m->column_count; c += 1) {
        columns.subjects[columns.count++] = m->columns[c];
    }
    for (size_t i = 0; i < m->row_count; i += 1) {
        size_t first = 0;

        while (!same_group(&m->rows[first], &m->rows[i])) {
            first += 1;
        }
        if (first == i) {
            chart_rows(page, &columns, i);
        }
    }
    write_measurement_table(page, &columns);
}
