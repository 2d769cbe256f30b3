/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading of a whole description.  Regions come before the domains that map
 * them and channels come last, wherever they stand in the file, so that every
 * name can be resolved when it is met.
 */
#include "sdf.h"

#include <inttypes.h>
#include <string.h>

#include "value.h"

const char *sdf_suggest(const struct sdf *sdf, const char *wanted, const struct names *names)
{
    struct suggestion suggestion = suggestion_start(wanted);

    /* Nobody will see it: do not search for it. */
    if (sdf->diag->errors >= DIAG_MAX_SHOWN) {
        return "";
    }
    suggestion_offer_names(&suggestion, names);
    return suggestion_text(&suggestion, sdf->arena);
}

void sdf_claim_id(const struct sdf *sdf, const struct xml_element **users, uint64_t id,
                  const struct xml_element *element, const char *kind)
{
    const struct xml_element *first = users[id];

    if (first == NULL) {
        users[id] = element;
        return;
    }
    diag_error(sdf->diag, xml_attribute_position(element, "id"),
               "%s id %" PRIu64 " is used twice; expected one that is free from 0 to %d", kind,
               id, MICROKIT_MAX_CHANNELS - 1);
    diag_note(sdf->diag, xml_attribute_position(first, "id"), "first used here");
}

static void read_page_size(const struct sdf *sdf, struct region *region)
{
    const struct xml_element *element = region->element;
    uint64_t page_size = 0;

    if (!value_number(sdf->diag, element, "page_size", &page_size) ||
        xml_attribute_find(element, "page_size") == NULL) {
        return;
    }
    if (page_size != SMALL_PAGE && page_size != LARGE_PAGE) {
        diag_error(sdf->diag, xml_attribute_position(element, "page_size"),
                   "page_size 0x%" PRIx64 " does not exist; expected 0x%llx or 0x%llx",
                   page_size, SMALL_PAGE, LARGE_PAGE);
        return;
    }
    region->page_size = page_size;
}

static struct region *read_region(const struct sdf *sdf, const struct xml_element *element)
{
    struct region *region = arena_allocate(sdf->arena, sizeof(*region));

    region->element = element;
    region->name = "";
    region->index = sdf->system->region_count;
    (void)value_in_range(sdf->diag, element, "size", 1, USER_TOP, " bytes", &region->size);
    read_page_size(sdf, region);
    region->fixed = xml_attribute_find(element, "phys_addr") != NULL &&
                    value_number(sdf->diag, element, "phys_addr", &region->phys_addr);
    if (value_text(sdf->diag, element, "name", &region->name) && region->name[0] != '\0') {
        struct region *first =
            names_add(&sdf->system->region_names, sdf->arena, region->name, region);

        if (first != NULL) {
            diag_error(sdf->diag, xml_attribute_position(element, "name"),
                       "two memory regions are named '%s'; expected different names",
                       region->name);
            diag_note(sdf->diag, xml_attribute_position(first->element, "name"),
                      "first defined here");
        }
    }
    sdf->system->region_count += 1;
    return region;
}

static void read_end(const struct sdf *sdf, const struct xml_element *element,
                     struct channel_end *end)
{
    const struct system *system = sdf->system;
    const char *pd = NULL;
    bool id_valid = value_in_range(sdf->diag, element, "id", 0, MICROKIT_MAX_CHANNELS - 1, "",
                                   &end->id);

    end->element = element;
    end->notify = true;
    (void)value_boolean(sdf->diag, element, "pp", &end->pp);
    (void)value_boolean(sdf->diag, element, "notify", &end->notify);
    if (!value_text(sdf->diag, element, "pd", &pd) || pd == NULL) {
        return;
    }
    end->domain = names_find(&system->domain_names, pd);
    if (end->domain == NULL) {
        diag_error(sdf->diag, xml_attribute_position(element, "pd"),
                   "no protection domain is named '%s'%s", pd,
                   sdf_suggest(sdf, pd, &system->domain_names));
        return;
    }
    end->domain->has_channels = true;
    if (id_valid && xml_attribute_find(element, "id") != NULL) {
        sdf_claim_id(sdf, end->domain->channel_users, end->id, element, "channel or interrupt");
    }
}

static struct channel *read_channel(const struct sdf *sdf, const struct xml_element *element)
{
    struct channel *channel = arena_allocate(sdf->arena, sizeof(*channel));
    unsigned count = 0;

    channel->element = element;
    for (const struct xml_element *child = element->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "end") != 0) {
            continue;
        }
        count += 1;
        if (count > 2) {
            diag_error(sdf->diag, child->at, "a third end of a channel; expected two");
            diag_note(sdf->diag, element->at, "the channel starts here");
            break;
        }
        read_end(sdf, child, &channel->ends[count - 1]);
    }
    if (count < 2) {
        diag_error(sdf->diag, element->at, "a channel with %s; expected two",
                   count == 0 ? "no end" : "one end");
    }
    return channel;
}

static void read_regions(const struct sdf *sdf, const struct xml_element *root)
{
    struct region **end = &sdf->system->regions;

    for (const struct xml_element *child = root->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "memory_region") == 0) {
            *end = read_region(sdf, child);
            end = &(*end)->next;
        }
    }
}

static void read_channels(const struct sdf *sdf, const struct xml_element *root)
{
    struct channel **end = &sdf->system->channels;

    for (const struct xml_element *child = root->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "channel") == 0) {
            *end = read_channel(sdf, child);
            end = &(*end)->next;
        }
    }
}

struct system *sdf_read(struct arena *arena, struct diag *diag, const struct xml_element *root)
{
    struct sdf sdf = {.arena = arena, .diag = diag};

    if (!sdf_check_schema(&sdf, root)) {
        return NULL;
    }
    sdf.system = arena_allocate(arena, sizeof(*sdf.system));
    sdf.system->domains_end = &sdf.system->domains;
    read_regions(&sdf, root);
    for (const struct xml_element *child = root->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "protection_domain") == 0) {
            sdf_read_domain(&sdf, child, NULL);
        }
    }
    if (sdf.system->domain_count == 0) {
        diag_error(diag, root->at, "the system has no protection domain; expected 1 to %d",
                   MICROKIT_MAX_DOMAINS);
    }
    read_channels(&sdf, root);
    sdf_check(&sdf);
    return sdf.system;
}
