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
