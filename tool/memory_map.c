/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The map of physical memory, from what the kernel keeps, what lies in the
 * image, and what the initial task made.
 */
#include "memory_map.h"

#include "../loader/boot_image.h"

#include <stdlib.h>
#include <string.h>

#include <sel4/constants.h>

enum { PAGE_BYTES = 1 << seL4_PageBits };

static void add(struct buffer *pieces, uint64_t start, uint64_t end, const char *what)
{
    if (start < end) {
        buffer_append(pieces, &(struct piece){start, end, what}, sizeof(struct piece));
    }
}

static void add_image(struct buffer *pieces, const struct memory_facts *facts)
{
    const struct kernel_entry *entry = facts->entry;
    const struct spec_header *header = facts->spec->header;
    uint64_t tables_end = facts->spec_at + header->size;

    add(pieces, entry->kernel_boot_end, entry->kernel.end, "kernel");
    add(pieces, facts->boot->objects.start, facts->boot->objects.end,
        "the kernel's objects for the initial task");
    add(pieces, entry->user.start, facts->spec_at, "initial task");
    for (uint32_t i = 0; i < header->objects.count; i += 1) {
        const struct spec_object *object = &facts->spec->objects[i];

        if ((object->flags & SPEC_IN_IMAGE) != 0) {
            uint64_t start = facts->spec_at + object->address;

            add(pieces, start, start + object->count * PAGE_BYTES,
                spec_string(facts->spec, object->name));
            tables_end = start < tables_end ? start : tables_end;
        }
    }
    add(pieces, facts->spec_at, tables_end, "system spec");
    add(pieces, entry->user.end - BOOT_LOADER_BYTES, entry->user.end, "nobody's: the loader's");
}

static bool is_frames(const struct spec_object *object)
{
    return object->type == SPEC_FRAMES && (object->flags & SPEC_IN_IMAGE) == 0;
}

/* The part of a batch of frames that is the object's; empty if none is. */
static struct span part_of(const struct memory_facts *facts, uint32_t object,
                           const struct made *made)
{
    const struct memory_batch *batch = &made->batch;
    uint32_t bits = facts->spec->objects[object].size_bits;
    uint64_t first = object_cap(object);
    uint64_t end = first + facts->spec->objects[object].count;

    first = first > batch->slot ? first : batch->slot;
    end = end < batch->slot + batch->count ? end : batch->slot + batch->count;
    if (first >= end) {
        return (struct span){0, 0};
    }
    return (struct span){made->paddr + ((first - batch->slot) << bits),
                         made->paddr + ((end - batch->slot) << bits)};
}

static void add_made(struct buffer *pieces, const struct memory_facts *facts,
                     const struct made *made)
{
    const struct memory_batch *batch = &made->batch;

    if (batch->type == seL4_ARM_SmallPageObject || batch->type == seL4_ARM_LargePageObject) {
        for (uint32_t i = 0; i < facts->spec->header->objects.count; i += 1) {
            if (is_frames(&facts->spec->objects[i])) {
                struct span part = part_of(facts, i, made);

                add(pieces, part.start, part.end,
                    spec_string(facts->spec, facts->spec->objects[i].name));
            }
        }
    } else if (batch->type != seL4_UntypedObject) {
        add(pieces, made->paddr, made->paddr + (batch->count << batch->size_bits), batch->name);
    }
}

static int compare_pieces(const void *left, const void *right)
{
    const struct piece *a = left;
    const struct piece *b = right;

    return a->start < b->start ? -1 : a->start > b->start;
}

/* Adds a piece, or makes the last one longer if they are alike. */
static void join(struct buffer *pieces, struct piece piece)
{
    struct piece *last =
        pieces->size == 0
            ? NULL
            : (struct piece *)(void *)(pieces->data + pieces->size - sizeof(struct piece));

    if (last != NULL && last->end == piece.start && last->what != NULL && piece.what != NULL &&
        strcmp(last->what, piece.what) == 0) {
        last->end = piece.end;
    } else {
        add(pieces, piece.start, piece.end, piece.what);
    }
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Adds the sorted pieces, with what is free in RAM between them. */
static void add_sorted(struct buffer *pieces, const struct piece *sorted, size_t count,
                       struct span ram)
{
    uint64_t at = ram.start; /* up to here RAM is accounted for */

    for (size_t i = 0; i < count; i += 1) {
        if (sorted[i].end > at) {
            join(pieces, (struct piece){at, least(sorted[i].start, ram.end), NULL});
            at = sorted[i].end;
        }
        join(pieces, sorted[i]);
    }
    join(pieces, (struct piece){at, ram.end, NULL});
}

static const struct made *made_at(const struct memory_facts *facts, size_t index)
{
    return (const struct made *)(const void *)(facts->made->data + index * sizeof(struct made));
}

void memory_map_make(struct buffer *pieces, const struct memory_facts *facts)
{
    struct buffer unsorted = {0};

    add_image(&unsorted, facts);
    for (size_t i = 0; i < facts->made->size / sizeof(struct made); i += 1) {
        add_made(&unsorted, facts, made_at(facts, i));
    }
    size_t count = unsorted.size / sizeof(struct piece);
    qsort(unsorted.data, count, sizeof(struct piece), compare_pieces);
    add_sorted(pieces, (const struct piece *)(const void *)unsorted.data, count,
               facts->entry->board->ram);
    buffer_release(&unsorted);
}

bool memory_map_in_one_piece(const struct memory_facts *facts, uint32_t object)
{
    uint64_t end = 0; /* of the pages so far; batches come by ascending slot */

    if (!is_frames(&facts->spec->objects[object])) {
        return true;
    }
    for (size_t i = 0; i < facts->made->size / sizeof(struct made); i += 1) {
        struct span part = part_of(facts, object, made_at(facts, i));

        if (part.start < part.end) {
            if (end != 0 && part.start != end) {
                return false;
            }
            end = part.end;
        }
    }
    return true;
}
