/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel boots into a slice of domain 0 that never ends.  The initial task
 * is in that domain and stays there; it ends that slice when all is done.
 */
#include "schedule.h"

#include "objects.h"
#include "stop.h"

static const char name[] = "domain schedule";

void schedule_configure(const struct spec *spec)
{
    if (spec->header->slices.count == 0) {
        return;
    }
    for (uint32_t i = 0; i < spec->header->slices.count; i++) {
        const struct spec_slice *slice = &spec->slices[i];

        stop_if_failed(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, slice->index,
                                                        (seL4_Uint8)slice->sched_domain,
                                                        slice->ticks),
                       "DomainSet_ScheduleConfigure", name);
    }
    for (uint32_t i = 0; i < spec->header->threads.count; i++) {
        const struct spec_thread *t = &spec->threads[i];

        stop_if_failed(seL4_DomainSet_Set(seL4_CapDomain, (seL4_Uint8)t->sched_domain,
                                          object_cap(t->tcb)),
                       "DomainSet_Set", spec_string(spec, t->name));
    }
}

void schedule_start(const struct spec *spec, seL4_CPtr domain_cap)
{
    stop_if_failed(seL4_DomainSet_ScheduleSetStart(domain_cap, spec->header->first_slice),
                   "DomainSet_ScheduleSetStart", name);
}
