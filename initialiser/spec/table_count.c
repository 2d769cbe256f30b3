/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counts page tables before they are needed, so that all are made in one call
 * together with the other objects of their size.  Each map is compared with the
 * one before it only: the tool writes maps in ascending order, and a few tables
 * too many do less harm than a search through all maps for each map.
 */
#include "table_count.h"

#include <stddef.h>
#include <sel4/constants.h>

/* Addresses that one table of each level covers, as log2: 2 MiB, 1 GiB and, where the root is not
   above these, 512 GiB. */
static const unsigned span_bits[] = { 21, 30, 39 };

struct range {
    uint64_t first; /* addresses, inclusive */
    uint64_t last;
    uint32_t page_bits;
};

static struct range map_range(const struct spec *spec, const struct spec_map *map)
{
    const struct spec_object *frames = &spec->objects[map->frames];

    return (struct range){
        .first = map->vaddr,
        .last = map->vaddr + (frames->count << frames->size_bits) - 1,
        .page_bits = frames->size_bits,
    };
}

/* Tables of one level that `range` needs and `before` does not. */
static uint64_t level_count(const struct range *range, const struct range *before, unsigned span)
{
    uint64_t first = range->first >> span;
    uint64_t last = range->last >> span;
    uint64_t count = last - first + 1;

    if (span <= range->page_bits) {
        return 0;
    }
    if (before != NULL && span > before->page_bits) {
        uint64_t low = before->first >> span > first ? before->first >> span : first;
        uint64_t high = before->last >> span < last ? before->last >> span : last;

        if (low <= high) {
            count -= high - low + 1;
        }
    }
    return count;
}

uint32_t table_count(const struct spec *spec)
{
    uint64_t count = 0;
    struct range before = { 0 };

    for (uint32_t i = 0; i < spec->header->maps.count; i++) {
        const struct spec_map *map = &spec->maps[i];
        struct range range = map_range(spec, map);
        bool same = i > 0 && spec->maps[i - 1].vspace == map->vspace;

        for (unsigned level = 0; level < spec->level->table_levels; level++) {
            count += level_count(&range, same ? &before : NULL, span_bits[level]);
        }
        before = range;
    }
    return (uint32_t)count;
}
