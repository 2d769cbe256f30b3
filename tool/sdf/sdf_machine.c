/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual machines: a guest in a protection domain, which starts its vcpus, gets
 * their faults and emulates what they do not find.  A guest has physical addresses
 * of its own, which the description fills.
 */
#include "sdf.h"

#include <inttypes.h>
#include <string.h>

#include "value.h"

static void read_name(const struct sdf *sdf, struct machine *machine)
{
    const struct xml_element *element = machine->element;
    size_t at = xml_attribute_position(element, "name");

    if (!value_text(sdf->diag, element, "name", &machine->name) || machine->name[0] == '\0') {
        return;
    }
    if (strlen(machine->name) >= MICROKIT_PD_NAME_LENGTH) {
        diag_error(sdf->diag, at, "the name is %zu bytes long; expected at most %d",
                   strlen(machine->name), MICROKIT_PD_NAME_LENGTH - 1);
    }
    const struct machine *first =
        names_add(&sdf->system->machine_names, sdf->arena, machine->name, machine);
    if (first != NULL) {
        diag_error(sdf->diag, at,
                   "two virtual machines are named '%s'; expected different names",
                   machine->name);
        diag_note(sdf->diag, xml_attribute_position(first->element, "name"),
                  "first defined here");
    }
}

static struct vcpu *read_vcpu(const struct sdf *sdf, struct domain *domain,
                              const struct xml_element *element)
{
    struct vcpu *vcpu = arena_allocate(sdf->arena, sizeof(*vcpu));

    vcpu->element = element;
    sdf_check_cpu(sdf, element);
    if (xml_attribute_find(element, "id") != NULL &&
        value_in_range(sdf->diag, element, "id", 0, MICROKIT_MAX_CHANNELS - 1, "", &vcpu->id)) {
        sdf_claim_id(sdf, domain->child_users, vcpu->id, element, "child or vcpu");
        sdf_set_constant(sdf, domain, element, "setvar_id", vcpu->id);
    }
    return vcpu;
}

static void refuse_symbols(const struct sdf *sdf, const struct xml_element *element)
{
    static const char *const names[] = {"setvar_vaddr", "setvar_size", "setvar_prefill_size"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i += 1) {
        const struct xml_attribute *setvar = xml_attribute_find(element, names[i]);

        if (setvar != NULL) {
            diag_error(sdf->diag, setvar->name_at,
                       "attribute '%s' is not allowed in a virtual machine, which has no "
                       "symbols; expected it in a protection domain",
                       setvar->name);
            return;
        }
    }
}

static void read_children(const struct sdf *sdf, struct domain *domain, struct machine *machine)
{
    struct vcpu **vcpus_end = &machine->vcpus;
    struct map **maps_end = &machine->maps;

    for (const struct xml_element *child = machine->element->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "vcpu") == 0) {
            *vcpus_end = read_vcpu(sdf, domain, child);
            vcpus_end = &(*vcpus_end)->next;
        } else if (strcmp(child->name, "map") == 0) {
            *maps_end = sdf_read_map(sdf, child);
            maps_end = &(*maps_end)->next;
            refuse_symbols(sdf, child);
        }
    }
    if (machine->vcpus == NULL) {
        diag_error(sdf->diag, machine->element->at,
                   "a virtual machine without 'vcpu'; expected one or more");
    }
}

/* Only a kernel at EL2 has what is below EL1 of a guest. */
static void check_level(const struct sdf *sdf, const struct xml_element *element)
{
    const struct board_facts *board = sdf->system->board;
    const struct board_facts *other = board_facts_at_level(2);

    if (board->exception_level == 2) {
        return;
    }
    diag_error(sdf->diag, element->at,
               "virtual machines need a kernel that runs at EL2, and that of board '%s' runs at "
               "EL%u; expected %s%s",
               board->name, board->exception_level,
               other == NULL ? "a system without 'virtual_machine'" : "--board ",
               other == NULL ? "" : other->name);
}

void sdf_read_machine(const struct sdf *sdf, struct domain *domain,
                      const struct xml_element *element)
{
    struct machine *machine = arena_allocate(sdf->arena, sizeof(*machine));

    if (domain->machine != NULL) {
        diag_error(sdf->diag, element->at, "'%s' has two virtual machines; expected at most one",
                   domain->name);
        diag_note(sdf->diag, domain->machine->element->at, "first defined here");
        return;
    }
    domain->machine = machine;
    machine->element = element;
    machine->name = "";
    read_name(sdf, machine);
    machine->priority_valid = sdf_read_scheduling(sdf, element, &machine->priority,
                                                  &machine->budget, &machine->period);
    read_children(sdf, domain, machine);
    check_level(sdf, element);
}

void sdf_check_machine(const struct sdf *sdf, const struct machine *machine)
{
    if (machine->maps == NULL) {
        diag_warning(sdf->diag, machine->element->at,
                     "'%s' has no memory: a guest that is started faults at its first instruction",
                     machine->name);
    }
    sdf_check_maps(sdf, machine->maps, sdf->system->level->user_top + 1,
                   arena_format(sdf->arena, "is beyond the physical addresses that '%s' has",
                                machine->name));
}
