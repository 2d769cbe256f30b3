/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The plan as a whole: its tables, the order in which they are filled, and
 * their layout in the spec.
 *
 *   header | objects | caps | maps | irqs | threads | symbols | patches |
 *   slices | strings | padding to a page | page data
 *
 * While tables are being filled, offsets of page data count from the first page
 * and offsets of symbols from the first symbol; plan_lay_out makes them offsets
 * in the spec once the sizes are known.
 */
#include "planner.h"

#include <stdlib.h>

#include <sel4/constants.h>

static uint32_t add_single(const struct planner *planner, const char *owner, const char *what,
                           enum spec_type type, uint32_t size_bits)
{
    return planner_object(planner, owner, what,
                          (struct spec_object){.type = type, .size_bits = size_bits, .count = 1});
}

/* There is one such right, if anybody has it. */
static uint32_t add_smc(const struct planner *planner)
{
    for (const struct domain *domain = planner->system->domains; domain != NULL;
         domain = domain->next) {
        if (domain->smc) {
            return add_single(planner, NULL, "secure monitor calls", SPEC_SMC, 0);
        }
    }
    return SPEC_NONE;
}

static void add_domain_objects(const struct planner *planner, const struct domain *domain)
{
    const char *name = domain->name;

    planner->domains[domain->index] = (struct domain_objects){
        .tcb = add_single(planner, name, "tcb", SPEC_TCB, 0),
        .cnode = add_single(planner, name, "cnode", SPEC_CNODE,
                            planner_cnode_bits(domain)),
        .vspace = add_single(planner, name, "vspace", SPEC_VSPACE, 0),
        .sched_context = add_single(planner, name, "scheduling context", SPEC_SCHED_CONTEXT,
                                    SCHED_CONTEXT_BITS),
        .reply = add_single(planner, name, "reply", SPEC_REPLY, 0),
        .notification = add_single(planner, name, "notification", SPEC_NOTIFICATION, 0),
        .endpoint = domain->is_called || domain->has_children || domain->machine != NULL
                        ? add_single(planner, name, "endpoint", SPEC_ENDPOINT, 0)
                        : SPEC_NONE,
        .ipc_frame = SPEC_NONE,
    };
}

static int compare_caps(const void *left, const void *right)
{
    const struct spec_cap *a = left;
    const struct spec_cap *b = right;

    if (a->cnode != b->cnode) {
        return a->cnode < b->cnode ? -1 : 1;
    }
    return a->slot < b->slot ? -1 : a->slot > b->slot;
}

static int compare_maps(const void *left, const void *right)
{
    const struct spec_map *a = left;
    const struct spec_map *b = right;

    if (a->vspace != b->vspace) {
        return a->vspace < b->vspace ? -1 : 1;
    }
    return a->vaddr < b->vaddr ? -1 : a->vaddr > b->vaddr;
}

static void sort_table(struct buffer *table, size_t entry_size,
                       int (*compare)(const void *, const void *))
{
    if (table->size > 0) {
        qsort(table->data, table->size / entry_size, entry_size, compare);
    }
}

/* Gives a table its place at `*offset` and moves that behind it. */
static struct spec_table place(const struct buffer *table, size_t entry_size, uint64_t *offset)
{
    struct spec_table placed = {(uint32_t)*offset, (uint32_t)(table->size / entry_size)};

    *offset += (table->size + 7) & ~(uint64_t)7;
    return placed;
}

static void relocate(struct plan *plan, uint64_t symbols, uint64_t pages)
{
    for (uint32_t i = 0; i < PLAN_COUNT(plan->threads, struct spec_thread); i += 1) {
        PLAN_ENTRY(plan->threads, struct spec_thread, i)->symbols.offset += (uint32_t)symbols;
    }
    for (uint32_t i = 0; i < PLAN_COUNT(plan->objects, struct spec_object); i += 1) {
        struct spec_object *object = PLAN_ENTRY(plan->objects, struct spec_object, i);

        object->address += object->flags & SPEC_IN_IMAGE ? pages : 0;
    }
    for (uint32_t i = 0; i < PLAN_COUNT(plan->patches, struct spec_patch); i += 1) {
        PLAN_ENTRY(plan->patches, struct spec_patch, i)->where += pages;
    }
}

static void plan_lay_out(struct plan *plan)
{
    struct spec_header *header = &plan->header;
    uint64_t offset = sizeof(*header);

    header->magic = SPEC_MAGIC;
    header->objects = place(&plan->objects, sizeof(struct spec_object), &offset);
    header->caps = place(&plan->caps, sizeof(struct spec_cap), &offset);
    header->maps = place(&plan->maps, sizeof(struct spec_map), &offset);
    header->irqs = place(&plan->irqs, sizeof(struct spec_irq), &offset);
    header->threads = place(&plan->threads, sizeof(struct spec_thread), &offset);
    uint64_t symbols = offset;
    (void)place(&plan->symbols, sizeof(struct spec_symbol), &offset);
    header->patches = place(&plan->patches, sizeof(struct spec_patch), &offset);
    header->slices = place(&plan->slices, sizeof(struct spec_slice), &offset);
    header->strings = place(&plan->strings, 1, &offset);
    offset = (offset + SMALL_PAGE - 1) & ~(SMALL_PAGE - 1);
    relocate(plan, symbols, offset);
    header->size = offset + plan->pages.size;
}

/* The tables' offsets are 32-bit numbers, and the initial task has room for so
   many objects. */
static void check_size(struct diag *diag, const struct plan *plan)
{
    uint32_t count = PLAN_COUNT(plan->objects, struct spec_object);

    if (count > SPEC_MAX_OBJECTS) {
        diag_fail(diag, "the system needs %u kernel objects; expected at most %d (fewer memory "
                        "regions or protection domains)",
                  count, SPEC_MAX_OBJECTS);
    }
    if (plan->header.size - plan->pages.size > UINT32_MAX) {
        diag_fail(diag, "the system's tables are larger than 4 GiB; expected programs with fewer "
                        "symbols");
    }
}

void plan_build(struct arena *arena, struct diag *diag, struct plan *plan,
                const struct system *system, struct program *const *programs, bool benchmark)
{
    struct planner planner = {
        .arena = arena,
        .plan = plan,
        .system = system,
        .programs = programs,
        .domains = arena_allocate(arena, system->domain_count * sizeof(struct domain_objects)),
        .machines = arena_allocate(arena, system->domain_count * sizeof(struct machine_objects)),
    };

    plan->benchmark = benchmark;
    plan->regions = arena_allocate(arena, system->region_count * sizeof(uint32_t));
    plan->header.monitor_endpoint = add_single(&planner, "monitor", "endpoint", SPEC_ENDPOINT, 0);
    plan->header.monitor_reply = add_single(&planner, "monitor", "reply", SPEC_REPLY, 0);
    plan->header.exception_level = system->board->exception_level;
    planner.smc = add_smc(&planner);
    for (const struct region *region = system->regions; region != NULL; region = region->next) {
        planner.element = region->element;
        planner_add_region(&planner, region);
    }
    planner_add_iommu_tables(&planner);
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        planner.element = domain->element;
        add_domain_objects(&planner, domain);
        planner_add_memory(&planner, domain);
        if (domain->machine != NULL) {
            planner.element = domain->machine->element;
            planner_add_machine(&planner, domain);
        }
    }
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        planner.element = domain->element;
        planner_add_domain_caps(&planner, domain);
        planner_add_thread(&planner, domain);
    }
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        planner_add_guests(&planner, domain);
    }
    for (const struct channel *channel = system->channels; channel != NULL;
         channel = channel->next) {
        planner_add_channel_caps(&planner, channel);
    }
    planner_add_schedule(&planner);
    /* By slot and by address: how a reader of the report looks for them. */
    sort_table(&plan->caps, sizeof(struct spec_cap), compare_caps);
    sort_table(&plan->maps, sizeof(struct spec_map), compare_maps);
    plan_lay_out(plan);
    check_size(diag, plan);
}
