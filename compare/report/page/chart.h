/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bar charts.  Bars come in groups, a group for each thing that was measured; the table with the
 * same figures is the caller's.  chart_html.h writes one for the page, chart_svg.h for a slide.
 */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "pool.h"

enum { CHART_SERIES = 8 };

struct chart_bar {
    unsigned series;
    double value;     /* above 0 to be drawn */
    const char *text; /* the figure, as it is shown */
};

struct chart_group {
    const char *label;
    const char *text; /* what to say behind the label, or "" */
    struct chart_bar bars[CHART_SERIES];
    unsigned count;
};

struct chart {
    struct pool *pool;
    const char *title; /* for those who do not see it */
    const char *unit;
    const char *series[CHART_SERIES];
    const char *brief[CHART_SERIES]; /* the same for a narrow page */
    const char *style[CHART_SERIES]; /* a class of the style sheet: its colour */
    struct chart_group *groups;
    size_t count;
    size_t capacity;
};

/* A new group; without bars it is not drawn. */
void chart_group(struct chart *chart, const char *label, const char *text);

/* A bar of the last group. */
void chart_bar(struct chart *chart, unsigned series, double value, const char *text);
