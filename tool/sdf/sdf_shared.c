/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a protection domain and a virtual machine have alike: time, cores, maps.
 */
#include "sdf.h"

#include <inttypes.h>
#include <string.h>

#include "value.h"

bool sdf_read_scheduling(const struct sdf *sdf, const struct xml_element *element,
                         uint64_t *priority, uint64_t *budget, uint64_t *period)
{
    bool valid = value_in_range(sdf->diag, element, "priority", 0, MICROKIT_MAX_PRIORITY, "",
                                priority);

    *budget = BUDGET_DEFAULT;
    *period = BUDGET_DEFAULT;
    if (!value_in_range(sdf->diag, element, "budget", BUDGET_MIN, PERIOD_MAX, " microseconds",
                        budget)) {
        return valid;
    }
    if (*budget < BUDGET_USEFUL) {
        diag_warning(sdf->diag, xml_attribute_position(element, "budget"),
                     "a budget of %" PRIu64 " us is used up at the first system call, for the "
                     "kernel takes less than %llu us for none; %llu us let it do something",
                     *budget, BUDGET_MIN, BUDGET_USEFUL);
    }
    *period = *budget;
    if (value_in_range(sdf->diag, element, "period", BUDGET_MIN, PERIOD_MAX, " microseconds",
                       period) &&
        *budget > *period) {
        const char *longer = xml_attribute_find(element, "budget") == NULL ? "period" : "budget";

        diag_error(sdf->diag, xml_attribute_position(element, longer),
                   "the budget of %" PRIu64 " us is longer than the period of %" PRIu64
                   " us; expected budget <= period",
                   *budget, *period);
    }
    return valid;
}

void sdf_check_cpu(const struct sdf *sdf, const struct xml_element *element)
{
    uint64_t cpu = 0;

    if (value_number(sdf->diag, element, "cpu", &cpu) && cpu != 0) {
        diag_error(sdf->diag, xml_attribute_position(element, "cpu"),
                   "there is no cpu %" PRIu64 ": this SDK's kernel runs on one core; expected "
                   "cpu=\"0\"",
                   cpu);
    }
}

/*
 * Letters r, w, x; none at all are "rw".  To the kernel, what may not be read may not be written,
 * either: "w" would be nothing at all and is refused, "wx" is the same as "x".
 */
static void read_permissions(const struct sdf *sdf, struct map *map)
{
    const struct xml_attribute *perms = xml_attribute_find(map->element, "perms");

    if (perms == NULL || perms->value[0] == '\0') {
        map->read = true;
        map->write = true;
        return;
    }
    if (perms->value[strspn(perms->value, "rwx")] != '\0') {
        diag_error(sdf->diag, perms->value_at,
                   "perms \"%s\" are not permissions; expected letters of 'r', 'w' and 'x'",
                   perms->value);
        return;
    }
    map->read = strchr(perms->value, 'r') != NULL;
    map->write = strchr(perms->value, 'w') != NULL;
    map->execute = strchr(perms->value, 'x') != NULL;
    if (!map->read && !map->execute) {
        diag_error(sdf->diag, perms->value_at,
                   "perms \"%s\": no page is writable without being readable; expected 'rw'",
                   perms->value);
    } else if (!map->read && map->write) {
        diag_warning(sdf->diag, perms->value_at,
                     "perms \"%s\": without 'r' the page is not writable, only executable",
                     perms->value);
    }
}

/* The Arm architecture calls such mappings mismatched: what is written through one may be seen late
   or never through the other (Arm ARM, "Mismatched memory attributes"). */
static void check_cached(const struct sdf *sdf, struct region *region, const struct map *map)
{
    const struct map *first = region->first_map;

    if (first == NULL) {
        region->first_map = map;
    } else if (map->cached != first->cached && !region->mixed) {
        region->mixed = true;
        diag_warning(sdf->diag, xml_attribute_position(map->element, "cached"),
                     "'%s' is mapped %s here, and %s elsewhere: what is written through one "
                     "need not show through the other",
                     region->name, map->cached ? "cached" : "uncached",
                     first->cached ? "cached" : "uncached");
        diag_note(sdf->diag, xml_attribute_position(first->element, "cached"), "namely here");
    }
}

struct map *sdf_read_map(const struct sdf *sdf, const struct xml_element *element)
{
    struct map *map = arena_allocate(sdf->arena, sizeof(*map));

    map->element = element;
    map->cached = true;
    bool vaddr_valid = value_number(sdf->diag, element, "vaddr", &map->vaddr) &&
                       xml_attribute_find(element, "vaddr") != NULL;
    read_permissions(sdf, map);
    (void)value_boolean(sdf->diag, element, "cached", &map->cached);
    if (map->execute && !map->cached) {
        diag_warning(sdf->diag, xml_attribute_position(element, "cached"),
                     "uncached memory is never executable: 'x' has no effect here");
    }
    struct region *region = sdf_find_region(sdf, element, "mr");
    if (region != NULL) {
        check_cached(sdf, region, map);
    }
    if (region != NULL && vaddr_valid) {
        region->mapped_at |= map->vaddr;
        map->region = region;
    }
    return map;
}
