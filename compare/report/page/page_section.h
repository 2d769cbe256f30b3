/* SPDX-License-Identifier: BSD-2-Clause */
/* What every section of the page has: where it is written, and how it begins and ends. */
#pragma once

#include "board.h"
#include "chart.h"
#include "measurements.h"
#include "report.h"

struct page {
    FILE *out;
    struct findings *findings;
    const struct measurements *measurements;
    const struct readings *readings;
    const char *style; /* the text of the style sheet */
    const struct fact *facts;
    size_t fact_count;
    void (*each_chart)(void *context, const struct chart *chart); /* is told of those, or NULL */
    void *context;
    const struct board *board; /* or NULL */
};

/* `<section>` with the heading of the readings; then the section's own; then its reading. */
void page_begin(const struct page *page, const char *section);
void page_end(const struct page *page, const char *section);

/* Says that nothing of this was measured, and why if a MISSING names `what`. */
void page_nothing(const struct page *page, const char *what);

/* Says what those columns are that the catalogue has in `group` (config or system). */
void page_columns(const struct page *page, const struct columns *columns, const char *group);
