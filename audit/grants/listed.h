/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tool's report.txt lists, as grants: it is read as text, as a person would.
 */
#pragma once

#include "board_facts.h"
#include "grants.h"

/* The kinds of grants that a report has something about. */
#define LISTED_KINDS                                                                   \
    (1u << GRANT_CAP | 1u << GRANT_PAGE | 1u << GRANT_FAULTS | 1u << GRANT_BUDGET |    \
     1u << GRANT_PRIORITY | 1u << GRANT_BUFFER | 1u << GRANT_TIMER | 1u << GRANT_FPU | \
     1u << GRANT_IRQ)

/* Adds all grants in the report, sorted.  Returns NULL, or what is wrong with it, as what follows
   its name in a message.  `text` ends with a NUL, and is changed. */
const char *listed_grants(char *text, const struct board_facts *board, struct grants *grants);

/* Calls `visit` for each line of "Physical memory when all has been made". */
void listed_memory(const char *text, void (*visit)(void *context, uint64_t start, uint64_t end,
                                                   const char *what),
                   void *context);
