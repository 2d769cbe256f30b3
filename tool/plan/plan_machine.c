/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual machines in the plan.  A guest's threads have an address space of their
 * own, which is what the guest takes for physical memory, and an empty capability
 * space.  Who starts them, and gets their faults, is the domain.
 */
#include "planner.h"

#include <inttypes.h>

enum {
    GUEST_CNODE_BITS = 1, /* the least that there is */
    CSPACE_BITS = 64      /* of a capability's address */
};

static uint32_t add_object(const struct planner *planner, const char *owner, const char *what,
                           enum spec_type type, uint32_t size_bits)
{
    return planner_object(planner, owner, what,
                          (struct spec_object){.type = type, .size_bits = size_bits, .count = 1});
}

static void add_vcpu(const struct planner *planner, const struct domain *domain,
                     const char *owner, const struct vcpu *vcpu, struct vcpu_objects *own)
{
    const char *name = arena_format(planner->arena, "vcpu %" PRIu64, vcpu->id);

    own->tcb = add_object(planner, owner, arena_format(planner->arena, "%s tcb", name), SPEC_TCB,
                          0);
    own->sched_context =
        add_object(planner, owner, arena_format(planner->arena, "%s scheduling context", name),
                   SPEC_SCHED_CONTEXT, SCHED_CONTEXT_BITS);
    own->vcpu = add_object(planner, owner, name, SPEC_VCPU, 0);
    planner_add_vcpu_caps(planner, domain, vcpu, own);
}

void planner_add_machine(const struct planner *planner, const struct domain *domain)
{
    const struct machine *machine = domain->machine;
    const char *owner = arena_format(planner->arena, "guest %s", machine->name);
    struct machine_objects *own = &planner->machines[domain->index];
    size_t count = 0;

    for (const struct vcpu *vcpu = machine->vcpus; vcpu != NULL; vcpu = vcpu->next) {
        count += 1;
    }
    own->vspace = add_object(planner, owner, "vspace", SPEC_VSPACE, 0);
    own->cnode = add_object(planner, owner, "cnode", SPEC_CNODE, GUEST_CNODE_BITS);
    own->vcpus = arena_allocate(planner->arena, count * sizeof(*own->vcpus));
    count = 0;
    for (const struct vcpu *vcpu = machine->vcpus; vcpu != NULL; vcpu = vcpu->next) {
        add_vcpu(planner, domain, owner, vcpu, &own->vcpus[count]);
        count += 1;
    }
    for (const struct map *map = machine->maps; map != NULL; map = map->next) {
        planner_add_map(planner, own->vspace, map);
    }
}

static void add_guest(const struct planner *planner, const struct domain *domain,
                      const struct vcpu *vcpu, const struct vcpu_objects *own)
{
    const struct machine *machine = domain->machine;
    /* As long as a thread's name may be. */
    const char *name =
        arena_format(planner->arena, "%.54s vcpu %" PRIu64, machine->name, vcpu->id);
    struct spec_thread thread = {
        .name = planner_string(planner, name),
        .tcb = own->tcb,
        .cnode = planner->machines[domain->index].cnode,
        .vspace = planner->machines[domain->index].vspace,
        .ipc_frame = SPEC_NONE,
        .sched_context = own->sched_context,
        .notification = SPEC_NONE,
        .fault_endpoint = planner->domains[domain->index].endpoint,
        .fault_badge = BADGE_CHILD_FAULT | vcpu->id,
        .cspace_data = CSPACE_BITS - GUEST_CNODE_BITS,
        .budget_us = machine->budget,
        .period_us = machine->period,
        .priority = (uint32_t)machine->priority,
        .mcp = (uint32_t)machine->priority,
        .parent = domain->index,
        .flags = SPEC_NO_TIMER,
        .sched_domain =
            domain->sched_domain == NULL ? 0 : (uint32_t)domain->sched_domain->number,
        .vcpu = own->vcpu,
    };

    buffer_append(&planner->plan->threads, &thread, sizeof(thread));
}

void planner_add_guests(const struct planner *planner, const struct domain *domain)
{
    size_t index = 0;

    if (domain->machine == NULL) {
        return;
    }
    for (const struct vcpu *vcpu = domain->machine->vcpus; vcpu != NULL; vcpu = vcpu->next) {
        add_guest(planner, domain, vcpu, &planner->machines[domain->index].vcpus[index]);
        index += 1;
    }
}
