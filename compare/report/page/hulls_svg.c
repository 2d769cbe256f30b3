/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The hulls one below the other.  The drawing has a background and colours of its own, so that it
 * can be put onto any page or slide, light or dark.
 */
#include "hulls_svg.h"

#include "hull.h"
#include "output.h"
#include "view.h"

/* In units of the drawing.  A row is a line of text and a hull. */
enum { MARGIN = 40, LINE = 30, GAP = 14, ROW = LINE + HULL_HEIGHT + GAP };

static const char style[] =
    "<style>text{font:18px system-ui,-apple-system,\"Segoe UI\",Helvetica,Arial,sans-serif;"
    "fill:#1b2430}.name{font-weight:600}text.soft{fill:#55606e}"
    ".sheet{fill:#fffefb;stroke:#d8d6cd}.hull{fill:none;stroke:#1b2430;stroke-width:2}"
    ".wall{stroke:#1b2430;stroke-opacity:.3}.thick{stroke-opacity:1;stroke-width:1.5}"
    ".water{fill:#27698f;fill-opacity:.75}.unknown{fill:url(#hatch)}"
    ".hatch{stroke:#55606e;stroke-opacity:.35;stroke-width:2}</style>\n";

static void write_row(FILE *out, const struct findings *findings, const char *subject)
{
    unsigned reached, tried;

    count_reached(findings, subject, &reached, &tried);
    html(out, "<text class=\"name\" y=\"20\">%s</text>", column_text(findings, subject));
    fprintf(out,
            "<text class=\"soft\" x=\"%d\" y=\"20\" text-anchor=\"end\">%u of %u flooded</text>\n"
            "<g transform=\"translate(0 %d)\">",
            HULL_WIDTH, reached, tried, LINE);
    hull_write(out, findings, subject);
    fputs("</g>", out);
}

/* Below the hulls, each kind where its compartments begin. */
static void write_kinds(FILE *out, const struct findings *findings)
{
    double width = (double)HULL_WIDTH / hull_attempts(findings), x = 0;
    const struct entry *kind = NULL;

    while ((kind = names_next(&findings->names, "kind", kind)) != NULL) {
        fprintf(out, "<text class=\"soft\" x=\"%.1f\" y=\"16\">", x);
        html(out, "%s</text>", kind->text);
        x += width * hull_attempts_of(findings, kind->id);
    }
}

static void write_group(FILE *out, unsigned row)
{
    fprintf(out, "<g transform=\"translate(%d %u)\">", MARGIN, MARGIN - LINE / 2 + row * ROW);
}

void hulls_svg(FILE *out, const struct findings *findings)
{
    struct columns columns = columns_of_reach(findings, false);
    unsigned rows = 0, height, width = HULL_WIDTH + 2 * MARGIN;

    for (size_t c = 0; c < columns.count; c += 1) {
        rows += findings_has(findings, FINDING_REACH, columns.subjects[c]) ? 1 : 0;
    }
    height = 2 * MARGIN + rows * ROW;
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %u %u\">\n", width,
            height);
    fprintf(out, "%s<defs>", style);
    hull_hatch(out);
    fprintf(out, "</defs>\n<rect class=\"sheet\" x=\".5\" y=\".5\" width=\"%u\" height=\"%u\" "
                 "rx=\"10\"/>\n",
            width - 1, height - 1);
    rows = 0;
    for (size_t c = 0; c < columns.count; c += 1) {
        if (findings_has(findings, FINDING_REACH, columns.subjects[c])) {
            write_group(out, rows++);
            write_row(out, findings, columns.subjects[c]);
            fputs("</g>\n", out);
        }
    }
    if (rows > 0) {
        write_group(out, rows);
        write_kinds(out, findings);
        fputs("</g>\n", out);
    }
    fputs("</svg>\n", out);
}
