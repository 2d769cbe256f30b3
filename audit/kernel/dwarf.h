/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Layouts of C structures, from a program's debug information: DWARF 4 and 5 as
 * gcc and clang write it for a linked program.
 *
 * Source: DWARF Debugging Information Format, version 5, sections 2 and 7.
 */
#pragma once

#include "elf_sections.h"
#include "names.h"

struct dwarf {
    struct arena *arena;
    struct bytes info, abbreviations, strings, line_strings, string_offsets;
    struct names structures; /* to struct dwarf_type */
};

/*
 * Reads which structures there are.  Returns NULL, or what is wrong with the
 * file, as what follows its name in a message ("has no debug information").
 */
const char *dwarf_open(struct dwarf *dwarf, struct arena *arena, const struct elf *elf);

struct dwarf_type;

/* The structure `name`; NULL if there is none. */
const struct dwarf_type *dwarf_structure(const struct dwarf *dwarf, const char *name);

/* In bytes. */
uint64_t dwarf_size(const struct dwarf *dwarf, const struct dwarf_type *structure);

/* Offset and size of a member, in bytes; false if there is none of that name. */
bool dwarf_member(const struct dwarf *dwarf, const struct dwarf_type *structure, const char *name,
                  uint64_t *offset, uint64_t *size);

/* Calls `visit` with the offset of each pointer in the structure, members of members included. */
void dwarf_pointers(const struct dwarf *dwarf, const struct dwarf_type *structure,
                    void (*visit)(void *context, uint64_t offset), void *context);
