/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A chart with a logarithmic axis, as inline SVG.  Widths are percentages of the page's and texts
 * have the page's size, so that it is as readable on a phone as on a screen.
 */
#pragma once

#include <stdbool.h>

#include "chart.h"

/* The chart as HTML.  Returns false if it has no bar: then there is nothing. */
bool chart_write(const struct chart *chart, FILE *out);
