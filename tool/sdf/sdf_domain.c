/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading of a protection domain and all that stands inside of it.
 */
#include "sdf.h"

#include <inttypes.h>
#include <string.h>

#include "value.h"

static void read_name(const struct sdf *sdf, struct domain *domain)
{
    const struct xml_element *element = domain->element;
    size_t at = xml_attribute_position(element, "name");

    if (!value_text(sdf->diag, element, "name", &domain->name) || domain->name[0] == '\0') {
        return;
    }
    if (strlen(domain->name) >= MICROKIT_PD_NAME_LENGTH) {
        diag_error(sdf->diag, at, "the name is %zu bytes long; expected at most %d",
                   strlen(domain->name), MICROKIT_PD_NAME_LENGTH - 1);
    }
    struct domain *first =
        names_add(&sdf->system->domain_names, sdf->arena, domain->name, domain);
    if (first != NULL) {
        diag_error(sdf->diag, at,
                   "two protection domains are named '%s'; expected different names",
                   domain->name);
        diag_note(sdf->diag, xml_attribute_position(first->element, "name"),
                  "first defined here");
    }
}

/* The id that the parent knows a child by. */
static void read_child_id(const struct sdf *sdf, struct domain *domain)
{
    const struct xml_element *element = domain->element;
    const struct xml_attribute *id = xml_attribute_find(element, "id");
    const struct xml_attribute *setvar = xml_attribute_find(element, "setvar_id");

    if (domain->parent == NULL) {
        if (id != NULL) {
            diag_error(sdf->diag, id->name_at,
                       "a protection domain at top level has no id; expected it only where a "
                       "protection domain is inside of another");
        }
        if (setvar != NULL) {
            diag_error(sdf->diag, setvar->name_at,
                       "a protection domain at top level has no id for 'setvar_id' to tell its "
                       "parent; expected it only where a protection domain is inside of another");
        }
        return;
    }
    if (id == NULL) {
        diag_error(sdf->diag, element->at,
                   "child '%s' of '%s' needs an attribute 'id'; expected id=\"...\"",
                   domain->name, domain->parent->name);
    } else if (value_in_range(sdf->diag, element, "id", 0, MICROKIT_MAX_CHANNELS - 1, "",
                              &domain->id)) {
        sdf_claim_id(sdf, domain->parent->child_users, domain->id, element, "child");
        sdf_set_constant(sdf, domain->parent, element, "setvar_id", domain->id);
    }
}

static void read_stack_size(const struct sdf *sdf, struct domain *domain)
{
    const struct xml_element *element = domain->element;

    domain->stack_size = STACK_DEFAULT;
    if (value_in_range(sdf->diag, element, "stack_size", SMALL_PAGE, STACK_MAX, " bytes",
                       &domain->stack_size) &&
        domain->stack_size % SMALL_PAGE != 0) {
        diag_error(sdf->diag, xml_attribute_position(element, "stack_size"),
                   "stack_size 0x%" PRIx64 " is not whole pages; expected a multiple of 0x%llx",
                   domain->stack_size, SMALL_PAGE);
        domain->stack_size = STACK_DEFAULT;
    }
}

/* Whoever has the physical timer's interrupt may set the timer; others only if it is said so. */
static void read_timer(const struct sdf *sdf, struct domain *domain)
{
    for (const struct irq *irq = domain->irqs; irq != NULL; irq = irq->next) {
        domain->timer |= irq->number == IRQ_PHYSICAL_TIMER;
    }
    (void)value_boolean(sdf->diag, domain->element, "timer", &domain->timer);
}

/* Whether there is firmware that answers, its board's facts say. */
static void read_smc(const struct sdf *sdf, struct domain *domain)
{
    const struct board_facts *board = sdf->system->board;

    if (value_boolean(sdf->diag, domain->element, "smc", &domain->smc) && domain->smc &&
        !board->smc) {
        diag_error(sdf->diag, xml_attribute_position(domain->element, "smc"),
                   "on board '%s' there is no firmware that the kernel can make secure monitor "
                   "calls to; expected smc=\"false\"",
                   board->name);
    }
}

static void read_domain_attributes(const struct sdf *sdf, struct domain *domain)
{
    const struct xml_element *element = domain->element;

    read_name(sdf, domain);
    read_child_id(sdf, domain);
    domain->priority_valid = sdf_read_scheduling(sdf, element, &domain->priority, &domain->budget,
                                                 &domain->period);
    (void)value_boolean(sdf->diag, element, "passive", &domain->passive);
    read_stack_size(sdf, domain);
    sdf_check_cpu(sdf, element);
    domain->fpu = true;
    (void)value_boolean(sdf->diag, element, "fpu", &domain->fpu);
    sdf_read_sched_domain(sdf, domain);
    read_smc(sdf, domain);
}

static void read_image(const struct sdf *sdf, struct domain *domain,
                       const struct xml_element *element)
{
    if (domain->image != NULL) {
        diag_error(sdf->diag, element->at, "'%s' has two program images; expected one",
                   domain->name);
        diag_note(sdf->diag, domain->image->at, "first defined here");
        return;
    }
    domain->image = element;
    (void)value_text(sdf->diag, element, "path", &domain->image_path);
    (void)value_text(sdf->diag, element, "path_for_symbols", &domain->symbols_path);
}

static void set_map_constants(const struct sdf *sdf, struct domain *domain,
                              const struct map *map)
{
    uint64_t size = map->region == NULL ? 0 : map->region->size;

    sdf_set_constant(sdf, domain, map->element, "setvar_vaddr", map->vaddr);
    sdf_set_constant(sdf, domain, map->element, "setvar_size", size);
    if (map->region != NULL && !map->region->prefilled &&
        xml_attribute_find(map->element, "setvar_prefill_size") != NULL) {
        diag_error(sdf->diag, xml_attribute_position(map->element, "setvar_prefill_size"),
                   "'%s' is not filled with a file; expected a region with 'prefill_path'",
                   map->region->name);
        diag_note(sdf->diag, map->region->element->at, "it is defined here");
        return;
    }
    sdf_set_constant(sdf, domain, map->element, "setvar_prefill_size",
                     map->region == NULL ? 0 : map->region->contents.size);
}

static struct setvar *read_setvar(const struct sdf *sdf, struct domain *domain,
                                  const struct xml_element *element)
{
    struct setvar *setvar = arena_allocate(sdf->arena, sizeof(*setvar));

    setvar->element = element;
    setvar->symbol = sdf_claim_variable(sdf, domain, element, "symbol");
    setvar->region = sdf_find_region(sdf, element, "region_paddr");
    return setvar;
}

/* Those that the kernel has itself: at EL2, its timer is another one, and two are for guests. */
static void check_kept(const struct sdf *sdf, const struct irq *irq)
{
    bool at_el2 = sdf->system->board->exception_level == 2;
    uint64_t timer = at_el2 ? IRQ_KERNEL_TIMER_EL2 : IRQ_KERNEL_TIMER;

    if (irq->number == timer) {
        diag_error(sdf->diag, xml_attribute_position(irq->element, "irq"),
                   "irq %" PRIu64 " is the kernel's own timer; expected another", timer);
    } else if (at_el2 && (irq->number == IRQ_GUEST_MAINTENANCE ||
                          irq->number == IRQ_KERNEL_TIMER)) {
        diag_error(sdf->diag, xml_attribute_position(irq->element, "irq"),
                   "irq %" PRIu64 " is of virtual machines, for which the kernel keeps it; "
                   "expected another",
                   irq->number);
    }
}

static struct irq *read_irq(const struct sdf *sdf, struct domain *domain,
                            const struct xml_element *element)
{
    struct irq *irq = arena_allocate(sdf->arena, sizeof(*irq));
    const struct xml_attribute *trigger = xml_attribute_find(element, "trigger");

    irq->element = element;
    irq->number = sdf->system->board->irq_count;
    (void)value_in_range(sdf->diag, element, "irq", 0, irq->number - 1,
                         ", the interrupts that the kernel gives out", &irq->number);
    check_kept(sdf, irq);
    if (value_in_range(sdf->diag, element, "id", 0, MICROKIT_MAX_CHANNELS - 1, "", &irq->id) &&
        xml_attribute_find(element, "id") != NULL) {
        sdf_claim_id(sdf, domain->channel_users, irq->id, element, "channel or interrupt");
        sdf_set_constant(sdf, domain, element, "setvar_id", irq->id);
    }
    if (trigger != NULL) {
        irq->edge = strcmp(trigger->value, "edge") == 0;
        if (!irq->edge && strcmp(trigger->value, "level") != 0) {
            diag_error(sdf->diag, trigger->value_at,
                       "trigger \"%s\" does not exist; expected 'level' or 'edge'",
                       trigger->value);
        }
    }
    return irq;
}

/* Read later, when all domains are known. */
static void note_cspace(const struct sdf *sdf, struct domain *domain,
                        const struct xml_element *element)
{
    if (domain->cspace != NULL) {
        diag_error(sdf->diag, element->at, "'%s' has two elements 'cspace'; expected at most one",
                   domain->name);
        diag_note(sdf->diag, domain->cspace->at, "first defined here");
        return;
    }
    domain->cspace = element;
}

static void read_domain_children(const struct sdf *sdf, struct domain *domain)
{
    struct map **maps_end = &domain->maps;
    struct setvar **setvars_end = &domain->setvars;
    struct irq **irqs_end = &domain->irqs;

    for (const struct xml_element *child = domain->element->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "program_image") == 0) {
            read_image(sdf, domain, child);
        } else if (strcmp(child->name, "map") == 0) {
            struct map *map = sdf_read_map(sdf, child);

            set_map_constants(sdf, domain, map);
            *maps_end = map;
            maps_end = &map->next;
        } else if (strcmp(child->name, "setvar") == 0) {
            *setvars_end = read_setvar(sdf, domain, child);
            setvars_end = &(*setvars_end)->next;
        } else if (strcmp(child->name, "irq") == 0) {
            *irqs_end = read_irq(sdf, domain, child);
            irqs_end = &(*irqs_end)->next;
        } else if (strcmp(child->name, "virtual_machine") == 0) {
            sdf_read_machine(sdf, domain, child);
        } else if (strcmp(child->name, "cspace") == 0) {
            note_cspace(sdf, domain, child);
        } else if (strcmp(child->name, "protection_domain") == 0) {
            domain->has_children = true;
            sdf_read_domain(sdf, child, domain);
        }
    }
}

void sdf_read_domain(const struct sdf *sdf, const struct xml_element *element,
                     struct domain *parent)
{
    struct system *system = sdf->system;
    struct domain *domain = arena_allocate(sdf->arena, sizeof(*domain));

    domain->element = element;
    domain->parent = parent;
    domain->name = "";
    domain->index = system->domain_count;
    domain->constants_end = &domain->constants;
    domain->stack_top = STACK_TOP_OF(system->level->user_top);
    *system->domains_end = domain;
    system->domains_end = &domain->next;
    system->domain_count += 1;
    if (system->domain_count == MICROKIT_MAX_DOMAINS + 1) {
        diag_error(sdf->diag, element->at,
                   "more than %d protection domains; expected 1 to %d, children included",
                   MICROKIT_MAX_DOMAINS, MICROKIT_MAX_DOMAINS);
    }
    read_domain_attributes(sdf, domain);
    read_domain_children(sdf, domain);
    read_timer(sdf, domain);
    if (domain->image == NULL) {
        diag_error(sdf->diag, element->at,
                   "'%s' has no program image; expected an element 'program_image'",
                   domain->name);
    }
}
