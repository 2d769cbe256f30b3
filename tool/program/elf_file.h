/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ELF files of programs.  Many protection domains may have one program: its
 * file is read once, and its symbols are found by name in one step.
 */
#pragma once

#include "elf.h"
#include "memory.h"
#include "names.h"

struct elf_file {
    struct elf_file *next;
    const char *path;
    const char *problem; /* why it is of no use, or NULL; what follows a file's name in a message */
    struct buffer bytes;
    struct elf elf;
    struct names symbols;
};

/* Starts as {0}. */
struct elf_files {
    struct elf_file *first;
    struct names by_path;
};

/* The file at `path`, read when it is asked for first. */
const struct elf_file *elf_files_open(struct elf_files *files, struct arena *arena,
                                      const char *path);
void elf_files_release(struct elf_files *files);

/* As elf_symbol_find. */
enum elf_found elf_file_symbol(const struct elf_file *file, const char *name,
                               struct elf_symbol *symbol);
