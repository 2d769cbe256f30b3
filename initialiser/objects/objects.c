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

#include <sel4/constants.h>

#include "monitor_slots.h"
#include "slots.h"
#include "table_count.h"

enum {
    PAGE_TABLE_CLASS = 0, /* spec types start at 1 */
    CLASS_TYPES = SPEC_FRAMES + 1,
    CLASS_BITS = 32, /* no single object of a spec has 2^32 bytes */
    NO_OBJECT = SPEC_MAX_OBJECTS,
    FIXED_LISTS = 13 /* the last one has room for all objects */
};

_Static_assert(SPEC_MAX_OBJECTS < 2 << (FIXED_LISTS - 1), "a list for each bit of their number");

#define NO_MAP UINT32_MAX

/* What Retype needs to know of a type; sizes are log2 of bytes.  A VSpace's is the kernel's. */
static const struct kind {
    const char *name;
    seL4_Word type;
    seL4_Word size_bits;  /* without the spec's size_bits */
    bool adds_spec_bits;  /* the object is 2^(size_bits + the spec's) bytes */
} kinds[CLASS_TYPES] = {
    [PAGE_TABLE_CLASS] = { "page tables", seL4_ARM_PageTableObject, seL4_PageTableBits, false },
    [SPEC_TCB] = { "TCBs", seL4_TCBObject, seL4_TCBBits, false },
    [SPEC_CNODE] = { "CNodes", seL4_CapTableObject, seL4_SlotBits, true },
    [SPEC_VSPACE] = { "VSpaces", seL4_ARM_VSpaceObject, 0, false },
    [SPEC_ENDPOINT] = { "endpoints", seL4_EndpointObject, seL4_EndpointBits, false },
    [SPEC_NOTIFICATION] = { "notifications", seL4_NotificationObject, seL4_NotificationBits,
                            false },
    [SPEC_REPLY] = { "reply objects", seL4_ReplyObject, seL4_ReplyBits, false },
    [SPEC_SCHED_CONTEXT] = { "scheduling contexts", seL4_SchedContextObject, 0, true },
    [SPEC_VCPU] = { "virtual CPUs", seL4_ARM_VCPUObject, seL4_VCPUBits, false },
    [SPEC_FRAMES] = { "frames", seL4_ARM_SmallPageObject, 0, true },
};

struct object_state {
    uint32_t slot;
    uint32_t first_map; /* frames: the map that uses the original caps */
    uint16_t next;      /* frames at fixed addresses: the next in ascending order */
};

static struct object_state states[SPEC_MAX_OBJECTS];

/* Of each class: first the number of objects, then the next free slot. */
static seL4_Word classes[CLASS_TYPES][CLASS_BITS];

/* The list of frames at fixed addresses, ascending; and what it is made of, lists of 2^index. */
static uint16_t first_fixed;
static uint16_t fixed_lists[FIXED_LISTS];

/* Page tables made but not taken yet; the monitor's CNode. */
static seL4_SlotRegion page_tables;
static seL4_CPtr monitor_cnode;

static seL4_Word vspace_bits;

static seL4_Word class_bits(uint32_t type, uint32_t size_bits)
{
    if (type == SPEC_VSPACE) {
        return vspace_bits;
    }
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

/* Of two ascending lists, the first of which has the earlier objects. */
static uint16_t merge_fixed(const struct spec *spec, uint16_t a, uint16_t b)
{
    uint16_t first = NO_OBJECT;
    uint16_t *link = &first;

    while (a != NO_OBJECT && b != NO_OBJECT) {
        uint16_t *from = spec->objects[b].address < spec->objects[a].address ? &b : &a;

        *link = *from;
        link = &states[*link].next;
        *from = *link;
    }
    *link = a != NO_OBJECT ? a : b;
    return first;
}

/* A list of one object; two of one length become one of twice that, and so on. */
static void add_fixed(const struct spec *spec, uint16_t index)
{
    uint16_t list = index;
    uint32_t i = 0;

    for (; fixed_lists[i] != NO_OBJECT; i++) {
        list = merge_fixed(spec, fixed_lists[i], list);
        fixed_lists[i] = NO_OBJECT;
    }
    fixed_lists[i] = list;
}

static void join_fixed(const struct spec *spec)
{
    first_fixed = NO_OBJECT;
    for (uint32_t i = 0; i < FIXED_LISTS; i++) {
        first_fixed = merge_fixed(spec, fixed_lists[i], first_fixed);
    }
}

static void clear(void)
{
    for (uint32_t i = 0; i < FIXED_LISTS; i++) {
        fixed_lists[i] = NO_OBJECT;
    }
    for (uint32_t type = 0; type < CLASS_TYPES; type++) {
        for (uint32_t bits = 0; bits < CLASS_BITS; bits++) {
            classes[type][bits] = 0;
        }
    }
}

/* Counts the classes.  Returns how many slots objects need that belong to none. */
static seL4_Word count_objects(const struct spec *spec, seL4_CPtr image)
{
    seL4_Word slots = 0;

    for (uint16_t i = 0; i < spec->header->objects.count; i++) {
        const struct spec_object *o = &spec->objects[i];

        states[i] = (struct object_state){ .next = NO_OBJECT, .first_map = NO_MAP };
        if ((o->flags & SPEC_IN_IMAGE) != 0) {
            states[i].slot = (uint32_t)(image + (o->address >> seL4_PageBits));
        } else if ((o->flags & SPEC_AT_PADDR) != 0) {
            add_fixed(spec, i);
            slots += o->count;
        } else if ((o->flags & SPEC_ONE_PIECE) != 0) {
            slots += o->count;
        } else if (o->type == SPEC_IRQ) {
            slots++;
        } else if (o->type != SPEC_SMC) {
            classes[o->type][class_bits(o->type, o->size_bits)] += o->count;
        }
    }
    join_fixed(spec);
    return slots;
}

/*
 * How many slots are needed for copies: of the pages of each map but the first
 * of its frames, of each interrupt's notification, of each thread's fault
 * endpoint.
 */
static seL4_Word count_copies(const struct spec *spec)
{
    seL4_Word count = spec->header->irqs.count + spec->header->threads.count;

    for (uint32_t i = 0; i < spec->header->maps.count; i++) {
        uint32_t frames = spec->maps[i].frames;

        if (states[frames].first_map == NO_MAP) {
            states[frames].first_map = i;
        } else {
            count += spec->objects[frames].count;
        }
    }
    return count;
}

static bool create_fixed(const struct spec *spec, struct shortage *shortage)
{
    for (uint16_t i = first_fixed; i != NO_OBJECT; i = states[i].next) {
        const struct spec_object *o = &spec->objects[i];
        struct memory_batch batch = class_batch(SPEC_FRAMES, o->size_bits, o->count);

        batch.name = spec_string(spec, o->name);
        states[i].slot = (uint32_t)batch.slot;
        if (!memory_make_at(batch, o->address, shortage)) {
            shortage->object = i;
            return false;
        }
    }
    return true;
}

/* In one piece if there is room for them, else in several. */
static bool create_pieces(const struct spec *spec, struct shortage *shortage)
{
    for (uint32_t i = 0; i < spec->header->objects.count; i++) {
        const struct spec_object *o = &spec->objects[i];

        if ((o->flags & SPEC_ONE_PIECE) != 0) {
            struct memory_batch batch = class_batch(SPEC_FRAMES, o->size_bits, o->count);

            states[i].slot = (uint32_t)batch.slot;
            if (!memory_make_whole(batch)) {
                memory_expect(o->count << o->size_bits);
                if (!memory_make(batch, shortage)) {
                    return false;
                }
            }
        }
    }
    return true;
}

/* Announces what the classes need, and `slots` for everything else. */
static bool expect_all(seL4_Word slots, struct shortage *shortage)
{
    seL4_Word bytes = 0;

    for (uint32_t type = 0; type < CLASS_TYPES; type++) {
        for (seL4_Word bits = 0; bits < CLASS_BITS; bits++) {
            slots += classes[type][bits];
            bytes += classes[type][bits] << bits;
        }
    }
    memory_expect(bytes);
    return slots_expect(slots, shortage);
}

/* Makes all classes, largest objects first, and leaves each class's first slot. */
static bool create_classes(struct shortage *shortage)
{
    for (seL4_Word bits = CLASS_BITS; bits-- > 0;) {
        for (uint32_t type = 0; type < CLASS_TYPES; type++) {
            seL4_Word count = classes[type][bits];

            if (count > 0) {
                struct memory_batch batch = class_batch(type, bits, count);

                if (!memory_make(batch, shortage)) {
                    return false;
                }
                classes[type][bits] = batch.slot;
            }
        }
    }
    return true;
}

static seL4_CPtr class_take(uint32_t type, seL4_Word bits, seL4_Word count)
{
    seL4_CPtr slot = classes[type][bits];

    classes[type][bits] += count;
    return slot;
}

static void number_objects(const struct spec *spec)
{
    for (uint32_t i = 0; i < spec->header->objects.count; i++) {
        const struct spec_object *o = &spec->objects[i];

        if (o->type == SPEC_IRQ) {
            states[i].slot = (uint32_t)slots_take(1);
        } else if (o->type == SPEC_SMC) {
            states[i].slot = seL4_CapSMC;
        } else if ((o->flags & (SPEC_IN_IMAGE | SPEC_AT_PADDR | SPEC_ONE_PIECE)) == 0) {
            states[i].slot = (uint32_t)class_take(o->type, class_bits(o->type, o->size_bits),
                                                  o->count);
        }
    }
}

bool objects_create(const struct spec *spec, const seL4_BootInfo *bootinfo, seL4_CPtr image,
                    memory_retype *retype, struct shortage *shortage)
{
    seL4_Word monitor_class = class_bits(SPEC_CNODE, monitor_cnode_bits(spec));
    uint32_t tables = table_count(spec);
    seL4_Word slots;

    clear();
    vspace_bits = spec->level->vspace_bits;
    memory_init(bootinfo, retype);
    slots_init(bootinfo->empty);

    slots = count_objects(spec, image);
    slots += count_copies(spec);
    classes[SPEC_CNODE][monitor_class]++;
    classes[PAGE_TABLE_CLASS][seL4_PageTableBits] = tables;

    if (!expect_all(slots, shortage) || !create_fixed(spec, shortage) ||
        !create_pieces(spec, shortage) || !create_classes(shortage)) {
        return false;
    }
    monitor_cnode = class_take(SPEC_CNODE, monitor_class, 1);
    page_tables.start = class_take(PAGE_TABLE_CLASS, seL4_PageTableBits, tables);
    page_tables.end = page_tables.start + tables;
    number_objects(spec);
    return true;
}

seL4_CPtr object_cap(uint32_t object)
{
    return states[object].slot;
}

bool object_is_mapped_first_by(uint32_t object, uint32_t map)
{
    return states[object].first_map == map;
}

/* The count was made for four levels of tables; a kernel with others may need more. */
seL4_CPtr objects_page_table(struct shortage *shortage)
{
    if (page_tables.start == page_tables.end) {
        struct memory_batch batch;

        if (!slots_expect(1, shortage)) {
            return seL4_CapNull;
        }
        batch = class_batch(PAGE_TABLE_CLASS, seL4_PageTableBits, 1);
        if (!memory_make(batch, shortage)) {
            return seL4_CapNull;
        }
        page_tables = (seL4_SlotRegion){ batch.slot, batch.slot + 1 };
    }
    return page_tables.start++;
}

seL4_CPtr objects_monitor_cnode(void)
{
    return monitor_cnode;
}
