/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The drawing above the table of what was reached: a hull for each configuration, a compartment for
 * each attempt, and the water stands as high as the share of it that succeeded.
 */
#include <string.h>

#include "output.h"
#include "page_parts.h"

/* In units of the drawing; the hull is drawn by its outline, compartments are cut by it. */
enum { WIDTH = 1000, HEIGHT = 92, STERN = 14, BOW = 96, FLOOR = 3 };

static unsigned count_attempts(const struct page *page)
{
    const struct entry *kind = NULL, *e;
    unsigned count = 0;

    while ((kind = names_next(&page->findings->names, "kind", kind)) != NULL) {
        for (e = NULL; (e = names_next(&page->findings->names, kind->id, e)) != NULL;) {
            count += 1;
        }
    }
    return count;
}

static void write_compartment(const struct page *page, const struct cell *cell, double x,
                              double width)
{
    double bottom = (double)FLOOR, room = HEIGHT - FLOOR;
    double height = cell_share(cell) * room;

    if (cell->state == CELL_VALUE && cell->finding->first > 0) {
        height = height < 4 ? 4 : height;
        fprintf(page->out, "<rect class=\"water\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                           "height=\"%.1f\"/>",
                x, room - height, width, height + bottom);
    } else if (cell->state != CELL_VALUE) {
        fprintf(page->out, "<rect class=\"unknown\" x=\"%.1f\" y=\"0\" width=\"%.1f\" "
                           "height=\"%d\"/>", x, width, HEIGHT);
    }
}

static void write_wall(FILE *out, double x, const char *class)
{
    fprintf(out, "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\"/>", class, x, x,
            HEIGHT);
}

static void write_compartments(const struct page *page, const char *subject, unsigned attempts)
{
    double width = (double)WIDTH / attempts;
    double x = 0;
    const struct entry *kind = NULL, *e;

    while ((kind = names_next(&page->findings->names, "kind", kind)) != NULL) {
        const char *wall = "wall thick";

        for (e = NULL; (e = names_next(&page->findings->names, kind->id, e)) != NULL;) {
            struct cell cell = cell_of(page->findings, FINDING_REACH, subject, kind->id, e->id);

            write_compartment(page, &cell, x, width);
            if (x > 0) {
                write_wall(page->out, x, wall);
            }
            wall = "wall";
            x += width;
        }
    }
}

static void write_hull(const struct page *page, const char *subject, unsigned attempts)
{
    unsigned reached, tried;
    FILE *out = page->out;
    char outline[160];

    count_reached(page->findings, subject, &reached, &tried);
    (void)snprintf(outline, sizeof(outline), "M3 3 H%d C%d %d %d %d %d %d H%d C%d %d 3 %d 3 3 Z",
                   WIDTH - 3, WIDTH - 10, HEIGHT / 2, WIDTH - 30, HEIGHT - 3, WIDTH - BOW,
                   HEIGHT - 3, STERN + 30, STERN, HEIGHT - 3, HEIGHT / 2);
    html(out, "<li><p><b>%s</b> <span>", column_text(page->findings, subject));
    fprintf(out, "%u of %u flooded</span></p>\n", reached, tried);
    fprintf(out, "<svg role=\"img\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">", WIDTH,
            HEIGHT);
    html(out, "<title>%s</title>", column_text(page->findings, subject));
    fprintf(out, "<desc>%u of %u attempts got something; the table below has each.</desc>", reached,
            tried);
    html(out, "<clipPath id=\"hull-%s\"><path d=\"%s\"/></clipPath><g clip-path=\"url(#hull-%s)\">",
         subject, outline, subject);
    write_compartments(page, subject, attempts);
    html(out, "</g><path class=\"hull\" d=\"%s\"/></svg></li>\n", outline);
}

/* The kinds below the hulls, each as wide as its compartments. */
static void write_kinds(const struct page *page)
{
    const struct entry *kind = NULL, *e;

    fputs("<ul class=\"kinds\" aria-hidden=\"true\">", page->out);
    while ((kind = names_next(&page->findings->names, "kind", kind)) != NULL) {
        unsigned count = 0;

        for (e = NULL; (e = names_next(&page->findings->names, kind->id, e)) != NULL;) {
            count += 1;
        }
        fprintf(page->out, "<li style=\"flex-grow:%u\">", count);
        html(page->out, "%s</li>", kind->text);
    }
    fputs("</ul>\n", page->out);
}

void page_hulls(const struct page *page)
{
    struct columns columns = columns_of_reach(page->findings, false);
    unsigned attempts = count_attempts(page);

    if (attempts == 0) {
        return;
    }
    fputs("<figure class=\"hulls\">\n<svg class=\"defs\" width=\"0\" height=\"0\" "
          "aria-hidden=\"true\"><defs>"
          "<pattern id=\"hatch\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\" "
          "patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" x2=\"0\" y1=\"0\" "
          "y2=\"9\"/></pattern></defs></svg>\n<ul>\n", page->out);
    for (size_t c = 0; c < columns.count; c += 1) {
        if (findings_has(page->findings, FINDING_REACH, columns.subjects[c])) {
            write_hull(page, columns.subjects[c], attempts);
        }
    }
    fputs("</ul>\n", page->out);
    write_kinds(page);
    fputs("<figcaption>", page->out);
    readings_write(page->readings, "hulls", page->out);
    fputs("</figcaption>\n</figure>\n", page->out);
}
