/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The forecast.  What can be said before anything is counted comes first, for
 * all regions: that the image ends in RAM, that fixed regions are where memory
 * is free.  Then the initial task's own code is run; what it is short of is an
 * error of the system as a whole, and the message points to whoever has the
 * most of it.
 */
#include "forecast.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <sel4/constants.h>

#include "../initialiser/objects.h"
#include "kernel_boot.h"
#include "kernel_check.h"

/* Memory that is not free for regions, and why. */
struct kept {
    struct span span;
    const char *where; /* "lies where ..." */
};

struct forecaster {
    struct diag *diag;
    struct forecast *forecast;
    const struct image *image;
    const struct plan *plan;
    const struct board_memory *board;
    struct kernel_boot boot;
    struct spec spec; /* in the image */
};

/* What the initial task asked for, in that order: of struct made. */
static struct buffer made;

struct made {
    struct memory_batch batch;
    uint64_t paddr;
};

static void take_note(seL4_CPtr from, seL4_Word paddr, const struct memory_batch *batch)
{
    (void)from;
    buffer_append(&made, &(struct made){*batch, paddr}, sizeof(struct made));
}

/* ---- Who has the most ---- */

/* How much of something an object has. */
typedef uint64_t measure(const struct spec_object *object);

static uint64_t slots_of(const struct spec_object *object)
{
    return object->count;
}

static uint64_t bytes_in_image(const struct spec_object *object)
{
    return (object->flags & SPEC_IN_IMAGE) != 0 ? object->count << object->size_bits : 0;
}

static uint64_t bytes_of_memory(const struct spec_object *object)
{
    bool new = object->type == SPEC_FRAMES && (object->flags & SPEC_IN_IMAGE) == 0;

    return new ? object->count << object->size_bits : 0;
}

static const struct xml_element *element_of(const struct plan *plan, uint32_t object)
{
    return *PLAN_ENTRY(plan->elements, const struct xml_element *, object);
}

static uint64_t sum_of(const struct plan *plan, const struct xml_element *element, measure *amount)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < PLAN_COUNT(plan->objects, struct spec_object); i += 1) {
        if (element == NULL || element_of(plan, i) == element) {
            sum += amount(PLAN_ENTRY(plan->objects, struct spec_object, i));
        }
    }
    return sum;
}

/* The element whose objects have the most; an object may be one of many of its element. */
static const struct xml_element *largest(const struct plan *plan, measure *amount, uint64_t *most)
{
    const struct xml_element *found = NULL;
    const struct xml_element *last = NULL;

    *most = 0;
    for (uint32_t i = 0; i < PLAN_COUNT(plan->objects, struct spec_object); i += 1) {
        const struct xml_element *element = element_of(plan, i);

        if (element != NULL && element != last) {
            uint64_t sum = sum_of(plan, element, amount);

            found = sum > *most ? element : found;
            *most = sum > *most ? sum : *most;
        }
        last = element;
    }
    return found;
}

/* Reports that there is not enough of what `amount` measures in `unit`, at the element with the
   most of it: what is needed, what there is and what was expected say the last two. */
static void refuse(const struct forecaster *f, measure *amount, const char *unit,
                   const char *lack, const char *expected)
{
    uint64_t most;
    const struct xml_element *element = largest(f->plan, amount, &most);

    if (element == NULL) {
        diag_fail(f->diag, "%s; expected %s", lack, expected);
    } else {
        diag_error(f->diag, xml_attribute_position(element, "size"),
                   "%s; expected %s (this %s has the most, %" PRIu64 " %s)", lack, expected,
                   element->name, most, unit);
    }
}

/* ---- Before anything is counted ---- */

/* The loader looks at this, too (loader/check.c). */
static bool check_image_end(const struct forecaster *f)
{
    uint64_t room = f->board->ram.end - f->image->base;
    char lack[160];

    if (f->image->bytes.size <= room) {
        return true;
    }
    (void)snprintf(lack, sizeof(lack),
                   "the image has %zu bytes; from 0x%" PRIx64 ", where it is loaded, to the end of "
                   "memory there are %" PRIu64,
                   f->image->bytes.size, f->image->base, room);
    refuse(f, bytes_in_image, "bytes", lack, "smaller programs or files");
    return false;
}

static struct kernel_entry kernel_entry(const struct forecaster *f)
{
    const struct image *image = f->image;
    const struct boot_image *boot = &image->boot;
    uint64_t kernel = boot->kernel_paddr;
    uint64_t user = image->base + boot->user_offset;

    return (struct kernel_entry){
        .board = f->board,
        .kernel = {kernel, kernel + ((image->kernel_size + SMALL_PAGE - 1) & ~(SMALL_PAGE - 1))},
        .kernel_boot_end = kernel + (image->kernel_boot_size & ~(SMALL_PAGE - 1)),
        .user = {user, user + boot->user_size},
        .user_vaddr = boot->user_vaddr,
        .root_bits = f->forecast->root_bits,
    };
}

static void check_region(struct diag *diag, const struct region *region, const struct kept *kept)
{
    uint64_t start = region->phys_addr;

    if (start < kept->span.end && kept->span.start < start + region->size) {
        diag_error(diag, xml_attribute_position(region->element, "phys_addr"),
                   "'%s' lies where %s: 0x%" PRIx64 " to 0x%" PRIx64
                   "; expected memory that is free",
                   region->name, kept->where, kept->span.start, kept->span.end);
    }
}

/* A fixed region can be neither where the kernel or its objects are, nor where
   the initial task and the programs' pages stay.  Reports all that are. */
static bool check_regions(const struct forecaster *f, const struct system *system,
                          const struct kernel_entry *entry)
{
    const struct kept kept[] = {
        {{entry->kernel_boot_end, entry->kernel.end}, "the kernel runs"},
        {entry->user, "the programs are loaded"},
        {f->boot.objects, "the kernel has the initial task's objects"},
    };
    size_t errors = f->diag->errors;

    for (const struct region *region = system->regions; region != NULL; region = region->next) {
        for (size_t i = 0; region->fixed && i < sizeof(kept) / sizeof(kept[0]); i += 1) {
            check_region(f->diag, region, &kept[i]);
        }
        for (size_t i = 0; region->fixed && i < f->board->reserved_count; i += 1) {
            check_region(f->diag, region,
                         &(struct kept){f->board->reserved[i], "the interrupt controller is"});
        }
    }
    return f->diag->errors == errors;
}

/* ---- The kernel's part, and the initial task's ---- */

static bool check_kernel_boot(const struct forecaster *f)
{
    unsigned bits = f->forecast->root_bits;
    char lack[160];

    if (f->boot.objects.start == f->boot.objects.end) {
        diag_fail(f->diag, "no memory has room for the kernel's first objects, with 2^%u "
                           "capability slots for the initial task; expected a smaller system",
                  bits);
        return false;
    }
    if (f->boot.slots > 1ull << bits) {
        (void)snprintf(lack, sizeof(lack),
                       "the pages of the image need %" PRIu64 " capability slots of the initial "
                       "task, which has %llu (2^%u)",
                       f->boot.slots, 1ull << bits, bits);
        refuse(f, bytes_in_image, "bytes", lack, "smaller programs or files");
        return false;
    }
    return true;
}

static void report_slots(const struct forecaster *f, const struct shortage *shortage)
{
    unsigned bits = f->forecast->root_bits;
    char lack[200];

    (void)snprintf(lack, sizeof(lack),
                   "pages, other kernel objects and copies of capabilities need %" PRIu64
                   " capability slots of the initial task, which has %" PRIu64 " free (of 2^%u)",
                   shortage->needed, shortage->available, bits);
    refuse(f, slots_of, "pages and objects", lack, "fewer pages, or of 0x200000 bytes");
}

static void report_memory(const struct forecaster *f, const struct shortage *shortage)
{
    const seL4_BootInfo *info = &f->boot.info;
    uint64_t free_bytes = 0;
    char lack[200];

    for (seL4_Word i = 0; i < info->untyped.end - info->untyped.start; i += 1) {
        const seL4_UntypedDesc *untyped = &info->untypedList[i];

        free_bytes += untyped->isDevice ? 0 : 1ull << untyped->sizeBits;
    }
    (void)snprintf(lack, sizeof(lack),
                   "no memory is left for %" PRIu64 " %s of %" PRIu64 " bytes: kernel and image "
                   "leave %" PRIu64 " bytes of the board's %" PRIu64,
                   shortage->needed, shortage->objects, shortage->bytes, free_bytes,
                   f->board->ram.end - f->board->ram.start);
    refuse(f, bytes_of_memory, "bytes", lack, "less memory");
}

static void report_address(const struct forecaster *f, const struct shortage *shortage)
{
    const struct xml_element *element = element_of(f->plan, shortage->object);

    diag_error(f->diag, xml_attribute_position(element, "phys_addr"),
               "nothing that can be given away is at 0x%" PRIx64
               ", which this region includes; expected free memory or a device",
               shortage->paddr);
}

/* Runs the initial task's own code.  Its slots and untypeds are those that the kernel will list. */
static bool try_objects(struct forecaster *f)
{
    static void (*const report[])(const struct forecaster *, const struct shortage *) = {
        [SHORT_OF_SLOTS] = report_slots,
        [SHORT_OF_MEMORY] = report_memory,
        [SHORT_OF_ADDRESS] = report_address,
    };
    const struct image *image = f->image;
    seL4_CPtr frames = f->boot.info.userImageFrames.start +
                       (image->spec_offset - image->boot.user_offset) / SMALL_PAGE;
    struct spec_error error;
    struct shortage shortage;

    if (!spec_open(image->bytes.data + image->spec_offset, image->bytes.size - image->spec_offset,
                   &f->spec, &error)) {
        diag_fail(f->diag, "the initial task would not accept %s[%u].%s: it is 0x%" PRIx64
                           ", expected %s",
                  error.table, error.index, error.field, error.found, error.expected);
        return false;
    }
    if (!objects_create(&f->spec, &f->boot.info, frames, take_note, &shortage)) {
        report[shortage.of](f, &shortage);
        return false;
    }
    return true;
}

/* ---- The map of physical memory ---- */

static void add_piece(const struct forecaster *f, uint64_t start, uint64_t end, const char *what)
{
    if (start < end) {
        buffer_append(&f->forecast->pieces, &(struct piece){start, end, what},
                      sizeof(struct piece));
    }
}

static void add_image(const struct forecaster *f, const struct kernel_entry *entry)
{
    const struct spec_header *header = f->spec.header;
    uint64_t spec = f->image->base + f->image->spec_offset;

    add_piece(f, entry->kernel_boot_end, entry->kernel.end, "kernel");
    add_piece(f, f->boot.objects.start, f->boot.objects.end,
              "the kernel's objects for the initial task");
    add_piece(f, entry->user.start, spec, "initial task");
    add_piece(f, spec, spec + (header->size - f->plan->pages.size), "system spec");
    for (uint32_t i = 0; i < header->objects.count; i += 1) {
        const struct spec_object *object = &f->spec.objects[i];

        if ((object->flags & SPEC_IN_IMAGE) != 0) {
            add_piece(f, spec + object->address,
                      spec + object->address + object->count * SMALL_PAGE,
                      spec_string(&f->spec, object->name));
        }
    }
}

/* The part of a batch of frames that is one object's. */
static void add_frames(const struct forecaster *f, uint32_t index, const struct made *from)
{
    const struct spec_object *object = &f->spec.objects[index];
    uint64_t slot = object_cap(index);
    uint64_t first = slot > from->batch.slot ? slot : from->batch.slot;
    uint64_t end = slot + object->count;
    uint64_t batch_end = from->batch.slot + from->batch.count;

    end = end < batch_end ? end : batch_end;
    if (first < end) {
        uint64_t start = from->paddr + ((first - from->batch.slot) << object->size_bits);

        add_piece(f, start, start + ((end - first) << object->size_bits),
                  spec_string(&f->spec, object->name));
    }
}

static void add_made(const struct forecaster *f, const struct made *from)
{
    const struct memory_batch *batch = &from->batch;

    if (batch->type == seL4_ARM_SmallPageObject || batch->type == seL4_ARM_LargePageObject) {
        for (uint32_t i = 0; i < f->spec.header->objects.count; i += 1) {
            const struct spec_object *object = &f->spec.objects[i];

            if (object->type == SPEC_FRAMES && (object->flags & SPEC_IN_IMAGE) == 0) {
                add_frames(f, i, from);
            }
        }
    } else if (batch->type != seL4_UntypedObject) {
        add_piece(f, from->paddr, from->paddr + (batch->count << batch->size_bits), batch->name);
    }
}

static int compare_pieces(const void *left, const void *right)
{
    const struct piece *a = left;
    const struct piece *b = right;

    return a->start < b->start ? -1 : a->start > b->start;
}

/* Appends a piece, or makes the last one longer if they are alike. */
static void join(struct buffer *pieces, struct piece piece)
{
    size_t count = pieces->size / sizeof(piece);
    struct piece *last = count > 0 ? PLAN_ENTRY(*pieces, struct piece, count - 1) : NULL;

    if (piece.start >= piece.end) {
        return;
    }
    if (last != NULL && last->end == piece.start && last->what != NULL && piece.what != NULL &&
        strcmp(last->what, piece.what) == 0) {
        last->end = piece.end;
    } else {
        buffer_append(pieces, &piece, sizeof(piece));
    }
}

/* Sorts the pieces and adds what is free between them. */
static void complete_map(struct forecaster *f)
{
    struct buffer *pieces = &f->forecast->pieces;
    struct buffer complete = {0};
    uint64_t at = f->board->ram.start;
    size_t count = pieces->size / sizeof(struct piece);

    qsort(pieces->data, count, sizeof(struct piece), compare_pieces);
    for (size_t i = 0; i < count; i += 1) {
        struct piece piece = *PLAN_ENTRY(*pieces, struct piece, i);

        if (piece.start >= f->board->ram.start && at < f->board->ram.end) {
            uint64_t end = piece.start < f->board->ram.end ? piece.start : f->board->ram.end;

            join(&complete, (struct piece){at, end, NULL});
            at = piece.end;
        }
        join(&complete, piece);
    }
    join(&complete, (struct piece){at, f->board->ram.end, NULL});
    buffer_release(pieces);
    *pieces = complete;
}

static void make_map(struct forecaster *f, const struct kernel_entry *entry)
{
    add_image(f, entry);
    for (size_t i = 0; i < made.size / sizeof(struct made); i += 1) {
        add_made(f, PLAN_ENTRY(made, struct made, i));
    }
    complete_map(f);
}

bool forecast_make(struct arena *arena, struct diag *diag, struct forecast *forecast,
                   const struct image_parts *parts, const struct image *image,
                   const struct plan *plan, const struct system *system)
{
    struct forecaster f = {
        .diag = diag,
        .forecast = forecast,
        .image = image,
        .plan = plan,
        .board = &board_memory,
    };

    forecast->root_bits = ROOT_CNODE_DEFAULT_BITS;
    forecast->root_bits_known =
        kernel_config_root_bits(arena, &parts->kernel, &forecast->root_bits);
    if (!check_image_end(&f)) {
        return false;
    }
    struct kernel_entry entry = kernel_entry(&f);
    kernel_boot_tell(&f.boot, &entry);

    bool boots = check_kernel_boot(&f) && check_regions(&f, system, &entry) && try_objects(&f);
    if (boots) {
        make_map(&f, &entry);
    }
    buffer_release(&made);
    return boots;
}

void forecast_release(struct forecast *forecast)
{
    buffer_release(&forecast->pieces);
}
