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

#include "../../initialiser/objects/objects.h"
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
    const struct board_facts *board;
    struct kernel_boot boot;
    struct spec spec; /* in the image */
};

/* What the initial task asked for, in that order: of struct made. */
static struct buffer made;

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
        if (element_of(plan, i) == element) {
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
    uint64_t base = f->image->base;
    const struct span *bank = board_facts_bank(f->board, base);
    uint64_t room = bank != NULL ? bank->end - base : 0;
    char lack[160];

    if (f->image->bytes.size <= room) {
        return true;
    }
    (void)snprintf(lack, sizeof(lack),
                   "the image has %zu bytes; from 0x%" PRIx64 ", where it is loaded, to the end of "
                   "memory there are %" PRIu64,
                   f->image->bytes.size, base, room);
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
            char where[80];

            (void)snprintf(where, sizeof(where), "the %s is", f->board->reserved[i].what);
            check_region(f->diag, region, &(struct kept){f->board->reserved[i].span, where});
        }
    }
    return f->diag->errors == errors;
}

/* The tables say of all pages that they are memory, which a device's registers are not. */
static bool check_io_maps(const struct forecaster *f, const struct system *system)
{
    size_t errors = f->diag->errors;

    for (const struct io_space *space = system->io_spaces; space != NULL; space = space->next) {
        for (const struct io_map *map = space->maps; map != NULL; map = map->next) {
            const struct region *region = map->region;

            if (region->fixed && board_facts_bank(f->board, region->phys_addr) == NULL) {
                diag_error(f->diag, xml_attribute_position(map->element, "mr"),
                           "'%s' is at 0x%" PRIx64 ", where the board has no memory; expected "
                           "memory for '%s' to reach",
                           region->name, region->phys_addr, space->name);
            }
        }
    }
    return f->diag->errors == errors;
}

/* ---- The kernel's part, and the initial task's ---- */

static bool check_kernel_place(const struct forecaster *f, const struct component *kernel,
                               struct span place)
{
    const struct span *bank = board_facts_bank(f->board, place.start);
    const struct span *first = &f->board->ram[0];

    if (bank != NULL && place.end <= bank->end) {
        return true;
    }
    diag_fail(f->diag, "%s is to run at 0x%" PRIx64 " to 0x%" PRIx64
                       "; expected a place in the board's memory, 0x%" PRIx64 " to 0x%" PRIx64,
              kernel->path, place.start, place.end, first->start, first->end);
    return false;
}

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
    refuse(f, slots_of, "pages and objects", lack, "fewer pages, or pages of 0x200000 bytes");
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
                   board_facts_ram_size(f->board));
    refuse(f, bytes_of_memory, "bytes", lack, "smaller regions, programs or stacks");
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

    if (!spec_open(image->bytes.data + image->spec_offset, image->spec_size, &f->spec, &error)) {
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

/* ---- What is where ---- */

/* A region whose address somebody asks for is in one piece, unless none is large enough. */
static void warn_of_pieces(const struct forecaster *f, const struct system *system)
{
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        for (const struct setvar *setvar = domain->setvars; setvar != NULL;
             setvar = setvar->next) {
            if (f->forecast->map.scattered[f->plan->regions[setvar->region->index]]) {
                diag_warning(f->diag, xml_attribute_position(setvar->element, "region_paddr"),
                             "'%s' is not in one piece of physical memory: '%s' gets the address "
                             "of its first page, the others are not all behind it",
                             setvar->region->name, setvar->symbol);
            }
        }
    }
}

static void look_at_memory(const struct forecaster *f, struct arena *arena,
                           const struct kernel_entry *entry, const struct system *system)
{
    const struct memory_facts facts = {
        .entry = entry,
        .boot = &f->boot,
        .spec = &f->spec,
        .spec_at = f->image->base + f->image->spec_offset,
        .made = &made,
    };

    memory_map_make(&f->forecast->map, arena, &facts);
    warn_of_pieces(f, system);
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
        .board = system->board,
    };

    forecast->root_bits = ROOT_CNODE_DEFAULT_BITS;
    forecast->root_bits_known =
        kernel_config_root_bits(arena, &parts->kernel, &forecast->root_bits);
    if (!check_image_end(&f)) {
        return false;
    }
    struct kernel_entry entry = kernel_entry(&f);
    if (!check_kernel_place(&f, &parts->kernel, entry.kernel)) {
        return false;
    }
    kernel_boot_tell(&f.boot, &entry);

    bool boots = check_kernel_boot(&f) && check_regions(&f, system, &entry) &&
                 check_io_maps(&f, system) && try_objects(&f);
    if (boots) {
        look_at_memory(&f, arena, &entry, system);
    }
    buffer_release(&made);
    return boots;
}

void forecast_release(struct forecast *forecast)
{
    buffer_release(&forecast->map.pieces);
}
