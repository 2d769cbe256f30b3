/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reader of linked ELF files for AArch64.  The file is a stretch of bytes in
 * memory that may hold anything: elf_open checks all of it that is used later,
 * so that what follows needs no checks.  Facts are from "System V Application
 * Binary Interface, edition 4.1", chapters 4 and 5, and "ELF for the Arm 64-bit
 * Architecture".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ELF_MAX_SEGMENTS = 32, ELF_ERROR_SIZE = 256 };

enum elf_flags { ELF_EXECUTE = 1, ELF_WRITE = 2, ELF_READ = 4 };

/* A LOAD segment that is not empty. */
struct elf_segment {
    uint32_t flags;
    uint64_t vaddr;
    uint64_t paddr;
    uint64_t filesz;     /* bytes at `data` */
    uint64_t memsz;      /* bytes in memory, not less; the rest is zero */
    const uint8_t *data; /* in the file's bytes */
};

struct elf {
    const uint8_t *bytes;
    uint64_t size;
    uint64_t entry;
    struct elf_segment segments[ELF_MAX_SEGMENTS]; /* by vaddr, disjoint */
    size_t segment_count;                          /* at least one */
    uint64_t sections;                             /* offset of the section headers */
    uint64_t section_count;                        /* 0 if the file does not name its sections */
    uint64_t names;                                /* offset of their names */
    uint64_t names_size;                           /* the last byte is 0 */
    uint64_t symbols;                              /* offset of the symbol table */
    uint64_t symbol_count;                         /* 0 if there is none */
    uint64_t strings;                              /* offset of its strings */
    uint64_t strings_size;                         /* the last byte is 0 */
};

enum elf_symbol_type { ELF_NOTYPE = 0, ELF_OBJECT = 1, ELF_FUNCTION = 2 };

/* A section with a place in memory. */
struct elf_section {
    const char *name; /* in the file's bytes */
    uint64_t address;
    uint64_t size;
    uint32_t flags; /* enum elf_flags: what it asks for */
};

/* A symbol with a place in memory. */
struct elf_symbol {
    const char *name; /* in the file's bytes */
    uint64_t address;
    uint64_t size;
    unsigned type;
    bool local;
    bool absolute; /* a number, not a place in a section */
};

/* Returns false and writes why not, as what follows a file's name in a message
   ("is not an ELF file"), if the bytes are not a linked AArch64 program. */
bool elf_open(struct elf *elf, const uint8_t *bytes, size_t size, char error[ELF_ERROR_SIZE]);

/* The end of the highest segment, as an address. */
uint64_t elf_end(const struct elf *elf);

/* Reads section `index` < section_count; false if it is not in memory when the program runs, or
   has no bytes there. */
bool elf_section_at(const struct elf *elf, uint64_t index, struct elf_section *section);

/* Reads symbol `index` < symbol_count; false if it is undefined or has no
   name. */
bool elf_symbol_at(const struct elf *elf, uint64_t index, struct elf_symbol *symbol);

enum elf_found { ELF_FOUND, ELF_MISSING, ELF_AMBIGUOUS };

/* Of symbols of one name that are met one after another: the first global one is chosen, or else
   the one local one.  `found` and `*chosen` say what the ones before `next` came to, ELF_MISSING
   if there are none; returns what it is with `next`. */
enum elf_found elf_symbol_choose(enum elf_found found, struct elf_symbol *chosen,
                                 const struct elf_symbol *next);

/* The symbol that is chosen of all of that name. */
enum elf_found elf_symbol_find(const struct elf *elf, const char *name,
                               struct elf_symbol *symbol);

/* The segment that holds all `size` bytes from `address`, or NULL. */
const struct elf_segment *elf_segment_of(const struct elf *elf, uint64_t address,
                                         uint64_t size);
