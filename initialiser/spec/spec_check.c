/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks the system spec before anything is built from it.
 *
 * The spec comes from the host tool and is trusted to describe the system that
 * was wanted, but not to be intact: a truncated image or a tool of another
 * version must end in one clear sentence.  One pass over each table, no copy.
 */
#include "spec_check.h"

#include <stddef.h>
#include <sel4/constants.h>

enum {
    MAX_CNODE_BITS = 26,         /* radix; 2 GiB of slots */
    MAX_SCHED_CONTEXT_BITS = 31,
    PAGE_SIZE = 1 << seL4_PageBits,
    ALL_RIGHTS = seL4_RightsWrite | seL4_RightsRead | seL4_RightsGrant | seL4_RightsGrantReply,
    ALL_ATTRIBUTES = seL4_ARM_PageCacheable | seL4_ARM_ParityEnabled | seL4_ARM_ExecuteNever
};

/* Physical addresses that a frame may have: 48 bits. */
#define PADDR_END (1ull << 48)

/* The kernel's limit on the length of a slice. */
#define MAX_SLICE_TICKS ((1ull << 56) - 1)

struct checker {
    struct spec *spec;
    struct spec_error *error;
    const char *table;    /* being checked */
    uint32_t index;       /* its entry being checked */
    uint64_t tables_end;  /* offset of the first byte after all tables */
    uint64_t image_end;   /* and after the page data of the objects checked so far */
};

static bool reject(const struct checker *c, const char *field, uint64_t found,
                   const char *expected)
{
    *c->error = (struct spec_error){
        .table = c->table,
        .index = c->index,
        .field = field,
        .found = found,
        .expected = expected,
    };
    return false;
}

static const void *table_at(const struct spec *spec, struct spec_table table)
{
    return spec->base + table.offset;
}

static bool check_table(struct checker *c, const char *field, struct spec_table table,
                        uint64_t element_bytes, uint64_t alignment)
{
    uint64_t end = table.offset + (uint64_t)table.count * element_bytes;

    if (table.offset % alignment != 0) {
        return reject(c, field, table.offset, "an aligned offset");
    }
    if (table.offset < sizeof(struct spec_header) || end > c->spec->header->size) {
        return reject(c, field, end, "a table inside the spec");
    }
    if (end > c->tables_end) {
        c->tables_end = end;
    }
    return true;
}

static bool check_strings(struct checker *c)
{
    struct spec_table strings = c->spec->header->strings;

    if (!check_table(c, "strings", strings, 1, 1)) {
        return false;
    }
    if (strings.count == 0) {
        return reject(c, "strings.count", 0, "at least one byte");
    }
    if (c->spec->base[strings.offset + strings.count - 1] != '\0') {
        return reject(c, "strings", strings.count, "a table that ends with a NUL");
    }
    return true;
}

static bool check_header(struct checker *c, uint64_t room)
{
    const struct spec_header *h = c->spec->header;

    c->table = "header";
    c->index = 0;
    if (room < sizeof *h) {
        return reject(c, "size", room, "room for a spec after the initial task's image");
    }
    if (h->magic != SPEC_MAGIC) {
        return reject(c, "magic", h->magic, "\"bhspec04\": is the tool of another version?");
    }
    if (h->size < sizeof *h || h->size > room) {
        return reject(c, "size", h->size, "a size within the boot image: was it truncated?");
    }
    c->spec->level = spec_level(h->exception_level);
    if (c->spec->level == NULL) {
        return reject(c, "exception_level", h->exception_level, "1 or 2");
    }
    if (h->objects.count > SPEC_MAX_OBJECTS) {
        return reject(c, "objects.count", h->objects.count, "at most 4096 objects");
    }
    return check_table(c, "objects", h->objects, sizeof(struct spec_object), 8) &&
           check_table(c, "caps", h->caps, sizeof(struct spec_cap), 8) &&
           check_table(c, "maps", h->maps, sizeof(struct spec_map), 8) &&
           check_table(c, "irqs", h->irqs, sizeof(struct spec_irq), 8) &&
           check_table(c, "threads", h->threads, sizeof(struct spec_thread), 8) &&
           check_table(c, "patches", h->patches, sizeof(struct spec_patch), 8) &&
           check_table(c, "slices", h->slices, sizeof(struct spec_slice), 8) &&
           check_strings(c);
}

static bool check_symbol_tables(struct checker *c)
{
    c->table = "threads";
    for (c->index = 0; c->index < c->spec->header->threads.count; c->index++) {
        if (!check_table(c, "symbols", c->spec->threads[c->index].symbols,
                         sizeof(struct spec_symbol), 8)) {
            return false;
        }
    }
    return true;
}

static bool check_name(const struct checker *c, uint32_t name)
{
    return name < c->spec->header->strings.count ||
           reject(c, "name", name, "an offset in the string table");
}

static bool check_type(const struct checker *c, const char *field, uint32_t object,
                       enum spec_type type, const char *expected)
{
    const struct spec *spec = c->spec;

    return (object < spec->header->objects.count && spec->objects[object].type == type) ||
           reject(c, field, object, expected);
}

/* In order, so that no page is two objects': it would be memory that nobody said is shared. */
static bool check_image_frames(struct checker *c, const struct spec_object *o)
{
    if (o->size_bits != seL4_PageBits) {
        return reject(c, "size_bits", o->size_bits, "4 KiB pages, as they lie in the image");
    }
    if (o->address % PAGE_SIZE != 0 || o->address < c->image_end ||
        o->address > c->spec->header->size ||
        o->count > (c->spec->header->size - o->address) / PAGE_SIZE) {
        return reject(c, "address", o->address,
                      "page data behind the tables and the data of earlier objects");
    }
    c->image_end = o->address + o->count * PAGE_SIZE;
    return true;
}

static bool check_frames(struct checker *c, const struct spec_object *o)
{
    bool at_paddr = (o->flags & SPEC_AT_PADDR) != 0;
    bool in_image = (o->flags & SPEC_IN_IMAGE) != 0;

    if (o->size_bits != seL4_PageBits && o->size_bits != seL4_LargePageBits) {
        return reject(c, "size_bits", o->size_bits, "12 or 21");
    }
    if (o->count < 1 || o->count > SPEC_MAX_PAGES) {
        return reject(c, "count", o->count, "1 to 2^20 pages");
    }
    if ((o->flags & ~(uint32_t)(SPEC_AT_PADDR | SPEC_IN_IMAGE | SPEC_ONE_PIECE)) != 0 ||
        (o->flags & (o->flags - 1)) != 0) {
        return reject(c, "flags", o->flags, "at most one of at-paddr, in-image and one-piece");
    }
    if (in_image) {
        return check_image_frames(c, o);
    }
    if (at_paddr && (o->address % (1ull << o->size_bits) != 0 || o->address >= PADDR_END ||
                     o->count > (PADDR_END - o->address) >> o->size_bits)) {
        return reject(c, "address", o->address, "a physical address aligned to the page size");
    }
    return true;
}

static bool check_object(struct checker *c)
{
    const struct spec_object *o = &c->spec->objects[c->index];

    if (!check_name(c, o->name)) {
        return false;
    }
    if (o->type == SPEC_FRAMES) {
        return check_frames(c, o);
    }
    if (o->count != 1) {
        return reject(c, "count", o->count, "1, only frames come in numbers");
    }
    if ((o->flags & ~(o->type == SPEC_IRQ ? (uint32_t)SPEC_EDGE : 0u)) != 0) {
        return reject(c, "flags", o->flags, "no flags but `edge` of an interrupt");
    }
    switch (o->type) {
    case SPEC_CNODE:
        return (o->size_bits >= 1 && o->size_bits <= MAX_CNODE_BITS) ||
               reject(c, "size_bits", o->size_bits, "1 to 26");
    case SPEC_SCHED_CONTEXT:
        return (o->size_bits >= seL4_MinSchedContextBits &&
                o->size_bits <= MAX_SCHED_CONTEXT_BITS) ||
               reject(c, "size_bits", o->size_bits, "7 to 31");
    case SPEC_VCPU:
        return c->spec->header->exception_level == 2 ||
               reject(c, "type", o->type, "no virtual CPU, for the kernel is at EL1");
    case SPEC_TCB:
    case SPEC_VSPACE:
    case SPEC_ENDPOINT:
    case SPEC_NOTIFICATION:
    case SPEC_REPLY:
    case SPEC_IRQ:
    case SPEC_SMC:
        return true;
    default:
        return reject(c, "type", o->type, "a type of enum spec_type");
    }
}

static bool check_cap(struct checker *c)
{
    const struct spec_cap *cap = &c->spec->caps[c->index];
    const struct spec *spec = c->spec;
    const struct spec_object *object;

    if (!check_type(c, "cnode", cap->cnode, SPEC_CNODE, "a CNode")) {
        return false;
    }
    if (cap->slot >= 1u << spec->objects[cap->cnode].size_bits) {
        return reject(c, "slot", cap->slot, "a slot of the CNode");
    }
    if (cap->object >= spec->header->objects.count) {
        return reject(c, "object", cap->object, "an object");
    }
    object = &spec->objects[cap->object];
    if (object->count != 1) {
        return reject(c, "object", cap->object, "one object, not several pages");
    }
    if ((cap->rights & ~(uint32_t)ALL_RIGHTS) != 0) {
        return reject(c, "rights", cap->rights, "bits 0 to 3");
    }
    if (cap->badge != 0 && object->type != SPEC_ENDPOINT && object->type != SPEC_NOTIFICATION) {
        return reject(c, "badge", cap->badge, "0, only endpoints and notifications have badges");
    }
    return true;
}

static bool check_map(struct checker *c)
{
    const struct spec_map *map = &c->spec->maps[c->index];
    uint64_t top = c->spec->level->user_top;
    const struct spec_object *frames;

    if (!check_type(c, "vspace", map->vspace, SPEC_VSPACE, "a VSpace") ||
        !check_type(c, "frames", map->frames, SPEC_FRAMES, "frames")) {
        return false;
    }
    frames = &c->spec->objects[map->frames];
    if (map->vaddr % (1ull << frames->size_bits) != 0 || map->vaddr > top ||
        frames->count > (top + 1 - map->vaddr) >> frames->size_bits) {
        return reject(c, "vaddr", map->vaddr, "an aligned range of user addresses");
    }
    if (map->rights != 0 && map->rights != seL4_RightsRead &&
        map->rights != (seL4_RightsRead | seL4_RightsWrite)) {
        return reject(c, "rights", map->rights, "read, read-write or none");
    }
    if ((map->attributes & ~(uint32_t)ALL_ATTRIBUTES) != 0) {
        return reject(c, "attributes", map->attributes, "bits 0 to 2");
    }
    return true;
}

static bool check_irq(struct checker *c)
{
    const struct spec_irq *irq = &c->spec->irqs[c->index];

    for (uint32_t i = 0; i < c->index; i++) {
        if (c->spec->irqs[i].irq == irq->irq) {
            return reject(c, "irq", irq->irq, "an interrupt that no other entry has");
        }
    }
    return check_type(c, "irq", irq->irq, SPEC_IRQ, "an interrupt") &&
           check_type(c, "notification", irq->notification, SPEC_NOTIFICATION, "a notification");
}

static bool check_patch(struct checker *c)
{
    const struct spec_patch *patch = &c->spec->patches[c->index];

    if (!check_type(c, "frames", patch->frames, SPEC_FRAMES, "frames")) {
        return false;
    }
    if (patch->first >= c->spec->objects[patch->frames].count) {
        return reject(c, "first", patch->first, "a page of the frames");
    }
    if (patch->count < 1 ||
        patch->count > c->spec->objects[patch->frames].count - patch->first) {
        return reject(c, "count", patch->count, "pages that the frames have");
    }
    if ((patch->bits & (PADDR_END - 1) & ~(uint64_t)(PAGE_SIZE - 1)) != 0) {
        return reject(c, "bits", patch->bits, "no bits of a page's address");
    }
    return (patch->where >= c->tables_end && patch->where <= c->spec->header->size &&
            patch->count <= (c->spec->header->size - patch->where) / sizeof(uint64_t)) ||
           reject(c, "where", patch->where, "words of page data");
}

static bool check_thread_objects(const struct checker *c, const struct spec_thread *t)
{
    if (!check_type(c, "tcb", t->tcb, SPEC_TCB, "a TCB") ||
        !check_type(c, "cnode", t->cnode, SPEC_CNODE, "a CNode") ||
        !check_type(c, "vspace", t->vspace, SPEC_VSPACE, "a VSpace") ||
        !check_type(c, "sched_context", t->sched_context, SPEC_SCHED_CONTEXT,
                    "a scheduling context") ||
        !check_type(c, "fault_endpoint", t->fault_endpoint, SPEC_ENDPOINT, "an endpoint")) {
        return false;
    }
    if (t->notification == SPEC_NONE) {
        return t->passive == 0 ||
               reject(c, "notification", t->notification,
                      "a notification, to which a passive thread's time goes");
    }
    return check_type(c, "notification", t->notification, SPEC_NOTIFICATION, "a notification");
}

/* What a thread has, no other may: of two with one TCB, the second would overwrite the first. */
static bool check_thread_alone(const struct checker *c, const struct spec_thread *t)
{
    for (uint32_t i = 0; i < c->index; i++) {
        const struct spec_thread *other = &c->spec->threads[i];

        if (other->tcb == t->tcb) {
            return reject(c, "tcb", t->tcb, "a TCB that no other thread has");
        }
        if (other->sched_context == t->sched_context) {
            return reject(c, "sched_context", t->sched_context,
                          "a scheduling context that no other thread has");
        }
        if (other->ipc_frame == t->ipc_frame && t->ipc_frame != SPEC_NONE) {
            return reject(c, "ipc_frame", t->ipc_frame, "a page that no other thread has");
        }
        if (other->vcpu == t->vcpu && t->vcpu != SPEC_NONE) {
            return reject(c, "vcpu", t->vcpu, "a virtual CPU that no other thread has");
        }
        if (other->notification == t->notification && t->notification != SPEC_NONE) {
            return reject(c, "notification", t->notification,
                          "a notification that no other thread has");
        }
    }
    return true;
}

/* A debug kernel is told the name, and stops the machine at one that is too long. */
static bool check_thread_name(const struct checker *c, const struct spec_thread *t)
{
    const char *name = spec_string(c->spec, t->name);

    for (uint32_t i = 0; i < SPEC_MAX_NAME_BYTES; i++) {
        if (name[i] == '\0') {
            return true;
        }
    }
    return reject(c, "name", t->name, "a name of at most 63 bytes");
}

/* What a program's thread has, and a guest's has not. */
static bool check_program(const struct checker *c, const struct spec_thread *t)
{
    uint64_t top = c->spec->level->user_top;

    if (!check_type(c, "ipc_frame", t->ipc_frame, SPEC_FRAMES, "a frame")) {
        return false;
    }
    if (c->spec->objects[t->ipc_frame].count != 1) {
        return reject(c, "ipc_frame", t->ipc_frame, "one page");
    }
    if (t->ipc_buffer == 0 || t->ipc_buffer % (1u << seL4_IPCBufferSizeBits) != 0 ||
        t->ipc_buffer > top) {
        return reject(c, "ipc_buffer", t->ipc_buffer, "a user address, 1024-byte aligned");
    }
    return (t->stack_bottom <= t->stack_top && t->stack_top <= top + 1) ||
           reject(c, "stack_bottom", t->stack_bottom, "an address below stack_top");
}

static bool check_guest(const struct checker *c, const struct spec_thread *t)
{
    if (!check_type(c, "vcpu", t->vcpu, SPEC_VCPU, "a virtual CPU")) {
        return false;
    }
    if (t->ipc_frame != SPEC_NONE || t->ipc_buffer != 0) {
        return reject(c, "ipc_frame", t->ipc_frame, "no IPC buffer of a guest");
    }
    if (t->notification != SPEC_NONE) {
        return reject(c, "notification", t->notification, "no notification of a guest");
    }
    return t->parent != SPEC_NONE || reject(c, "parent", t->parent, "who starts the guest");
}

static bool check_thread(struct checker *c)
{
    const struct spec_thread *t = &c->spec->threads[c->index];

    if (!check_name(c, t->name) || !check_thread_name(c, t) || !check_thread_objects(c, t) ||
        !check_thread_alone(c, t) ||
        !(t->vcpu == SPEC_NONE ? check_program(c, t) : check_guest(c, t))) {
        return false;
    }
    if (t->budget_us > t->period_us) {
        return reject(c, "budget_us", t->budget_us, "at most the period");
    }
    if (t->priority > SPEC_MAX_PRIORITY) {
        return reject(c, "priority", t->priority, "0 to 254, the monitor has 255");
    }
    if (t->mcp > SPEC_MAX_PRIORITY) {
        return reject(c, "mcp", t->mcp, "0 to 254, the monitor has 255");
    }
    if ((t->flags & ~(uint32_t)(SPEC_NO_FPU | SPEC_NO_TIMER)) != 0) {
        return reject(c, "flags", t->flags, "no flags but no-fpu and no-timer");
    }
    if (t->sched_domain >= (c->spec->header->slices.count > 0 ? SPEC_MAX_SCHED_DOMAINS : 1)) {
        return reject(c, "sched_domain", t->sched_domain, "0 to 15, without a schedule 0");
    }
    return t->parent == SPEC_NONE || t->parent < c->spec->header->threads.count ||
           reject(c, "parent", t->parent, "a thread or none");
}

static bool check_monitor_objects(struct checker *c)
{
    const struct spec_header *h = c->spec->header;

    c->table = "header";
    c->index = 0;
    return check_type(c, "monitor_endpoint", h->monitor_endpoint, SPEC_ENDPOINT, "an endpoint") &&
           check_type(c, "monitor_reply", h->monitor_reply, SPEC_REPLY, "a reply object");
}

static bool check_slice(struct checker *c)
{
    const struct spec_slice *slice = &c->spec->slices[c->index];

    if (slice->index >= SPEC_MAX_SLICES || (c->index > 0 && slice[-1].index >= slice->index)) {
        return reject(c, "index", slice->index, "entries of the schedule, 0 to 98, in order");
    }
    if (slice->sched_domain >= (slice->ticks == 0 ? 1 : SPEC_MAX_SCHED_DOMAINS)) {
        return reject(c, "sched_domain", slice->sched_domain, "0 to 15, of an end marker 0");
    }
    return slice->ticks <= MAX_SLICE_TICKS || reject(c, "ticks", slice->ticks, "at most 56 bits");
}

/* Would the initial task get to run again once the schedule is started? */
static bool check_schedule(struct checker *c)
{
    const struct spec_header *h = c->spec->header;
    uint64_t next = h->first_slice;

    c->table = "header";
    c->index = 0;
    for (uint32_t i = 0; i < h->slices.count; i++) {
        const struct spec_slice *slice = &c->spec->slices[i];

        if (slice->index == next && slice->ticks != 0) {
            if (slice->sched_domain == 0) {
                return true;
            }
            next++;
        }
    }
    return h->slices.count == 0 ||
           reject(c, "first_slice", h->first_slice, "a schedule with a slice of domain 0");
}

static bool check_each(struct checker *c, const char *table, uint32_t count,
                       bool (*check_entry)(struct checker *c))
{
    c->table = table;
    for (c->index = 0; c->index < count; c->index++) {
        if (!check_entry(c)) {
            return false;
        }
    }
    return true;
}

/* Objects come first: the checks of the other tables rely on theirs. */
static bool check_entries(struct checker *c)
{
    const struct spec_header *h = c->spec->header;

    c->image_end = c->tables_end;
    return check_each(c, "objects", h->objects.count, check_object) &&
           check_each(c, "caps", h->caps.count, check_cap) &&
           check_each(c, "maps", h->maps.count, check_map) &&
           check_each(c, "irqs", h->irqs.count, check_irq) &&
           check_each(c, "threads", h->threads.count, check_thread) &&
           check_each(c, "patches", h->patches.count, check_patch) &&
           check_each(c, "slices", h->slices.count, check_slice) && check_monitor_objects(c) &&
           check_schedule(c);
}

bool spec_open(void *base, uint64_t room, struct spec *spec, struct spec_error *error)
{
    struct checker c = { .spec = spec, .error = error };
    const struct spec_header *h = base;

    spec->base = base;
    spec->header = h;
    if (!check_header(&c, room)) {
        return false;
    }
    spec->objects = table_at(spec, h->objects);
    spec->caps = table_at(spec, h->caps);
    spec->maps = table_at(spec, h->maps);
    spec->irqs = table_at(spec, h->irqs);
    spec->threads = table_at(spec, h->threads);
    spec->patches = table_at(spec, h->patches);
    spec->slices = table_at(spec, h->slices);
    return check_symbol_tables(&c) && check_entries(&c);
}

const char *spec_string(const struct spec *spec, uint32_t offset)
{
    struct spec_table strings = spec->header->strings;

    return offset < strings.count ? (const char *)spec->base + strings.offset + offset : "?";
}

const struct spec_symbol *spec_symbols(const struct spec *spec, const struct spec_thread *thread)
{
    return table_at(spec, thread->symbols);
}
