/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF files for the tool's tests, made from a description: the tests need no
 * cross compiler and keep no binary files.
 */
#pragma once

#include "elf.h"
#include "memory.h"

enum { MAKE_ELF_MAX = 16 };

struct make_segment {
    uint32_t flags;
    uint64_t vaddr;
    uint64_t paddr;
    uint64_t filesz; /* the contents are the low bytes of each address / 8 */
    uint64_t memsz;
};

struct make_symbol {
    const char *name;
    uint64_t address;
    uint64_t size;
    unsigned type; /* enum elf_symbol_type */
    bool local;
};

struct make_section {
    const char *name;
    uint64_t address;
    uint64_t size;
    unsigned flags; /* 1: write, 2: in memory, 4: execute */
    unsigned type;  /* 1: with contents, 8: zero */
};

struct make_elf {
    unsigned class;    /* 1: 32 bit, 2: 64 bit */
    unsigned encoding; /* 1: little-endian */
    unsigned type;     /* 2: executable */
    unsigned machine;  /* 183: AArch64 */
    uint64_t entry;
    struct make_segment segments[MAKE_ELF_MAX]; /* up to the first with memsz 0 */
    struct make_symbol symbols[MAKE_ELF_MAX];   /* up to the first without a name */
    /* Up to the first without a name, after those of the symbols; without symbols, none. */
    struct make_section sections[MAKE_ELF_MAX];
};

/* A program as libmicrokit's linker script makes it: text at 0x200000, data at
   0x201000 with .bss up to 0x204000, IPC buffer symbol at 0x205000. */
struct make_elf make_elf_program(void);

/* The SDK's own files: a loader at 0x70000000, a kernel that runs at
   0x40000000, an initial task at 0x80000000. */
struct make_elf make_elf_loader(void);
struct make_elf make_elf_kernel(void);
struct make_elf make_elf_initialiser(void);

struct make_symbol *make_elf_symbol(struct make_elf *elf, const char *name);

/* Appends the file.  Headers first, then the segments' contents, then section
   headers, symbols and their names. */
void make_elf_write(const struct make_elf *elf, struct buffer *file);
