/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's boot, told in advance.  The first thread's objects are one piece
 * at the top of the last free range that has room for them:
 *
 *   root CNode | VSpace, ASID pool, IPC buffer, boot information, page tables |
 *   TCB | scheduling context
 *
 * and what is left becomes untypeds: devices, the part of the kernel that only
 * boot needs, the rest of RAM.
 */
#include "kernel_boot.h"

#include <stdbool.h>
#include <sel4/constants.h>

#include "../../initialiser/spec/level.h"

enum {
    MAX_SPANS = 16, /* each thing that is not free splits one in two */
    PAGE_BYTES = 1 << seL4_PageBits,
    DEVICE_BITS = 40 /* devices are listed up to this address, as log2 */
};

/* Free memory, ascending. */
struct spans {
    struct span span[MAX_SPANS];
    size_t count;
};

static void add(struct spans *spans, struct span span)
{
    if (span.start < span.end) {
        spans->span[spans->count] = span;
        spans->count += 1;
    }
}

static void remove_span(struct spans *spans, struct span hole)
{
    struct spans rest = {.count = 0};

    for (size_t i = 0; i < spans->count; i += 1) {
        struct span span = spans->span[i];

        if (hole.start >= span.end || span.start >= hole.end) {
            add(&rest, span);
        } else {
            add(&rest, (struct span){span.start, hole.start});
            add(&rest, (struct span){hole.end, span.end});
        }
    }
    *spans = rest;
}

static void remove_reserved(struct spans *spans, const struct board_facts *facts)
{
    for (size_t i = 0; i < facts->reserved_count; i += 1) {
        remove_span(spans, facts->reserved[i].span);
    }
}

/* Page tables of the levels below the root, for the addresses of the initial task: image, IPC
   buffer, boot information. */
static uint64_t count_tables(const struct kernel_entry *entry)
{
    uint64_t last = entry->user_vaddr + (entry->user.end - entry->user.start) + 2 * PAGE_BYTES - 1;
    uint64_t count = 0;

    for (unsigned i = 0; i < spec_level(entry->board->exception_level)->table_levels; i += 1) {
        unsigned bits = seL4_LargePageBits + i * seL4_PageTableIndexBits;

        count += (last >> bits) - (entry->user_vaddr >> bits) + 1;
    }
    return count;
}

/* Takes the first thread's objects out of the free memory. */
static struct span place_objects(struct spans *ram, const struct kernel_entry *entry,
                                 uint64_t tables)
{
    uint64_t root_size = 1ull << (entry->root_bits + seL4_SlotBits);
    unsigned vspace_bits = spec_level(entry->board->exception_level)->vspace_bits;
    uint64_t size = root_size + (1ull << vspace_bits) + (1ull << seL4_ASIDPoolBits) +
                    (1ull << seL4_PageBits) + (1ull << seL4_BootInfoFrameBits) +
                    (tables << seL4_PageTableBits) + (1ull << seL4_TCBBits) +
                    (1ull << seL4_MinSchedContextBits);

    for (size_t i = ram->count; i > 0; i -= 1) {
        struct span span = ram->span[i - 1];

        if (span.end - span.start >= size) {
            uint64_t start = (span.end - size) & ~(root_size - 1);

            if (start >= span.start) {
                struct span objects = {start, start + size};

                remove_span(ram, objects);
                return objects;
            }
        }
    }
    return (struct span){0, 0};
}

static unsigned floor_log2(uint64_t value)
{
    return 63 - (unsigned)__builtin_clzll(value);
}

/* Lists a span, cut from its start into pieces as large as alignment and the rest allow. */
static void list_untypeds(seL4_BootInfo *info, struct span span, bool device)
{
    while (span.start < span.end) {
        uint64_t address = span.start;
        unsigned bits = floor_log2(span.end - address);
        unsigned alignment = address == 0 ? bits : (unsigned)__builtin_ctzll(address);
        uint64_t index = info->untyped.end - info->untyped.start;

        bits = alignment < bits ? alignment : bits;
        bits = bits < seL4_MaxUntypedBits ? bits : seL4_MaxUntypedBits;
        span.start += 1ull << bits;
        if (bits < seL4_MinUntypedBits) {
            continue;
        }
        if (index == seL4_MaxBootInfoUntypeds) {
            return; /* the rest of the span is lost */
        }
        info->untyped.end += 1;
        info->untypedList[index] = (seL4_UntypedDesc){
            .paddr = address, .sizeBits = (seL4_Uint8)bits, .isDevice = device};
    }
}

static void list_all(seL4_BootInfo *info, const struct kernel_entry *entry,
                     const struct spans *ram)
{
    struct spans devices = {.span = {{0, 1ull << DEVICE_BITS}}, .count = 1};

    for (size_t i = 0; i < entry->board->ram_count; i += 1) {
        remove_span(&devices, entry->board->ram[i]);
    }
    remove_reserved(&devices, entry->board);
    for (size_t i = 0; i < devices.count; i += 1) {
        list_untypeds(info, devices.span[i], true);
    }
    list_untypeds(info, (struct span){entry->kernel.start, entry->kernel_boot_end}, false);
    for (size_t i = 0; i < ram->count; i += 1) {
        list_untypeds(info, ram->span[i], false);
    }
}

/* The next `count` slots. */
static seL4_SlotRegion take(uint64_t *slots, uint64_t count)
{
    seL4_SlotRegion region = {*slots, *slots + count};

    *slots += count;
    return region;
}

void kernel_boot_tell(struct kernel_boot *boot, const struct kernel_entry *entry)
{
    struct spans ram = {.count = 0};
    seL4_BootInfo *info = &boot->info;
    uint64_t tables = count_tables(entry);
    uint64_t slots = seL4_NumInitialCaps;

    *boot = (struct kernel_boot){.slots = 0};
    for (size_t i = 0; i < entry->board->ram_count; i += 1) {
        add(&ram, entry->board->ram[i]);
    }
    remove_reserved(&ram, entry->board);
    remove_span(&ram, entry->kernel);
    remove_span(&ram, entry->user);
    boot->objects = place_objects(&ram, entry, tables);

    info->initThreadCNodeSizeBits = entry->root_bits;
    info->userImagePaging = take(&slots, tables);
    info->schedcontrol = take(&slots, 1);
    info->userImageFrames = take(&slots, (entry->user.end - entry->user.start) / PAGE_BYTES);
    info->untyped = take(&slots, 0);
    list_all(info, entry, &ram);
    boot->slots = info->untyped.end;
    info->empty = (seL4_SlotRegion){boot->slots, 1ull << entry->root_bits};
}
