/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing of ELF files.  Facts are from "System V Application Binary Interface,
 * edition 4.1", chapters 4 and 5, and "ELF for the Arm 64-bit Architecture".
 *
 *   ELF header | program header | padding to a page | image | section headers |
 *   symbols | their names | sections' names
 *
 * A debugger finds the loader's symbols in the image.  Those of the kernel and
 * of the initial task are absolute, for both run elsewhere; each part's follow
 * the name of the file that they come from and are local, so that a name may
 * occur in all three.
 */
#include "image_elf.h"

#include <string.h>

enum {
    HEADER_SIZE = 64,
    PROGRAM_HEADER_SIZE = 56,
    SECTION_HEADER_SIZE = 64,
    SYMBOL_SIZE = 24,
    ET_EXEC = 2,
    EM_AARCH64 = 183,
    PT_LOAD = 1,
    SHT_PROGBITS = 1,
    SHT_SYMTAB = 2,
    SHT_STRTAB = 3,
    SHF_ALL = 7,  /* written, in memory, executed */
    PF_ALL = 7,
    STT_FILE = 4, /* local, as are all: STB_LOCAL is 0 */
    SHN_ABS = 0xfff1
};

/* Indices of the sections; 0 is none. */
enum { SECTION_IMAGE = 1, SECTION_SYMBOLS, SECTION_STRINGS, SECTION_NAMES, SECTION_COUNT };

static const char section_names[] = "\0.image\0.symtab\0.strtab\0.shstrtab";

/* Where the names are in that. */
enum { NAME_IMAGE = 1, NAME_SYMBOLS = 8, NAME_STRINGS = 16, NAME_NAMES = 24 };

/* The `size` low bytes of a value, little-endian. */
static void put(struct buffer *file, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i += 1) {
        uint8_t byte = (uint8_t)(i < sizeof(value) ? value >> (8 * i) : 0);

        buffer_append(file, &byte, 1);
    }
}

static void put_header(struct buffer *file, uint64_t entry, uint64_t sections)
{
    buffer_append(file, "\x7f" "ELF\2\1\1", 7); /* 64 bits, little-endian, version 1 */
    put(file, 0, 9);
    put(file, ET_EXEC, 2);
    put(file, EM_AARCH64, 2);
    put(file, 1, 4); /* version */
    put(file, entry, 8);
    put(file, HEADER_SIZE, 8); /* offset of the program headers */
    put(file, sections, 8);
    put(file, 0, 4); /* flags */
    put(file, HEADER_SIZE, 2);
    put(file, PROGRAM_HEADER_SIZE, 2);
    put(file, 1, 2);
    put(file, SECTION_HEADER_SIZE, 2);
    put(file, SECTION_COUNT, 2);
    put(file, SECTION_NAMES, 2);
}

static void put_segment(struct buffer *file, const struct image *image)
{
    put(file, PT_LOAD, 4);
    put(file, PF_ALL, 4);
    put(file, SMALL_PAGE, 8); /* offset */
    put(file, image->base, 8);
    put(file, image->base, 8);
    put(file, image->bytes.size, 8);
    put(file, image->bytes.size, 8);
    put(file, SMALL_PAGE, 8);
}

struct section {
    uint32_t name;
    uint32_t type;
    uint64_t flags;
    uint64_t address;
    uint64_t offset;
    uint64_t size;
    uint32_t link; /* of symbols: the section of their names */
    uint32_t info; /* of symbols: how many are local */
    uint64_t alignment;
    uint64_t entry_size;
};

static void put_section(struct buffer *file, const struct section *section)
{
    put(file, section->name, 4);
    put(file, section->type, 4);
    put(file, section->flags, 8);
    put(file, section->address, 8);
    put(file, section->offset, 8);
    put(file, section->size, 8);
    put(file, section->link, 4);
    put(file, section->info, 4);
    put(file, section->alignment, 8);
    put(file, section->entry_size, 8);
}

struct symbols {
    struct buffer entries;
    struct buffer names;
};

static void add_symbol(struct symbols *symbols, const char *name, unsigned type, uint32_t section,
                       uint64_t address, uint64_t size)
{
    put(&symbols->entries, symbols->names.size, 4);
    put(&symbols->entries, type, 1);
    put(&symbols->entries, 0, 1); /* visibility */
    put(&symbols->entries, section, 2);
    put(&symbols->entries, address, 8);
    put(&symbols->entries, size, 8);
    buffer_append(&symbols->names, name, strlen(name) + 1);
}

/* All symbols but those that tell code from data ("$x"). */
static void add_part(struct symbols *symbols, const struct component *part, uint32_t section)
{
    const char *slash = strrchr(part->path, '/');
    struct elf_symbol symbol;

    add_symbol(symbols, slash == NULL ? part->path : slash + 1, STT_FILE, SHN_ABS, 0, 0);
    for (uint64_t i = 0; i < part->elf.symbol_count; i += 1) {
        if (elf_symbol_at(&part->elf, i, &symbol) && symbol.name[0] != '$') {
            add_symbol(symbols, symbol.name, symbol.type, symbol.absolute ? SHN_ABS : section,
                       symbol.address, symbol.size);
        }
    }
}

static void put_sections(struct buffer *file, const struct image *image,
                         const struct symbols *symbols)
{
    uint64_t start = file->size + SECTION_COUNT * SECTION_HEADER_SIZE;
    uint64_t strings = start + symbols->entries.size;
    const struct section sections[SECTION_COUNT] = {
        [SECTION_IMAGE] = {NAME_IMAGE, SHT_PROGBITS, SHF_ALL, image->base, SMALL_PAGE,
                           image->bytes.size, 0, 0, SMALL_PAGE, 0},
        [SECTION_SYMBOLS] = {NAME_SYMBOLS, SHT_SYMTAB, 0, 0, start, symbols->entries.size,
                             SECTION_STRINGS, (uint32_t)(symbols->entries.size / SYMBOL_SIZE), 8,
                             SYMBOL_SIZE},
        [SECTION_STRINGS] = {NAME_STRINGS, SHT_STRTAB, 0, 0, strings, symbols->names.size, 0, 0, 1,
                             0},
        [SECTION_NAMES] = {NAME_NAMES, SHT_STRTAB, 0, 0, strings + symbols->names.size,
                           sizeof(section_names), 0, 0, 1, 0},
    };

    for (size_t i = 0; i < SECTION_COUNT; i += 1) {
        put_section(file, &sections[i]);
    }
    buffer_append(file, symbols->entries.data, symbols->entries.size);
    buffer_append(file, symbols->names.data, symbols->names.size);
    buffer_append(file, section_names, sizeof(section_names));
}

void image_elf_write(struct buffer *file, const struct image *image,
                     const struct image_parts *parts)
{
    struct symbols symbols = {0};
    uint64_t sections = (SMALL_PAGE + image->bytes.size + 7) & ~7ull;

    put(&symbols.entries, 0, SYMBOL_SIZE); /* symbol 0 is none, and has the name at 0: none */
    put(&symbols.names, 0, 1);
    add_part(&symbols, &parts->loader, SECTION_IMAGE);
    add_part(&symbols, &parts->kernel, SHN_ABS);
    add_part(&symbols, &parts->initialiser, SHN_ABS);
    put_header(file, image->base, sections);
    put_segment(file, image);
    buffer_align(file, SMALL_PAGE);
    buffer_append(file, image->bytes.data, image->bytes.size);
    buffer_align(file, 8);
    put_sections(file, image, &symbols);
    buffer_release(&symbols.entries);
    buffer_release(&symbols.names);
}
