/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The walk.  A thread's authority is what its CSpace leads to, CNodes in it included, and
 * what its own slots hold.  Capabilities that no thread reaches are listed, too: nobody can
 * use them, but they are there.
 */
#include "find.h"

#include <stdlib.h>

#include "asid.h"
#include "board.h"
#include "boot_layout.h"
#include "derive.h"
#include "irq.h"
#include "vcpu.h"
#include "vspace.h"

static const enum fact_type type_of[CAP_TYPES] = {
    [CAP_NULL] = FACT_OTHER,           [CAP_FRAME] = FACT_FRAME,
    [CAP_UNTYPED] = FACT_UNTYPED,      [CAP_PAGE_TABLE] = FACT_PAGE_TABLE,
    [CAP_ENDPOINT] = FACT_ENDPOINT,    [CAP_NOTIFICATION] = FACT_NOTIFICATION,
    [CAP_REPLY] = FACT_REPLY,          [CAP_VSPACE] = FACT_VSPACE,
    [CAP_CNODE] = FACT_CNODE,          [CAP_ASID_CONTROL] = FACT_ASID_CONTROL,
    [CAP_TCB] = FACT_TCB,              [CAP_ASID_POOL] = FACT_ASID_POOL,
    [CAP_IRQ_CONTROL] = FACT_IRQ_CONTROL, [CAP_IRQ_HANDLER] = FACT_IRQ,
    [CAP_ZOMBIE] = FACT_DYING,         [CAP_DOMAIN] = FACT_DOMAIN,
    [CAP_SCHED_CONTEXT] = FACT_SCHED_CONTEXT, [CAP_SCHED_CONTROL] = FACT_SCHED_CONTROL,
    [CAP_SMC] = FACT_FIRMWARE,         [CAP_SGI_SIGNAL] = FACT_SGI,
    [CAP_VCPU] = FACT_VCPU,
};

/* The types of which `rights` and badge mean something. */
static unsigned rights_of(cap_t cap)
{
    switch (cap_type(cap)) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
        return (unsigned)cap_rights(cap);
    case CAP_FRAME:
        return (cap_frame_access(cap) & ACCESS_READ ? (unsigned)FACT_READ : 0) |
               (cap_frame_access(cap) == ACCESS_READ_WRITE ? (unsigned)FACT_WRITE : 0);
    default:
        return 0;
    }
}

static struct fact_cap fact_of(cap_t cap, int holder, uint64_t cnode, uint64_t slot)
{
    enum cap_type type = cap_type(cap);
    unsigned bits = cap_object_bits(cap);
    bool badged = type == CAP_ENDPOINT || type == CAP_NOTIFICATION || type == CAP_SMC;

    return (struct fact_cap){
        .type = (unsigned)type < CAP_TYPES ? type_of[type] : FACT_OTHER,
        .holder = holder,
        .cnode = cnode,
        .slot = slot,
        .object = type == CAP_IRQ_HANDLER ? cap_irq(cap) : bits == 0 ? 0 : cap_object(cap),
        .bytes = bits == 0 ? 0 : BIT(bits),
        .badge = badged ? cap_badge(cap) : 0,
        .rights = rights_of(cap),
    };
}

/* ---- CSpaces ---- */

/* CNodes that a thread reaches, each once. */
struct reach {
    struct buffer nodes; /* cap_t */
    struct buffer *all;  /* paddr_t of CNodes that any thread reaches */
};

static bool has_word(const struct buffer *words, uint64_t word)
{
    for (size_t i = 0; i < words->size / sizeof(word); i++) {
        if (((const uint64_t *)(const void *)words->data)[i] == word) {
            return true;
        }
    }
    return false;
}

static void reach(struct reach *reach, cap_t cnode)
{
    uint64_t object = cap_object(cnode);

    for (size_t i = 0; i < reach->nodes.size / sizeof(cap_t); i++) {
        if (cap_object(((const cap_t *)(const void *)reach->nodes.data)[i]) == object) {
            return;
        }
    }
    buffer_append(&reach->nodes, &cnode, sizeof(cnode));
    if (!has_word(reach->all, object)) {
        buffer_append(reach->all, &object, sizeof(object));
    }
}

static void walk_cspace(struct facts *facts, struct reach *from, int thread)
{
    for (size_t next = 0; next < from->nodes.size / sizeof(cap_t); next++) {
        cap_t node = ((const cap_t *)(const void *)from->nodes.data)[next];
        const struct cte *slots = cap_cnode(node);

        for (uint64_t i = 0; i < BIT(cap_radix(node)); i++) {
            if (cte_is_empty(&slots[i])) {
                continue;
            }
            struct fact_cap cap = fact_of(slots[i].cap, thread, cap_object(node), i);
            buffer_append(&facts->caps, &cap, sizeof(cap));
            if (cap_type(slots[i].cap) == CAP_CNODE) {
                reach(from, slots[i].cap);
            }
        }
    }
}

/* ---- Address spaces ---- */

struct space {
    struct facts *facts;
    int thread;
};

static void walk_table(const struct space *space, paddr_t table, unsigned level, vaddr_t base)
{
    word_t count = BIT(vspace_index_bits(level));
    const pte_t *entries = (const void *)find_physical(table, count * sizeof(pte_t));

    for (word_t i = 0; entries != NULL && i < count; i++) {
        enum pte_kind kind = arch_pte_kind(entries[i], level);
        vaddr_t address = base + (i << vspace_level_bits(level));

        if (kind == PTE_TABLE) {
            walk_table(space, arch_pte_address(entries[i]), level + 1, address);
        } else if (kind == PTE_PAGE) {
            struct pte_attributes attributes = arch_pte_attributes(entries[i]);
            struct fact_map map = {
                .thread = space->thread,
                .vaddr = address,
                .bytes = BIT(vspace_level_bits(level)),
                .paddr = arch_pte_address(entries[i]),
                .read = (attributes.access & ACCESS_READ) != 0,
                .write = attributes.access == ACCESS_READ_WRITE,
                .execute = !attributes.execute_never,
                .cached = attributes.cacheable,
            };
            buffer_append(&space->facts->maps, &map, sizeof(map));
        }
    }
}

/* ---- Threads ---- */

static void describe_registers(struct fact_thread *thread, const struct tcb *tcb)
{
    thread->priority = tcb->priority;
    thread->mcp = tcb->mcp;
    thread->domain = tcb->domain;
    thread->may_use_timer = (tcb->flags & bulkhead_TCBFlag_physicalTimerDisabled) == 0 &&
                            arch_may_use_timer(tcb);
    thread->may_use_fpu = (tcb->flags & seL4_TCBFlag_fpuDisabled) == 0;
    thread->runs = tcb->state != THREAD_INACTIVE;
    thread->pc = tcb->context.next_pc;
    thread->sp = tcb->context.reg[REG_SP];
    if (tcb->state == THREAD_RESTART) {
        thread->pc = tcb->context.reg[REG_PC];
    }
}

static struct fact_thread describe(const struct tcb *tcb)
{
    cap_t cspace = tcb->slot[TCB_CSPACE].cap;
    cap_t vspace = tcb->slot[TCB_VSPACE].cap;
    cap_t buffer = tcb->slot[TCB_IPC_BUFFER].cap;
    struct fact_thread thread = {
        .tcb = phys_addr_of(tcb),
        .vspace = vspace_is_assigned(vspace) ? cap_object(vspace) : 0,
        .initial = vspace_is_assigned(vspace) && cap_asid(vspace) == ASID_INITIAL,
        .ipc_buffer = tcb->ipc_buffer,
        .ipc_frame = cap_type(buffer) == CAP_FRAME ? cap_object(buffer) : 0,
        .notification = tcb->bound_notification == NULL ? 0
                                                        : phys_addr_of(tcb->bound_notification),
        .sched_context = tcb->sc == NULL ? 0 : phys_addr_of(tcb->sc),
        .vcpu = tcb->vcpu == NULL ? 0 : phys_addr_of(tcb->vcpu),
    };

    memcpy(thread.name, tcb->name, sizeof(thread.name) - 1);
    if (cap_type(cspace) == CAP_CNODE) {
        thread.cspace = fact_of(cspace, FACT_NOBODY, 0, cap_guard_size(cspace));
        thread.cspace.badge = cap_guard(cspace);
        thread.cspace_radix = (unsigned)cap_radix(cspace);
    }
    thread.fault = fact_of(tcb->slot[TCB_FAULT_HANDLER].cap, FACT_NOBODY, 0, 0);
    thread.timeout = fact_of(tcb->slot[TCB_TIMEOUT_HANDLER].cap, FACT_NOBODY, 0, 0);
    describe_registers(&thread, tcb);
    return thread;
}

static void find_thread(struct facts *facts, const struct tcb *tcb, struct buffer *reached)
{
    struct fact_thread thread = describe(tcb);
    int index = (int)FACT_COUNT(facts->threads, struct fact_thread);
    struct reach from = {.all = reached};
    const struct space space = {facts, index};

    buffer_append(&facts->threads, &thread, sizeof(thread));
    if (cap_type(tcb->slot[TCB_CSPACE].cap) == CAP_CNODE) {
        reach(&from, tcb->slot[TCB_CSPACE].cap);
    }
    walk_cspace(facts, &from, index);
    if (thread.vspace != 0) {
        walk_table(&space, thread.vspace, 0, 0);
    }
    buffer_release(&from.nodes);
}

/* ---- Objects ---- */

static void find_time(struct facts *facts, const struct sched_context *sc)
{
    struct fact_time time = {
        .object = phys_addr_of(sc),
        .budget = sc->budget,
        .period = sc->period,
        .badge = sc->badge,
        .tcb = sc->tcb == NULL ? 0 : phys_addr_of(sc->tcb),
        .notification = sc->notification == NULL ? 0 : phys_addr_of(sc->notification),
    };

    buffer_append(&facts->times, &time, sizeof(time));
}

static void find_objects(struct facts *facts, struct buffer *reached)
{
    for (const struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        if (cap_same_object(slot->prev->cap, slot->cap)) {
            continue;
        }
        struct fact_cap object = fact_of(slot->cap, FACT_NOBODY, 0, 0);
        buffer_append(&facts->objects, &object, sizeof(object));
        if (cap_type(slot->cap) == CAP_TCB) {
            find_thread(facts, cap_tcb(slot->cap), reached);
        }
        if (cap_type(slot->cap) == CAP_SCHED_CONTEXT) {
            find_time(facts, cap_sched_context(slot->cap));
        }
    }
}

/* What is in CNodes that no thread reaches. */
static void find_lost(struct facts *facts, const struct buffer *reached)
{
    for (const struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        if (cap_type(slot->cap) != CAP_CNODE || cap_same_object(slot->prev->cap, slot->cap) ||
            has_word(reached, cap_object(slot->cap))) {
            continue;
        }
        const struct cte *slots = cap_cnode(slot->cap);
        for (uint64_t i = 0; i < BIT(cap_radix(slot->cap)); i++) {
            if (!cte_is_empty(&slots[i])) {
                struct fact_cap cap = fact_of(slots[i].cap, FACT_NOBODY, cap_object(slot->cap), i);
                buffer_append(&facts->lost, &cap, sizeof(cap));
            }
        }
    }
}

static void find_interrupts(struct facts *facts)
{
    for (unsigned irq = 0; irq <= board.max_irq; irq++) {
        const struct cte *slot = irq_notification_slot(irq);
        struct fact_irq fact = {
            .number = irq, .issued = irq_is_issued(irq), .enabled = !arch_irq_masked(irq)};

        if (cap_type(slot->cap) == CAP_NOTIFICATION) {
            fact.notification = cap_object(slot->cap);
            fact.badge = cap_badge(slot->cap);
        }
        if (fact.issued || fact.notification != 0 ||
            (fact.enabled && irq != board.timer_irq && !vcpu_is_kernels_irq(irq))) {
            buffer_append(&facts->irqs, &fact, sizeof(fact));
        }
    }
}

void find_facts(struct facts *facts)
{
    struct buffer reached = {0};

    find_objects(facts, &reached);
    find_lost(facts, &reached);
    find_interrupts(facts);
    facts->kernel.start = boot_kernel_image.start;
    facts->kernel.end = boot_kernel_image.end;
    buffer_release(&reached);
}

/* ---- Memory ---- */

const uint8_t *find_physical(uint64_t paddr, uint64_t bytes)
{
    uint64_t offset = paddr - machine_ram.base;

    return offset < machine_ram.size && bytes <= machine_ram.size - offset
               ? machine_ram.bytes + offset
               : NULL;
}

const uint8_t *find_memory(const struct facts *facts, int thread, uint64_t vaddr, uint64_t *bytes)
{
    for (size_t i = 0; i < FACT_COUNT(facts->maps, struct fact_map); i++) {
        const struct fact_map *map = FACT_AT(facts->maps, const struct fact_map, i);
        uint64_t offset = vaddr - map->vaddr;

        if (map->thread == thread && offset < map->bytes) {
            *bytes = map->bytes - offset;
            return find_physical(map->paddr + offset, *bytes);
        }
    }
    return NULL;
}

uint64_t find_address(const uint8_t *byte)
{
    return phys_addr_of(byte);
}
