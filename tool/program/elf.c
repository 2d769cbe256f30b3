/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF reader.  Every access to the file goes through an offset that has been
 * compared with the file's size, in a form that cannot overflow, and fields are
 * put together from bytes: neither alignment nor byte order of the host matter.
 */
#include "elf.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"

enum {
    HEADER_SIZE = 64,
    SEGMENT_HEADER_SIZE = 56,
    SECTION_HEADER_SIZE = 64,
    SYMBOL_SIZE = 24
};

/* Offsets in the file header. */
enum {
    EI_CLASS = 4,
    EI_DATA = 5,
    E_TYPE = 16,
    E_MACHINE = 18,
    E_ENTRY = 24,
    E_PHOFF = 32,
    E_SHOFF = 40,
    E_PHENTSIZE = 54,
    E_PHNUM = 56,
    E_SHENTSIZE = 58,
    E_SHNUM = 60,
    E_SHSTRNDX = 62
};

enum {
    CLASS_64 = 2,
    DATA_LITTLE = 1,
    TYPE_RELOCATABLE = 1,
    TYPE_EXECUTABLE = 2,
    TYPE_SHARED = 3,
    TYPE_CORE = 4,
    MACHINE_AARCH64 = 183,
    SEGMENT_LOAD = 1,
    SECTION_SYMBOLS = 2,
    SECTION_STRINGS = 3,
    SECTION_NOBITS = 8,
    SECTION_FLAG_WRITE = 1,
    SECTION_FLAG_ALLOC = 2,
    SECTION_FLAG_EXECUTE = 4,
    SECTION_FLAG_TLS = 0x400,
    INDEX_UNDEFINED = 0,
    INDEX_ABSOLUTE = 0xfff1,
    BINDING_LOCAL = 0
};

static uint64_t field(const uint8_t *bytes, unsigned size)
{
    uint64_t value = 0;

    while (size > 0) {
        size -= 1;
        value = value << 8 | bytes[size];
    }
    return value;
}

static uint64_t get16(const struct elf *elf, uint64_t offset)
{
    return field(elf->bytes + offset, 2);
}

static uint64_t get32(const struct elf *elf, uint64_t offset)
{
    return field(elf->bytes + offset, 4);
}

static uint64_t get64(const struct elf *elf, uint64_t offset)
{
    return field(elf->bytes + offset, 8);
}

/* Are `count` things of `size` bytes at `offset` inside of the file? */
static bool in_file(const struct elf *elf, uint64_t offset, uint64_t count, uint64_t size)
{
    return offset <= elf->size && count <= (elf->size - offset) / size;
}

static bool fail(char error[ELF_ERROR_SIZE], const char *format, ...) PRINTF_LIKE(2, 3);

static bool fail(char error[ELF_ERROR_SIZE], const char *format, ...)
{
    va_list list;

    va_start(list, format);
    (void)vsnprintf(error, ELF_ERROR_SIZE, format, list);
    va_end(list);
    return false;
}

static bool check_machine(uint64_t machine, char error[ELF_ERROR_SIZE])
{
    static const struct {
        uint64_t number;
        const char *name;
    } machines[] = {
        {3, "x86 (EM_386)"},     {20, "PowerPC (EM_PPC)"},    {21, "PowerPC (EM_PPC64)"},
        {40, "32-bit Arm (EM_ARM)"}, {62, "x86-64 (EM_X86_64)"}, {243, "RISC-V (EM_RISCV)"},
    };

    if (machine == MACHINE_AARCH64) {
        return true;
    }
    for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i += 1) {
        if (machines[i].number == machine) {
            return fail(error, "is for %s, expected AArch64; compile with aarch64-linux-gnu-gcc",
                        machines[i].name);
        }
    }
    return fail(error,
                "is for another machine (number %" PRIu64
                "), expected AArch64; compile with aarch64-linux-gnu-gcc",
                machine);
}

static bool check_type(uint64_t type, char error[ELF_ERROR_SIZE])
{
    switch (type) {
    case TYPE_EXECUTABLE:
        return true;
    case TYPE_RELOCATABLE:
        return fail(error, "is an object file (ET_REL); expected a linked program");
    case TYPE_SHARED:
        return fail(error, "is position independent (ET_DYN); compile with -fno-pie and link "
                           "with -no-pie");
    case TYPE_CORE:
        return fail(error, "is a core dump (ET_CORE); expected a linked program");
    default:
        return fail(error, "has unknown type %" PRIu64 "; expected a linked program (ET_EXEC)",
                    type);
    }
}

/* A 32-bit file has a shorter header, with type and machine at the same place:
   its machine says more than its class. */
static bool check_header(struct elf *elf, char error[ELF_ERROR_SIZE])
{
    static const uint8_t magic[4] = {0x7f, 'E', 'L', 'F'};

    if (elf->size < sizeof(magic) || memcmp(elf->bytes, magic, sizeof(magic)) != 0) {
        return fail(error, "is not an ELF file; expected a program linked for AArch64");
    }
    if (elf->size < HEADER_SIZE) {
        return fail(error, "is truncated: %" PRIu64 " bytes, the ELF header has %d", elf->size,
                    HEADER_SIZE);
    }
    if (elf->bytes[EI_DATA] != DATA_LITTLE) {
        return fail(error, "is big-endian (or damaged); expected little-endian AArch64");
    }
    if (!check_machine(get16(elf, E_MACHINE), error)) {
        return false;
    }
    if (elf->bytes[EI_CLASS] != CLASS_64) {
        return fail(error, "is a 32-bit ELF file (or damaged); expected a 64-bit one");
    }
    if (!check_type(get16(elf, E_TYPE), error)) {
        return false;
    }
    elf->entry = get64(elf, E_ENTRY);
    return true;
}

/* Keeps the segments sorted by address. */
static void insert_segment(struct elf *elf, struct elf_segment segment)
{
    size_t place = elf->segment_count;

    while (place > 0 && elf->segments[place - 1].vaddr > segment.vaddr) {
        elf->segments[place] = elf->segments[place - 1];
        place -= 1;
    }
    elf->segments[place] = segment;
    elf->segment_count += 1;
}

static bool read_segment(struct elf *elf, uint64_t header, uint64_t number,
                         char error[ELF_ERROR_SIZE])
{
    uint64_t offset = get64(elf, header + 8);
    struct elf_segment segment = {
        .flags = (uint32_t)get32(elf, header + 4),
        .vaddr = get64(elf, header + 16),
        .paddr = get64(elf, header + 24),
        .filesz = get64(elf, header + 32),
        .memsz = get64(elf, header + 40),
    };

    if (get32(elf, header) != SEGMENT_LOAD || segment.memsz == 0) {
        return true;
    }
    if (!in_file(elf, offset, segment.filesz, 1)) {
        return fail(error,
                    "is truncated: program header %" PRIu64 " places 0x%" PRIx64
                    " bytes at offset 0x%" PRIx64 ", the file has 0x%" PRIx64 " bytes",
                    number, segment.filesz, offset, elf->size);
    }
    if (segment.filesz > segment.memsz) {
        return fail(error,
                    "is damaged: the segment at 0x%" PRIx64 " has more bytes in the file (0x%"
                    PRIx64 ") than in memory (0x%" PRIx64 ")",
                    segment.vaddr, segment.filesz, segment.memsz);
    }
    if (segment.memsz > UINT64_MAX - segment.vaddr || segment.memsz > UINT64_MAX - segment.paddr) {
        return fail(error,
                    "is damaged: the segment at 0x%" PRIx64 " reaches beyond the address space",
                    segment.vaddr);
    }
    if (elf->segment_count == ELF_MAX_SEGMENTS) {
        return fail(error, "has too many LOAD segments; expected at most %d", ELF_MAX_SEGMENTS);
    }
    segment.data = elf->bytes + offset;
    insert_segment(elf, segment);
    return true;
}

static bool read_segments(struct elf *elf, char error[ELF_ERROR_SIZE])
{
    uint64_t offset = get64(elf, E_PHOFF);
    uint64_t count = get16(elf, E_PHNUM);

    if (count > 0 && get16(elf, E_PHENTSIZE) != SEGMENT_HEADER_SIZE) {
        return fail(error, "is damaged: its program headers have %" PRIu64 " bytes, expected %d",
                    get16(elf, E_PHENTSIZE), SEGMENT_HEADER_SIZE);
    }
    if (!in_file(elf, offset, count, SEGMENT_HEADER_SIZE)) {
        return fail(error,
                    "is truncated: %" PRIu64 " program headers at offset 0x%" PRIx64
                    ", the file has 0x%" PRIx64 " bytes",
                    count, offset, elf->size);
    }
    for (uint64_t i = 0; i < count; i += 1) {
        if (!read_segment(elf, offset + i * SEGMENT_HEADER_SIZE, i, error)) {
            return false;
        }
    }
    if (elf->segment_count == 0) {
        return fail(error, "has no LOAD segments: there is nothing to run in it");
    }
    for (size_t i = 1; i < elf->segment_count; i += 1) {
        const struct elf_segment *below = &elf->segments[i - 1];

        if (elf->segments[i].vaddr < below->vaddr + below->memsz) {
            return fail(error,
                        "is damaged: the segments at 0x%" PRIx64 " and 0x%" PRIx64 " overlap",
                        below->vaddr, elf->segments[i].vaddr);
        }
    }
    return true;
}

/* `symbols` and `strings` are offsets of section headers. */
static bool read_symbol_table(struct elf *elf, uint64_t symbols, uint64_t strings,
                              char error[ELF_ERROR_SIZE])
{
    elf->symbols = get64(elf, symbols + 24);
    elf->symbol_count = get64(elf, symbols + 32) / SYMBOL_SIZE;
    elf->strings = get64(elf, strings + 24);
    elf->strings_size = get64(elf, strings + 32);
    if (get64(elf, symbols + 56) != SYMBOL_SIZE || get32(elf, strings + 4) != SECTION_STRINGS) {
        return fail(error, "is damaged: its symbol table has a wrong format");
    }
    if (!in_file(elf, elf->symbols, elf->symbol_count, SYMBOL_SIZE) ||
        !in_file(elf, elf->strings, elf->strings_size, 1)) {
        return fail(error, "is truncated: the symbol table ends beyond the file's 0x%" PRIx64
                           " bytes",
                    elf->size);
    }
    if (elf->strings_size == 0 || elf->bytes[elf->strings + elf->strings_size - 1] != 0) {
        return fail(error, "is damaged: the symbols' names do not end");
    }
    return true;
}

/* Section names serve messages and checks of the layout alone: a file that does not have them in
   order counts as one without. */
static void read_section_names(struct elf *elf, uint64_t sections, uint64_t count)
{
    uint64_t index = get16(elf, E_SHSTRNDX);
    uint64_t header = sections + index * SECTION_HEADER_SIZE;

    if (index >= count || get32(elf, header + 4) != SECTION_STRINGS) {
        return;
    }
    uint64_t names = get64(elf, header + 24);
    uint64_t size = get64(elf, header + 32);
    if (size == 0 || !in_file(elf, names, size, 1) || elf->bytes[names + size - 1] != 0) {
        return;
    }
    elf->sections = sections;
    elf->section_count = count;
    elf->names = names;
    elf->names_size = size;
}

/* A file without sections (stripped) has no symbols, which is no error here. */
static bool read_sections(struct elf *elf, char error[ELF_ERROR_SIZE])
{
    uint64_t offset = get64(elf, E_SHOFF);
    uint64_t count = get16(elf, E_SHNUM);

    if (offset == 0 || count == 0) {
        return true;
    }
    if (get16(elf, E_SHENTSIZE) != SECTION_HEADER_SIZE) {
        return fail(error, "is damaged: its section headers have %" PRIu64 " bytes, expected %d",
                    get16(elf, E_SHENTSIZE), SECTION_HEADER_SIZE);
    }
    if (!in_file(elf, offset, count, SECTION_HEADER_SIZE)) {
        return fail(error,
                    "is truncated: %" PRIu64 " section headers at offset 0x%" PRIx64
                    ", the file has 0x%" PRIx64 " bytes",
                    count, offset, elf->size);
    }
    read_section_names(elf, offset, count);
    for (uint64_t i = 0; i < count; i += 1) {
        uint64_t header = offset + i * SECTION_HEADER_SIZE;
        uint64_t link = get32(elf, header + 40);

        if (get32(elf, header + 4) != SECTION_SYMBOLS) {
            continue;
        }
        if (link >= count) {
            return fail(error, "is damaged: its symbol table names section %" PRIu64
                               " of %" PRIu64,
                        link, count);
        }
        return read_symbol_table(elf, header, offset + link * SECTION_HEADER_SIZE, error);
    }
    return true;
}

bool elf_open(struct elf *elf, const uint8_t *bytes, size_t size, char error[ELF_ERROR_SIZE])
{
    *elf = (struct elf){.bytes = bytes, .size = size};
    error[0] = '\0';
    return check_header(elf, error) && read_segments(elf, error) && read_sections(elf, error);
}

uint64_t elf_end(const struct elf *elf)
{
    const struct elf_segment *last = &elf->segments[elf->segment_count - 1];

    return last->vaddr + last->memsz;
}

bool elf_section_at(const struct elf *elf, uint64_t index, struct elf_section *section)
{
    uint64_t at = elf->sections + index * SECTION_HEADER_SIZE;
    uint64_t name = get32(elf, at);
    uint64_t type = get32(elf, at + 4);
    uint64_t flags = get64(elf, at + 8);
    bool in_place = type != SECTION_NOBITS || (flags & SECTION_FLAG_TLS) == 0;

    if ((flags & SECTION_FLAG_ALLOC) == 0 || !in_place || name >= elf->names_size) {
        return false;
    }
    *section = (struct elf_section){
        .name = (const char *)elf->bytes + elf->names + name,
        .address = get64(elf, at + 16),
        .size = get64(elf, at + 32),
        .flags = ((flags & SECTION_FLAG_WRITE) != 0 ? ELF_WRITE : 0u) |
                 ((flags & SECTION_FLAG_EXECUTE) != 0 ? ELF_EXECUTE : 0u),
    };
    return section->size > 0;
}

bool elf_symbol_at(const struct elf *elf, uint64_t index, struct elf_symbol *symbol)
{
    uint64_t at = elf->symbols + index * SYMBOL_SIZE;
    uint64_t name = get32(elf, at);
    unsigned info = elf->bytes[at + 4];
    uint64_t section = get16(elf, at + 6);

    if (section == INDEX_UNDEFINED || name >= elf->strings_size) {
        return false;
    }
    *symbol = (struct elf_symbol){
        .name = (const char *)elf->bytes + elf->strings + name,
        .address = get64(elf, at + 8),
        .size = get64(elf, at + 16),
        .type = info & 0xf,
        .local = info >> 4 == BINDING_LOCAL,
        .absolute = section == INDEX_ABSOLUTE,
    };
    return symbol->name[0] != '\0';
}

enum elf_found elf_symbol_choose(enum elf_found found, struct elf_symbol *chosen,
                                 const struct elf_symbol *next)
{
    if (found != ELF_MISSING && !chosen->local) {
        return found;
    }
    *chosen = *next;
    return found == ELF_MISSING || !next->local ? ELF_FOUND : ELF_AMBIGUOUS;
}

enum elf_found elf_symbol_find(const struct elf *elf, const char *name,
                               struct elf_symbol *symbol)
{
    enum elf_found found = ELF_MISSING;
    struct elf_symbol candidate;

    for (uint64_t i = 0; i < elf->symbol_count; i += 1) {
        if (elf_symbol_at(elf, i, &candidate) && strcmp(candidate.name, name) == 0) {
            found = elf_symbol_choose(found, symbol, &candidate);
        }
    }
    return found;
}

const struct elf_segment *elf_segment_of(const struct elf *elf, uint64_t address, uint64_t size)
{
    for (size_t i = 0; i < elf->segment_count; i += 1) {
        const struct elf_segment *segment = &elf->segments[i];

        if (address >= segment->vaddr && address - segment->vaddr <= segment->memsz &&
            size <= segment->memsz - (address - segment->vaddr)) {
            return segment;
        }
    }
    return NULL;
}
