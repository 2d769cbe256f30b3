/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an address means to a PD.  All of it comes from the spec, so it is what
 * the tool arranged, whatever the PD has done to its own memory since.
 */
#include "place.h"

#include <stddef.h>
#include <sel4/constants.h>

#include "print.h"

enum {
    PAGE_SIZE = 1 << seL4_PageBits,
    INSTRUCTION_BYTES = 4,
    ADDRESS_BITS = 48, /* of a half of the address space: those above are all 0, or all 1 */
    NEAR = 1 << 20 /* bytes within which "past the end of" explains an address */
};

const struct spec_symbol *place_symbol(const struct spec *spec, const struct spec_thread *thread,
                                       uint64_t address)
{
    const struct spec_symbol *symbols = spec_symbols(spec, thread);
    uint32_t low = 0;
    uint32_t high = thread->symbols.count;

    /* All symbols before `low` are at or below the address, those from `high` on are not. */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (symbols[middle].address <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low > 0 ? &symbols[low - 1] : NULL;
}

/* A symbol of unknown size reaches to the next one. */
static bool inside(const struct spec_symbol *symbol, uint64_t address)
{
    return symbol != NULL && (symbol->size == 0 || address - symbol->address < symbol->size);
}

static void print_symbol(const struct spec *spec, const struct spec_symbol *symbol,
                         uint64_t address)
{
    print_text(" = ");
    print_text(spec_string(spec, symbol->name));
    print_char('+');
    print_hex(address - symbol->address);
}

void place_print_code(const struct spec *spec, const struct spec_thread *thread,
                      uint64_t address)
{
    const struct spec_symbol *symbol = place_symbol(spec, thread, address);

    print_hex(address);
    if (inside(symbol, address)) {
        print_symbol(spec, symbol, address);
    }
}

static uint64_t map_bytes(const struct spec *spec, const struct spec_map *map)
{
    const struct spec_object *frames = &spec->objects[map->frames];

    return frames->count << frames->size_bits;
}

/* The PD's map that includes the address; else the one that ends the nearest below it; or null. */
static const struct spec_map *find_map(const struct spec *spec, const struct spec_thread *thread,
                                       uint64_t address)
{
    const struct spec_map *nearest = NULL;

    for (uint32_t i = 0; i < spec->header->maps.count; i++) {
        const struct spec_map *map = &spec->maps[i];

        if (map->vspace == thread->vspace && map->vaddr <= address &&
            (nearest == NULL || map->vaddr > nearest->vaddr)) {
            nearest = map;
        }
    }
    return nearest;
}

static void print_map(const struct spec *spec, const struct spec_map *map, uint64_t address)
{
    print_text(", in ");
    print_text(spec_string(spec, spec->objects[map->frames].name));
    print_text(" at offset ");
    print_hex(address - map->vaddr);
    print_text(", mapped ");
    print_text((map->rights & seL4_RightsWrite) != 0 ? "read-write" : "read-only");
    if ((map->attributes & seL4_ARM_ExecuteNever) == 0) {
        print_text(" and executable");
    }
}

static void print_past(const char *name, uint64_t distance)
{
    print_text(", ");
    print_decimal(distance);
    print_text(" bytes past the end of ");
    print_text(name);
}

bool place_is_code(const struct spec *spec, const struct spec_thread *thread, uint64_t address)
{
    const struct spec_map *map = find_map(spec, thread, address);

    return address % INSTRUCTION_BYTES == 0 && map != NULL &&
           address - map->vaddr < map_bytes(spec, map) &&
           (map->attributes & seL4_ARM_ExecuteNever) == 0;
}

/* Nothing is mapped at the address, or anywhere near. */
static void print_far(const struct spec_thread *thread, uint64_t address)
{
    uint64_t upper = address >> ADDRESS_BITS;

    if (upper == UINT64_MAX >> ADDRESS_BITS) {
        print_text(", in the kernel's half of the address space");
    } else if (upper != 0) {
        print_text(", which is no address: of one, the upper 16 bits are all 0 or all 1");
    } else if (address > seL4_UserTop) {
        print_text(", beyond the 47 bits of a PD's addresses");
    } else if (address < thread->stack_bottom &&
               thread->stack_bottom - address <= PLACE_STACK_REACH) {
        print_text(", ");
        print_decimal(thread->stack_bottom - address);
        print_text(" bytes below the stack");
    } else {
        print_text(", with nothing mapped near it");
    }
}

/* Nothing is mapped at the address: say what ends below it, an object rather than a region. */
static void print_near(const struct spec *spec, const struct spec_thread *thread,
                       const struct spec_map *map, const struct spec_symbol *symbol,
                       uint64_t address)
{
    uint64_t map_end = map != NULL ? map->vaddr + map_bytes(spec, map) : 0;

    if (map == NULL || address - map_end >= NEAR) {
        print_far(thread, address);
        return;
    }
    if (symbol != NULL && symbol->size != 0 && symbol->address >= map->vaddr) {
        print_past(spec_string(spec, symbol->name), address - symbol->address - symbol->size);
    }
    print_past(spec_string(spec, spec->objects[map->frames].name), address - map_end);
}

void place_print_data(const struct spec *spec, const struct spec_thread *thread,
                      uint64_t address)
{
    const struct spec_symbol *symbol = place_symbol(spec, thread, address);
    const struct spec_map *map = find_map(spec, thread, address);

    print_hex(address);
    if (address < thread->stack_bottom && thread->stack_bottom - address <= PAGE_SIZE) {
        print_text(", in the guard page below the stack: stack overflow");
    } else if (map != NULL && address - map->vaddr < map_bytes(spec, map)) {
        if (inside(symbol, address) && symbol->address >= map->vaddr) {
            print_symbol(spec, symbol, address);
        }
        print_map(spec, map, address);
    } else if (address < PAGE_SIZE) {
        print_text(", in the page of the null pointer");
    } else {
        print_near(spec, thread, map, symbol, address);
    }
}
