/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The plan: which kernel objects the system is made of and who gets which
 * capability, as the tables of initialiser/spec/spec.h.  The image and the report are
 * both made from these tables, so the report cannot say anything else than what
 * the initial task does.
 */
#pragma once

#include "../../initialiser/spec/spec.h"
#include "model.h"
#include "program.h"

struct plan {
    struct buffer objects; /* each a table of the spec structure of its name */
    struct buffer caps;
    struct buffer maps;
    struct buffer irqs;
    struct buffer threads; /* index = domain index; then those of guests */
    struct buffer symbols;
    struct buffer patches;
    struct buffer slices;
    struct buffer strings;
    struct buffer pages; /* page data */
    struct buffer elements; /* of each object: the xml_element that it is for, or NULL */
    uint32_t *regions;      /* the frames objects of regions, by region index */
    struct spec_header header;
    struct names string_offsets;
    bool benchmark; /* the configuration */
};

/*
 * Plans a system that has been checked: `programs` has the program of each
 * domain, by index, settings applied.  `benchmark` gives every PD its own TCB.
 * Reports a system that is too large for the initial task.  On return all
 * offsets are final.
 */
void plan_build(struct arena *arena, struct diag *diag, struct plan *plan,
                const struct system *system, struct program *const *programs, bool benchmark);

/* Appends the spec, page data included: a whole number of pages. */
void plan_write(const struct plan *plan, struct buffer *image);
void plan_release(struct plan *plan);

/* Number of entries in a table of `type`, and entry `index`. */
#define PLAN_COUNT(table, type) ((uint32_t)((table).size / sizeof(type)))
#define PLAN_ENTRY(table, type, index) (&((type *)(void *)(table).data)[index])

/* A stretch of a table: the entries from `first` on, up to but not including `end`. */
struct plan_run {
    uint32_t first;
    uint32_t end;
};

/* Once the plan is built: the capabilities of a CNode, by slot, and the maps of a VSpace, by
   address. */
struct plan_run plan_caps_of(const struct plan *plan, uint32_t cnode);
struct plan_run plan_maps_of(const struct plan *plan, uint32_t vspace);

/* The text at `offset` of the string table. */
const char *plan_string(const struct plan *plan, uint32_t offset);
