/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The report.txt that the host tool writes for a system: its protection domains, and what each may
 * touch.  Only what the comparison needs is read.
 */
#pragma once

#include <stdint.h>

#include "findings.h"

/* A capability's slot, or a mapping: where it is and what it is. */
struct grant {
    uint64_t at;     /* a slot, or the first address */
    uint64_t pages;  /* of a mapping, 4 KiB each; 0 for a capability */
    const char *what;   /* `region NAME`, `PD: program at 0x200000`, an object's type */
    const char *rights; /* of a mapping: `rw-` */
    struct grant *next;
};

struct domain {
    const char *name;
    uint64_t budget; /* microseconds in each period */
    uint64_t period;
    struct grant *caps;
    struct grant *mappings;
    struct domain *next;
};

/* The protection domains of the report in the file `name`, in its order; NULL, and a problem, if it
   cannot be read or has none. */
struct domain *domains_load(struct findings *findings, const char *name);

/* The one of this name, or NULL. */
const struct domain *domains_find(const struct domain *domains, const char *name);

/* The grant that begins at `at`, or NULL. */
const struct grant *grant_at(const struct grant *grants, uint64_t at);
