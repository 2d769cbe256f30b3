/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the machine has, as grants: numbers get the names that the description has for them.
 *
 * An object is known by who it serves: a TCB by its thread's name, an endpoint by who
 * receives from it, memory by who has it where the description says.  So two places that
 * should be one and are not, or the other way round, come out as different names.
 */
#pragma once

#include "facts.h"
#include "grants.h"
#include "model.h"

struct present {
    struct arena *arena;
    const struct facts *facts;
    const struct system *system;
    int *thread_of;       /* of each protection domain by index, its thread; FACT_NOBODY: none */
    int monitor;          /* the initial task's thread, or FACT_NOBODY */
    struct names objects; /* by "type address", their names */
    struct names pages;   /* by address */
};

/*
 * Finds out who is who.  `described`: what the description says, sorted.  `name_at`: for each
 * protection domain where its program has `microkit_name`, 0 if that is unknown.  Differences
 * that it finds by itself (a thread too many, one that is missing) are printed; how many.
 */
size_t present_name(struct present *present, FILE *stream, const struct grants *described,
                    const uint64_t *name_at);

/* All grants that there are.  `start`: no protection domain has run yet. */
void present_grants(const struct present *present, struct grants *grants, bool start);

/* The name of what is at a physical address, a multiple of a page, as in "page 0 of region x"; if
   nobody has a name for it, what it is ("free memory"). */
const char *present_page(const struct present *present, uint64_t paddr);

/* A sentence about what no thread reaches, and what is wrong with it: how much. */
void present_lost(const struct present *present, FILE *stream);
