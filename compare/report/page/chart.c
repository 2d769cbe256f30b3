/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each group is an SVG of its own below a label, the axis is one at the end; all have the same
 * scale.  An SVG has coordinates in percent for what is across and in pixels for what is down.
 */
#include "chart.h"

#include <string.h>

#include "output.h"

/* The longest bar ends here, so that its figure has room beside it. */
static const double full_width = 80.0;

enum { PITCH = 20, BAR = 13, AXIS_HEIGHT = 22 };

/* The axis goes from 10^first to 10^last. */
struct scale {
    int first, last;
};

void chart_group(struct chart *chart, const char *label, const char *text)
{
    if (chart->count == chart->capacity) {
        struct chart_group *old = chart->groups;

        chart->capacity = 2 * chart->capacity + 16;
        chart->groups = pool_get(chart->pool, chart->capacity * sizeof(*old));
        if (chart->count > 0) {
            memcpy(chart->groups, old, chart->count * sizeof(*old));
        }
    }
    chart->groups[chart->count].label = label;
    chart->groups[chart->count++].text = text;
}

void chart_bar(struct chart *chart, unsigned series, double value, const char *text)
{
    struct chart_group *group = &chart->groups[chart->count - 1];

    if (group->count < CHART_SERIES) {
        group->bars[group->count++] = (struct chart_bar){series, value, text};
    }
}

/* The logarithm to base 10, with four decimals: enough for a drawing, and the same everywhere. */
static double log10_of(double value)
{
    double whole = 0;
    double digit = 1;

    for (; value >= 10; value /= 10) {
        whole += 1;
    }
    for (; value < 1; value *= 10) {
        whole -= 1;
    }
    for (int i = 0; i < 14; i += 1) {
        digit /= 2;
        value *= value;
        if (value >= 10) {
            value /= 10;
            whole += digit;
        }
    }
    return whole;
}

static double power_of_10(int exponent)
{
    double value = 1;

    for (; exponent > 0; exponent -= 1) {
        value *= 10;
    }
    for (; exponent < 0; exponent += 1) {
        value /= 10;
    }
    return value;
}

static struct scale scale_of(const struct chart *chart)
{
    struct scale scale = {1000, -1000};

    for (size_t g = 0; g < chart->count; g += 1) {
        for (unsigned b = 0; b < chart->groups[g].count; b += 1) {
            double value = chart->groups[g].bars[b].value;
            int exponent = -3;

            while (value > power_of_10(exponent) && exponent < 18) {
                exponent += 1;
            }
            if (value > 0) {
                scale.last = exponent > scale.last ? exponent : scale.last;
                scale.first = exponent - 1 < scale.first ? exponent - 1 : scale.first;
            }
        }
    }
    return scale;
}

/* Where `value` is, in percent of the width. */
static double place(const struct scale *scale, double value)
{
    double part = (log10_of(value) - scale->first) / (scale->last - scale->first);

    return full_width * (part < 0.004 ? 0.004 : part);
}

static void write_grid(FILE *out, const struct scale *scale, unsigned height)
{
    for (int e = scale->first; e <= scale->last; e += 1) {
        double x = full_width * (e - scale->first) / (scale->last - scale->first);

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
        double width = bar->value > 0 ? place(scale, bar->value) : 0;
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

static const char *tick(char text[NUMBER_TEXT], int exponent)
{
    static const char *const units[] = {"", " k", " M", " G", " T", " P"};

    if (exponent < 0) {
        (void)snprintf(text, NUMBER_TEXT, "0.%0*d", -exponent, 1);
    } else {
        (void)snprintf(text, NUMBER_TEXT, "%.0f%s", power_of_10(exponent % 3), units[exponent / 3]);
    }
    return text;
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
        double x = full_width * (e - scale->first) / (scale->last - scale->first);

        fprintf(out, "<line class=\"grid\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"5\"/>", x, x);
        fprintf(out, "<text%s x=\"%.2f%%\" y=\"18\" text-anchor=\"%s\">%s</text>",
                (e - scale->first) % 2 != 0 && scale->last - scale->first > 3 ? odd : "", x,
                e == scale->first ? "start" : "middle", tick(text, e));
    }
    html(out, "</svg></div><p class=\"unit\">%s; logarithmic: each line is ten times the one before"
              "</p>\n", chart->unit);
}

void chart_write(const struct chart *chart, FILE *out)
{
    struct scale scale = scale_of(chart);

    if (scale.last < scale.first) {
        return;
    }
    html(out, "<figure class=\"chart\" role=\"group\" aria-label=\"%s\">\n", chart->title);
    for (size_t g = 0; g < chart->count; g += 1) {
        if (chart->groups[g].count > 0) {
            write_group(out, chart, &chart->groups[g], &scale);
        }
    }
    write_axis(out, chart, &scale);
    fputs("</figure>\n", out);
}
