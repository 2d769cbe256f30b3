/* SPDX-License-Identifier: BSD-2-Clause */
/* Guests: which there are, and what they are called. */
#include "guests.h"

#include <inttypes.h>

#include "rules.h"

static size_t count_guests(const struct system *system)
{
    size_t count = 0;

    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        const struct vcpu *vcpu = domain->machine == NULL ? NULL : domain->machine->vcpus;

        for (; vcpu != NULL; vcpu = vcpu->next) {
            count++;
        }
    }
    return count;
}

struct guest *guests_of(struct arena *arena, const struct system *system, size_t *count)
{
    struct guest *guests;
    size_t index = 0;

    *count = count_guests(system);
    guests = arena_allocate(arena, (*count + 1) * sizeof(*guests));
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        const struct vcpu *vcpu = domain->machine == NULL ? NULL : domain->machine->vcpus;

        for (; vcpu != NULL; vcpu = vcpu->next, index++) {
            const char *machine = domain->machine->name;

            guests[index] = (struct guest){
                .owner = domain,
                .vcpu = vcpu,
                .name = arena_format(arena, "%s vcpu %" PRIu64, machine, vcpu->id),
                .vcpu_name = arena_format(arena, "guest %s: vcpu %" PRIu64, machine, vcpu->id),
                .time_badge = RULE_TIME_BADGE + system->domain_count + index,
            };
        }
    }
    return guests;
}
