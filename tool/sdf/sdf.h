/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system description file: element tree to model.
 */
#pragma once

#include "model.h"
#include "search.h"

/* What the three steps share. */
struct sdf {
    struct arena *arena;
    struct diag *diag;
    const struct search *search; /* where the files that fill regions are */
    struct system *system;
};

/*
 * Reads a description for a board, and the files that fill its regions.  Returns the model
 * as far as it could be read, even after errors (which are counted in diag), so
 * that the checks that follow can find more of them; NULL if the root element is
 * not `system`.
 */
struct system *sdf_read(struct arena *arena, struct diag *diag, const struct search *search,
                        const struct board_facts *board, const struct xml_element *root);

/* Releases what the model has outside of the arena. */
void sdf_release(struct system *system);

/* Step 1: reports elements and attributes that are unknown, out of place or
   missing.  Returns false if the root is not `system`. */
bool sdf_check_schema(const struct sdf *sdf, const struct xml_element *root);

/* Step 2 of the scheduling domains: before the PDs that are in them. */
void sdf_read_schedule(const struct sdf *sdf, const struct xml_element *root);

/* Of a PD or a virtual machine: priority, budget, period.  Returns whether the first is valid. */
bool sdf_read_scheduling(const struct sdf *sdf, const struct xml_element *element,
                         uint64_t *priority, uint64_t *budget, uint64_t *period);

/* Of a PD or a vcpu: refuses a core that is not there. */
void sdf_check_cpu(const struct sdf *sdf, const struct xml_element *element);

/* Of a PD or a virtual machine: a region, and where it is seen. */
struct map *sdf_read_map(const struct sdf *sdf, const struct xml_element *element);

/* Step 2 of a virtual machine, which becomes the domain's. */
void sdf_read_machine(const struct sdf *sdf, struct domain *domain,
                      const struct xml_element *element);

/* In which of them a PD is. */
void sdf_read_sched_domain(const struct sdf *sdf, struct domain *domain);

/* Step 2 of a PD's user slots: after all PDs, whose objects they may have. */
void sdf_read_cspace(const struct sdf *sdf, struct domain *domain);

/* Step 2 of a region: everything about it. */
struct region *sdf_read_region(const struct sdf *sdf, const struct xml_element *element);

/* Step 2 of what devices may reach: after the regions. */
void sdf_read_io_spaces(const struct sdf *sdf, const struct xml_element *root);

/* Step 2 of a PD: everything inside of it, nested PDs included. */
void sdf_read_domain(const struct sdf *sdf, const struct xml_element *element,
                     struct domain *parent);

/* Step 3: reports what is wrong between things that are right by themselves. */
void sdf_check(const struct sdf *sdf);

/* Remembers of `callee` who calls it, by the end of a channel that may. */
void sdf_note_caller(struct domain *callee, const struct channel_end *from);

/* Step 3 of a virtual machine, when the regions have their page sizes. */
void sdf_check_machine(const struct sdf *sdf, const struct machine *machine);

/* Step 3 of whose time a server runs on, when its callers are known: warns if one of them can keep
   it from the others for long. */
void sdf_check_time(const struct sdf *sdf, const struct domain *server);

/* Step 3 of the time that all have together: warns if budgets are more than there is. */
void sdf_check_budgets(const struct sdf *sdf);

/* A stretch of addresses and the place in the file that asks for it. */
struct sdf_range {
    uint64_t start;
    uint64_t end;
    const char *name;
    const struct xml_element *element;
};

/* Where something is mapped: the attribute that has a map's address; where these end; and what a
   region does that would go on there, as in "is beyond the addresses that a device has". */
struct sdf_space {
    const char *attribute;
    uint64_t end;
    const char *beyond;
};

/* The range of a map at `start`, in *range.  Returns false if it has none: the region is unknown,
   or the map is reported, as it is not aligned or goes beyond the end. */
bool sdf_range_of(const struct sdf *sdf, const struct xml_element *element,
                  const struct sdf_space *space, const struct region *region, uint64_t start,
                  struct sdf_range *range);

/* Checks the maps of one address space, each alone and whether they overlap.  `end` and `beyond`
   are as in struct sdf_space. */
void sdf_check_maps(const struct sdf *sdf, const struct map *maps, uint64_t end,
                    const char *beyond);

/* Reports which ranges overlap.  `attribute` is of their elements and has the address; `kind` says
   before the name what it is.  Sorts them. */
void sdf_check_ranges(const struct sdf *sdf, struct sdf_range *ranges, size_t count,
                      const char *attribute, const char *kind);

/* Step 3 of what devices may reach, when the regions have their page sizes: checks it, and then, if
   there is no error in the whole description, makes the tables. */
void sdf_check_io_spaces(const struct sdf *sdf);

/* The region that the element's attribute names; NULL if there is none, after an error. */
struct region *sdf_find_region(const struct sdf *sdf, const struct xml_element *element,
                               const char *attribute);

/* "; did you mean '...'?" for the nearest name in the table, or "". */
const char *sdf_suggest(const struct sdf *sdf, const char *wanted, const struct names *names);

/* Enters `element`, whose attribute `name` is `id`, as the user of that id.
   `users` has MICROKIT_MAX_CHANNELS places.  `kind` is for the message. */
void sdf_claim_id(const struct sdf *sdf, const struct xml_element **users, uint64_t id,
                  const struct xml_element *element, const char *kind);

/* Enters the symbol that the element's attribute names, if there is that attribute, as a variable
   of `domain` that no other attribute sets.  Returns the symbol, or NULL. */
const char *sdf_claim_variable(const struct sdf *sdf, struct domain *domain,
                               const struct xml_element *element, const char *attribute);

/* Likewise, for a variable that gets `value`. */
void sdf_set_constant(const struct sdf *sdf, struct domain *domain,
                      const struct xml_element *element, const char *attribute, uint64_t value);

/* Why this SDK refuses an attribute, or (NULL) the element itself, that it knows from other
   machines or kernels; NULL if it does not know it. */
const char *sdf_refusal(const char *element, const char *attribute);
