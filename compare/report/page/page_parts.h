/* SPDX-License-Identifier: BSD-2-Clause */
/* What sections consist of: drawings (page_hulls.c, page_charts.c) and tables (page_tables.c). */
#pragma once

#include "page_section.h"

/* Drawing and table of what was reached, without protections or with them. */
void page_hulls(const struct page *page);
void page_reach(const struct page *page, bool hardened);

/* What each try of the exploit came to, with the protections on. */
void page_exploits(const struct page *page);

void page_crashes(const struct page *page);

/* Tables of AMBIENT, DRIVER, TIME and SIZE: an entry of `group` a row, a subject a column. */
void page_table(const struct page *page, enum finding_type type, const char *group);

/* Bars for SIZE. */
void page_sizes(const struct page *page);

/* The evidence (SHOW) for what is in `groups` (a list that NULL ends), folded away.  NULL: the
   evidence that belongs nowhere else. */
void page_evidence(const struct page *page, const char *const *groups);

void page_measurements(const struct page *page);

/* What a board counted, if somebody gave its page. */
void page_board(const struct page *page);
