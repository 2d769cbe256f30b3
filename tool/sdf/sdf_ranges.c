/* SPDX-License-Identifier: BSD-2-Clause */
/* Stretches of addresses that must not overlap: regions at fixed places, maps. */
#include "sdf.h"

#include <inttypes.h>
#include <stdlib.h>

/* By address, then by place, so that the later one is what gets reported. */
static int compare_ranges(const void *left, const void *right)
{
    const struct sdf_range *a = left;
    const struct sdf_range *b = right;

    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    return a->element->at < b->element->at ? -1 : a->element->at > b->element->at;
}

/* Reports overlaps of neighbours in sorted order: at least one for each group
   of ranges that overlap, and none if there are none. */
void sdf_check_ranges(const struct sdf *sdf, struct sdf_range *ranges, size_t count,
                      const char *attribute, const char *kind)
{
    qsort(ranges, count, sizeof(*ranges), compare_ranges);
    for (size_t i = 1; i < count; i += 1) {
        const struct sdf_range *first = &ranges[i - 1];
        const struct sdf_range *second = &ranges[i];

        if (second->start >= first->end) {
            continue;
        }
        if (second->element->at < first->element->at) {
            first = &ranges[i];
            second = &ranges[i - 1];
        }
        diag_error(sdf->diag, xml_attribute_position(second->element, attribute),
                   "%s '%s' at 0x%" PRIx64 " to 0x%" PRIx64 " overlaps '%s'; expected an "
                   "address where 0x%" PRIx64 " bytes are free",
                   kind, second->name, second->start, second->end, first->name,
                   second->end - second->start);
        diag_note(sdf->diag, xml_attribute_position(first->element, attribute),
                  "'%s' is at 0x%" PRIx64 " to 0x%" PRIx64 ", defined here", first->name,
                  first->start, first->end);
        /* The longer one may overlap the next as well. */
        if (ranges[i].end < ranges[i - 1].end) {
            ranges[i] = ranges[i - 1];
        }
    }
}

bool sdf_range_of(const struct sdf *sdf, const struct xml_element *element,
                  const struct sdf_space *space, const struct region *region, uint64_t start,
                  struct sdf_range *range)
{
    if (region == NULL || region->size == 0) {
        return false;
    }
    size_t at = xml_attribute_position(element, space->attribute);
    if (start % region->page_size != 0) {
        diag_error(sdf->diag, at,
                   "%s 0x%" PRIx64 " is not aligned to the pages of '%s'; expected a multiple of "
                   "0x%" PRIx64,
                   space->attribute, start, region->name, region->page_size);
        return false;
    }
    if (start >= space->end || region->size > space->end - start) {
        diag_error(sdf->diag, at,
                   "'%s' (0x%" PRIx64 " bytes) at 0x%" PRIx64 " %s; expected an end of at most "
                   "0x%" PRIx64,
                   region->name, region->size, start, space->beyond, space->end);
        return false;
    }
    *range = (struct sdf_range){start, start + region->size, region->name, element};
    return true;
}

void sdf_check_maps(const struct sdf *sdf, const struct map *maps, uint64_t end,
                    const char *beyond)
{
    const struct sdf_space space = {"vaddr", end, beyond};
    size_t count = 0;

    for (const struct map *map = maps; map != NULL; map = map->next) {
        count += 1;
    }
    struct sdf_range *ranges = arena_allocate(sdf->arena, count * sizeof(*ranges));
    count = 0;
    for (const struct map *map = maps; map != NULL; map = map->next) {
        count += sdf_range_of(sdf, map->element, &space, map->region, map->vaddr, &ranges[count]);
    }
    sdf_check_ranges(sdf, ranges, count, "vaddr", "map of");
}
