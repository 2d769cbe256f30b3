/* SPDX-License-Identifier: BSD-2-Clause */
/* A chart as a drawing in a file of its own. */
#pragma once

#include "chart.h"

/* Writes an SVG with background and colours of its own, for slides; the chart has a bar. */
void chart_svg(FILE *out, const struct chart *chart);
