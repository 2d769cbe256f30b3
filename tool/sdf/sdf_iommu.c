/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What devices may reach: io_address_space and iomap, read and checked.  Microkit
 * has these elements for the IOMMU of x86, whose tables its kernel keeps.  Here
 * they are for an SMMUv3, which a component owns: the tool makes the tables, in a
 * region that nobody may write to.
 */
#include <inttypes.h>
#include <string.h>

#include "iommu_tables.h"
#include "sdf.h"
#include "value.h"

/* "rw" without the attribute, as of a map; nothing in stage 1 can be written and not read, and no
   device executes. */
static void read_permissions(const struct sdf *sdf, struct io_map *map)
{
    const struct xml_attribute *perms = xml_attribute_find(map->element, "perms");

    map->write = true;
    if (perms == NULL || perms->value[0] == '\0') {
        return;
    }
    map->write = strchr(perms->value, 'w') != NULL;
    if (perms->value[strspn(perms->value, "rw")] != '\0' || strchr(perms->value, 'r') == NULL) {
        diag_error(sdf->diag, perms->value_at,
                   "perms \"%s\" are not what a device can have; expected 'r' or 'rw'",
                   perms->value);
    }
}

static struct io_map *read_map(const struct sdf *sdf, const struct xml_element *element)
{
    struct io_map *map = arena_allocate(sdf->arena, sizeof(*map));
    struct region *region = sdf_find_region(sdf, element, "mr");
    bool valid = value_number(sdf->diag, element, "iovaddr", &map->iovaddr) &&
                 xml_attribute_find(element, "iovaddr") != NULL;

    map->element = element;
    read_permissions(sdf, map);
    if (region == NULL || !valid) {
        return map;
    }
    if (region->iommu_tables) {
        diag_error(sdf->diag, xml_attribute_position(element, "mr"),
                   "'%s' has the tables of the IOMMU, which say what devices may reach; expected "
                   "another region",
                   region->name);
        return map;
    }
    region->mapped_at |= map->iovaddr;
    map->region = region;
    return map;
}

static void claim_name(const struct sdf *sdf, struct io_space *space)
{
    const struct xml_element *element = space->element;

    if (!value_text(sdf->diag, element, "name", &space->name) || space->name[0] == '\0') {
        return;
    }
    const struct io_space *first =
        names_add(&sdf->system->io_space_names, sdf->arena, space->name, space);
    if (first != NULL) {
        diag_error(sdf->diag, xml_attribute_position(element, "name"),
                   "two I/O address spaces are named '%s'; expected different names",
                   space->name);
        diag_note(sdf->diag, xml_attribute_position(first->element, "name"),
                  "first defined here");
    }
}

/* Reads a number that no other space has: two of one would be one to the IOMMU.  `users` has whose
   each is, up to `maximum`. */
static void claim_number(const struct sdf *sdf, const struct io_space *space,
                         const char *attribute, uint64_t maximum, const struct io_space **users,
                         uint64_t *number)
{
    const struct xml_element *element = space->element;

    if (!value_in_range(sdf->diag, element, attribute, 0, maximum, "", number) ||
        xml_attribute_find(element, attribute) == NULL) {
        return;
    }
    const struct io_space *first = users[*number];
    if (first == NULL) {
        users[*number] = space;
        return;
    }
    diag_error(sdf->diag, xml_attribute_position(element, attribute),
               "%s %" PRIu64 " is that of '%s', too; expected one of its own for each", attribute,
               *number, first->name);
    diag_note(sdf->diag, xml_attribute_position(first->element, attribute), "first used here");
}

static struct io_space *read_space(const struct sdf *sdf, const struct xml_element *element)
{
    struct io_space *space = arena_allocate(sdf->arena, sizeof(*space));
    struct io_map **end = &space->maps;

    space->element = element;
    space->name = "";
    claim_name(sdf, space);
    for (const struct xml_element *child = element->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "iomap") == 0) {
            *end = read_map(sdf, child);
            end = &(*end)->next;
        }
    }
    return space;
}

void sdf_read_io_spaces(const struct sdf *sdf, const struct xml_element *root)
{
    struct io_space **end = &sdf->system->io_spaces;
    const struct io_space **streams = NULL; /* by number, who has it */
    const struct io_space **ids = NULL;

    for (const struct xml_element *child = root->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "io_address_space") != 0) {
            continue;
        }
        if (streams == NULL) {
            streams = arena_allocate(sdf->arena, IO_STREAM_COUNT * sizeof(*streams));
            ids = arena_allocate(sdf->arena, (IO_SPACE_ID_MAX + 1) * sizeof(*ids));
        }
        struct io_space *space = read_space(sdf, child);
        claim_number(sdf, space, "peripheral_id", IO_STREAM_COUNT - 1, streams, &space->stream);
        claim_number(sdf, space, "domain_id", IO_SPACE_ID_MAX, ids, &space->id);
        *end = space;
        end = &space->next;
    }
}

static void check_space(const struct sdf *sdf, const struct io_space *space)
{
    const struct sdf_space where = {"iovaddr", 1ull << IO_ADDRESS_BITS,
                                    "is beyond the addresses that a device has"};
    size_t count = 0;

    for (const struct io_map *map = space->maps; map != NULL; map = map->next) {
        count += 1;
    }
    struct sdf_range *ranges = arena_allocate(sdf->arena, count * sizeof(*ranges));
    count = 0;
    for (const struct io_map *map = space->maps; map != NULL; map = map->next) {
        count += sdf_range_of(sdf, map->element, &where, map->region, map->iovaddr, &ranges[count]);
    }
    sdf_check_ranges(sdf, ranges, count, "iovaddr", "iomap of");
}

/* Whoever could write to the tables could give a device everything. */
static void check_writer(const struct sdf *sdf, const char *name, const struct map *map)
{
    for (; map != NULL; map = map->next) {
        if (map->region != NULL && map->region->iommu_tables && map->write) {
            diag_error(sdf->diag, xml_attribute_position(map->element, "perms"),
                       "'%s' could change the tables of the IOMMU, and with them what devices "
                       "reach; expected perms=\"r\"",
                       name);
        }
    }
}

static void check_writers(const struct sdf *sdf)
{
    for (const struct domain *domain = sdf->system->domains; domain != NULL;
         domain = domain->next) {
        check_writer(sdf, domain->name, domain->maps);
        if (domain->machine != NULL) {
            check_writer(sdf, domain->machine->name, domain->machine->maps);
        }
    }
}

/* Tables that nobody has, no SMMU is told of; and that is off after reset, and lets all through. */
static void check_readers(const struct sdf *sdf)
{
    const struct region *tables = sdf->system->iommu_tables;

    if (tables != NULL && tables->first_map == NULL) {
        diag_warning(sdf->diag, tables->element->at,
                     "nobody maps '%s', the tables of the IOMMU: without them devices reach all "
                     "memory, as after reset",
                     tables->name);
    }
}

/* When the variables were read, the size was not yet known. */
static void tell_size(const struct domain *domain, const struct region *tables)
{
    for (const struct map *map = domain->maps; map != NULL; map = map->next) {
        for (struct constant *constant = domain->constants;
             map->region == tables && constant != NULL; constant = constant->next) {
            if (constant->element == map->element &&
                strcmp(constant->attribute, "setvar_vaddr") != 0) {
                constant->value = tables->size;
            }
        }
    }
}

static void make_tables(const struct sdf *sdf)
{
    struct region *tables = sdf->system->iommu_tables;
    const struct io_space *too_large = iommu_tables_make(sdf->system);

    if (too_large != NULL) {
        diag_error(sdf->diag, too_large->element->at,
                   "with '%s' the tables of the IOMMU have more than %llu bytes; expected fewer "
                   "or smaller regions, or pages of 0x200000 bytes",
                   too_large->name, IO_TABLES_MAX);
        return;
    }
    tables->size = tables->contents.size;
    for (const struct domain *domain = sdf->system->domains; domain != NULL;
         domain = domain->next) {
        tell_size(domain, tables);
    }
}

/* Returns false, and says so where the first is, if there are tables for an SMMU that the board
   does not have: nothing would ever read them, and devices reach all memory. */
static bool check_smmu(const struct sdf *sdf)
{
    const struct system *system = sdf->system;
    const struct xml_element *element = NULL;

    if (system->io_spaces != NULL) {
        element = system->io_spaces->element;
    } else if (system->iommu_tables != NULL) {
        element = system->iommu_tables->element;
    }
    if (element == NULL || system->board->smmu != 0) {
        return true;
    }
    diag_error(sdf->diag, element->at,
               "nothing on the board '%s' can hold a device to what a description says; expected "
               "no io_address_space and no prefill_iommu, or a board with an SMMU",
               system->board->name);
    return false;
}

void sdf_check_io_spaces(const struct sdf *sdf)
{
    const struct system *system = sdf->system;

    if (!check_smmu(sdf)) {
        return;
    }
    for (const struct io_space *space = system->io_spaces; space != NULL; space = space->next) {
        check_space(sdf, space);
    }
    check_writers(sdf);
    if (system->iommu_tables != NULL && sdf->diag->errors == 0) {
        make_tables(sdf);
        check_readers(sdf);
    } else if (system->iommu_tables == NULL && system->io_spaces != NULL) {
        diag_error(sdf->diag, system->io_spaces->element->at,
                   "nobody gets the tables that say what '%s' may reach; expected a "
                   "memory_region with prefill_iommu=\"true\", for the component that owns the "
                   "IOMMU",
                   system->io_spaces->name);
    }
}
