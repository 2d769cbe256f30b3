/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Capabilities in the plan.  This file is the answer to "who may do what": each
 * call of add_cap hands out one authority, in the slot where the program's
 * library looks for it and with the least rights that do.
 */
#include "planner.h"

#include <sel4/constants.h>

enum {
    ALL_RIGHTS = seL4_RightsRead | seL4_RightsWrite | seL4_RightsGrant | seL4_RightsGrantReply,
    /* The receiver may answer. */
    CALL_RIGHTS = seL4_RightsWrite | seL4_RightsGrantReply
};

/* A capability in the domain's own CNode. */
static void add_cap(const struct planner *planner, const struct domain *domain, uint64_t slot,
                    uint32_t object, uint32_t rights, uint64_t badge)
{
    buffer_append(&planner->plan->caps,
                  &(struct spec_cap){
                      .cnode = planner->domains[domain->index].cnode,
                      .slot = (uint32_t)slot,
                      .object = object,
                      .rights = rights,
                      .badge = badge,
                  },
                  sizeof(struct spec_cap));
}

/* The capabilities of a virtual machine's vcpus: to start, stop and change them is the domain's. */
void planner_add_vcpu_caps(const struct planner *planner, const struct domain *domain,
                           const struct vcpu *vcpu, const struct vcpu_objects *own)
{
    add_cap(planner, domain, BASE_VM_TCB_CAP + vcpu->id, own->tcb, ALL_RIGHTS, 0);
    add_cap(planner, domain, BASE_VCPU_CAP + vcpu->id, own->vcpu, ALL_RIGHTS, 0);
}

void planner_fault_target(const struct planner *planner, const struct domain *domain,
                          uint32_t *endpoint, uint64_t *badge)
{
    if (domain->parent == NULL) {
        *endpoint = planner->plan->header.monitor_endpoint;
        *badge = domain->index + 1u;
    } else {
        *endpoint = planner->domains[domain->parent->index].endpoint;
        *badge = BADGE_CHILD_FAULT | domain->id;
    }
}

static void add_irq(const struct planner *planner, const struct domain *domain,
                    const struct irq *irq)
{
    const char *name =
        arena_format(planner->arena, "interrupt %u", (unsigned)irq->number);
    uint32_t object = planner_object(planner, domain->name, name,
                                     (struct spec_object){
                                         .type = SPEC_IRQ,
                                         .flags = irq->edge ? SPEC_EDGE : 0,
                                         .count = 1,
                                         .address = irq->number,
                                     });

    add_cap(planner, domain, BASE_IRQ_CAP + irq->id, object, ALL_RIGHTS, 0);
    buffer_append(&planner->plan->irqs,
                  &(struct spec_irq){
                      .irq = object,
                      .notification = planner->domains[domain->index].notification,
                      .badge = 1ull << irq->id,
                  },
                  sizeof(struct spec_irq));
}

static void add_user_cap(const struct planner *planner, const struct domain *domain,
                         const struct user_cap *cap)
{
    const struct domain_objects *owner = &planner->domains[cap->owner->index];
    uint32_t object = SPEC_NONE;

    switch (cap->kind) {
    case USER_CAP_TCB:
        object = owner->tcb;
        break;
    case USER_CAP_SCHED_CONTEXT:
        object = owner->sched_context;
        break;
    case USER_CAP_VSPACE:
        object = owner->vspace;
        break;
    }
    add_cap(planner, domain, BASE_USER_CAPS + cap->slot, object, ALL_RIGHTS, 0);
}

void planner_add_domain_caps(const struct planner *planner, const struct domain *domain)
{
    const struct domain_objects *own = &planner->domains[domain->index];
    uint32_t input = own->endpoint == SPEC_NONE ? own->notification : own->endpoint;

    add_cap(planner, domain, MICROKIT_INPUT_CAP, input, seL4_RightsRead, 0);
    add_cap(planner, domain, MICROKIT_VSPACE_CAP, own->vspace, ALL_RIGHTS, 0);
    add_cap(planner, domain, MICROKIT_REPLY_CAP, own->reply, ALL_RIGHTS, 0);
    if (domain->passive) {
        add_cap(planner, domain, MONITOR_EP, planner->plan->header.monitor_endpoint,
                seL4_RightsWrite, SPEC_BADGE_REQUEST | (domain->index + 1u));
    }
    if (planner->plan->benchmark) {
        add_cap(planner, domain, TCB_CAP, own->tcb, ALL_RIGHTS, 0);
    }
    if (domain->parent != NULL) {
        add_cap(planner, domain->parent, BASE_TCB_CAP + domain->id, own->tcb, ALL_RIGHTS, 0);
    }
    if (domain->smc) {
        add_cap(planner, domain, MICROKIT_SMC_CAP, planner->smc, ALL_RIGHTS, 0);
    }
    for (const struct irq *irq = domain->irqs; irq != NULL; irq = irq->next) {
        add_irq(planner, domain, irq);
    }
    for (const struct user_cap *cap = domain->user_caps; cap != NULL; cap = cap->next) {
        add_user_cap(planner, domain, cap);
    }
}

/* What the channel lets `from` do to `to`. */
static void add_direction(const struct planner *planner, const struct channel_end *from,
                          const struct channel_end *to)
{
    const struct domain_objects *target = &planner->domains[to->domain->index];

    if (from->notify) {
        add_cap(planner, from->domain, BASE_OUTPUT_NOTIFICATION_CAP + from->id,
                target->notification, seL4_RightsWrite, 1ull << to->id);
    }
    if (from->pp) {
        add_cap(planner, from->domain, BASE_ENDPOINT_CAP + from->id, target->endpoint, CALL_RIGHTS,
                BADGE_CALL | to->id);
    }
}

void planner_add_channel_caps(const struct planner *planner, const struct channel *channel)
{
    add_direction(planner, &channel->ends[0], &channel->ends[1]);
    add_direction(planner, &channel->ends[1], &channel->ends[0]);
}
