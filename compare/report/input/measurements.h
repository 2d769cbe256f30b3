/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of `make bench`, read from the JSON that it leaves (docs/measurements.md). */
#pragma once

#include "findings.h"

enum { MEASUREMENT_COLUMNS = 8 };

struct figure {
    const char *text; /* as it was printed; NULL: not measured */
    double value;
};

struct measurement {
    const char *id;
    const char *group;
    const char *unit;
    const char *text; /* what the operation is */
    struct figure figures[MEASUREMENT_COLUMNS];
};

struct measurements {
    const char *columns[MEASUREMENT_COLUMNS];
    size_t column_count;
    struct measurement *rows;
    size_t row_count;
};

/* The column of the figures that were recorded before, not measured in this run. */
#define COLUMN_RECORDED "sel4_recorded"

/* Reads the file `name`.  Without it, there are no rows; one that has another form is a problem. */
void measurements_load(struct measurements *measurements, struct findings *findings,
                       const char *name);
