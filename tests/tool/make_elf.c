/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writer of small ELF files.  It does not share code with the reader under
 * test: offsets are written here as the specification lists them.
 */
#include "make_elf.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER = 64, PROGRAM_HEADER = 56, SECTION_HEADER = 64, SYMBOL = 24, SECTIONS = 3 };

static void put(struct buffer *file, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i += 1) {
        uint8_t byte = (uint8_t)(i < 8 ? value >> (8 * i) : 0);

        buffer_append(file, &byte, 1);
    }
}

static unsigned count_segments(const struct make_elf *elf)
{
    unsigned count = 0;

    while (count < MAKE_ELF_MAX && elf->segments[count].memsz > 0) {
        count += 1;
    }
    return count;
}

static unsigned count_symbols(const struct make_elf *elf)
{
    unsigned count = 0;

    while (count < MAKE_ELF_MAX && elf->symbols[count].name != NULL) {
        count += 1;
    }
    return count;
}

static unsigned count_sections(const struct make_elf *elf)
{
    unsigned count = 0;

    while (count < MAKE_ELF_MAX && elf->sections[count].name != NULL) {
        count += 1;
    }
    return count;
}

static void put_header(const struct make_elf *elf, uint64_t sections, struct buffer *file)
{
    buffer_append(file, "\x7f" "ELF", 4);
    put(file, elf->class, 1);
    put(file, elf->encoding, 1);
    put(file, 1, 10); /* version, then padding */
    put(file, elf->type, 2);
    put(file, elf->machine, 2);
    put(file, 1, 4);
    put(file, elf->entry, 8);
    put(file, HEADER, 8);
    put(file, sections, 8);
    put(file, 0, 4);
    put(file, HEADER, 2);
    put(file, PROGRAM_HEADER, 2);
    put(file, count_segments(elf), 2);
    put(file, SECTION_HEADER, 2);
    put(file, count_symbols(elf) > 0 ? SECTIONS + count_sections(elf) : 0, 2);
    put(file, count_sections(elf) > 0 ? SECTIONS - 1 : 0, 2); /* their names are in the last */
}

static void put_section(struct buffer *file, uint64_t type, uint64_t offset, uint64_t size,
                        uint64_t link, uint64_t entry_size)
{
    put(file, 0, 4);
    put(file, type, 4);
    put(file, 0, 16); /* flags, address */
    put(file, offset, 8);
    put(file, size, 8);
    put(file, link, 4);
    put(file, 0, 12); /* info, alignment */
    put(file, entry_size, 8);
}

/* Sections that are in memory; their names come after the symbols'. */
static void put_placed_sections(const struct make_elf *elf, uint64_t name, struct buffer *file)
{
    for (unsigned i = 0; i < count_sections(elf); i += 1) {
        const struct make_section *section = &elf->sections[i];

        put(file, name, 4);
        put(file, section->type, 4);
        put(file, section->flags, 8);
        put(file, section->address, 8);
        put(file, HEADER, 8);
        put(file, section->size, 8);
        put(file, 0, 24); /* link, info, alignment, size of entries */
        name += strlen(section->name) + 1;
    }
}

static void put_symbols(const struct make_elf *elf, struct buffer *file)
{
    unsigned count = count_symbols(elf);
    uint64_t symbols = file->size + (SECTIONS + count_sections(elf)) * SECTION_HEADER;
    struct buffer names = {0};

    put(&names, 0, 1);
    for (unsigned i = 0; i < count; i += 1) {
        buffer_append(&names, elf->symbols[i].name, strlen(elf->symbols[i].name) + 1);
    }
    uint64_t section_names = names.size;
    for (unsigned i = 0; i < count_sections(elf); i += 1) {
        buffer_append(&names, elf->sections[i].name, strlen(elf->sections[i].name) + 1);
    }
    put_section(file, 0, 0, 0, 0, 0);
    put_section(file, 2, symbols, count * SYMBOL, 2, SYMBOL);
    put_section(file, 3, symbols + count * SYMBOL, names.size, 0, 0);
    put_placed_sections(elf, section_names, file);
    uint64_t name = 1;
    for (unsigned i = 0; i < count; i += 1) {
        const struct make_symbol *symbol = &elf->symbols[i];

        put(file, name, 4);
        put(file, symbol->type | (symbol->local ? 0u : 0x10u), 1);
        put(file, 0, 1);
        put(file, 1, 2); /* in some section */
        put(file, symbol->address, 8);
        put(file, symbol->size, 8);
        name += strlen(symbol->name) + 1;
    }
    buffer_append(file, names.data, names.size);
    buffer_release(&names);
}

void make_elf_write(const struct make_elf *elf, struct buffer *file)
{
    unsigned count = count_segments(elf);
    uint64_t contents = HEADER + count * PROGRAM_HEADER;
    uint64_t offset = contents;

    for (unsigned i = 0; i < count; i += 1) {
        offset += elf->segments[i].filesz;
    }
    put_header(elf, count_symbols(elf) > 0 ? offset : 0, file);
    offset = contents;
    for (unsigned i = 0; i < count; i += 1) {
        const struct make_segment *segment = &elf->segments[i];

        put(file, 1, 4);
        put(file, segment->flags, 4);
        put(file, offset, 8);
        put(file, segment->vaddr, 8);
        put(file, segment->paddr, 8);
        put(file, segment->filesz, 8);
        put(file, segment->memsz, 8);
        put(file, 0x1000, 8);
        offset += segment->filesz;
    }
    for (unsigned i = 0; i < count; i += 1) {
        for (uint64_t j = 0; j < elf->segments[i].filesz; j += 1) {
            put(file, (elf->segments[i].vaddr + j) / 8, 1);
        }
    }
    if (count_symbols(elf) > 0) {
        put_symbols(elf, file);
    }
}

struct make_symbol *make_elf_symbol(struct make_elf *elf, const char *name)
{
    for (unsigned i = 0; i < count_symbols(elf); i += 1) {
        if (strcmp(elf->symbols[i].name, name) == 0) {
            return &elf->symbols[i];
        }
    }
    abort();
}

struct make_elf make_elf_program(void)
{
    return (struct make_elf){
        .class = 2, .encoding = 1, .type = 2, .machine = 183, .entry = 0x200000,
        .segments = {{5, 0x200000, 0x200000, 0x100, 0x100},
                     {6, 0x201000, 0x201000, 0x80, 0x3000}},
        .symbols = {{"_start", 0x200000, 0, ELF_NOTYPE, false},
                    {"$x", 0x200000, 0, ELF_NOTYPE, true},
                    {"init", 0x200010, 0x20, ELF_FUNCTION, false},
                    {"microkit_name", 0x201000, 64, ELF_OBJECT, false},
                    {"microkit_passive", 0x201040, 1, ELF_OBJECT, false},
                    {"microkit_irqs", 0x202000, 8, ELF_OBJECT, false},
                    {"microkit_notifications", 0x202008, 8, ELF_OBJECT, false},
                    {"microkit_pps", 0x202010, 8, ELF_OBJECT, false},
                    {"buffer_vaddr", 0x201ffc, 8, ELF_OBJECT, false},
                    {"buffer_size", 0x202018, 8, ELF_OBJECT, false},
                    {"buffer_paddr", 0x202020, 8, ELF_OBJECT, false},
                    {"small", 0x202028, 4, ELF_OBJECT, false},
                    {"twin", 0x202030, 8, ELF_OBJECT, true},
                    {"twin", 0x202038, 8, ELF_OBJECT, true},
                    {"__sel4_ipc_buffer_obj", 0x205000, 0, ELF_NOTYPE, false}},
    };
}

struct make_elf make_elf_loader(void)
{
    return (struct make_elf){
        .class = 2, .encoding = 1, .type = 2, .machine = 183, .entry = 0x70000000,
        .segments = {{5, 0x70000000, 0x70000000, 0x200, 0x200},
                     {6, 0x70001000, 0x70001000, 0x100, 0x800}},
        .symbols = {{"boot_image", 0x70001080, 88, ELF_OBJECT, false}},
    };
}

struct make_elf make_elf_kernel(void)
{
    return (struct make_elf){
        .class = 2, .encoding = 1, .type = 2, .machine = 183, .entry = 0xffffffffc0000000,
        .segments = {{5, 0xffffffffc0000000, 0x40000000, 0x300, 0x300},
                     {6, 0xffffffffc0001000, 0x40001000, 0x10, 0x4000}},
        .symbols = {{"ki_boot_end", 0xffffffffc0000300, 0, ELF_NOTYPE, false},
                    {"ki_end", 0xffffffffc0005000, 0, ELF_NOTYPE, false}},
    };
}

struct make_elf make_elf_initialiser(void)
{
    return (struct make_elf){
        .class = 2, .encoding = 1, .type = 2, .machine = 183, .entry = 0x80001000,
        .segments = {{7, 0x80000000, 0x80000000, 0x1100, 0x2800}},
        .symbols = {{"__image_end", 0x80003000, 0, ELF_NOTYPE, false}},
    };
}
