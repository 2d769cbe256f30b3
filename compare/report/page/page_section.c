/* SPDX-License-Identifier: BSD-2-Clause */
/* The frame of a section, and what stands in one for which nothing was measured. */
#include "page_section.h"

#include <string.h>

#include "output.h"

void page_begin(const struct page *page, const char *section)
{
    html(page->out, "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n", section, section);
    html(page->out, "<h2 id=\"%s-heading\">%s</h2>\n", section,
         readings_heading(page->readings, section));
    fputs("<div class=\"prose\">\n", page->out);
    readings_write(page->readings, section, page->out);
    fputs("</div>\n", page->out);
}

void page_end(const struct page *page, const char *section)
{
    char name[64];

    (void)snprintf(name, sizeof(name), "%s_honest", section);
    html(page->out, "<div class=\"prose honest\">\n<h3>%s</h3>\n",
         readings_heading(page->readings, name));
    readings_write(page->readings, name, page->out);
    fputs("</div>\n</section>\n", page->out);
}

/* Whether `name` is one of the names of `path`, which has `:` between them. */
static bool is_part(const char *path, const char *name)
{
    size_t length = strlen(name);

    while (path != NULL && (strncmp(path, name, length) != 0 ||
                            (path[length] != '\0' && path[length] != ':'))) {
        path = strchr(path, ':');
        path = path == NULL ? NULL : path + 1;
    }
    return path != NULL;
}

void page_nothing(const struct page *page, const char *what)
{
    const struct finding *f = NULL;

    fputs("<div class=\"nothing\"><p>Not measured in this run.</p>\n", page->out);
    while ((f = findings_next(page->findings, FINDING_MISSING, f)) != NULL) {
        if (is_part(f->id, what)) {
            html(page->out, "<p>%s: %s</p>\n", missing_text(page->findings, f), f->text);
        }
    }
    fputs("</div>\n", page->out);
}

void page_columns(const struct page *page, const struct columns *columns, const char *group)
{
    fputs("<dl class=\"columns\">\n", page->out);
    for (size_t c = 0; c < columns->count; c += 1) {
        const char *text = column_sentence(page->findings, columns->subjects[c], group);

        if (text != NULL) {
            html(page->out, "<dt>%s</dt><dd>%s</dd>\n",
                 column_text(page->findings, columns->subjects[c]), text);
        }
    }
    fputs("</dl>\n", page->out);
}
