/* SPDX-License-Identifier: BSD-2-Clause */
/* One hull as elements of SVG. */
#include "hull.h"

#include "output.h"
#include "view.h"

/* The hull is drawn by its outline, compartments are cut by it. */
enum { WIDTH = HULL_WIDTH, HEIGHT = HULL_HEIGHT, STERN = 14, BOW = 96, FLOOR = 3 };

unsigned hull_attempts_of(const struct findings *findings, const char *kind)
{
    const struct entry *e = NULL;
    unsigned count = 0;

    while ((e = names_next(&findings->names, kind, e)) != NULL) {
        count += 1;
    }
    return count;
}

unsigned hull_attempts(const struct findings *findings)
{
    const struct entry *kind = NULL;
    unsigned count = 0;

    while ((kind = names_next(&findings->names, "kind", kind)) != NULL) {
        count += hull_attempts_of(findings, kind->id);
    }
    return count;
}

static void write_compartment(FILE *out, const struct cell *cell, double x, double width)
{
    double bottom = (double)FLOOR, room = HEIGHT - FLOOR;
    double height = cell_share(cell) * room;

    if (cell->state == CELL_VALUE && cell->finding->first > 0) {
        height = height < 4 ? 4 : height;
        fprintf(out, "<rect class=\"water\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                     "height=\"%.1f\"/>",
                x, room - height, width, height + bottom);
    } else if (cell->state != CELL_VALUE) {
        fprintf(out, "<rect class=\"unknown\" x=\"%.1f\" y=\"0\" width=\"%.1f\" "
                     "height=\"%d\"/>", x, width, HEIGHT);
    }
}

static void write_wall(FILE *out, double x, const char *class)
{
    fprintf(out, "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\"/>", class, x, x,
            HEIGHT);
}

static void write_compartments(FILE *out, const struct findings *findings, const char *subject)
{
    double width = (double)WIDTH / hull_attempts(findings);
    double x = 0;
    const struct entry *kind = NULL, *e;

    while ((kind = names_next(&findings->names, "kind", kind)) != NULL) {
        const char *wall = "wall thick";

        for (e = NULL; (e = names_next(&findings->names, kind->id, e)) != NULL;) {
            struct cell cell = cell_of(findings, FINDING_REACH, subject, kind->id, e->id);

            write_compartment(out, &cell, x, width);
            if (x > 0) {
                write_wall(out, x, wall);
            }
            wall = "wall";
            x += width;
        }
    }
}

void hull_write(FILE *out, const struct findings *findings, const char *subject)
{
    char outline[160];

    (void)snprintf(outline, sizeof(outline), "M3 3 H%d C%d %d %d %d %d %d H%d C%d %d 3 %d 3 3 Z",
                   WIDTH - 3, WIDTH - 10, HEIGHT / 2, WIDTH - 30, HEIGHT - 3, WIDTH - BOW,
                   HEIGHT - 3, STERN + 30, STERN, HEIGHT - 3, HEIGHT / 2);
    html(out, "<clipPath id=\"hull-%s\"><path d=\"%s\"/></clipPath><g clip-path=\"url(#hull-%s)\">",
         subject, outline, subject);
    write_compartments(out, findings, subject);
    html(out, "</g><path class=\"hull\" d=\"%s\"/>", outline);
}

void hull_hatch(FILE *out)
{
    fputs("<pattern id=\"hatch\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\" "
          "patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" x2=\"0\" y1=\"0\" "
          "y2=\"9\"/></pattern>", out);
}
