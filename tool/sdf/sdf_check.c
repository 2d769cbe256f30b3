/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks between the parts of a description: sizes against page sizes,
 * addresses against each other, priorities along calls.  What needs the
 * programs themselves is checked in program.c.
 */
#include "sdf.h"

#include <inttypes.h>

/* The largest page that size, physical address and all mappings allow; pages of
   the boot image are small. */
static void choose_page_size(struct region *region)
{
    uint64_t bits = region->size | region->mapped_at | (region->fixed ? region->phys_addr : 0);

    if (region->page_size == 0) {
        region->page_size =
            bits % LARGE_PAGE == 0 && !region->prefilled ? LARGE_PAGE : SMALL_PAGE;
    }
}

static void check_region(const struct sdf *sdf, struct region *region)
{
    choose_page_size(region);
    if (region->size % region->page_size != 0) {
        diag_error(sdf->diag, xml_attribute_position(region->element, "size"),
                   "size 0x%" PRIx64 " of '%s' is not whole pages; expected a multiple of 0x%"
                   PRIx64,
                   region->size, region->name, region->page_size);
        region->size = 0;
    }
    if (region->size / region->page_size > SPEC_MAX_PAGES) {
        diag_error(sdf->diag, xml_attribute_position(region->element, "size"),
                   "'%s' has more than %d pages of 0x%" PRIx64 " bytes; expected a smaller size%s",
                   region->name, SPEC_MAX_PAGES, region->page_size,
                   region->page_size == LARGE_PAGE ? "" : " or page_size=\"0x200000\"");
        region->size = 0;
    }
    if (!region->fixed) {
        return;
    }
    size_t at = xml_attribute_position(region->element, "phys_addr");
    if (region->phys_addr % region->page_size != 0) {
        diag_error(sdf->diag, at,
                   "phys_addr 0x%" PRIx64 " of '%s' is not aligned to its pages; expected a "
                   "multiple of 0x%" PRIx64,
                   region->phys_addr, region->name, region->page_size);
    }
    if (region->phys_addr >= PHYS_TOP || region->size > PHYS_TOP - region->phys_addr) {
        diag_error(sdf->diag, at,
                   "'%s' ends beyond the physical address space; expected an end of at most "
                   "0x%llx",
                   region->name, PHYS_TOP);
        region->fixed = false;
    }
}

static void check_fixed_regions(const struct sdf *sdf)
{
    struct sdf_range *ranges =
        arena_allocate(sdf->arena, sdf->system->region_count * sizeof(*ranges));
    size_t count = 0;

    for (const struct region *region = sdf->system->regions; region != NULL;
         region = region->next) {
        if (region->fixed && region->size > 0) {
            ranges[count] = (struct sdf_range){region->phys_addr, region->phys_addr + region->size,
                                           region->name, region->element};
            count += 1;
        }
    }
    sdf_check_ranges(sdf, ranges, count, "phys_addr", "memory region");
}

static void check_maps(const struct sdf *sdf, const struct domain *domain)
{
    sdf_check_maps(sdf, domain->maps, domain->stack_top - domain->stack_size - SMALL_PAGE,
                   arena_format(sdf->arena, "reaches into the stack of '%s' or beyond",
                                domain->name));
}

static void check_irqs(const struct sdf *sdf)
{
    unsigned count = sdf->system->board->irq_count;
    const struct irq **users = arena_allocate(sdf->arena, count * sizeof(*users));

    for (const struct domain *domain = sdf->system->domains; domain != NULL;
         domain = domain->next) {
        for (const struct irq *irq = domain->irqs; irq != NULL; irq = irq->next) {
            if (irq->number >= count) {
                continue;
            }
            const struct irq *first = users[irq->number];
            if (first == NULL) {
                users[irq->number] = irq;
                continue;
            }
            diag_error(sdf->diag, xml_attribute_position(irq->element, "irq"),
                       "interrupt %" PRIu64 " is used twice; expected one user in the system",
                       irq->number);
            diag_note(sdf->diag, xml_attribute_position(first->element, "irq"),
                      "first used here");
        }
    }
}

/* A caller waits for its callee.  Were the callee not of higher priority, the
   kernel would not let it run at once and calls could deadlock. */
static void check_call(const struct sdf *sdf, const struct channel_end *from,
                       const struct channel_end *to)
{
    const struct domain *caller = from->domain;
    const struct domain *callee = to->domain;

    if (!from->pp || caller == NULL || callee == NULL) {
        return;
    }
    to->domain->is_called = true;
    sdf_note_caller(to->domain, from);
    if (!caller->priority_valid || !callee->priority_valid ||
        caller->priority < callee->priority) {
        return;
    }
    diag_error(sdf->diag, xml_attribute_position(from->element, "pp"),
               "protected call from '%s' (priority %" PRIu64 ") to '%s' (priority %" PRIu64
               "); expected a callee of strictly higher priority",
               caller->name, caller->priority, callee->name, callee->priority);
    diag_note(sdf->diag, xml_attribute_position(callee->element, "priority"),
              "'%s' is defined here", callee->name);
}

/* That a PD signals itself works, but is more often a name copied once too often. */
static void check_self(const struct sdf *sdf, const struct channel *channel)
{
    const struct channel_end *ends = channel->ends;
    const char *name = ends[0].domain->name;

    if (ends[0].pp || ends[1].pp) {
        diag_error(sdf->diag, xml_attribute_position(ends[ends[0].pp ? 0 : 1].element, "pp"),
                   "both ends of this channel are '%s', which would wait for itself for ever; "
                   "expected another protection domain at one end",
                   name);
    } else {
        diag_warning(sdf->diag, xml_attribute_position(ends[1].element, "pd"),
                     "both ends of this channel are '%s': it signals itself, and nobody else",
                     name);
    }
}

static void check_channel(const struct sdf *sdf, const struct channel *channel)
{
    const struct channel_end *ends = channel->ends;

    if (ends[0].pp && ends[1].pp) {
        diag_error(sdf->diag, xml_attribute_position(ends[1].element, "pp"),
                   "both ends of a channel have pp=\"true\"; expected it on one at most");
        diag_note(sdf->diag, xml_attribute_position(ends[0].element, "pp"), "the other is here");
        return;
    }
    if (ends[0].domain != NULL && ends[0].domain == ends[1].domain) {
        check_self(sdf, channel);
        return;
    }
    check_call(sdf, &ends[0], &ends[1]);
    check_call(sdf, &ends[1], &ends[0]);
}

static void check_passive(const struct sdf *sdf, const struct domain *domain)
{
    if (domain->passive && !domain->has_channels && !domain->has_children &&
        domain->irqs == NULL && domain->machine == NULL) {
        diag_warning(sdf->diag, xml_attribute_position(domain->element, "passive"),
                     "passive '%s' has no channel, interrupt or child: nothing can wake it "
                     "after init",
                     domain->name);
    }
}

void sdf_check(const struct sdf *sdf)
{
    for (struct region *region = sdf->system->regions; region != NULL; region = region->next) {
        if (region->size > 0) {
            check_region(sdf, region);
        }
    }
    check_fixed_regions(sdf);
    sdf_check_io_spaces(sdf);
    check_irqs(sdf);
    for (const struct channel *channel = sdf->system->channels; channel != NULL;
         channel = channel->next) {
        check_channel(sdf, channel);
    }
    for (const struct domain *domain = sdf->system->domains; domain != NULL;
         domain = domain->next) {
        check_maps(sdf, domain);
        if (domain->machine != NULL) {
            sdf_check_machine(sdf, domain->machine);
        }
        check_passive(sdf, domain);
        sdf_check_time(sdf, domain);
    }
    sdf_check_budgets(sdf);
}
