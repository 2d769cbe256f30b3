/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address spaces.  A PD's initialised pages are not copied: the frames of the
 * boot image move from the initial task's address space to the PD's.
 */
#include "maps.h"

#include <sel4/sel4.h>

#include "caps.h"
#include "objects.h"
#include "stop.h"

enum {
    LEVELS = 4,
    MAPPING_LOOKUP_LEVEL = 2 /* message register of a failed map: size of the missing entry */
};

static const char *object_name(const struct spec *spec, uint32_t object)
{
    return spec_string(spec, spec->objects[object].name);
}

void maps_assign_vspaces(const struct spec *spec)
{
    for (uint32_t i = 0; i < spec->header->objects.count; i++) {
        if (spec->objects[i].type == SPEC_VSPACE) {
            stop_if_failed(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, object_cap(i)),
                           "ARM_ASIDPool_Assign", object_name(spec, i));
        }
    }
}

static uint64_t page_paddr(const struct spec *spec, uint32_t frames, uint64_t page)
{
    const struct spec_object *o = &spec->objects[frames];
    seL4_ARM_Page_GetAddress_t result;

    if ((o->flags & SPEC_AT_PADDR) != 0) {
        return o->address + (page << o->size_bits);
    }
    result = seL4_ARM_Page_GetAddress(object_cap(frames) + page);
    stop_if_failed((seL4_Error)result.error, "ARM_Page_GetAddress", object_name(spec, frames));
    return result.paddr;
}

void maps_patch(const struct spec *spec)
{
    for (uint32_t i = 0; i < spec->header->patches.count; i++) {
        const struct spec_patch *patch = &spec->patches[i];

        for (uint64_t page = 0; page < patch->count; page++) {
            uint64_t word = page_paddr(spec, patch->frames, patch->first + page) | patch->bits;

            /* A PD's variable need not be aligned. */
            __builtin_memcpy(spec->base + patch->where + page * sizeof word, &word, sizeof word);
        }
    }
}

void maps_detach_image(const struct spec *spec)
{
    for (uint32_t i = 0; i < spec->header->objects.count; i++) {
        const struct spec_object *o = &spec->objects[i];

        for (uint64_t page = 0; (o->flags & SPEC_IN_IMAGE) != 0 && page < o->count; page++) {
            stop_if_failed(seL4_ARM_Page_Unmap(object_cap(i) + page), "ARM_Page_Unmap",
                           object_name(spec, i));
        }
    }
}

/* Where a map goes; what is the same for all its pages. */
struct target {
    const char *name;
    seL4_CPtr vspace;
    seL4_CapRights_t rights;
    seL4_ARM_VMAttributes attributes;
    seL4_Word page_bits;
};

/*
 * Adds `count` tables at vaddr.  The kernel puts each into the topmost level that
 * has none; DeleteFirst means that no level lacks one.
 */
static void add_tables(const struct target *to, seL4_Word vaddr, seL4_Word count)
{
    for (seL4_Word i = 0; i < count; i++) {
        struct shortage shortage;
        seL4_CPtr table = objects_page_table(&shortage);
        seL4_Error error;

        if (table == seL4_CapNull) {
            stop_short(&shortage);
        }
        error = seL4_ARM_PageTable_Map(table, to->vspace, vaddr, seL4_ARM_Default_VMAttributes);
        if (error == seL4_DeleteFirst) {
            return;
        }
        stop_if_failed(error, "ARM_PageTable_Map", to->name);
    }
}

/*
 * A page without its tables is refused with the log2 of what the missing entry
 * would cover; each table that is added makes that 9 bits less.
 */
static void map_page(const struct target *to, seL4_CPtr page, seL4_Word vaddr)
{
    seL4_Error error = seL4_FailedLookup;

    for (int attempt = 0; attempt <= LEVELS && error == seL4_FailedLookup; attempt++) {
        error = seL4_ARM_Page_Map(page, to->vspace, vaddr, to->rights, to->attributes);
        if (error == seL4_FailedLookup) {
            seL4_Word level = seL4_GetMR(MAPPING_LOOKUP_LEVEL);

            if (level <= to->page_bits || level >= seL4_WordBits) {
                break; /* tables do not help: a page of another size is in the way */
            }
            add_tables(to, vaddr, (level - to->page_bits) / seL4_PageTableIndexBits);
        }
    }
    stop_if_failed(error, "ARM_Page_Map", to->name);
}

/*
 * Pages of the image were written as data by whatever loaded it.  What the
 * processor fetches from them as instructions, and what is read from memory past
 * the cache, is made coherent with that.
 */
static void make_coherent(const struct target *to, const struct spec_object *frames,
                          seL4_CPtr page)
{
    seL4_Word end = 1ull << seL4_PageBits;

    if ((frames->flags & SPEC_IN_IMAGE) == 0) {
        return;
    }
    if ((to->attributes & seL4_ARM_ExecuteNever) == 0) {
        stop_if_failed(seL4_ARM_Page_Unify_Instruction(page, 0, end),
                       "ARM_Page_Unify_Instruction", to->name);
    }
    if ((to->attributes & seL4_ARM_PageCacheable) == 0) {
        stop_if_failed(seL4_ARM_Page_CleanInvalidate_Data(page, 0, end),
                       "ARM_Page_CleanInvalidate_Data", to->name);
    }
}

static void create_map(const struct spec *spec, uint32_t index)
{
    const struct spec_map *map = &spec->maps[index];
    const struct spec_object *frames = &spec->objects[map->frames];
    bool original = object_is_mapped_first_by(map->frames, index);
    seL4_Word readable = (map->rights & seL4_RightsRead) != 0 ? 1 : 0;
    seL4_Word writable = (map->rights & seL4_RightsWrite) != 0 ? 1 : 0;
    struct target to = {
        .name = object_name(spec, map->frames),
        .vspace = object_cap(map->vspace),
        .rights = seL4_CapRights_new(0, 0, readable, writable),
        .attributes = (seL4_ARM_VMAttributes)map->attributes,
        .page_bits = frames->size_bits,
    };

    for (uint64_t i = 0; i < frames->count; i++) {
        seL4_CPtr page = object_cap(map->frames) + i;

        if (!original) {
            page = cap_copy(page, seL4_RightsRead | seL4_RightsWrite, 0, to.name);
        }
        map_page(&to, page, map->vaddr + (i << frames->size_bits));
        make_coherent(&to, frames, page);
    }
}

void maps_create(const struct spec *spec)
{
    for (uint32_t i = 0; i < spec->header->maps.count; i++) {
        create_map(spec, i);
    }
}
