/* SPDX-License-Identifier: BSD-2-Clause */
/* What is on a chart: groups of bars. */
#include "chart.h"

#include <string.h>

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
