/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The map of physical memory: what is where once the initial task has made
 * everything.
 */
#pragma once

#include "../initialiser/objects.h"
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

/* Adds pieces (of struct piece) to the empty buffer: all RAM, and the devices that are in use, by
   ascending address.  Texts are the spec's and last as long. */
void memory_map_make(struct buffer *pieces, const struct memory_facts *facts);

/* Are the pages of this frames object one behind the other? */
bool memory_map_in_one_piece(const struct memory_facts *facts, uint32_t object);
