/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Grants of what was found.
 */
#include "present.h"

#include <inttypes.h>
#include <string.h>

#include "rights.h"
#include "rules.h"

/* ---- Capabilities and pages ---- */

static const char *cap_words(const struct present *present, const struct fact_cap *cap)
{
    return arena_format(present->arena, "%s %s", naming_type(cap->type),
                        naming_object(present, cap->type, cap->object));
}

static bool has_badge(enum fact_type type)
{
    return type == FACT_ENDPOINT || type == FACT_NOTIFICATION || type == FACT_FIRMWARE;
}

static const char *cap_rights(const struct present *present, const struct fact_cap *cap)
{
    return has_badge(cap->type) ? rights_text(present->arena, cap->rights, cap->badge) : "";
}

static const char *holder_name(const struct present *present, int thread)
{
    for (const struct domain *domain = present->system->domains; domain != NULL;
         domain = domain->next) {
        if (present->thread_of[domain->index] == thread) {
            return domain->name;
        }
    }
    for (size_t i = 0; i < present->guest_count; i++) {
        if (present->guests[i].thread == thread) {
            return present->guests[i].name;
        }
    }
    const char *name = naming_thread(present, thread)->name;
    return thread == present->monitor ? "monitor" : name[0] != '\0' ? name : "an unknown thread";
}

/* Who reaches a domain's CNode, reaches what is in it: the CNode says so. */
static bool is_of_a_domain(const struct present *present, uint64_t cnode)
{
    return naming_knows(present, FACT_CNODE, cnode);
}

static void grant_caps(const struct present *present, struct grants *grants)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->caps, struct fact_cap); i++) {
        const struct fact_cap *cap = FACT_AT(present->facts->caps, const struct fact_cap, i);
        bool nested = cap->cnode != naming_thread(present, cap->holder)->cspace.object;
        const char *object = cap_words(present, cap);

        if (nested && is_of_a_domain(present, cap->cnode)) {
            continue;
        }
        if (nested) {
            object = arena_format(present->arena, "%s (in the %s, which it reaches)", object,
                                  naming_object(present, FACT_CNODE, cap->cnode));
        }
        /* Where the monitor keeps what it has, is its own affair. */
        grants_add(grants, holder_name(present, cap->holder), GRANT_CAP,
                   cap->holder == present->monitor ? 0 : cap->slot, object,
                   cap_rights(present, cap));
    }
}

/* Of the monitor's memory only what others have. */
static void grant_pages(const struct present *present, struct grants *grants)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->maps, struct fact_map); i++) {
        const struct fact_map *map = FACT_AT(present->facts->maps, const struct fact_map, i);

        for (uint64_t at = 0; at < map->bytes; at += RULE_PAGE) {
            const char *name = naming_page(present, map->paddr + at);

            if (map->thread != present->monitor || name != NULL) {
                grants_add(grants, holder_name(present, map->thread), GRANT_PAGE, map->vaddr + at,
                           present_page(present, map->paddr + at),
                           access_text(present->arena, map->read, map->write, map->execute,
                                       map->cached));
            }
        }
    }
}

/* ---- Threads ---- */

static const char *handler_words(const struct present *present, const struct fact_cap *handler)
{
    return handler->object == 0 ? "nobody" : naming_object(present, handler->type, handler->object);
}

static void grant_handlers(const struct present *present, struct grants *grants, const char *name,
                           const struct fact_thread *thread)
{
    grants_add(grants, name, GRANT_FAULTS, 0, handler_words(present, &thread->fault),
               cap_rights(present, &thread->fault));
    if (thread->timeout.object != 0) {
        grants_add(grants, name, GRANT_TIMEOUTS, 0, handler_words(present, &thread->timeout),
                   cap_rights(present, &thread->timeout));
    }
}

static void grant_time(const struct present *present, struct grants *grants, const char *name,
                       const struct fact_thread *thread, uint64_t badge, bool start)
{
    const struct fact_time *time = naming_time(present, badge);
    const char *whose = "no time";
    uint64_t period = time == NULL || time->period != 0 ? 0 : time->budget;

    if (time != NULL) {
        whose = start && thread->sched_context != time->object
                    ? naming_object(present, FACT_SCHED_CONTEXT, thread->sched_context)
                    : "time";
        period = time->period == 0 ? period : time->period;
    }
    grants_add(grants, name, GRANT_BUDGET, 0, whose,
               time_text(present->arena, present->system->board, time == NULL ? 0 : time->budget,
                         period));
    grants_add(grants, name, GRANT_PRIORITY, 0,
               arena_format(present->arena, "priority %u", thread->priority),
               thread->mcp == thread->priority
                   ? ""
                   : arena_format(present->arena, "and may give others up to %u", thread->mcp));
}

static void grant_spaces(const struct present *present, struct grants *grants, const char *name,
                         const struct fact_thread *thread)
{
    struct arena *arena = present->arena;

    grants_add(grants, name, GRANT_SPACE, 0,
               arena_format(arena, "CNode %s",
                            naming_object(present, FACT_CNODE, thread->cspace.object)),
               arena_format(arena, "of 2^%u slots, guard 0x%" PRIx64 " of %" PRIu64 " bits",
                            thread->cspace_radix, thread->cspace.badge, thread->cspace.slot));
    grants_add(grants, name, GRANT_MEMORY, 0,
               arena_format(arena, "VSpace %s",
                            naming_object(present, FACT_VSPACE, thread->vspace)),
               "");
}

/* What it may use of the processor. */
static void grant_registers(const struct present *present, struct grants *grants, const char *name,
                            const struct fact_thread *thread)
{
    if (thread->may_use_timer) {
        grants_add(grants, name, GRANT_TIMER, 0, "", "");
    }
    if (thread->may_use_fpu) {
        grants_add(grants, name, GRANT_FPU, 0, "", "");
    }
    if (thread->vcpu != 0) {
        grants_add(grants, name, GRANT_VCPU, 0, naming_object(present, FACT_VCPU, thread->vcpu),
                   "");
    }
}

static void grant_start(const struct present *present, struct grants *grants, const char *name,
                        const struct fact_thread *thread)
{
    grants_add(grants, name, GRANT_START, thread->pc, "",
               arena_format(present->arena, "stack at 0x%" PRIx64, thread->sp));
}

static void grant_thread(const struct present *present, struct grants *grants,
                         const struct domain *domain, bool start)
{
    const struct fact_thread *thread = naming_thread(present, present->thread_of[domain->index]);
    const char *name = domain->name;

    grant_handlers(present, grants, name, thread);
    grant_time(present, grants, name, thread, RULE_TIME_BADGE + domain->index, start);
    grant_spaces(present, grants, name, thread);
    grants_add(grants, name, GRANT_BUFFER, thread->ipc_buffer,
               thread->ipc_frame == 0 ? "nothing" : present_page(present, thread->ipc_frame), "");
    grants_add(grants, name, GRANT_NOTIFICATION, 0,
               naming_object(present, FACT_NOTIFICATION, thread->notification), "");
    grant_registers(present, grants, name, thread);
    if (start) {
        grant_start(present, grants, name, thread);
    }
}

/* It should have neither buffer nor notification, and should not run before it has been started. */
static void grant_guest(const struct present *present, struct grants *grants,
                        const struct guest *guest, bool start)
{
    const struct fact_thread *thread = naming_thread(present, guest->thread);
    const char *name = guest->name;

    grant_handlers(present, grants, name, thread);
    grant_time(present, grants, name, thread, guest->time_badge, start);
    grant_spaces(present, grants, name, thread);
    grant_registers(present, grants, name, thread);
    if (thread->ipc_frame != 0) {
        grants_add(grants, name, GRANT_BUFFER, thread->ipc_buffer,
                   present_page(present, thread->ipc_frame), "");
    }
    if (thread->notification != 0) {
        grants_add(grants, name, GRANT_NOTIFICATION, 0,
                   naming_object(present, FACT_NOTIFICATION, thread->notification), "");
    }
    if (start && thread->runs) {
        grant_start(present, grants, name, thread);
    }
}

static void grant_interrupts(const struct present *present, struct grants *grants)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->irqs, struct fact_irq); i++) {
        const struct fact_irq *irq = FACT_AT(present->facts->irqs, const struct fact_irq, i);
        const char *object = irq->notification == 0
                                 ? "nobody"
                                 : naming_object(present, FACT_NOTIFICATION, irq->notification);

        grants_add(grants, arena_format(present->arena, "interrupt %u", irq->number), GRANT_IRQ,
                   irq->number, object,
                   arena_format(present->arena, "badge 0x%" PRIx64, irq->badge));
    }
}

void present_grants(const struct present *present, struct grants *grants, bool start)
{
    grant_caps(present, grants);
    grant_pages(present, grants);
    for (const struct domain *domain = present->system->domains; domain != NULL;
         domain = domain->next) {
        if (present->thread_of[domain->index] != FACT_NOBODY) {
            grant_thread(present, grants, domain, start);
        }
    }
    for (size_t i = 0; i < present->guest_count; i++) {
        if (present->guests[i].thread != FACT_NOBODY) {
            grant_guest(present, grants, &present->guests[i], start);
        }
    }
    grant_interrupts(present, grants);
    grants_sort(grants);
}

void present_lost(const struct present *present, FILE *stream)
{
    size_t count = FACT_COUNT(present->facts->lost, struct fact_cap);

    if (count > 0) {
        fprintf(stream, "  %zu capabilities are in CNodes that no thread reaches: what the initial "
                        "task built with\n", count);
    }
}
