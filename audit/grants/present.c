/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names for what was found.
 */
#include "present.h"

#include <inttypes.h>
#include <string.h>

#include "find.h"
#include "rights.h"
#include "rules.h"

static const char *const type_names[FACT_TYPES] = {
    [FACT_ENDPOINT] = "endpoint",
    [FACT_NOTIFICATION] = "notification",
    [FACT_REPLY] = "reply",
    [FACT_TCB] = "TCB",
    [FACT_CNODE] = "CNode",
    [FACT_VSPACE] = "VSpace",
    [FACT_PAGE_TABLE] = "page table",
    [FACT_FRAME] = "frame",
    [FACT_SCHED_CONTEXT] = "scheduling context",
    [FACT_IRQ] = "interrupt",
    [FACT_UNTYPED] = "untyped memory",
    [FACT_ASID_POOL] = "pool of address space identifiers",
    [FACT_ASID_CONTROL] = "control of address space identifiers",
    [FACT_IRQ_CONTROL] = "control of interrupts",
    [FACT_SCHED_CONTROL] = "control of time",
    [FACT_DOMAIN] = "control of domains",
    [FACT_SGI] = "software-generated interrupt",
    [FACT_FIRMWARE] = "calls of the firmware",
    [FACT_DYING] = "object that is being deleted",
    [FACT_OTHER] = "capability of an unknown type",
};

static const struct fact_thread *thread_at(const struct present *present, int index)
{
    return FACT_AT(present->facts->threads, const struct fact_thread, index);
}

/* ---- Names ---- */

static const char *object_key(const struct present *present, enum fact_type type, uint64_t object)
{
    return arena_format(present->arena, "%u 0x%" PRIx64, (unsigned)type, object);
}

/* The first name stays. */
static void name_object(struct present *present, enum fact_type type, uint64_t object,
                        const char *owner, const char *what)
{
    if (object != 0) {
        (void)names_add(&present->objects, present->arena, object_key(present, type, object),
                        arena_format(present->arena, "%s: %s", owner, what));
    }
}

static const char *object_name(const struct present *present, enum fact_type type,
                               uint64_t object)
{
    const char *name = names_find(&present->objects, object_key(present, type, object));

    if (object == 0 && type != FACT_IRQ) {
        return "nobody";
    }
    return name != NULL ? name
                        : arena_format(present->arena, "nobody's, at physical 0x%" PRIx64, object);
}

/* The capability that a thread has in that slot of its own CNode, or NULL. */
static const struct fact_cap *cap_in(const struct present *present, int thread, uint64_t slot)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->caps, struct fact_cap); i++) {
        const struct fact_cap *cap = FACT_AT(present->facts->caps, const struct fact_cap, i);

        if (cap->holder == thread && cap->slot == slot &&
            cap->cnode == thread_at(present, thread)->cspace.object) {
            return cap;
        }
    }
    return NULL;
}

static void name_in_slot(struct present *present, int thread, uint64_t slot, enum fact_type type,
                         const char *owner, const char *what)
{
    const struct fact_cap *cap = cap_in(present, thread, slot);

    if (cap != NULL && cap->type == type) {
        name_object(present, type, cap->object, owner, what);
    }
}

/* The scheduling context that was made for a domain: its number is in what timeouts tell. */
static void name_times(struct present *present, const struct domain *domain)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->times, struct fact_time); i++) {
        const struct fact_time *time = FACT_AT(present->facts->times, const struct fact_time, i);

        if (time->badge == RULE_TIME_BADGE + domain->index) {
            name_object(present, FACT_SCHED_CONTEXT, time->object, domain->name,
                        "scheduling context");
        }
    }
}

static void name_domain(struct present *present, const struct domain *domain)
{
    int index = present->thread_of[domain->index];
    const struct fact_thread *thread = thread_at(present, index);
    const char *name = domain->name;

    name_object(present, FACT_TCB, thread->tcb, name, "tcb");
    name_object(present, FACT_CNODE, thread->cspace.object, name, "cnode");
    name_object(present, FACT_VSPACE, thread->vspace, name, "vspace");
    name_object(present, FACT_NOTIFICATION, thread->notification, name, "notification");
    name_in_slot(present, index, RULE_SLOT_INPUT, FACT_ENDPOINT, name, "endpoint");
    name_in_slot(present, index, RULE_SLOT_REPLY, FACT_REPLY, name, "reply");
    name_times(present, domain);
    for (const struct irq *irq = domain->irqs; irq != NULL; irq = irq->next) {
        name_object(present, FACT_IRQ, irq->number, name,
                    arena_format(present->arena, "interrupt %" PRIu64, irq->number));
    }
}

/* The monitor receives on the one endpoint that it may read. */
static void name_monitor(struct present *present)
{
    const struct fact_thread *thread = thread_at(present, present->monitor);

    name_object(present, FACT_TCB, thread->tcb, "monitor", "tcb");
    name_object(present, FACT_CNODE, thread->cspace.object, "monitor", "cnode");
    name_object(present, FACT_VSPACE, thread->vspace, "monitor", "vspace");
    name_object(present, FACT_SCHED_CONTEXT, thread->sched_context, "monitor",
                "scheduling context");
    for (size_t i = 0; i < FACT_COUNT(present->facts->caps, struct fact_cap); i++) {
        const struct fact_cap *cap = FACT_AT(present->facts->caps, const struct fact_cap, i);

        bool own = cap->holder == present->monitor && cap->cnode == thread->cspace.object;

        if (own && cap->type == FACT_ENDPOINT && (cap->rights & FACT_READ) != 0) {
            name_object(present, FACT_ENDPOINT, cap->object, "monitor", "endpoint");
        } else if (own && cap->type == FACT_REPLY) {
            name_object(present, FACT_REPLY, cap->object, "monitor", "reply");
        }
    }
}

/* ---- Pages ---- */

static const char *page_key(const struct present *present, uint64_t paddr)
{
    return arena_format(present->arena, "%" PRIx64, paddr);
}

/* What is at `vaddr` for the thread: physical address of the page; false: nothing. */
static bool translate(const struct present *present, int thread, uint64_t vaddr, uint64_t *paddr)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->maps, struct fact_map); i++) {
        const struct fact_map *map = FACT_AT(present->facts->maps, const struct fact_map, i);

        if (map->thread == thread && vaddr - map->vaddr < map->bytes) {
            *paddr = map->paddr + (vaddr - map->vaddr);
            return true;
        }
    }
    return false;
}

static void name_fixed_regions(struct present *present)
{
    for (const struct region *region = present->system->regions; region != NULL;
         region = region->next) {
        for (uint64_t at = 0; region->fixed && at < region->size; at += RULE_PAGE) {
            (void)names_add(&present->pages, present->arena,
                            page_key(present, region->phys_addr + at),
                            arena_format(present->arena, "page %" PRIu64 " of region %s",
                                         at / RULE_PAGE, region->name));
        }
    }
}

/* A page is what the first who has it has there by the description. */
static void name_pages(struct present *present, const struct grants *described)
{
    name_fixed_regions(present);
    for (const struct domain *domain = present->system->domains; domain != NULL;
         domain = domain->next) {
        for (size_t i = 0; i < GRANT_COUNT(described); i++) {
            const struct grant *grant = GRANT_AT(described, i);
            uint64_t paddr;

            if (grant->kind == GRANT_PAGE && strcmp(grant->holder, domain->name) == 0 &&
                present->thread_of[domain->index] != FACT_NOBODY &&
                translate(present, present->thread_of[domain->index], grant->place, &paddr)) {
                (void)names_add(&present->pages, present->arena, page_key(present, paddr),
                                arena_copy(present->arena, grant->object,
                                           strlen(grant->object)));
            }
        }
    }
}

/* Kernel objects that have memory, the smallest first asked: is `paddr` in one? */
static const char *page_of_object(const struct present *present, uint64_t paddr)
{
    const struct fact_cap *best = NULL;

    for (size_t i = 0; i < FACT_COUNT(present->facts->objects, struct fact_cap); i++) {
        const struct fact_cap *object =
            FACT_AT(present->facts->objects, const struct fact_cap, i);
        bool overlaps = object->object < paddr + RULE_PAGE &&
                        paddr < object->object + object->bytes;

        if (object->type != FACT_IRQ && overlaps &&
            (best == NULL || object->bytes < best->bytes)) {
            best = object;
        }
    }
    if (best == NULL) {
        return "memory of no object";
    }
    if (best->type == FACT_UNTYPED) {
        return "free memory";
    }
    if (best->type == FACT_FRAME) {
        return arena_format(present->arena, "a page of nobody's (physical 0x%" PRIx64 ")", paddr);
    }
    return arena_format(present->arena, "memory of the kernel's, with the %s %s",
                        type_names[best->type],
                        object_name(present, best->type, best->object));
}

const char *present_page(const struct present *present, uint64_t paddr)
{
    const char *name = names_find(&present->pages, page_key(present, paddr));

    if (name != NULL) {
        return name;
    }
    if (paddr >= present->facts->kernel.start && paddr < present->facts->kernel.end) {
        return "the kernel's own image";
    }
    return page_of_object(present, paddr);
}

/* ---- Who is who ---- */

/* Its name in the kernel, or what its program has in `microkit_name`. */
static bool is_of(const struct present *present, int index, const struct domain *domain,
                  uint64_t name_at)
{
    const struct fact_thread *thread = thread_at(present, index);
    uint64_t bytes = 0;
    const uint8_t *name;

    if (thread->name[0] != '\0') {
        return strncmp(thread->name, domain->name, sizeof(thread->name) - 1) == 0;
    }
    name = name_at == 0 ? NULL : find_memory(present->facts, index, name_at, &bytes);
    return name != NULL && bytes > strlen(domain->name) &&
           memcmp(name, domain->name, strlen(domain->name) + 1) == 0;
}

static size_t match_threads(struct present *present, FILE *stream, const uint64_t *name_at)
{
    size_t count = FACT_COUNT(present->facts->threads, struct fact_thread);
    size_t differences = 0;
    bool *taken = arena_allocate(present->arena, (count + 1) * sizeof(*taken));

    present->monitor = FACT_NOBODY;
    for (size_t i = 0; i < count; i++) {
        if (thread_at(present, (int)i)->initial && present->monitor == FACT_NOBODY) {
            present->monitor = (int)i;
            taken[i] = true;
        }
    }
    for (const struct domain *domain = present->system->domains; domain != NULL;
         domain = domain->next) {
        int *found = &present->thread_of[domain->index];

        *found = FACT_NOBODY;
        for (size_t i = 0; i < count && *found == FACT_NOBODY; i++) {
            if (!taken[i] && is_of(present, (int)i, domain, name_at[domain->index])) {
                *found = (int)i;
                taken[i] = true;
            }
        }
        if (*found == FACT_NOBODY) {
            fprintf(stream, "  there is no thread of %s\n", domain->name);
            differences++;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!taken[i]) {
            const char *name = thread_at(present, (int)i)->name;

            fprintf(stream, "  there is a thread%s%s that the description does not have\n",
                    space_before(name), name);
            differences++;
        }
    }
    return differences;
}

size_t present_name(struct present *present, FILE *stream, const struct grants *described,
                    const uint64_t *name_at)
{
    size_t differences = match_threads(present, stream, name_at);

    if (present->monitor == FACT_NOBODY) {
        fprintf(stream, "  there is no monitor: no thread has the initial task's memory\n");
        differences++;
    } else {
        name_monitor(present);
    }
    for (const struct domain *domain = present->system->domains; domain != NULL;
         domain = domain->next) {
        if (present->thread_of[domain->index] != FACT_NOBODY) {
            name_domain(present, domain);
        }
    }
    name_pages(present, described);
    return differences;
}

/* ---- Grants ---- */

static const char *cap_words(const struct present *present, const struct fact_cap *cap)
{
    return arena_format(present->arena, "%s %s", type_names[cap->type],
                        object_name(present, cap->type, cap->object));
}

static bool has_badge(enum fact_type type)
{
    return type == FACT_ENDPOINT || type == FACT_NOTIFICATION;
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
    const char *name = thread_at(present, thread)->name;
    return thread == present->monitor ? "monitor" : name[0] != '\0' ? name : "an unknown thread";
}

/* Who reaches a domain's CNode, reaches what is in it: the CNode says so. */
static bool is_of_a_domain(const struct present *present, uint64_t cnode)
{
    return names_find(&present->objects, object_key(present, FACT_CNODE, cnode)) != NULL;
}

static void grant_caps(const struct present *present, struct grants *grants)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->caps, struct fact_cap); i++) {
        const struct fact_cap *cap = FACT_AT(present->facts->caps, const struct fact_cap, i);
        bool nested = cap->cnode != thread_at(present, cap->holder)->cspace.object;
        const char *object = cap_words(present, cap);

        if (nested && is_of_a_domain(present, cap->cnode)) {
            continue;
        }
        if (nested) {
            object = arena_format(present->arena, "%s (in the %s, which it reaches)", object,
                                  object_name(present, FACT_CNODE, cap->cnode));
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
            const char *name = names_find(&present->pages, page_key(present, map->paddr + at));

            if (map->thread != present->monitor || name != NULL) {
                grants_add(grants, holder_name(present, map->thread), GRANT_PAGE, map->vaddr + at,
                           present_page(present, map->paddr + at),
                           access_text(present->arena, map->read, map->write, map->execute,
                                       map->cached));
            }
        }
    }
}

static const char *handler_words(const struct present *present, const struct fact_cap *handler)
{
    return handler->object == 0 ? "nobody" : object_name(present, handler->type, handler->object);
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

static const struct fact_time *time_of(const struct present *present, const struct domain *domain)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->times, struct fact_time); i++) {
        const struct fact_time *time = FACT_AT(present->facts->times, const struct fact_time, i);

        if (time->badge == RULE_TIME_BADGE + domain->index) {
            return time;
        }
    }
    return NULL;
}

static void grant_time(const struct present *present, struct grants *grants,
                       const struct domain *domain, const struct fact_thread *thread, bool start)
{
    const struct fact_time *time = time_of(present, domain);
    const char *whose = "no time";
    uint64_t period = time == NULL || time->period != 0 ? 0 : time->budget;

    if (time != NULL) {
        whose = start && thread->sched_context != time->object
                    ? object_name(present, FACT_SCHED_CONTEXT, thread->sched_context)
                    : "time";
        period = time->period == 0 ? period : time->period;
    }
    grants_add(grants, domain->name, GRANT_BUDGET, 0, whose,
               time_text(present->arena, present->system->board, time == NULL ? 0 : time->budget,
                         period));
    grants_add(grants, domain->name, GRANT_PRIORITY, 0,
               arena_format(present->arena, "priority %u", thread->priority),
               thread->mcp == thread->priority
                   ? ""
                   : arena_format(present->arena, "and may give others up to %u", thread->mcp));
}

static void grant_thread(const struct present *present, struct grants *grants,
                         const struct domain *domain, bool start)
{
    const struct fact_thread *thread = thread_at(present, present->thread_of[domain->index]);
    const char *name = domain->name;
    struct arena *arena = present->arena;

    grant_handlers(present, grants, name, thread);
    grant_time(present, grants, domain, thread, start);
    grants_add(grants, name, GRANT_SPACE, 0,
               arena_format(arena, "CNode %s",
                            object_name(present, FACT_CNODE, thread->cspace.object)),
               arena_format(arena, "of 2^%u slots, guard 0x%" PRIx64 " of %" PRIu64 " bits",
                            thread->cspace_radix, thread->cspace.badge, thread->cspace.slot));
    grants_add(grants, name, GRANT_MEMORY, 0,
               arena_format(arena, "VSpace %s", object_name(present, FACT_VSPACE, thread->vspace)),
               "");
    grants_add(grants, name, GRANT_BUFFER, thread->ipc_buffer,
               thread->ipc_frame == 0 ? "nothing" : present_page(present, thread->ipc_frame), "");
    grants_add(grants, name, GRANT_NOTIFICATION, 0,
               object_name(present, FACT_NOTIFICATION, thread->notification), "");
    if (thread->may_use_timer) {
        grants_add(grants, name, GRANT_TIMER, 0, "", "");
    }
    if (thread->may_use_fpu) {
        grants_add(grants, name, GRANT_FPU, 0, "", "");
    }
    if (start) {
        grants_add(grants, name, GRANT_START, thread->pc, "",
                   arena_format(arena, "stack at 0x%" PRIx64, thread->sp));
    }
}

static void grant_interrupts(const struct present *present, struct grants *grants)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->irqs, struct fact_irq); i++) {
        const struct fact_irq *irq = FACT_AT(present->facts->irqs, const struct fact_irq, i);
        const char *object = irq->notification == 0
                                 ? "nobody"
                                 : object_name(present, FACT_NOTIFICATION, irq->notification);

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
