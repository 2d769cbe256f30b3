/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sections and symbols of a kernel's ELF file ("System V Application Binary
 * Interface, edition 4.1", chapter 4: section header, symbol table).
 */
#include "elf_sections.h"

#include <string.h>

/* Elf64_Ehdr, Elf64_Shdr, Elf64_Sym. */
enum {
    EHDR_SHOFF = 40, EHDR_SHNUM = 60, EHDR_SHSTRNDX = 62, EHDR_BYTES = 64,
    SHDR_BYTES = 64, SHDR_TYPE = 4, SHDR_OFFSET = 24, SHDR_SIZE = 32, SHT_NOBITS = 8,
    SYM_BYTES = 24, SYM_INFO = 4, SYM_SECTION = 6, SYM_VALUE = 8, SYM_SIZE = 16,
    STT_FILE = 4, STB_LOCAL = 0, SHN_UNDEF = 0
};

static struct bytes header_bytes(const struct elf *elf, const uint8_t *header)
{
    uint64_t offset = little(header + SHDR_OFFSET, 8);
    uint64_t size = little(header + SHDR_SIZE, 8);

    if (little(header + SHDR_TYPE, 4) == SHT_NOBITS || offset > elf->size ||
        size > elf->size - offset) {
        return (struct bytes){NULL, 0};
    }
    return (struct bytes){elf->bytes + offset, size};
}

struct bytes elf_section_bytes(const struct elf *elf, const char *name)
{
    uint64_t table = little(elf->bytes + EHDR_SHOFF, 8);
    uint64_t count = little(elf->bytes + EHDR_SHNUM, 2);
    uint64_t names_index = little(elf->bytes + EHDR_SHSTRNDX, 2);
    size_t length = strlen(name) + 1;

    if (table > elf->size || count > (elf->size - table) / SHDR_BYTES || names_index >= count) {
        return (struct bytes){NULL, 0};
    }
    const uint8_t *headers = elf->bytes + table;
    struct bytes names = header_bytes(elf, headers + names_index * SHDR_BYTES);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t at = little(headers + i * SHDR_BYTES, 4);

        if (at <= names.size && names.size - at >= length &&
            memcmp(names.data + at, name, length) == 0) {
            return header_bytes(elf, headers + i * SHDR_BYTES);
        }
    }
    return (struct bytes){NULL, 0};
}

/* The last part of a path. */
static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

bool elf_symbol_of(const struct elf *elf, const char *file, const char *name,
                   struct elf_symbol *symbol)
{
    struct bytes table = elf_section_bytes(elf, ".symtab");
    struct bytes strings = elf_section_bytes(elf, ".strtab");
    bool in_file = false;

    if (strings.size == 0 || strings.data[strings.size - 1] != 0) {
        return false;
    }
    for (uint64_t at = 0; at + SYM_BYTES <= table.size; at += SYM_BYTES) {
        const uint8_t *entry = table.data + at;
        uint64_t text = little(entry, 4);
        unsigned info = entry[SYM_INFO];
        bool local = info >> 4 == STB_LOCAL;
        const char *own = text < strings.size ? (const char *)strings.data + text : "";

        if ((info & 15) == STT_FILE) {
            in_file = file != NULL && strcmp(base_of(own), file) == 0;
        } else if (local == (file != NULL) && (file == NULL || in_file) &&
                   little(entry + SYM_SECTION, 2) != SHN_UNDEF && strcmp(own, name) == 0) {
            *symbol = (struct elf_symbol){
                .name = own,
                .address = little(entry + SYM_VALUE, 8),
                .size = little(entry + SYM_SIZE, 8),
                .type = info & 15,
                .local = local,
            };
            return true;
        }
    }
    return false;
}
