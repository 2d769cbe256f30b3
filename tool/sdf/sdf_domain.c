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

/* Of a protection domain or a virtual machine: priority, budget, period. */
static bool read_scheduling(const struct sdf *sdf, const struct xml_element *element,
                            uint64_t *priority, uint64_t *budget, uint64_t *period)
{
    bool valid = value_in_range(sdf->diag, element, "priority", 0, MICROKIT_MAX_PRIORITY, "",
                                priority);

    *budget = BUDGET_DEFAULT;
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

/* Of a protection domain or a vcpu: which of the processor's cores it runs on. */
static void check_cpu(const struct sdf *sdf, const struct xml_element *element)
{
    uint64_t cpu = 0;

    if (value_number(sdf->diag, element, "cpu", &cpu) && cpu != 0) {
        diag_error(sdf->diag, xml_attribute_position(element, "cpu"),
                   "there is no cpu %" PRIu64 ": this SDK's kernel runs on one core; expected "
                   "cpu=\"0\"",
                   cpu);
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

static void read_domain_attributes(const struct sdf *sdf, struct domain *domain)
{
    const struct xml_element *element = domain->element;
    bool smc = false;

    read_name(sdf, domain);
    read_child_id(sdf, domain);
    domain->priority_valid = read_scheduling(sdf, element, &domain->priority, &domain->budget,
                                             &domain->period);
    (void)value_boolean(sdf->diag, element, "passive", &domain->passive);
    read_stack_size(sdf, domain);
    check_cpu(sdf, element);
    domain->fpu = true;
    (void)value_boolean(sdf->diag, element, "fpu", &domain->fpu);
    sdf_read_sched_domain(sdf, domain);
    if (value_boolean(sdf->diag, element, "smc", &smc) && smc) {
        diag_error(sdf->diag, xml_attribute_position(element, "smc"),
                   "secure monitor calls are not supported: this SDK's kernel has no SMC "
                   "capability to give; expected smc=\"false\"");
    }
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

static struct map *read_map(const struct sdf *sdf, const struct xml_element *element)
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

static struct irq *read_irq(const struct sdf *sdf, struct domain *domain,
                            const struct xml_element *element)
{
    struct irq *irq = arena_allocate(sdf->arena, sizeof(*irq));
    const struct xml_attribute *trigger = xml_attribute_find(element, "trigger");

    irq->element = element;
    irq->number = sdf->system->board->irq_count;
    (void)value_in_range(sdf->diag, element, "irq", 0, irq->number - 1,
                         ", the interrupts that the kernel gives out", &irq->number);
    if (irq->number == IRQ_KERNEL_TIMER) {
        diag_error(sdf->diag, xml_attribute_position(element, "irq"),
                   "irq %d is the kernel's own timer; expected another", IRQ_KERNEL_TIMER);
    }
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

static void read_machine_child(const struct sdf *sdf, struct domain *domain,
                               const struct xml_element *child)
{
    uint64_t id = 0;

    if (strcmp(child->name, "vcpu") == 0) {
        check_cpu(sdf, child);
        if (xml_attribute_find(child, "id") != NULL &&
            value_in_range(sdf->diag, child, "id", 0, MICROKIT_MAX_CHANNELS - 1, "", &id)) {
            sdf_claim_id(sdf, domain->child_users, id, child, "child or vcpu");
            sdf_set_constant(sdf, domain, child, "setvar_id", id);
        }
    }
    if (strcmp(child->name, "map") == 0) {
        const struct xml_attribute *setvar = xml_attribute_find(child, "setvar_vaddr");

        (void)read_map(sdf, child);
        if (setvar == NULL) {
            setvar = xml_attribute_find(child, "setvar_size");
        }
        if (setvar == NULL) {
            setvar = xml_attribute_find(child, "setvar_prefill_size");
        }
        if (setvar != NULL) {
            diag_error(sdf->diag, setvar->name_at,
                       "attribute '%s' is not allowed in a virtual machine, which has no "
                       "symbols; expected it in a protection domain",
                       setvar->name);
        }
    }
}

/* Read for its mistakes, then refused: the kernel has no VCPU objects. */
static void read_machine(const struct sdf *sdf, struct domain *domain,
                         const struct xml_element *element)
{
    uint64_t priority = 0;
    uint64_t budget;
    uint64_t period;
    const char *name = NULL;
    bool has_vcpu = false;

    if (domain->machine != NULL) {
        diag_error(sdf->diag, element->at, "'%s' has two virtual machines; expected at most one",
                   domain->name);
        diag_note(sdf->diag, domain->machine->at, "first defined here");
        return;
    }
    domain->machine = element;
    (void)value_text(sdf->diag, element, "name", &name);
    (void)read_scheduling(sdf, element, &priority, &budget, &period);
    for (const struct xml_element *child = element->first_child; child != NULL;
         child = child->next) {
        has_vcpu = has_vcpu || strcmp(child->name, "vcpu") == 0;
        read_machine_child(sdf, domain, child);
    }
    if (!has_vcpu) {
        diag_error(sdf->diag, element->at,
                   "a virtual machine without 'vcpu'; expected one or more");
    }
    diag_error(sdf->diag, element->at,
               "virtual machines are not supported: this SDK's kernel runs at EL1 and has no "
               "VCPU objects; expected a system without 'virtual_machine'");
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
            struct map *map = read_map(sdf, child);

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
            read_machine(sdf, domain, child);
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
