/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each group is an SVG of its own below a label, the axis is one at the end; all have the same
 * scale.  An SVG has coordinates in percent for what is across and in pixels for what is down.
 */
#include "chart_html.h"

#include "chart_scale.h"
#include "output.h"

enum { PITCH = 20, BAR = 13, AXIS_HEIGHT = 22 };

static void write_grid(FILE *out, const struct scale *scale, unsigned height)
{
    for (int e = scale->first; e <= scale->last; e += 1) {
        double x = scale_line(scale, e);

        fprintf(out, "<line class=\"grid\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"%u\"/>", x, x,
                height);
    }
}

static void write_description(FILE *out, const struct chart *chart,
                              const struct chart_group *group)
{
    html(out, "<title>%s</title><desc>", group->label);
    for (unsigned b = 0; b < group->count; b += 1) {
        html(out, "%s: %s %s. ", chart->series[group->bars[b].series], group->bars[b].text,
             chart->unit);
    }
    fputs("</desc>", out);
}

static void write_bars(FILE *out, const struct chart *chart, const struct chart_group *group,
                       const struct scale *scale)
{
    for (unsigned b = 0; b < group->count; b += 1) {
        const struct chart_bar *bar = &group->bars[b];
        double width = bar->value > 0 ? scale_place(scale, bar->value) : 0;
        unsigned y = b * PITCH + (PITCH - BAR) / 2;

        html(out, "<rect class=\"%s\"", chart->style[bar->series]);
        fprintf(out, " x=\"0\" y=\"%u\" width=\"%.2f%%\" height=\"%d\" rx=\"1.5\"/>", y, width,
                BAR);
        fprintf(out, "<text x=\"%.2f%%\" dx=\"6\" y=\"%u\">", width, y + BAR - 2);
        html(out, "%s</text>", bar->text);
    }
}

static void write_group(FILE *out, const struct chart *chart, const struct chart_group *group,
                        const struct scale *scale)
{
    unsigned height = group->count * PITCH;

    html(out, "<div class=\"group\"><p class=\"what\">%s", group->label);
    if (group->text[0] != '\0') {
        html(out, " <span>%s</span>", group->text);
    }
    fputs("</p><div class=\"plot\"><ul aria-hidden=\"true\">", out);
    for (unsigned b = 0; b < group->count; b += 1) {
        html(out, "<li><span class=\"long\">%s</span><span class=\"brief\">%s</span></li>",
             chart->series[group->bars[b].series], chart->brief[group->bars[b].series]);
    }
    fprintf(out, "</ul><svg role=\"img\" width=\"100%%\" height=\"%u\">", height);
    write_description(out, chart, group);
    write_grid(out, scale, height);
    write_bars(out, chart, group, scale);
    fputs("</svg></div></div>\n", out);
}

static void write_axis(FILE *out, const struct chart *chart, const struct scale *scale)
{
    /* On a narrow page there is room for every second number only. */
    static const char odd[] = " class=\"odd\"";
    char text[NUMBER_TEXT];

    fprintf(out,
            "<div class=\"plot axis\" aria-hidden=\"true\"><span></span>"
            "<svg width=\"100%%\" height=\"%d\">",
            AXIS_HEIGHT);
    for (int e = scale->first; e <= scale->last; e += 1) {
        double x = scale_line(scale, e);

        fprintf(out, "<line class=\"grid\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"5\"/>", x, x);
        fprintf(out, "<text%s x=\"%.2f%%\" y=\"18\" text-anchor=\"%s\">%s</text>",
                (e - scale->first) % 2 != 0 && scale->last - scale->first > 3 ? odd : "", x,
                e == scale->first ? "start" : "middle", scale_number(text, e));
    }
    html(out, "</svg></div><p class=\"unit\">%s; logarithmic: each line is ten times the one before"
              "</p>\n", chart->unit);
}

bool chart_write(const struct chart *chart, FILE *out)
{
    struct scale scale = scale_of(chart);

    if (scale.last < scale.first) {
        return false;
    }
    html(out, "<figure class=\"chart\" role=\"group\" aria-label=\"%s\">\n", chart->title);
    for (size_t g = 0; g < chart->count; g += 1) {
        if (chart->groups[g].count > 0) {
            write_group(out, chart, &chart->groups[g], &scale);
        }
    }
    write_axis(out, chart, &scale);
    fputs("</figure>\n", out);
    return true;
}
