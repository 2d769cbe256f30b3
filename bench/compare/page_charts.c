/* SPDX-License-Identifier: BSD-2-Clause */
/* Sections with bars: exploits, crashes, sizes, measurements; each figure is in a table as well. */
#include <inttypes.h>
#include <string.h>

#include "chart.h"
#include "output.h"
#include "page.h"

static const char *copy_grouped(const struct page *page, uint64_t value)
{
    char text[NUMBER_TEXT];

    return pool_print(&page->findings->pool, "%s", grouped(text, value));
}

/* The class that gives a column its colour: ours, seL4's, and Linux's in two shades. */
static const char *style_of(const char *column, unsigned place)
{
    if (strncmp(column, "pd", 2) == 0 || strncmp(column, "bulkhead", 8) == 0) {
        return "ours";
    }
    if (strncmp(column, "sel4", 4) == 0) {
        return "sel4";
    }
    return place % 3 == 0 ? "linux" : place % 3 == 1 ? "linux second" : "linux third";
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
          "<th scope=\"col\">Where</th><th scope=\"col\">How</th>"
          "<th scope=\"col\">Tries</th><th scope=\"col\">Outcome</th><th scope=\"col\">Seen</th>"
          "</tr></thead><tbody>\n", page->out);
    for (; f != NULL; f = findings_next(page->findings, FINDING_EXPLOIT, f)) {
        html(page->out, "<tr><th scope=\"row\">%s</th><td>%s</td><td class=\"number\">%s</td>"
                        "<td class=\"%s\">%s</td><td>%s</td></tr>\n",
             column_text(page->findings, f->subject),
             names_text(&page->findings->names, "exploit", f->kind), grouped(tries, f->first),
             f->second != 0 ? "wet full" : "dry", f->second != 0 ? "the code ran" : "held out",
             f->text);
    }
    fputs("</tbody></table></div>\n", page->out);
}

/* Bars of one of the two figures of a crash. */
static void chart_crashes(const struct page *page, const struct columns *columns, bool again)
{
    struct chart chart = begin_chart(page,
                                     again ? "Until the service works again" : "Until noticed",
                                     "instructions", columns);
    const struct entry *kind = NULL;

    while ((kind = names_next(&page->findings->names, "crash", kind)) != NULL) {
        chart_group(&chart, kind->text, "");
        for (unsigned c = 0; c < columns->count; c += 1) {
            const struct finding *f = findings_get(page->findings, FINDING_CRASH,
                                                   columns->subjects[c], kind->id, "");

            if (f != NULL) {
                uint64_t value = again ? f->second : f->first;

                chart_bar(&chart, c, (double)value, copy_grouped(page, value));
            }
        }
    }
    html(page->out, "<h3>%s</h3>\n", chart.title);
    chart_write(&chart, page->out);
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
    chart_crashes(page, &columns, false);
    chart_crashes(page, &columns, true);
    fputs("<h3>What the supervisor sees</h3>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
          "aria-label=\"Crashes\"><table class=\"plain\"><thead><tr><th scope=\"col\">The component"
          "</th><th scope=\"col\">Where</th><th scope=\"col\">Its supervisor sees</th>"
          "<th scope=\"col\">Noticed after</th><th scope=\"col\">Works again after</th></tr>"
          "</thead><tbody>\n", page->out);
    while ((kind = names_next(&page->findings->names, "crash", kind)) != NULL) {
        write_crash_rows(page, &columns, kind);
    }
    fputs("</tbody></table></div>\n", page->out);
}

void page_sizes(const struct page *page)
{
    struct columns columns = columns_of(page->findings, FINDING_SIZE);
    struct chart chart = begin_chart(page, "Sizes", "bytes, lines, entry points", &columns);
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
    chart_write(&chart, page->out);
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

/* The rows from `first` on that belong together; returns the index of the one behind them. */
static size_t chart_rows(const struct page *page, const struct columns *columns, size_t first)
{
    const struct measurements *m = page->measurements;
    struct chart chart = begin_chart(page, m->rows[first].group, m->rows[first].unit, columns);
    size_t i = first;

    for (; i < m->row_count && strcmp(m->rows[i].group, m->rows[first].group) == 0 &&
           strcmp(m->rows[i].unit, m->rows[first].unit) == 0; i += 1) {
        chart_group(&chart, m->rows[i].text, m->rows[i].id);
        for (unsigned c = 0; c < m->column_count; c += 1) {
            if (m->rows[i].figures[c].text != NULL) {
                chart_bar(&chart, c, m->rows[i].figures[c].value,
                          shown(page, &m->rows[i].figures[c]));
            }
        }
    }
    html(page->out, "<h3 class=\"group-heading\">%s</h3>\n", m->rows[first].group);
    chart_write(&chart, page->out);
    return i;
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
    for (size_t i = 0; i < m->row_count;) {
        i = chart_rows(page, &columns, i);
    }
    write_measurement_table(page, &columns);
}
