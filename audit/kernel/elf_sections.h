/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What of a kernel's ELF file does not get into memory: sections by name, and
 * symbols with the source file that they are of, for many are not global.  The
 * file was opened by elf_open(), which has checked the tables.
 */
#pragma once

#include "elf.h"

struct bytes {
    const uint8_t *data;
    uint64_t size; /* 0: there is none */
};

/* The bytes of the section `name`; none if there is no such section, or not in the file. */
struct bytes elf_section_bytes(const struct elf *elf, const char *name);

/*
 * The symbol `name`; of the source file `file` if that is not NULL, as in
 * "irq.c", else a global one.  False if there is none.
 */
bool elf_symbol_of(const struct elf *elf, const char *file, const char *name,
                   struct elf_symbol *symbol);

/* Little-endian numbers, whatever the alignment. */
static inline uint64_t little(const uint8_t *at, unsigned bytes)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < bytes; i++) {
        value |= (uint64_t)at[i] << 8 * i;
    }
    return value;
}
