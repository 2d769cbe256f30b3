/* SPDX-License-Identifier: BSD-2-Clause */
/* What is made of the findings besides the page. */
#pragma once

#include "readings.h"
#include "view.h"

/* `name: value`, shown at the top. */
struct fact {
    const char *name;
    const char *value;
};

/* Prints the tables, at most 100 columns wide. */
void report_terminal(FILE *out, struct findings *findings, const struct readings *readings);

/* Writes the JSON that docs/compare.md describes.  False if a fact is not UTF-8, or it cannot be
   written. */
bool report_json(FILE *out, const struct findings *findings, const struct fact *facts,
                 size_t fact_count);
