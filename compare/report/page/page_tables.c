/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables whose columns are configurations.  On a phone a row becomes a card: its name above, the
 * cells side by side.  Roles are written out, since a changed `display` would lose them.
 */
#include <string.h>

#include "output.h"
#include "page_parts.h"

/* A heading cell for each column. */
static void write_heading_row(const struct page *page, const char *first,
                              const struct columns *columns)
{
    html(page->out, "<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
                    "scope=\"col\" class=\"corner\">%s</th>", first);
    for (size_t c = 0; c < columns->count; c += 1) {
        html(page->out, "<th role=\"columnheader\" scope=\"col\"><span class=\"long\">%s</span>"
                        "<span class=\"brief\" aria-hidden=\"true\">%s</span></th>",
             column_text(page->findings, columns->subjects[c]),
             column_brief(page->findings, columns->subjects[c]));
    }
    fputs("</tr></thead>\n", page->out);
}

static void write_share(FILE *out, const struct cell *cell)
{
    char got[NUMBER_TEXT], tried[NUMBER_TEXT];
    double share = cell_share(cell);

    fprintf(out, "<td role=\"cell\" class=\"%s\" style=\"--share:%.3f\">",
            cell->finding->first > 0 ? "wet" : "dry", share);
    html(out, "<b>%s</b> <span>of %s</span></td>", grouped(got, cell->finding->first),
         grouped(tried, cell->finding->second));
}

/* A cell: got of tried, a number, yes or no, or why there is none. */
static void write_cell(const struct page *page, const struct cell *cell, bool flag)
{
    char text[NUMBER_TEXT];

    if (cell->state != CELL_VALUE) {
        html(page->out, "<td role=\"cell\" class=\"blank\" title=\"%s\"><span>%s</span></td>",
             cell->why, cell->word);
    } else if (is_share(cell->finding->type)) {
        write_share(page->out, cell);
    } else {
        html(page->out, "<td role=\"cell\"><b>%s</b></td>",
             !flag                       ? grouped(text, cell->finding->first)
             : cell->finding->first != 0 ? "yes"
                                         : "no");
    }
}

static void begin_table(const struct page *page, const char *label, const struct columns *columns)
{
    html(page->out, "<div class=\"scroll\"><table role=\"table\" class=\"cards%s\" "
                    "aria-label=\"%s\"", columns->count <= 3 ? " few" : "", label);
    fprintf(page->out, " style=\"--columns:%zu\">\n", columns->count);
}

static void write_row(const struct page *page, enum finding_type type, const struct row *row,
                      const struct columns *columns)
{
    html(page->out, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>", row->text);
    for (size_t c = 0; c < columns->count; c += 1) {
        struct cell cell =
            cell_of(page->findings, type, columns->subjects[c], row->kind, row->id);

        write_cell(page, &cell, is_flag(page->findings, row->id));
    }
    fputs("</tr>\n", page->out);
}

/* A row at the end: in how many attempts something was got. */
static void write_sum(const struct page *page, const struct columns *columns)
{
    fputs("<tbody role=\"rowgroup\" class=\"sum\"><tr role=\"row\"><th role=\"rowheader\" "
          "scope=\"row\">Attempts that got something</th>", page->out);
    for (size_t c = 0; c < columns->count; c += 1) {
        unsigned reached, tried;

        count_reached(page->findings, columns->subjects[c], &reached, &tried);
        if (tried == 0) {
            fputs("<td role=\"cell\"><span>-</span></td>", page->out);
            continue;
        }
        fprintf(page->out, "<td role=\"cell\"><b>%u</b> <span>of %u</span></td>", reached, tried);
    }
    fputs("</tr></tbody>\n", page->out);
}

/* `columns; rows: why (word)`; all rows are not named one by one. */
static void write_note(const struct page *page, const struct rows *rows,
                       const struct columns *columns, const struct note *note)
{
    bool all = note->rows == UINT64_MAX >> (VIEW_ROWS - rows->count);
    const char *between = "<li><b>";

    for (size_t c = 0; c < columns->count; c += 1) {
        if ((note->columns & 1u << c) != 0) {
            fputs(between, page->out);
            html(page->out, "%s", column_text(page->findings, columns->subjects[c]));
            between = ", ";
        }
    }
    fputs("</b>", page->out);
    for (size_t r = 0; r < rows->count; r += 1) {
        if (!all && (note->rows & 1ull << r) != 0) {
            const struct row *row = &rows->list[r];

            html(page->out, row->kind[0] != '\0' && row->id[0] != '\0' ? "; %s: %s" : "; %s%s",
                 row->id[0] != '\0' ? names_text(&page->findings->names, "kind", row->kind) : "",
                 row->text);
        }
    }
    html(page->out, note->word[0] != '\0' ? ": %s (%s).</li>\n" : ": %s%s.</li>\n", note->why,
         note->word);
}

/* What is to be said about the cells, each once. */
static void write_notes(const struct page *page, enum finding_type type,
                        const struct columns *columns)
{
    struct rows rows = rows_of(page->findings, type, columns);
    struct notes notes = notes_of(page->findings, type, &rows, columns);

    fputs("<ul class=\"notes\">\n", page->out);
    for (size_t i = 0; i < notes.count; i += 1) {
        write_note(page, &rows, columns, &notes.list[i]);
    }
    fputs("</ul>\n", page->out);
}

/* How much the protections changed, and the whole table folded away. */
static void begin_changes(const struct page *page)
{
    unsigned figures, changed;

    count_changed(page->findings, NULL, NULL, &figures, &changed);
    fprintf(page->out,
            "<p class=\"says\">Once the code runs, %u of %u figures are what they are without "
            "protections.</p>\n<details%s><summary>What it got then, figure by figure</summary>\n",
            figures - changed, figures, changed > 0 ? " open" : "");
}

void page_reach(const struct page *page, bool hardened)
{
    struct columns columns = columns_of_reach(page->findings, hardened);
    const struct names *names = &page->findings->names;
    const struct entry *kind = NULL, *e;

    if (hardened) {
        begin_changes(page);
    }
    begin_table(page, hardened ? "Blast radius with protections on" : "Blast radius", &columns);
    write_heading_row(page, "The injected code tried to", &columns);
    while ((kind = names_next(names, "kind", kind)) != NULL) {
        fputs("<tbody role=\"rowgroup\">", page->out);
        html(page->out, "<tr role=\"row\" class=\"kind\"><th role=\"rowheader\" ");
        fprintf(page->out, "scope=\"rowgroup\" colspan=\"%zu\">", columns.count + 1);
        html(page->out, "%s</th></tr>\n", kind->text);
        for (e = NULL; (e = names_next(names, kind->id, e)) != NULL;) {
            write_row(page, FINDING_REACH, &(struct row){kind->id, e->id, e->text}, &columns);
        }
        fputs("</tbody>\n", page->out);
    }
    write_sum(page, &columns);
    fputs("</table></div>\n", page->out);
    write_notes(page, FINDING_REACH, &columns);
    fputs(hardened ? "</details>\n" : "", page->out);
}

void page_table(const struct page *page, enum finding_type type, const char *group)
{
    struct columns columns = columns_of(page->findings, type);
    struct rows rows = rows_of(page->findings, type, &columns);

    if (columns.count == 0) {
        page_nothing(page, group);
        return;
    }
    begin_table(page, readings_heading(page->readings, group), &columns);
    write_heading_row(page, "", &columns);
    fputs("<tbody role=\"rowgroup\">\n", page->out);
    for (size_t r = 0; r < rows.count; r += 1) {
        write_row(page, type, &rows.list[r], &columns);
    }
    fputs("</tbody></table></div>\n", page->out);
    write_notes(page, type, &columns);
}

/* Whether the evidence is about an entry of the groups, or named after one: `GROUP_...`. */
static bool is_of(const struct page *page, const struct finding *show, const char *const *groups)
{
    for (; *groups != NULL; groups += 1) {
        size_t length = strlen(*groups);

        if (names_find(&page->findings->names, *groups, show->id) != NULL ||
            (strncmp(show->id, *groups, length) == 0 && show->id[length] == '_')) {
            return true;
        }
    }
    return false;
}

/* Whether it belongs to the section of `groups`.  Evidence of no section is in that of the attempts
   if it is about a configuration that was attacked, and else in the last (NULL). */
static bool belongs(const struct page *page, const struct finding *show, const char *const *groups)
{
    static const char *const all[] = {"read",  "write",  "call",    "stop", "exhaust", "exploit",
                                      "crash", "driver", "dma",     "time", "host",    "ambient",
                                      "size",  NULL};

    bool elsewhere = is_of(page, show, all);

    if (groups == NULL || elsewhere) {
        return groups != NULL ? is_of(page, show, groups)
                              : !elsewhere &&
                                    !findings_has(page->findings, FINDING_REACH, show->subject);
    }
    return strcmp(groups[0], all[0]) == 0 &&
           findings_has(page->findings, FINDING_REACH, show->subject);
}

void page_evidence(const struct page *page, const char *const *groups)
{
    const struct finding *f = NULL;
    bool any = false;

    while ((f = findings_next(page->findings, FINDING_SHOW, f)) != NULL) {
        if (!belongs(page, f, groups)) {
            continue;
        }
        if (!any) {
            fputs("<details><summary>Evidence: what the attempts saw</summary>\n"
                  "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Evidence\">"
                  "<table class=\"plain\">"
                  "<thead><tr><th scope=\"col\">Where</th><th scope=\"col\">What</th>"
                  "<th scope=\"col\">Seen</th></tr></thead><tbody>\n", page->out);
            any = true;
        }
        html(page->out, "<tr><td>%s</td><td><code>%s</code></td><td>%s</td></tr>\n",
             column_text(page->findings, f->subject), f->id, f->text);
    }
    fputs(any ? "</tbody></table></div></details>\n" : "", page->out);
}
