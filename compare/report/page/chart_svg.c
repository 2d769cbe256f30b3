/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The groups one below the other, the axis at the end.  As wide as the hulls, and as they are: it
 * can be put onto any page or slide, light or dark.
 */
#include "chart_svg.h"

#include "chart_scale.h"
#include "output.h"

/* In units of the drawing. */
enum { MARGIN = 40, WIDTH = 1000, TITLE = 44, HEADING = 30, PITCH = 26, BAR = 17,
       GAP = 16, AXIS = 60 };
static const int names = 290; /* where the bars begin, and places between units */

/* Light colours of page.css. */
static const char style[] =
    "<style>text{font:16px system-ui,-apple-system,\"Segoe UI\",Helvetica,Arial,sans-serif;"
    "fill:#1b2430}.title{font-size:22px;font-weight:600}.name{font-weight:600}"
    ".soft{fill:#55606e;font-weight:400}.sheet{fill:#fffefb;stroke:#d8d6cd}"
    ".grid{stroke:#d8d6cd}.ours{fill:#1d6a9c}.sel4{fill:#3d8f7c}.linux{fill:#bd6b1e}"
    ".second{fill:#d99a55}.third{fill:#e6bd8e}.fourth{fill:#8a4a10}</style>\n";

static double across(double percent)
{
    return names + (WIDTH - names) * percent / 100;
}

static unsigned height_of(const struct chart_group *group)
{
    return group->count == 0 ? 0 : HEADING + group->count * PITCH + GAP;
}

static void write_line(FILE *out, double x, unsigned top, unsigned bottom)
{
    fprintf(out, "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%u\" y2=\"%u\"/>", x, x, top,
            bottom);
}

static void write_bar(FILE *out, const struct chart *chart, const struct chart_bar *bar,
                      const struct scale *scale, unsigned y)
{
    double end = across(bar->value > 0 ? scale_place(scale, bar->value) : 0);
    unsigned text = y + PITCH - 8;

    fprintf(out, "<text class=\"soft\" x=\"%d\" y=\"%u\" text-anchor=\"end\">", names - 10, text);
    html(out, "%s</text><rect class=\"%s\"", chart->series[bar->series],
         chart->style[bar->series]);
    fprintf(out, " x=\"%d\" y=\"%u\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>", names,
            y + (PITCH - BAR) / 2, end - names, BAR);
    fprintf(out, "<text x=\"%.1f\" y=\"%u\">", end + 8, text);
    html(out, "%s</text>\n", bar->text);
}

static void write_group(FILE *out, const struct chart *chart, const struct chart_group *group,
                        const struct scale *scale, unsigned y)
{
    fprintf(out, "<text class=\"name\" y=\"%u\">", y + HEADING - 10);
    html(out, "%s <tspan class=\"soft\">%s</tspan></text>\n", group->label, group->text);
    for (int e = scale->first; e <= scale->last; e += 1) {
        write_line(out, across(scale_line(scale, e)), y + HEADING,
                   y + HEADING + group->count * PITCH);
    }
    for (unsigned b = 0; b < group->count; b += 1) {
        write_bar(out, chart, &group->bars[b], scale, y + HEADING + b * PITCH);
    }
}

static void write_axis(FILE *out, const struct chart *chart, const struct scale *scale, unsigned y)
{
    char text[NUMBER_TEXT];

    for (int e = scale->first; e <= scale->last; e += 1) {
        double x = across(scale_line(scale, e));

        write_line(out, x, y, y + 6);
        fprintf(out, "<text class=\"soft\" x=\"%.1f\" y=\"%u\" text-anchor=\"%s\">%s</text>", x,
                y + 24, e == scale->first ? "start" : "middle", scale_number(text, e));
    }
    fprintf(out, "\n<text class=\"soft\" x=\"%d\" y=\"%u\">", names, y + 50);
    html(out, "%s; logarithmic: each line is ten times the one before</text>\n", chart->unit);
}

void chart_svg(FILE *out, const struct chart *chart)
{
    struct scale scale = scale_of(chart);
    unsigned height = TITLE + AXIS, y = TITLE;

    for (size_t g = 0; g < chart->count; g += 1) {
        height += height_of(&chart->groups[g]);
    }
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %u\">\n",
            WIDTH + 2 * MARGIN, height + 2 * MARGIN);
    fprintf(out, "%s<rect class=\"sheet\" x=\".5\" y=\".5\" width=\"%d\" height=\"%u\"", style,
            WIDTH + 2 * MARGIN - 1, height + 2 * MARGIN - 1);
    fprintf(out, " rx=\"10\"/>\n");
    fprintf(out, "<g transform=\"translate(%d %d)\">", MARGIN, MARGIN);
    html(out, "<text class=\"title\" y=\"22\">%s</text>\n", chart->title);
    for (size_t g = 0; g < chart->count; g += 1) {
        if (chart->groups[g].count > 0) {
            write_group(out, chart, &chart->groups[g], &scale, y);
            y += height_of(&chart->groups[g]);
        }
    }
    write_axis(out, chart, &scale, y);
    fputs("</g></svg>\n", out);
}
