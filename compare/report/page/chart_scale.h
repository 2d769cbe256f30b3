/* SPDX-License-Identifier: BSD-2-Clause */
/* The logarithmic axis of a chart, for the page and for a drawing in a file of its own. */
#pragma once

#include "chart.h"
#include "output.h"

/* The axis goes from 10^first to 10^last. */
struct scale {
    int first, last;
};

/* `last` is below `first` if the chart has no bar. */
struct scale scale_of(const struct chart *chart);

/* Where `value` and 10^`exponent` are, in percent of the width; beyond 80 is room for figures. */
double scale_place(const struct scale *scale, double value);
double scale_line(const struct scale *scale, int exponent);

/* 10^`exponent` as it is written at the axis, in `text`, which is returned. */
const char *scale_number(char text[NUMBER_TEXT], int exponent);
