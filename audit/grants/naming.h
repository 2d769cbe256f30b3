/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names for what was found in the machine: numbers get the names that the description has for them.
 *
 * An object is known by who it serves: a TCB by its thread's name, an endpoint by who
 * receives from it, memory by who has it where the description says.  So two places that
 * should be one and are not, or the other way round, come out as different names.
 */
#pragma once

#include "facts.h"
#include "grants.h"
#include "guests.h"
#include "model.h"

struct present {
    struct arena *arena;
    const struct facts *facts;
    const struct system *system;
    int *thread_of;       /* of each protection domain by index, its thread; FACT_NOBODY: none */
    struct guest *guests; /* and of each virtual machine's vcpus, in their `thread` */
    size_t guest_count;
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

/* The name of what is at a physical address, a multiple of a page, as in "page 0 of region x"; if
   nobody has a name for it, what it is ("free memory"). */
const char *present_page(const struct present *present, uint64_t paddr);

/* ---- Once present_name() has given names ---- */

/* As reports name kinds of objects: "scheduling context". */
const char *naming_type(enum fact_type type);

/* As in "server: tcb"; "nobody" of 0, and "nobody's, at physical 0x..." if it has no name. */
const char *naming_object(const struct present *present, enum fact_type type, uint64_t object);

/* Has it a name? */
bool naming_knows(const struct present *present, enum fact_type type, uint64_t object);

/* As present_page(), but NULL if nobody has a name for it. */
const char *naming_page(const struct present *present, uint64_t paddr);

const struct fact_thread *naming_thread(const struct present *present, int index);

/* The scheduling context with that badge; NULL: there is none. */
const struct fact_time *naming_time(const struct present *present, uint64_t badge);
