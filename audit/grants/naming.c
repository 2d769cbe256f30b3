/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names for what was found: who is who, and whose is what.
 */
#include "naming.h"

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
    [FACT_FIRMWARE] = "SMC",
    [FACT_VCPU] = "VCPU",
    [FACT_DYING] = "object that is being deleted",
    [FACT_OTHER] = "capability of an unknown type",
};

const char *naming_type(enum fact_type type)
{
    return type_names[type];
}

const struct fact_thread *naming_thread(const struct present *present, int index)
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

const char *naming_object(const struct present *present, enum fact_type type, uint64_t object)
{
    const char *name = names_find(&present->objects, object_key(present, type, object));

    if (type == FACT_FIRMWARE) {
        return "secure monitor calls";
    }
    if (object == 0 && type != FACT_IRQ) {
        return "nobody";
    }
    return name != NULL ? name
                        : arena_format(present->arena, "nobody's, at physical 0x%" PRIx64, object);
}

bool naming_knows(const struct present *present, enum fact_type type, uint64_t object)
{
    return names_find(&present->objects, object_key(present, type, object)) != NULL;
}

/* The capability that a thread has in that slot of its own CNode, or NULL. */
static const struct fact_cap *cap_in(const struct present *present, int thread, uint64_t slot)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->caps, struct fact_cap); i++) {
        const struct fact_cap *cap = FACT_AT(present->facts->caps, const struct fact_cap, i);

        if (cap->holder == thread && cap->slot == slot &&
            cap->cnode == naming_thread(present, thread)->cspace.object) {
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

/* The scheduling context that was made for a thread: its number is in what timeouts tell. */
const struct fact_time *naming_time(const struct present *present, uint64_t badge)
{
    for (size_t i = 0; i < FACT_COUNT(present->facts->times, struct fact_time); i++) {
        const struct fact_time *time = FACT_AT(present->facts->times, const struct fact_time, i);

        if (time->badge == badge) {
            return time;
        }
    }
    return NULL;
}

static void name_time(struct present *present, uint64_t badge, const char *owner, const char *what)
{
    const struct fact_time *time = naming_time(present, badge);

    if (time != NULL) {
        name_object(present, FACT_SCHED_CONTEXT, time->object, owner, what);
    }
}

static void name_domain(struct present *present, const struct domain *domain)
{
    int index = present->thread_of[domain->index];
    const struct fact_thread *thread = naming_thread(present, index);
    const char *name = domain->name;

    name_object(present, FACT_TCB, thread->tcb, name, "tcb");
    name_object(present, FACT_CNODE, thread->cspace.object, name, "cnode");
    name_object(present, FACT_VSPACE, thread->vspace, name, "vspace");
    name_object(present, FACT_NOTIFICATION, thread->notification, name, "notification");
    name_in_slot(present, index, RULE_SLOT_INPUT, FACT_ENDPOINT, name, "endpoint");
    name_in_slot(present, index, RULE_SLOT_REPLY, FACT_REPLY, name, "reply");
    name_time(present, RULE_TIME_BADGE + domain->index, name, "scheduling context");
    for (const struct irq *irq = domain->irqs; irq != NULL; irq = irq->next) {
        name_object(present, FACT_IRQ, irq->number, name,
                    arena_format(present->arena, "interrupt %" PRIu64, irq->number));
    }
}

/* Vcpus of one machine share its address space and its CNode. */
static void name_guest(struct present *present, const struct guest *guest)
{
    const struct fact_thread *thread = naming_thread(present, guest->thread);
    const char *owner = arena_format(present->arena, "guest %s", guest->owner->machine->name);
    const char *vcpu = arena_format(present->arena, "vcpu %" PRIu64, guest->vcpu->id);

    name_object(present, FACT_TCB, thread->tcb, owner,
                arena_format(present->arena, "%s tcb", vcpu));
    name_object(present, FACT_VCPU, thread->vcpu, owner, vcpu);
    name_object(present, FACT_CNODE, thread->cspace.object, owner, "cnode");
    name_object(present, FACT_VSPACE, thread->vspace, owner, "vspace");
    name_time(present, guest->time_badge, owner,
              arena_format(present->arena, "%s scheduling context", vcpu));
}

/* The monitor receives on the one endpoint that it may read. */
static void name_monitor(struct present *present)
{
    const struct fact_thread *thread = naming_thread(present, present->monitor);

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

static void name_pages_of(struct present *present, const struct grants *described,
                          const char *holder, int thread)
{
    for (size_t i = 0; i < GRANT_COUNT(described); i++) {
        const struct grant *grant = GRANT_AT(described, i);
        uint64_t paddr;

        if (grant->kind == GRANT_PAGE && strcmp(grant->holder, holder) == 0 &&
            thread != FACT_NOBODY && translate(present, thread, grant->place, &paddr)) {
            (void)names_add(&present->pages, present->arena, page_key(present, paddr),
                            arena_copy(present->arena, grant->object, strlen(grant->object)));
        }
    }
}

/* A page is what the first who has it has there by the description. */
static void name_pages(struct present *present, const struct grants *described)
{
    name_fixed_regions(present);
    for (const struct domain *domain = present->system->domains; domain != NULL;
         domain = domain->next) {
        name_pages_of(present, described, domain->name, present->thread_of[domain->index]);
    }
    for (size_t i = 0; i < present->guest_count; i++) {
        name_pages_of(present, described, present->guests[i].name, present->guests[i].thread);
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
                        naming_object(present, best->type, best->object));
}

const char *naming_page(const struct present *present, uint64_t paddr)
{
    return names_find(&present->pages, page_key(present, paddr));
}

const char *present_page(const struct present *present, uint64_t paddr)
{
    const char *name = naming_page(present, paddr);

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
    const struct fact_thread *thread = naming_thread(present, index);
    uint64_t bytes = 0;
    const uint8_t *name;

    if (thread->name[0] != '\0') {
        return strncmp(thread->name, domain->name, sizeof(thread->name) - 1) == 0;
    }
    name = name_at == 0 ? NULL : find_memory(present->facts, index, name_at, &bytes);
    return name != NULL && bytes > strlen(domain->name) &&
           memcmp(name, domain->name, strlen(domain->name) + 1) == 0;
}

/* By its name in the kernel, which is cut there; or who has it in the slot for it. */
static bool is_guest(const struct present *present, int index, const struct guest *guest)
{
    const struct fact_thread *thread = naming_thread(present, index);
    int owner = present->thread_of[guest->owner->index];
    const struct fact_cap *cap;

    if (thread->name[0] != '\0') {
        const char *name = arena_format(present->arena, "%.54s vcpu %" PRIu64,
                                        guest->owner->machine->name, guest->vcpu->id);

        return strcmp(thread->name, name) == 0;
    }
    cap = owner == FACT_NOBODY ? NULL
                               : cap_in(present, owner, RULE_SLOT_GUEST + guest->vcpu->id);
    return cap != NULL && cap->type == FACT_TCB && cap->object == thread->tcb;
}

/* Which threads have been found to be somebody's. */
struct matching {
    bool *taken;
    size_t count;
    FILE *stream;
    size_t differences;
};

/* Says that there is no such thread, if `thread` is none; else it is taken. */
static int take(struct matching *matching, int thread, const char *name)
{
    if (thread == FACT_NOBODY) {
        fprintf(matching->stream, "  there is no thread of %s\n", name);
        matching->differences++;
    } else {
        matching->taken[thread] = true;
    }
    return thread;
}

static void match_monitor(struct present *present, struct matching *matching)
{
    present->monitor = FACT_NOBODY;
    for (size_t i = 0; i < matching->count && present->monitor == FACT_NOBODY; i++) {
        if (naming_thread(present, (int)i)->initial) {
            present->monitor = (int)i;
            matching->taken[i] = true;
        }
    }
}

static void match_domain(struct present *present, struct matching *matching,
                         const struct domain *domain, uint64_t name_at)
{
    int thread = FACT_NOBODY;

    for (size_t i = 0; i < matching->count && thread == FACT_NOBODY; i++) {
        if (!matching->taken[i] && is_of(present, (int)i, domain, name_at)) {
            thread = (int)i;
        }
    }
    present->thread_of[domain->index] = take(matching, thread, domain->name);
}

static void match_guest(struct present *present, struct matching *matching, struct guest *guest)
{
    int thread = FACT_NOBODY;

    for (size_t i = 0; i < matching->count && thread == FACT_NOBODY; i++) {
        if (!matching->taken[i] && is_guest(present, (int)i, guest)) {
            thread = (int)i;
        }
    }
    guest->thread = take(matching, thread, guest->name);
}

static size_t match_threads(struct present *present, FILE *stream, const uint64_t *name_at)
{
    size_t count = FACT_COUNT(present->facts->threads, struct fact_thread);
    struct matching matching = {arena_allocate(present->arena, (count + 1) * sizeof(bool)), count,
                                stream, 0};

    match_monitor(present, &matching);
    for (const struct domain *domain = present->system->domains; domain != NULL;
         domain = domain->next) {
        match_domain(present, &matching, domain, name_at[domain->index]);
    }
    for (size_t i = 0; i < present->guest_count; i++) {
        match_guest(present, &matching, &present->guests[i]);
    }
    for (size_t i = 0; i < count; i++) {
        if (!matching.taken[i]) {
            const char *name = naming_thread(present, (int)i)->name;

            fprintf(stream, "  there is a thread%s%s that the description does not have\n",
                    space_before(name), name);
            matching.differences++;
        }
    }
    return matching.differences;
}

size_t present_name(struct present *present, FILE *stream, const struct grants *described,
                    const uint64_t *name_at)
{
    size_t differences;

    present->guests = guests_of(present->arena, present->system, &present->guest_count);
    differences = match_threads(present, stream, name_at);
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
    for (size_t i = 0; i < present->guest_count; i++) {
        if (present->guests[i].thread != FACT_NOBODY) {
            name_guest(present, &present->guests[i]);
        }
    }
    name_pages(present, described);
    return differences;
}
