/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The map of physical memory, from what the kernel keeps, what lies in the
 * image, and what the initial task made.
 */
#include "memory_map.h"

#include "../../loader/boot_image.h"

#include <stdlib.h>
#include <string.h>

#include <sel4/constants.h>

enum { PAGE_BYTES = 1 << seL4_PageBits };

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t greatest(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

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

    for (size_t i = 0; i < entry->board->reserved_count; i += 1) {
        const struct reserved_span *reserved = &entry->board->reserved[i];

        if (board_facts_bank(entry->board, reserved->span.start) != NULL) {
            add(pieces, reserved->span.start, reserved->span.end, reserved->what);
        }
    }
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

/* Frames that the initial task made, by the slot of their first page. */
struct frames {
    uint64_t slot;
    uint32_t object;
    uint64_t end; /* physical address behind the pages that have been found */
};

static int compare_frames(const void *left, const void *right)
{
    const struct frames *a = left;
    const struct frames *b = right;

    return a->slot < b->slot ? -1 : a->slot > b->slot;
}

/* Appends all of the spec's to the table. */
static void list_frames(struct buffer *table, const struct memory_facts *facts)
{
    for (uint32_t i = 0; i < facts->spec->header->objects.count; i += 1) {
        if (is_frames(&facts->spec->objects[i])) {
            buffer_append(table, &(struct frames){.slot = object_cap(i), .object = i},
                          sizeof(struct frames));
        }
    }
    if (table->size > 0) {
        qsort(table->data, table->size / sizeof(struct frames), sizeof(struct frames),
              compare_frames);
    }
}

/* Of a table of frames, those of which there are pages from `slot` on. */
static struct frames *frames_from(const struct buffer *table, const struct memory_facts *facts,
                                  uint64_t slot)
{
    struct frames *frames = (struct frames *)(void *)table->data;
    size_t low = 0;
    size_t high = table->size / sizeof(struct frames);

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (frames[middle].slot + facts->spec->objects[frames[middle].object].count <= slot) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return frames + low;
}

/* The pages of a batch, by the objects that they are of. */
static void add_pages(struct memory_map *map, const struct memory_facts *facts,
                      const struct buffer *table, const struct made *made)
{
    uint64_t slot = made->batch.slot;
    uint64_t slot_end = slot + made->batch.count;
    const struct frames *end = (const struct frames *)(const void *)(table->data + table->size);

    for (struct frames *frames = frames_from(table, facts, slot);
         frames < end && frames->slot < slot_end; frames += 1) {
        const struct spec_object *object = &facts->spec->objects[frames->object];
        uint64_t first = greatest(frames->slot, slot);
        uint64_t last = least(frames->slot + object->count, slot_end);
        uint64_t paddr = made->paddr + ((first - slot) << object->size_bits);

        map->scattered[frames->object] |= frames->end != 0 && frames->end != paddr;
        frames->end = made->paddr + ((last - slot) << object->size_bits);
        add(&map->pieces, paddr, frames->end, spec_string(facts->spec, object->name));
    }
}

static void add_made(struct memory_map *map, const struct memory_facts *facts,
                     const struct buffer *table, const struct made *made)
{
    const struct memory_batch *batch = &made->batch;

    if (batch->type == seL4_ARM_SmallPageObject || batch->type == seL4_ARM_LargePageObject) {
        add_pages(map, facts, table, made);
    } else if (batch->type != seL4_UntypedObject) {
        add(&map->pieces, made->paddr, made->paddr + (batch->count << batch->size_bits),
            batch->name);
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

/* Adds what of [start, end) is RAM. */
static void add_free(struct buffer *pieces, const struct board_facts *board, uint64_t start,
                     uint64_t end)
{
    for (size_t i = 0; i < board->ram_count; i += 1) {
        const struct span *bank = &board->ram[i];
        uint64_t from = start > bank->start ? start : bank->start;

        join(pieces, (struct piece){from, least(end, bank->end), NULL});
    }
}

/* Adds the sorted pieces, with what is free in RAM between them. */
static void add_sorted(struct buffer *pieces, const struct piece *sorted, size_t count,
                       const struct board_facts *board)
{
    uint64_t at = 0; /* up to here RAM is accounted for */

    for (size_t i = 0; i < count; i += 1) {
        if (sorted[i].end > at) {
            add_free(pieces, board, at, sorted[i].start);
            at = sorted[i].end;
        }
        join(pieces, sorted[i]);
    }
    add_free(pieces, board, at, UINT64_MAX);
}

static const struct made *made_at(const struct memory_facts *facts, size_t index)
{
    return (const struct made *)(const void *)(facts->made->data + index * sizeof(struct made));
}

void memory_map_make(struct memory_map *map, struct arena *arena,
                     const struct memory_facts *facts)
{
    struct memory_map unsorted = {
        .scattered = arena_allocate(arena, facts->spec->header->objects.count * sizeof(bool)),
    };
    struct buffer frames = {0};

    list_frames(&frames, facts);
    add_image(&unsorted.pieces, facts);
    for (size_t i = 0; i < facts->made->size / sizeof(struct made); i += 1) {
        add_made(&unsorted, facts, &frames, made_at(facts, i));
    }
    buffer_release(&frames);
    size_t count = unsorted.pieces.size / sizeof(struct piece);
    qsort(unsorted.pieces.data, count, sizeof(struct piece), compare_pieces);
    add_sorted(&map->pieces, (const struct piece *)(const void *)unsorted.pieces.data, count,
               facts->entry->board);
    map->scattered = unsorted.scattered;
    buffer_release(&unsorted.pieces);
}
