/* SPDX-License-Identifier: BSD-2-Clause */
/* The drawing above the table of what was reached: a hull for each configuration. */
#include "hull.h"
#include "output.h"
#include "page_parts.h"

static void write_hull(const struct page *page, const char *subject)
{
    unsigned reached, tried;
    FILE *out = page->out;

    count_reached(page->findings, subject, &reached, &tried);
    html(out, "<li><p><b>%s</b> <span>", column_text(page->findings, subject));
    fprintf(out, "%u of %u flooded</span></p>\n", reached, tried);
    fprintf(out, "<svg role=\"img\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">",
            HULL_WIDTH, HULL_HEIGHT);
    html(out, "<title>%s</title>", column_text(page->findings, subject));
    fprintf(out, "<desc>%u of %u attempts got something; the table below has each.</desc>", reached,
            tried);
    hull_write(out, page->findings, subject);
    fputs("</svg></li>\n", out);
}

/* The kinds below the hulls, each as wide as its compartments. */
static void write_kinds(const struct page *page)
{
    const struct entry *kind = NULL;

    fputs("<ul class=\"kinds\" aria-hidden=\"true\">", page->out);
    while ((kind = names_next(&page->findings->names, "kind", kind)) != NULL) {
        fprintf(page->out, "<li style=\"flex-grow:%u\">",
                hull_attempts_of(page->findings, kind->id));
        html(page->out, "%s</li>", kind->text);
    }
    fputs("</ul>\n", page->out);
}

void page_hulls(const struct page *page)
{
    struct columns columns = columns_of_reach(page->findings, false);

    if (hull_attempts(page->findings) == 0) {
        return;
    }
    fputs("<figure class=\"hulls\">\n<svg class=\"defs\" width=\"0\" height=\"0\" "
          "aria-hidden=\"true\"><defs>", page->out);
    hull_hatch(page->out);
    fputs("</defs></svg>\n<ul>\n", page->out);
    for (size_t c = 0; c < columns.count; c += 1) {
        if (findings_has(page->findings, FINDING_REACH, columns.subjects[c])) {
            write_hull(page, columns.subjects[c]);
        }
    }
    fputs("</ul>\n", page->out);
    write_kinds(page);
    fputs("<figcaption>", page->out);
    readings_write(page->readings, "hulls", page->out);
    fputs("</figcaption>\n</figure>\n", page->out);
}
