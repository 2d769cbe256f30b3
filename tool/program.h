/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program of a protection domain: its ELF file as pages of memory, into
 * which the tool writes what the program wants to know.
 */
#pragma once

#include "elf.h"
#include "model.h"
#include "search.h"

static inline uint64_t page_down(uint64_t address)
{
    return address & ~(SMALL_PAGE - 1);
}

static inline uint64_t page_up(uint64_t address)
{
    return page_down(address + SMALL_PAGE - 1);
}

/* One page of a program's memory. */
struct page {
    uint64_t vaddr;
    uint32_t flags; /* enum elf_flags of its segment */
    uint8_t *data;  /* its contents, or NULL: all zero */
};

struct program {
    const char *path; /* where it was found */
    struct buffer file;
    struct elf elf;
    const char *symbols_path; /* the same, if it has its symbols itself */
    struct buffer symbols_file;
    struct elf symbols; /* only for its symbol table; what they name is in `elf` */
    struct page *pages; /* ascending vaddr */
    size_t page_count;
    uint64_t ipc_buffer; /* where its IPC buffer is mapped */
};

/*
 * Finds a domain's program image, reads it and lays out its pages.  Returns
 * NULL after reporting what is wrong, or if the domain names no image.
 */
struct program *program_load(struct arena *arena, struct diag *diag,
                             const struct domain *domain, const struct search *search);
void program_release(struct program *program);

/* Reports each map of the domain that overlaps the program or its IPC buffer. */
void program_check_maps(struct diag *diag, const struct domain *domain,
                        const struct program *program);

/* The page that holds an address, or NULL. */
struct page *program_page(const struct program *program, uint64_t vaddr);

/*
 * Finds the symbol `name`, to be written with `size` bytes from offset 0.
 * Reports its absence, or storage of another size or outside of the program, at
 * offset `at` of the description.
 */
bool program_find(struct arena *arena, struct diag *diag, const struct program *program,
                  const char *name, size_t size, size_t at, uint64_t *vaddr);

/* Writes to memory of the program, as found by program_find; a page that was
   all zero gets contents from the arena. */
void program_write(struct arena *arena, struct program *program, uint64_t vaddr,
                   const void *data, size_t size);
