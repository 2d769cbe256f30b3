/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Creation of all kernel objects, in as few calls as the kernel allows.
 *
 * Objects of one type and size form a class.  A first pass over the spec counts
 * the classes; then each class is made as one batch in consecutive slots, the
 * largest objects first, so that no memory is lost to alignment; a second pass
 * tells each object which of its class's slots is its own.
 */
#include "objects.h"

#include "memory.h"
#include "slots.h"
#include "stop.h"
#include "table_count.h"

enum {
    PAGE_TABLE_CLASS = 0, /* spec types start at 1 */
    CLASS_TYPES = SPEC_FRAMES + 1,
    CLASS_BITS = 32, /* no single object of a spec has 2^32 bytes */
    NO_OBJECT = SPEC_MAX_OBJECTS
};

/* What Retype needs to know of a type; sizes are log2 of bytes. */
static const struct kind {
    const char *name;
    seL4_Word type;
    seL4_Word size_bits;  /* without the spec's size_bits */
    bool adds_spec_bits;  /* the object is 2^(size_bits + the spec's) bytes */
} kinds[CLASS_TYPES] = {
    [PAGE_TABLE_CLASS] = { "page tables", seL4_ARM_PageTableObject, seL4_PageTableBits, false },
    [SPEC_TCB] = { "TCBs", seL4_TCBObject, seL4_TCBBits, false },
    [SPEC_CNODE] = { "CNodes", seL4_CapTableObject, seL4_SlotBits, true },
    [SPEC_VSPACE] = { "VSpaces", seL4_ARM_VSpaceObject, seL4_VSpaceBits, false },
    [SPEC_ENDPOINT] = { "endpoints", seL4_EndpointObject, seL4_EndpointBits, false },
    [SPEC_NOTIFICATION] = { "notifications", seL4_NotificationObject, seL4_NotificationBits,
                            false },
    [SPEC_REPLY] = { "reply objects", seL4_ReplyObject, seL4_ReplyBits, false },
    [SPEC_SCHED_CONTEXT] = { "scheduling contexts", seL4_SchedContextObject, 0, true },
    [SPEC_FRAMES] = { "frames", seL4_ARM_SmallPageObject, 0, true },
};

struct object_state {
    uint32_t slot;
    uint16_t next;   /* frames at fixed addresses: the next in ascending order */
    uint16_t mapped; /* frames: the original caps are in use */
};

static struct object_state states[SPEC_MAX_OBJECTS];

/* Of each class: first the number of objects, then the next free slot. */
static uint32_t classes[CLASS_TYPES][CLASS_BITS];

/* The list of frames at fixed addresses. */
static uint16_t first_fixed;
static uint16_t last_fixed;

/* Page tables made but not taken yet; the monitor's CNode. */
static seL4_SlotRegion page_tables;
static seL4_CPtr monitor_cnode;

static seL4_Word class_bits(uint32_t type, uint32_t size_bits)
{
    return kinds[type].size_bits + (kinds[type].adds_spec_bits ? size_bits : 0);
}

static struct memory_batch class_batch(uint32_t type, seL4_Word bits, seL4_Word count)
{
    struct memory_batch batch = {
        .name = kinds[type].name,
        .type = kinds[type].type,
        .size_bits = bits,
        .count = count,
        .slot = slots_take(count),
    };

    if (type == SPEC_FRAMES && bits == seL4_LargePageBits) {
        batch.type = seL4_ARM_LargePageObject;
    }
    if (type == SPEC_CNODE || type == SPEC_SCHED_CONTEXT) {
        batch.size_arg = bits - kinds[type].size_bits;
    }
    return batch;
}

/* Keeps the list ascending.  The tool sorts regions, so the end is tried first. */
static void link_fixed(const struct spec *spec, uint16_t index)
{
    uint64_t address = spec->objects[index].address;
    uint16_t *link = &first_fixed;

    if (last_fixed != NO_OBJECT && spec->objects[last_fixed].address <= address) {
        link = &states[last_fixed].next;
    }
    while (*link != NO_OBJECT && spec->objects[*link].address <= address) {
        link = &states[*link].next;
    }
    states[index].next = *link;
    *link = index;
    if (states[index].next == NO_OBJECT) {
        last_fixed = index;
    }
}

static void count_objects(const struct spec *spec, seL4_CPtr image)
{
    for (uint32_t type = 0; type < CLASS_TYPES; type++) {
        for (uint32_t bits = 0; bits < CLASS_BITS; bits++) {
            classes[type][bits] = 0;
        }
    }
    for (uint16_t i = 0; i < spec->header->objects.count; i++) {
        const struct spec_object *o = &spec->objects[i];

        states[i] = (struct object_state){ .next = NO_OBJECT };
        if ((o->flags & SPEC_IN_IMAGE) != 0) {
            states[i].slot = (uint32_t)(image + (o->address >> seL4_PageBits));
        } else if ((o->flags & SPEC_AT_PADDR) != 0) {
            link_fixed(spec, i);
        } else if (o->type != SPEC_IRQ) {
            classes[o->type][class_bits(o->type, o->size_bits)] += (uint32_t)o->count;
        }
    }
}

static void create_fixed(const struct spec *spec)
{
    for (uint16_t i = first_fixed; i != NO_OBJECT; i = states[i].next) {
        const struct spec_object *o = &spec->objects[i];
        struct memory_batch batch = class_batch(SPEC_FRAMES, o->size_bits, o->count);

        batch.name = spec_string(spec, o->name);
        states[i].slot = (uint32_t)batch.slot;
        memory_make_at(batch, o->address);
    }
}

/* Makes all classes, largest objects first, and leaves each class's first slot. */
static void create_classes(void)
{
    for (seL4_Word bits = 0; bits < CLASS_BITS; bits++) {
        for (uint32_t type = 0; type < CLASS_TYPES; type++) {
            memory_expect((seL4_Word)classes[type][bits] << bits);
        }
    }
    for (seL4_Word bits = CLASS_BITS; bits-- > 0;) {
        for (uint32_t type = 0; type < CLASS_TYPES; type++) {
            seL4_Word count = classes[type][bits];

            if (count > 0) {
                struct memory_batch batch = class_batch(type, bits, count);

                memory_make(batch);
                classes[type][bits] = (uint32_t)batch.slot;
            }
        }
    }
}

static uint32_t class_take(uint32_t type, seL4_Word bits, seL4_Word count)
{
    uint32_t slot = classes[type][bits];

    classes[type][bits] += (uint32_t)count;
    return slot;
}

static void create_irq(const struct spec *spec, uint32_t index)
{
    const struct spec_object *o = &spec->objects[index];
    seL4_Error error;

    states[index].slot = (uint32_t)slots_take(1);
    error = seL4_IRQControl_GetTrigger(seL4_CapIRQControl, o->address,
                                       (o->flags & SPEC_EDGE) != 0, seL4_CapInitThreadCNode,
                                       states[index].slot, ROOT_DEPTH);
    stop_if_failed(error, "IRQControl_GetTrigger", spec_string(spec, o->name));
}

static void number_objects(const struct spec *spec)
{
    for (uint32_t i = 0; i < spec->header->objects.count; i++) {
        const struct spec_object *o = &spec->objects[i];

        if (o->type == SPEC_IRQ) {
            create_irq(spec, i);
        } else if ((o->flags & (SPEC_IN_IMAGE | SPEC_AT_PADDR)) == 0) {
            states[i].slot = class_take(o->type, class_bits(o->type, o->size_bits), o->count);
        }
    }
}

void objects_create(const struct spec *spec, const seL4_BootInfo *bootinfo, seL4_CPtr image,
                    seL4_Word monitor_bits)
{
    seL4_Word monitor_class = class_bits(SPEC_CNODE, (uint32_t)monitor_bits);
    uint32_t tables = table_count(spec);

    first_fixed = last_fixed = NO_OBJECT;
    memory_init(bootinfo);
    slots_init(bootinfo->empty);

    count_objects(spec, image);
    classes[SPEC_CNODE][monitor_class]++;
    classes[PAGE_TABLE_CLASS][seL4_PageTableBits] = tables;

    create_fixed(spec);
    create_classes();

    monitor_cnode = class_take(SPEC_CNODE, monitor_class, 1);
    page_tables.start = class_take(PAGE_TABLE_CLASS, seL4_PageTableBits, tables);
    page_tables.end = page_tables.start + tables;
    number_objects(spec);
}

seL4_CPtr object_cap(uint32_t object)
{
    return states[object].slot;
}

bool object_claim_mapping(uint32_t object)
{
    bool first = states[object].mapped == 0;

    states[object].mapped = 1;
    return first;
}

/* The count was made for four levels of tables; a kernel with others may need more. */
seL4_CPtr objects_page_table(void)
{
    if (page_tables.start == page_tables.end) {
        struct memory_batch batch = class_batch(PAGE_TABLE_CLASS, seL4_PageTableBits, 1);

        page_tables.start = batch.slot;
        page_tables.end = batch.slot + 1;
        memory_make(batch);
    }
    return page_tables.start++;
}

seL4_CPtr objects_monitor_cnode(void)
{
    return monitor_cnode;
}
