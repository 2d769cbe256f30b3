/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a figure stands on a chart's axis. */
#include "chart_scale.h"

/* The longest bar ends here, so that its figure has room beside it. */
static const double full_width = 80.0;

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

struct scale scale_of(const struct chart *chart)
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

double scale_place(const struct scale *scale, double value)
{
    double part = (log10_of(value) - scale->first) / (scale->last - scale->first);

    return full_width * (part < 0.004 ? 0.004 : part);
}

double scale_line(const struct scale *scale, int exponent)
{
    return full_width * (exponent - scale->first) / (scale->last - scale->first);
}

const char *scale_number(char text[NUMBER_TEXT], int exponent)
{
    static const char *const units[] = {"", " k", " M", " G", " T", " P"};

    if (exponent < 0) {
        (void)snprintf(text, NUMBER_TEXT, "0.%0*d", -exponent, 1);
    } else {
        (void)snprintf(text, NUMBER_TEXT, "%.0f%s", power_of_10(exponent % 3), units[exponent / 3]);
    }
    return text;
}
