/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page: one HTML file that needs nothing else, neither network nor script.  Its sections are
 * written by the functions below, each with its heading, its tables and its reading.
 */
#pragma once

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
};

/* Writes all of it. */
void page_write(const struct page *page);

/* `<section>` with the heading of the readings; then the section's own; then its reading. */
void page_begin(const struct page *page, const char *section);
void page_end(const struct page *page, const char *section);

/* Says that nothing of this was measured, and why if a MISSING names `what`. */
void page_nothing(const struct page *page, const char *what);

/* Drawing and table of what was reached, without protections or with them. */
void page_hulls(const struct page *page);
void page_reach(const struct page *page, bool hardened);

/* What each try of the exploit came to, with the protections on. */
void page_exploits(const struct page *page);

void page_crashes(const struct page *page);

/* Tables of AMBIENT, DRIVER and SIZE: an entry of `group` a row, a subject a column. */
void page_table(const struct page *page, enum finding_type type, const char *group);

/* Bars for SIZE. */
void page_sizes(const struct page *page);

/* The evidence (SHOW) for what is in `groups` (a list that NULL ends), folded away.  NULL: the
   evidence that belongs nowhere else. */
void page_evidence(const struct page *page, const char *const *groups);

void page_measurements(const struct page *page);

/* What was to be measured and was not. */
void page_missing(const struct page *page);

/* Says what those columns are that the catalogue has in `group` (config or system). */
void page_columns(const struct page *page, const struct columns *columns, const char *group);

/* A heading cell for each column. */
void page_heading_row(const struct page *page, const char *first, const struct columns *columns);

/* A cell: got of tried, a number, yes or no, or why there is none. */
void page_cell(const struct page *page, const struct cell *cell, bool flag);
