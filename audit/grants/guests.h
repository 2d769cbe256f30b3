/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads of virtual machines, one for each `vcpu` of a description. */
#pragma once

#include "model.h"

struct guest {
    const struct domain *owner;     /* the domain whose virtual machine it is */
    const struct vcpu *vcpu;
    const char *name;               /* of the thread, as a report has it: "linux vcpu 0" */
    const char *vcpu_name;          /* of the virtual CPU: "guest linux: vcpu 0" */
    uint64_t time_badge;            /* of its time (rules.h) */
    int thread;                     /* that was found to be it; present.h */
};

/* Guests in the order of the description, from the arena; `*count`: how many. */
struct guest *guests_of(struct arena *arena, const struct system *system, size_t *count);
