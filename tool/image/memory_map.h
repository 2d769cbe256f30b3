/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The map of physical memory: what is where once the initial task has made
 * everything.
 */
#pragma once

#include "../../initialiser/objects/objects.h"
#include "kernel_boot.h"
#include "memory.h"

/* A piece of memory and what it is; `what` NULL: free. */
struct piece {
    uint64_t start;
    uint64_t end;
    const char *what;
};

/* Objects that were made side by side, the first at `paddr`. */
struct made {
    struct memory_batch batch;
    uint64_t paddr;
};

/* What is known of a boot.  The objects' slots are those that objects_create has just given. */
struct memory_facts {
    const struct kernel_entry *entry;
    const struct kernel_boot *boot;
    const struct spec *spec;
    uint64_t spec_at;          /* physical address of the spec */
    const struct buffer *made; /* of struct made, in order */
};

struct memory_map {
    struct buffer pieces; /* of struct piece: all RAM, and the devices that are in use, by ascending
                             address; texts are the spec's and last as long */
    bool *scattered;      /* by object: frames whose pages are not one behind the other */
};

void memory_map_make(struct memory_map *map, struct arena *arena,
                     const struct memory_facts *facts);
