/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading of a whole description.  Regions and scheduling domains come before
 * the domains and devices that refer to them, channels and user slots come last, wherever
 * they stand in the file, so that every name can be resolved when it is met.
 */
#include "sdf.h"

#include <string.h>

#include "value.h"

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
        sdf_set_constant(sdf, end->domain, element, "setvar_id", end->id);
        end->domain->notify_ids |= (end->notify ? 1ull : 0ull) << end->id;
        end->domain->call_ids |= (end->pp ? 1ull : 0ull) << end->id;
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
            *end = sdf_read_region(sdf, child);
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

struct system *sdf_read(struct arena *arena, struct diag *diag, const struct search *search,
                        const struct board_facts *board, const struct xml_element *root)
{
    struct sdf sdf = {.arena = arena, .diag = diag, .search = search};

    if (!sdf_check_schema(&sdf, root)) {
        return NULL;
    }
    sdf.system = arena_allocate(arena, sizeof(*sdf.system));
    sdf.system->board = board;
    sdf.system->level = spec_level(board->exception_level);
    sdf.system->domains_end = &sdf.system->domains;
    sdf_read_schedule(&sdf, root);
    read_regions(&sdf, root);
    sdf_read_io_spaces(&sdf, root);
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
    for (struct domain *domain = sdf.system->domains; domain != NULL; domain = domain->next) {
        sdf_read_cspace(&sdf, domain);
    }
    sdf_check(&sdf);
    return sdf.system;
}

void sdf_release(struct system *system)
{
    for (struct region *region = system->regions; region != NULL; region = region->next) {
        buffer_release(&region->contents);
    }
    buffer_release(&system->iommu_links);
}
