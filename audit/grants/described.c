/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a description to grants.  Each rule is a sentence of docs/sdk.md or
 * docs/description.md; no code of the tool's plan is used.
 */
#include "described.h"

#include <inttypes.h>

#include "facts.h"
#include "guests.h"
#include "rights.h"
#include "rules.h"

struct writer {
    const struct described *from;
    struct arena *arena;
    struct grants *grants;
    struct grants *optional;
};

static void add_cap(const struct writer *to, const char *holder, uint64_t slot, const char *type,
                    const char *owner, const char *what, const char *rights)
{
    grants_add(to->grants, holder, GRANT_CAP, slot,
               arena_format(to->arena, "%s %s: %s", type, owner, what), rights);
}

/* ---- Memory ---- */

struct stretch {
    uint64_t vaddr;
    uint64_t size;
    const char *what;
    const char *rights;
};

static void add_stretch(const struct writer *to, const char *holder,
                        const struct stretch *stretch)
{
    for (uint64_t at = 0; at < stretch->size; at += RULE_PAGE) {
        grants_add(to->grants, holder, GRANT_PAGE, stretch->vaddr + at,
                   arena_format(to->arena, "page %" PRIu64 " of %s", at / RULE_PAGE,
                                stretch->what),
                   stretch->rights);
    }
}

/* Pages of a program by their addresses, for they are in no order that matters. */
static void add_program(const struct writer *to, const struct domain *domain)
{
    const struct elf *elf = &to->from->programs[domain->index]->elf;

    for (size_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];
        uint64_t first = segment->vaddr / RULE_PAGE * RULE_PAGE;
        const char *rights = access_text(to->arena, true, (segment->flags & ELF_WRITE) != 0,
                                         (segment->flags & ELF_EXECUTE) != 0, true);

        for (uint64_t at = first; at < segment->vaddr + segment->memsz; at += RULE_PAGE) {
            grants_add(to->grants, domain->name, GRANT_PAGE, at,
                       arena_format(to->arena, "page 0x%" PRIx64 " of %s: program", at,
                                    domain->name),
                       rights);
        }
    }
}

uint64_t described_buffer(const struct described *described, const struct domain *domain)
{
    struct elf_symbol symbol;

    if (elf_file_symbol(described->symbols[domain->index], "__sel4_ipc_buffer_obj", &symbol) ==
        ELF_MISSING) {
        return rule_ipc_buffer(described->system->board->exception_level);
    }
    return symbol.address;
}

/* To write takes the right to read. */
static void add_maps(const struct writer *to, const char *holder, const struct map *maps)
{
    for (const struct map *map = maps; map != NULL; map = map->next) {
        struct stretch region = {
            map->vaddr, map->region->size, arena_format(to->arena, "region %s", map->region->name),
            access_text(to->arena, map->read, map->read && map->write, map->execute,
                        map->cached)};

        add_stretch(to, holder, &region);
    }
}

static void add_memory(const struct writer *to, const struct domain *domain)
{
    uint64_t buffer = described_buffer(to->from, domain);
    const char *data = access_text(to->arena, true, true, false, true);
    uint64_t top = rule_stack_top(to->from->system->board->exception_level);
    struct stretch stack = {top - domain->stack_size, domain->stack_size,
                            arena_format(to->arena, "%s: stack", domain->name), data};
    struct stretch message = {buffer / RULE_PAGE * RULE_PAGE, RULE_PAGE,
                              arena_format(to->arena, "%s: ipc buffer", domain->name), data};

    add_program(to, domain);
    add_stretch(to, domain->name, &stack);
    add_stretch(to, domain->name, &message);
    add_maps(to, domain->name, domain->maps);
    grants_add(to->grants, domain->name, GRANT_BUFFER, buffer,
               arena_format(to->arena, "page 0 of %s: ipc buffer", domain->name), "");
}

/* ---- Capabilities ---- */

static bool receives_calls(const struct domain *domain)
{
    return domain->is_called || domain->has_children || domain->machine != NULL;
}

static const char *user_type(enum user_cap_kind kind, const char **what)
{
    switch (kind) {
    case USER_CAP_TCB:
        *what = "tcb";
        return "TCB";
    case USER_CAP_SCHED_CONTEXT:
        *what = "scheduling context";
        return "scheduling context";
    default:
        *what = "vspace";
        return "VSpace";
    }
}

static void add_request(const struct writer *to, const struct domain *domain)
{
    struct writer into = *to;

    into.grants = to->from->start ? to->grants : to->optional;
    add_cap(&into, domain->name, RULE_SLOT_MONITOR, "endpoint", "monitor", "endpoint",
            rights_text(to->arena, FACT_WRITE, RULE_BADGE_REQUEST | (domain->index + 1)));
}

static void add_own_caps(const struct writer *to, const struct domain *domain)
{
    const char *name = domain->name;
    const char *input = receives_calls(domain) ? "endpoint" : "notification";

    add_cap(to, name, RULE_SLOT_INPUT, input, name, input, "Read");
    add_cap(to, name, RULE_SLOT_VSPACE, "VSpace", name, "vspace", "");
    add_cap(to, name, RULE_SLOT_REPLY, "reply", name, "reply", "");
    if (domain->passive) {
        add_request(to, domain);
    }
    if (domain->smc) {
        grants_add(to->grants, name, GRANT_CAP, RULE_SLOT_FIRMWARE, "SMC secure monitor calls", "");
    }
    if (to->from->benchmark) {
        add_cap(to, name, RULE_SLOT_OWN_TCB, "TCB", name, "tcb", "");
    }
    if (domain->parent != NULL) {
        add_cap(to, domain->parent->name, RULE_SLOT_CHILD + domain->id, "TCB", name, "tcb", "");
    }
    for (const struct user_cap *cap = domain->user_caps; cap != NULL; cap = cap->next) {
        const char *what;
        const char *type = user_type(cap->kind, &what);

        add_cap(to, name, RULE_SLOT_USER + cap->slot, type, cap->owner->name, what, "");
    }
}

static void add_interrupts(const struct writer *to, const struct domain *domain)
{
    for (const struct irq *irq = domain->irqs; irq != NULL; irq = irq->next) {
        const char *what = arena_format(to->arena, "interrupt %" PRIu64, irq->number);

        add_cap(to, domain->name, RULE_SLOT_IRQ + irq->id, "interrupt", domain->name, what, "");
        grants_add(to->grants, what, GRANT_IRQ, irq->number,
                   arena_format(to->arena, "%s: notification", domain->name),
                   arena_format(to->arena, "badge 0x%llx", 1ull << irq->id));
    }
}

static void add_direction(const struct writer *to, const struct channel_end *from,
                          const struct channel_end *other)
{
    if (from->notify) {
        add_cap(to, from->domain->name, RULE_SLOT_SIGNAL + from->id, "notification",
                other->domain->name, "notification",
                rights_text(to->arena, FACT_WRITE, 1ull << other->id));
    }
    if (from->pp) {
        add_cap(to, from->domain->name, RULE_SLOT_CALL + from->id, "endpoint",
                other->domain->name, "endpoint",
                rights_text(to->arena, FACT_WRITE | FACT_GRANT_REPLY,
                            RULE_BADGE_CALL | other->id));
    }
}

/* ---- Threads ---- */

static void add_time(const struct writer *to, const char *name, uint64_t priority,
                     uint64_t budget, uint64_t period)
{
    const struct board_facts *board = to->from->system->board;

    grants_add(to->grants, name, GRANT_BUDGET, 0, "time",
               time_text(to->arena, board, budget * board->timer_khz / 1000,
                         period * board->timer_khz / 1000));
    grants_add(to->grants, name, GRANT_PRIORITY, 0,
               arena_format(to->arena, "priority %" PRIu64, priority), "");
}

/* `owner`: whose the two are, as names of objects begin. */
static void add_spaces(const struct writer *to, const char *name, const char *owner, unsigned bits)
{
    struct arena *arena = to->arena;

    grants_add(to->grants, name, GRANT_SPACE, 0, arena_format(arena, "CNode %s: cnode", owner),
               arena_format(arena, "of 2^%u slots, guard 0x0 of %u bits", bits,
                            RULE_ADDRESS_BITS - bits));
    grants_add(to->grants, name, GRANT_MEMORY, 0, arena_format(arena, "VSpace %s: vspace", owner),
               "");
}

static void add_faults(const struct writer *to, const char *name, const char *handler,
                       uint64_t badge)
{
    grants_add(to->grants, name, GRANT_FAULTS, 0, arena_format(to->arena, "%s: endpoint", handler),
               rights_text(to->arena, FACT_WRITE | FACT_GRANT | FACT_GRANT_REPLY, badge));
}

static void add_thread(const struct writer *to, const struct domain *domain)
{
    const char *name = domain->name;
    struct arena *arena = to->arena;
    const struct domain *parent = domain->parent;

    add_faults(to, name, parent == NULL ? "monitor" : parent->name,
               parent == NULL ? domain->index + 1u : RULE_BADGE_FAULT | domain->id);
    add_time(to, name, domain->priority, domain->budget, domain->period);
    add_spaces(to, name, name,
               domain->user_caps != NULL ? RULE_USER_CNODE_BITS : RULE_CNODE_BITS);
    grants_add(to->grants, name, GRANT_NOTIFICATION, 0,
               arena_format(arena, "%s: notification", name), "");
    if (domain->timer) {
        grants_add(to->grants, name, GRANT_TIMER, 0, "", "");
    }
    if (domain->fpu) {
        grants_add(to->grants, name, GRANT_FPU, 0, "", "");
    }
    if (to->from->start) {
        grants_add(to->grants, name, GRANT_START, to->from->programs[domain->index]->elf.entry, "",
                   arena_format(arena, "stack at 0x%" PRIx64,
                                rule_stack_top(to->from->system->board->exception_level)));
    }
}

/* A guest has its memory, and nothing else: no capability, no timer of the machine's.  Nobody but
   the domain starts it. */
static void add_guest(const struct writer *to, const struct guest *guest)
{
    const struct machine *machine = guest->owner->machine;
    const char *owner = guest->owner->name;
    const char *name = guest->name;

    add_maps(to, name, machine->maps);
    add_faults(to, name, owner, RULE_BADGE_FAULT | guest->vcpu->id);
    add_time(to, name, machine->priority, machine->budget, machine->period);
    add_spaces(to, name, arena_format(to->arena, "guest %s", machine->name),
               RULE_GUEST_CNODE_BITS);
    grants_add(to->grants, name, GRANT_VCPU, 0, guest->vcpu_name, "");
    grants_add(to->grants, name, GRANT_FPU, 0, "", "");
    grants_add(to->grants, owner, GRANT_CAP, RULE_SLOT_GUEST + guest->vcpu->id,
               arena_format(to->arena, "TCB %s tcb", guest->vcpu_name), "");
    grants_add(to->grants, owner, GRANT_CAP, RULE_SLOT_VCPU + guest->vcpu->id,
               arena_format(to->arena, "VCPU %s", guest->vcpu_name), "");
}

static void add_guests(const struct writer *to)
{
    size_t count;
    const struct guest *guests = guests_of(to->arena, to->from->system, &count);

    for (size_t i = 0; i < count; i++) {
        add_guest(to, &guests[i]);
    }
}

/* What the monitor keeps: to receive, to stop who crashed, and for who asks to become passive. */
static void add_monitor(const struct writer *to)
{
    const struct system *system = to->from->system;

    add_cap(to, "monitor", 0, "endpoint", "monitor", "endpoint", "Read");
    add_cap(to, "monitor", 0, "reply", "monitor", "reply", "");
    add_cap(to, "monitor", 0, "CNode", "monitor", "cnode", "");
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        struct writer into = *to;

        add_cap(to, "monitor", 0, "TCB", domain->name, "tcb", "");
        if (!domain->passive) {
            continue;
        }
        into.grants = to->from->start ? to->grants : to->optional;
        add_cap(&into, "monitor", 0, "scheduling context", domain->name, "scheduling context", "");
        add_cap(&into, "monitor", 0, "notification", domain->name, "notification", "Read Write");
        add_cap(&into, "monitor", 0, "CNode", domain->name, "cnode", "");
    }
    /* It starts the schedule, and gives that up when it runs next. */
    if (system->schedule.slices != NULL && to->from->start) {
        grants_add(to->optional, "monitor", GRANT_CAP, 0, "control of domains nobody", "");
    }
}

/* ---- Devices ---- */

static void add_devices(const struct writer *to)
{
    for (const struct io_space *space = to->from->system->io_spaces; space != NULL;
         space = space->next) {
        const char *holder = arena_format(to->arena, "device %" PRIu64, space->stream);

        for (const struct io_map *map = space->maps; map != NULL; map = map->next) {
            for (uint64_t at = 0; at < map->region->size; at += RULE_PAGE) {
                grants_add(to->grants, holder, GRANT_DEVICE, map->iovaddr + at,
                           arena_format(to->arena, "page %" PRIu64 " of region %s",
                                        at / RULE_PAGE, map->region->name),
                           map->write ? "rw-" : "r--");
            }
        }
    }
}

void described_grants(const struct described *described, struct grants *required,
                      struct grants *optional)
{
    const struct writer to = {described, described->arena, required, optional};
    const struct system *system = described->system;

    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        add_memory(&to, domain);
        add_own_caps(&to, domain);
        add_interrupts(&to, domain);
        add_thread(&to, domain);
    }
    for (const struct channel *channel = system->channels; channel != NULL;
         channel = channel->next) {
        add_direction(&to, &channel->ends[0], &channel->ends[1]);
        add_direction(&to, &channel->ends[1], &channel->ends[0]);
    }
    add_guests(&to);
    add_monitor(&to);
    if (!described->start) {
        add_devices(&to);
    }
    grants_sort(required);
    grants_sort(optional);
}
