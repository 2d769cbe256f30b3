/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory in the plan: frames objects and where they are mapped.
 *
 * Neighbouring pages of a program that are alike (same permissions, and either
 * all with contents or all zero) are one frames object.  Pages with contents
 * come from the image as they are; all others are fresh and zero.
 */
#include "planner.h"

#include <inttypes.h>

#include <sel4/constants.h>

#include "iommu_tables.h"

static uint32_t page_bits(uint64_t page_size)
{
    return page_size == LARGE_PAGE ? (uint32_t)seL4_LargePageBits : (uint32_t)seL4_PageBits;
}

/* The bytes of the file, then zeros: pages of the image, which are small
   whatever the description says. */
static void fill_region(const struct planner *planner, const struct region *region,
                        struct spec_object *object)
{
    struct buffer *pages = &planner->plan->pages;

    object->size_bits = seL4_PageBits;
    object->flags = SPEC_IN_IMAGE;
    object->count = region->size / SMALL_PAGE;
    object->address = pages->size;
    buffer_append(pages, region->contents.data, region->contents.size);
    (void)buffer_extend(pages, region->size - region->contents.size);
}

void planner_add_region(const struct planner *planner, const struct region *region)
{
    struct spec_object object = {
        .type = SPEC_FRAMES,
        .size_bits = page_bits(region->page_size),
        .flags = region->fixed ? SPEC_AT_PADDR : 0,
        .count = region->size / region->page_size,
        .address = region->fixed ? region->phys_addr : 0,
    };

    if (region->prefilled) {
        fill_region(planner, region, &object);
    }
    planner->plan->regions[region->index] =
        planner_object(planner, NULL, arena_format(planner->arena, "region %s", region->name),
                       object);
}

struct access {
    bool read;
    bool write;
    bool execute;
};

static void add_map(const struct planner *planner, uint32_t vspace, uint32_t frames,
                    uint64_t vaddr, struct access access, bool cached)
{
    unsigned rights = 0;
    unsigned attributes = 0;

    rights |= access.read ? seL4_RightsRead : 0u;
    rights |= access.read && access.write ? seL4_RightsWrite : 0u;
    attributes |= cached ? seL4_ARM_PageCacheable : 0u;
    attributes |= access.execute ? 0u : seL4_ARM_ExecuteNever;
    buffer_append(&planner->plan->maps,
                  &(struct spec_map){
                      .vspace = vspace,
                      .frames = frames,
                      .vaddr = vaddr,
                      .rights = rights,
                      .attributes = attributes,
                  },
                  sizeof(struct spec_map));
}

static uint32_t vspace_of(const struct planner *planner, const struct domain *domain)
{
    return planner->domains[domain->index].vspace;
}

void planner_add_map(const struct planner *planner, uint32_t vspace, const struct map *map)
{
    struct access access = {map->read, map->write, map->execute};

    add_map(planner, vspace, planner->plan->regions[map->region->index], map->vaddr, access,
            map->cached);
}

/* Fresh zeroed pages that only this domain has. */
static uint32_t add_private(const struct planner *planner, const struct domain *domain,
                            const char *what, uint64_t vaddr, uint64_t size)
{
    uint32_t frames = planner_object(planner, domain->name, what,
                                     (struct spec_object){
                                         .type = SPEC_FRAMES,
                                         .size_bits = seL4_PageBits,
                                         .count = size / SMALL_PAGE,
                                     });

    add_map(planner, vspace_of(planner, domain), frames, vaddr,
            (struct access){.read = true, .write = true}, true);
    return frames;
}

/* `count` pages that are alike. */
static void add_program_run(const struct planner *planner, const struct domain *domain,
                            struct page *first, size_t count)
{
    struct buffer *pages = &planner->plan->pages;
    struct spec_object object = {
        .type = SPEC_FRAMES, .size_bits = seL4_PageBits, .count = count};

    if (first->data != NULL) {
        object.flags = SPEC_IN_IMAGE;
        object.address = pages->size;
        for (size_t i = 0; i < count; i += 1) {
            first[i].offset = pages->size;
            buffer_append(pages, first[i].data, SMALL_PAGE);
        }
    }
    const char *name = arena_format(planner->arena, "program at 0x%" PRIx64, first->vaddr);
    uint32_t frames = planner_object(planner, domain->name, name, object);
    struct access access = {
        .read = true,
        .write = (first->flags & ELF_WRITE) != 0,
        .execute = (first->flags & ELF_EXECUTE) != 0,
    };
    add_map(planner, vspace_of(planner, domain), frames, first->vaddr, access, true);
}

static bool alike(const struct page *a, const struct page *b)
{
    return a->vaddr + SMALL_PAGE == b->vaddr && a->flags == b->flags &&
           (a->data == NULL) == (b->data == NULL);
}

static void add_program(const struct planner *planner, const struct domain *domain)
{
    const struct program *program = planner->programs[domain->index];
    size_t start = 0;

    for (size_t i = 1; i <= program->page_count; i += 1) {
        if (i == program->page_count || !alike(&program->pages[i - 1], &program->pages[i])) {
            add_program_run(planner, domain, &program->pages[start], i - start);
            start = i;
        }
    }
}

/* Where in the page data the byte at `vaddr` of the program is. */
static uint64_t page_data_offset(const struct program *program, uint64_t vaddr)
{
    const struct page *page = program_page(program, vaddr);

    return page->offset + (vaddr - page->vaddr);
}

/* Whoever has the address of a region is going to tell a device, which knows nothing of pages. */
static void keep_together(const struct planner *planner, uint32_t frames)
{
    struct spec_object *object = PLAN_ENTRY(planner->plan->objects, struct spec_object, frames);

    if (object->flags == 0 && object->count > 1) {
        object->flags = SPEC_ONE_PIECE;
    }
}

static void add_patches(const struct planner *planner, const struct domain *domain)
{
    for (const struct setvar *setvar = domain->setvars; setvar != NULL; setvar = setvar->next) {
        keep_together(planner, planner->plan->regions[setvar->region->index]);
        buffer_append(&planner->plan->patches,
                      &(struct spec_patch){
                          .frames = planner->plan->regions[setvar->region->index],
                          .count = 1,
                          .where = page_data_offset(planner->programs[domain->index],
                                                    setvar->vaddr),
                      },
                      sizeof(struct spec_patch));
    }
}

void planner_add_iommu_tables(const struct planner *planner)
{
    const struct system *system = planner->system;
    uint32_t count = PLAN_COUNT(system->iommu_links, struct iommu_link);

    for (uint32_t i = 0; i < count; i += 1) {
        const struct iommu_link *link =
            PLAN_ENTRY(system->iommu_links, const struct iommu_link, i);
        uint32_t tables = planner->plan->regions[system->iommu_tables->index];
        uint64_t start =
            PLAN_ENTRY(planner->plan->objects, struct spec_object, tables)->address;

        buffer_append(&planner->plan->patches,
                      &(struct spec_patch){
                          .frames = planner->plan->regions[link->region->index],
                          .count = (uint32_t)link->count,
                          .where = start + link->where,
                          .first = link->first,
                          .bits = link->bits,
                      },
                      sizeof(struct spec_patch));
    }
}

void planner_add_memory(const struct planner *planner, const struct domain *domain)
{
    add_program(planner, domain);
    add_patches(planner, domain);
    for (const struct map *map = domain->maps; map != NULL; map = map->next) {
        planner_add_map(planner, vspace_of(planner, domain), map);
    }
    (void)add_private(planner, domain, "stack", domain->stack_top - domain->stack_size,
                      domain->stack_size);
    planner->domains[domain->index].ipc_frame =
        add_private(planner, domain, "ipc buffer",
                    page_down(planner->programs[domain->index]->ipc_buffer), SMALL_PAGE);
}
