/* SPDX-License-Identifier: BSD-2-Clause */
/* A program's ELF file as pages of memory. */
#pragma once

#include "elf_file.h"
#include "limits.h"
#include "memory.h"

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
    uint64_t offset; /* of these in the plan's page data, once they are there */
};

struct program {
    const struct elf_file *image;
    const struct elf_file *symbols; /* the same, if it has its symbols itself; what they name is
                                       in `image` */
    struct page *pages; /* ascending vaddr */
    size_t page_count;
    uint64_t ipc_buffer; /* where its IPC buffer is mapped */
};

/* The page that holds an address, or NULL. */
struct page *program_page(const struct program *program, uint64_t vaddr);
