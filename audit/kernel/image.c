/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From bytes to what the kernel's own code can read.
 *
 *   1. Is the kernel in memory the one of the file?  Its text and constants are compared.
 *   2. Has it the structures that this program was compiled with?  layout.c.
 *   3. Its variables are copied to where this program has them.
 *   4. The derivation list leads to all capabilities, these to all objects; in each the
 *      pointers are turned round, once.
 *
 * A pointer that leads to no memory that there is ends it: nothing can be said of such a state.
 */
#include "image.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "asid.h"
#include "boot_layout.h"
#include "check.h"
#include "check_parts.h"
#include "derive.h"
#include "image_board.h"
#include "layout.h"
#include "machine_state.h"
#include "place.h"
#include "refill.h"
#include "sched.h"
#include "statics.h"
#include "vcpu.h"
#include "vspace_switch.h"

/* The kernel sees physical memory at a multiple of this, and there is less memory than this. */
enum { WINDOW_BITS = 39, MOST_POINTERS = 256 };

static const struct kernel_variable globals[] = {
    {NULL, "derive_list", &derive_list, sizeof(derive_list), "cte"},
    {NULL, "sched", &sched, sizeof(sched), "scheduler"},
    {NULL, "ready_maps", ready_maps, sizeof(ready_maps), NULL},
    {NULL, "ready_lists", ready_lists, sizeof(ready_lists), "thread_list"},
    {NULL, "asid_pools", asid_pools, sizeof(asid_pools), "*"},
    {NULL, "vspace_active", &vspace_active, sizeof(vspace_active), NULL},
    {NULL, "boot_kernel_image", &boot_kernel_image, sizeof(boot_kernel_image), NULL},
    {NULL, "refill_min_budget", &refill_min_budget, sizeof(refill_min_budget), NULL},
    {"fpu.c", "owner", &machine_state.fpu_owner, sizeof(machine_state.fpu_owner), "*"},
};

/* A variable of the kernel's that has been found. */
struct found {
    const struct kernel_variable *variable;
    void *here;
    uint64_t address; /* the kernel's */
    uint64_t size;
};

struct opening {
    struct image *image;
    uint64_t start, boot_end, rodata_end, end; /* of the kernel's image, its addresses */
    uint64_t paddr;                            /* of `start` */
    struct buffer found;                       /* struct found */
    struct buffer caps;                        /* cap_t, in the list's order */
    bool failed;
};

static bool refuse(struct opening *opening, const char *format, ...) PRINTF_LIKE(2, 3);
static bool refuse(struct opening *opening, const char *format, ...)
{
    va_list list;

    if (!opening->failed) {
        va_start(list, format);
        (void)vsnprintf(opening->image->error, sizeof(opening->image->error), format, list);
        va_end(list);
    }
    opening->failed = true;
    return false;
}

/* ---- The kernel's image ---- */

static bool find_bound(struct opening *opening, const char *name, uint64_t *address)
{
    struct elf_symbol symbol;

    if (!elf_symbol_of(opening->image->kernel, NULL, name, &symbol)) {
        return refuse(opening,
                      "%s has no symbol '%s'; expected a kernel of this SDK, not stripped",
                      opening->image->kernel_path, name);
    }
    *address = symbol.address;
    return true;
}

/* Where physical memory is in the copy; NULL: it is not, or not all `size` bytes. */
static unsigned char *ram_at(const struct image *image, uint64_t paddr, uint64_t size)
{
    uint64_t offset = paddr - image->ram_base;

    return offset < image->ram_size && size <= image->ram_size - offset ? image->ram + offset
                                                                        : NULL;
}

static uint64_t image_paddr(const struct opening *opening, uint64_t address)
{
    return address - opening->start + opening->paddr;
}

/* What boot alone uses is the users' by now. */
static bool compare_text(struct opening *opening)
{
    const struct image *image = opening->image;
    uint64_t size = opening->end - opening->start;
    const unsigned char *memory = ram_at(image, opening->paddr, size);

    if (memory == NULL) {
        return refuse(opening, "%s is linked to physical memory at 0x%" PRIx64
                      ", which this machine has not", image->kernel_path, opening->paddr);
    }
    for (size_t i = 0; i < image->kernel->segment_count; i++) {
        const struct elf_segment *segment = &image->kernel->segments[i];

        for (uint64_t at = 0; at < segment->filesz; at++) {
            uint64_t address = segment->vaddr + at;

            if (address >= opening->boot_end && address < opening->rodata_end &&
                memory[address - opening->start] != segment->data[at]) {
                return refuse(opening,
                              "the kernel in the machine is not that of %s: they differ at 0x%"
                              PRIx64 "; expected the file that the image was made with",
                              image->kernel_path, address);
            }
        }
    }
    return true;
}

static bool find_kernel(struct opening *opening)
{
    const struct elf_segment *first = &opening->image->kernel->segments[0];

    if (!find_bound(opening, "ki_start", &opening->start) ||
        !find_bound(opening, "ki_boot_end", &opening->boot_end) ||
        !find_bound(opening, "ki_rodata_end", &opening->rodata_end) ||
        !find_bound(opening, "ki_end", &opening->end)) {
        return false;
    }
    if (opening->image->kernel->segment_count == 0 || first->vaddr != opening->start) {
        return refuse(opening, "%s does not begin with ki_start", opening->image->kernel_path);
    }
    opening->paddr = first->paddr;
    return compare_text(opening);
}

static bool understand_kernel(struct opening *opening)
{
    struct image *image = opening->image;
    const char *problem = dwarf_open(&image->dwarf, image->arena, image->kernel);

    if (problem != NULL) {
        return refuse(opening, "%s %s", image->kernel_path, problem);
    }
    problem = layout_compare(&image->dwarf);
    return problem == NULL ||
           refuse(opening, "%s is not of the sources that this auditor was built from: %s",
                  image->kernel_path, problem);
}

/* ---- Pointers ---- */

static void *in_variable(const struct opening *opening, uint64_t address)
{
    for (size_t i = 0; i < opening->found.size / sizeof(struct found); i++) {
        const struct found *found = &((const struct found *)(void *)opening->found.data)[i];

        if (address - found->address < found->size) {
            return (unsigned char *)found->here + (address - found->address);
        }
    }
    return NULL;
}

/* Where the kernel's pointer leads in this program; NULL if nowhere. */
static void *follow(const struct opening *opening, uint64_t pointer)
{
    const struct image *image = opening->image;

    if (pointer >= opening->start && pointer < opening->end) {
        void *variable = in_variable(opening, pointer);

        return variable != NULL ? variable : ram_at(image, image_paddr(opening, pointer), 1);
    }
    return pointer >> WINDOW_BITS == image->window >> WINDOW_BITS
               ? ram_at(image, pointer - image->window, sizeof(struct cte))
               : NULL;
}

static bool turn(struct opening *opening, void *at, const char *what)
{
    uint64_t pointer;
    void *here;

    memcpy(&pointer, at, sizeof(pointer));
    here = pointer == 0 ? NULL : follow(opening, pointer);
    if (pointer != 0 && here == NULL) {
        return refuse(opening, "the kernel's state is broken: a pointer in a %s is 0x%" PRIx64
                      ", where it has no memory", what, pointer);
    }
    memcpy(at, &here, sizeof(here));
    return true;
}

/* The offsets of a structure's pointers. */
struct offsets {
    uint64_t at[MOST_POINTERS];
    size_t count;
};

static void add_offset(void *context, uint64_t offset)
{
    struct offsets *offsets = context;

    if (offsets->count < MOST_POINTERS) {
        offsets->at[offsets->count++] = offset;
    }
}

static struct offsets offsets_of(const struct opening *opening, const char *structure)
{
    struct offsets offsets = {.count = 0};

    if (strcmp(structure, "*") == 0) {
        add_offset(&offsets, 0);
    } else {
        dwarf_pointers(&opening->image->dwarf, dwarf_structure(&opening->image->dwarf, structure),
                       add_offset, &offsets);
    }
    return offsets;
}

/* All of `count` structures of `size` bytes each. */
static bool turn_all(struct opening *opening, unsigned char *at, const char *structure,
                     uint64_t size, uint64_t count)
{
    struct offsets offsets = offsets_of(opening, structure);

    for (uint64_t i = 0; i < count; i++) {
        for (size_t j = 0; j < offsets.count; j++) {
            if (!turn(opening, at + i * size + offsets.at[j], structure)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- Variables ---- */

static bool load_variable(struct opening *opening, const struct kernel_variable *variable)
{
    const struct image *image = opening->image;
    void *here = variable->here != NULL ? variable->here : image_board();
    struct elf_symbol symbol;

    if (!elf_symbol_of(image->kernel, variable->file, variable->name, &symbol)) {
        return refuse(opening,
                      "%s has no variable '%s'; expected a kernel of this SDK, not stripped",
                      image->kernel_path, variable->name);
    }
    const unsigned char *memory = ram_at(image, image_paddr(opening, symbol.address), symbol.size);
    if (symbol.size > variable->size || symbol.size == 0 || memory == NULL) {
        return refuse(opening,
                      "%s is not of the sources that this auditor was built from: its '%s' has %"
                      PRIu64 " bytes, in the auditor %zu", image->kernel_path, variable->name,
                      symbol.size, variable->size);
    }
    memcpy(here, memory, symbol.size);
    buffer_append(&opening->found,
                  &(struct found){variable, here, symbol.address, symbol.size},
                  sizeof(struct found));
    return true;
}

static bool load_table(struct opening *opening, const struct kernel_variable *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!load_variable(opening, &table[i])) {
            return false;
        }
    }
    return true;
}

static bool load_variables(struct opening *opening)
{
    static const struct kernel_variable the_board = {NULL, "board", NULL, sizeof(struct board),
                                                     "board"};

    return load_table(opening, globals, sizeof(globals) / sizeof(globals[0])) &&
           load_table(opening, irq_variables, 2) && load_table(opening, domain_variables, 5) &&
           load_table(opening, place_variables, 1) && load_table(opening, &the_board, 1) &&
           load_table(opening, level_variables.table, level_variables.count);
}

static bool turn_variables(struct opening *opening)
{
    for (size_t i = 0; i < opening->found.size / sizeof(struct found); i++) {
        const struct found *found = &((const struct found *)(void *)opening->found.data)[i];
        const char *structure = found->variable->structure;
        uint64_t size = sizeof(void *);

        if (structure == NULL) {
            continue;
        }
        if (strcmp(structure, "*") != 0) {
            size = dwarf_size(&opening->image->dwarf,
                              dwarf_structure(&opening->image->dwarf, structure));
        }
        if (!turn_all(opening, found->here, structure, size, found->size / size)) {
            return false;
        }
    }
    return true;
}

/* ---- Objects ---- */

/* The list as the kernel has it, whose pointers are not turned yet. */
static bool collect_caps(struct opening *opening)
{
    uint64_t next = (uint64_t)(uintptr_t)derive_list.next;
    uint64_t most = opening->image->ram_size / sizeof(struct cte);

    for (uint64_t i = 0; next != 0; i++) {
        const struct cte *slot = follow(opening, next);

        if (slot == NULL || i > most) {
            return refuse(opening, "the kernel's state is broken: the derivation list %s",
                          slot == NULL ? "leads to where the kernel has no memory" : "has no end");
        }
        buffer_append(&opening->caps, &slot->cap, sizeof(slot->cap));
        next = (uint64_t)(uintptr_t)slot->next;
    }
    return true;
}

/* The window begins below the first thing that the list leads to. */
static bool find_window(struct opening *opening)
{
    uint64_t next = (uint64_t)(uintptr_t)derive_list.next;

    if (next == 0 || (next >= opening->start && next < opening->end)) {
        return refuse(opening, "there are no capabilities yet: the kernel has not booted");
    }
    opening->image->window = next >> WINDOW_BITS << WINDOW_BITS;
    return true;
}

static int compare_caps(const void *left, const void *right)
{
    word_t a = ((const cap_t *)left)->word[0] & CAP_IDENTITY;
    word_t b = ((const cap_t *)right)->word[0] & CAP_IDENTITY;

    return a < b ? -1 : a > b;
}

static bool turn_object(struct opening *opening, cap_t cap)
{
    static const struct {
        enum cap_type type;
        const char *structure;
        size_t size;
    } kinds[] = {
        {CAP_ENDPOINT, "endpoint", sizeof(struct endpoint)},
        {CAP_NOTIFICATION, "notification", sizeof(struct notification)},
        {CAP_REPLY, "reply", sizeof(struct reply)},
        {CAP_TCB, "tcb", sizeof(struct tcb)},
        {CAP_SCHED_CONTEXT, "sched_context", sizeof(struct sched_context)},
        {CAP_CNODE, "cte", sizeof(struct cte)},
        {CAP_VCPU, "vcpu", sizeof(struct vcpu)},
    };
    enum cap_type type = cap_type(cap);

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        uint64_t count = type == CAP_CNODE ? BIT(cap_radix(cap)) : 1;

        if (kinds[i].type != type) {
            continue;
        }
        unsigned char *at = ram_at(opening->image, cap_object(cap), kinds[i].size * count);
        if (at == NULL) {
            return refuse(opening, "the kernel's state is broken: a %s at physical 0x%" PRIx64
                          ", where the machine has no memory", kinds[i].structure,
                          cap_object(cap));
        }
        return turn_all(opening, at, kinds[i].structure, kinds[i].size, count);
    }
    return true;
}

/* Each once, however many capabilities there are. */
static bool turn_objects(struct opening *opening)
{
    size_t count = opening->caps.size / sizeof(cap_t);
    cap_t *caps = (void *)opening->caps.data;

    for (size_t i = 0; i < count; i++) {
        if (cap_type(caps[i]) == CAP_ZOMBIE) {
            caps[i] = cap_of_zombie(caps[i]);
        }
    }
    qsort(caps, count, sizeof(*caps), compare_caps);
    for (size_t i = 0; i < count; i++) {
        if ((i == 0 || compare_caps(&caps[i - 1], &caps[i]) != 0) &&
            !turn_object(opening, caps[i])) {
            return false;
        }
    }
    return true;
}

unsigned image_exception_level(void)
{
    return HAVE_VCPUS ? 2 : 1;
}

bool image_open(struct image *image)
{
    struct opening opening = {.image = image};
    bool done;

    machine_ram = (struct machine_ram){image->ram, image->ram_base, image->ram_size};
    machine_state.devices = image->devices;
    done = find_kernel(&opening) && understand_kernel(&opening) && load_variables(&opening) &&
           find_window(&opening) && collect_caps(&opening) && turn_variables(&opening) &&
           turn_objects(&opening);
    buffer_release(&opening.found);
    buffer_release(&opening.caps);
    return done;
}

/* ---- Checks ---- */

static const char *check_one(cap_t cap)
{
    switch (cap_type(cap)) {
    case CAP_CNODE:
        return check_slots(cap_cnode(cap), BIT(cap_radix(cap)));
    case CAP_TCB:
        ALSO(check_slots(cap_tcb(cap)->slot, TCB_SLOTS));
        return check_object(cap);
    case CAP_VSPACE:
        return check_vspace(cap);
    case CAP_ASID_POOL:
        return check_asid_pool(cap);
    default:
        return check_object(cap);
    }
}

/* All but those of who runs. */
static const char *check_waiting(void)
{
    ALSO(check_derivation());
    for (const struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        if (!cap_same_object(slot->prev->cap, slot->cap)) {
            ALSO(check_one(slot->cap));
        }
    }
    ALSO(check_asid_pools());
    ALSO(check_interrupts());
    if (HAVE_VCPUS) {
        ALSO(check_guests());
    }
    return check_all_seen();
}

const char *image_check(bool *waits)
{
    *waits = sched_current() == NULL;
    return *waits ? check_waiting() : check_invariants();
}

const char *image_check_free(uint64_t start, uint64_t end)
{
    return check_free_memory((struct phys_range){start, end});
}
