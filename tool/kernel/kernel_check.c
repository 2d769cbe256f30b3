/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader and the kernel itself take for granted about the kernel's ELF
 * file (ABI of the boot hand-over), checked where it can be explained.
 */
#include "kernel_check.h"

#include <inttypes.h>

#include "limits.h"

/* The kernel is mapped with blocks of this size, inside of one GiB. */
#define BLOCK 0x200000ull
#define GIB   0x40000000ull

/* A kernel for EL1 is in the upper half of the address space; one for EL2, whose
   address space has one half only, is not. */
enum { UPPER_HALF_SHIFT = 48, UPPER_HALF = 0xffff };

static const struct elf_segment *first_segment(const struct component *kernel)
{
    return &kernel->elf.segments[0];
}

static bool check_level(struct diag *diag, const struct component *kernel,
                        const struct board_facts *board)
{
    uint64_t address = first_segment(kernel)->vaddr;
    unsigned level = address >> UPPER_HALF_SHIFT == UPPER_HALF ? 1 : 2;

    if (level == 2 && board->exception_level == 1) {
        diag_fail(diag, "%s is linked to address 0x%" PRIx64 ", where a kernel for EL2 would be "
                        "(with hypervisor support); expected one for EL1, linked to "
                        "0xffffffffc0000000",
                  kernel->path, address);
        return false;
    }
    if (level == 1 && board->exception_level == 2) {
        diag_fail(diag, "%s is linked to address 0x%" PRIx64 ", where a kernel for EL1 would be "
                        "(without hypervisor support); expected one for EL2, linked to "
                        "0xffc0000000",
                  kernel->path, address);
        return false;
    }
    return true;
}

static bool check_addresses(struct diag *diag, const struct component *kernel)
{
    const struct elf_segment *first = first_segment(kernel);

    if (first->vaddr % BLOCK != 0) {
        diag_fail(diag, "%s is linked to address 0x%" PRIx64 "; expected a multiple of 0x%llx",
                  kernel->path, first->vaddr, BLOCK);
        return false;
    }
    if (first->paddr % BLOCK != 0 || first->paddr >= PHYS_TOP) {
        diag_fail(diag, "%s is linked to physical address 0x%" PRIx64
                        "; expected a multiple of 0x%llx below 0x%llx",
                  kernel->path, first->paddr, BLOCK, PHYS_TOP);
        return false;
    }
    return true;
}

/* The loader copies all segments as one piece. */
static bool check_offsets(struct diag *diag, const struct component *kernel)
{
    const struct elf_segment *first = first_segment(kernel);

    for (size_t i = 1; i < kernel->elf.segment_count; i += 1) {
        const struct elf_segment *segment = &kernel->elf.segments[i];

        if (segment->vaddr - segment->paddr != first->vaddr - first->paddr) {
            diag_fail(diag, "%s has segments at different offsets from virtual to physical "
                            "addresses: 0x%" PRIx64 " at 0x%" PRIx64 ", but 0x%" PRIx64
                            " at 0x%" PRIx64 "; expected the same for all",
                      kernel->path, first->vaddr, first->paddr, segment->vaddr, segment->paddr);
            return false;
        }
    }
    return true;
}

static bool check_size(struct diag *diag, const struct component *kernel)
{
    const struct elf *elf = &kernel->elf;
    uint64_t start = first_segment(kernel)->vaddr;
    uint64_t size = elf_end(elf) - start;

    if (size > GIB - start % GIB) {
        diag_fail(diag, "%s spans 0x%" PRIx64 " bytes of memory; expected it to end in the GiB "
                        "that it starts in (0x%" PRIx64 ")",
                  kernel->path, size, start);
        return false;
    }
    if (elf->entry != start) {
        diag_fail(diag, "%s starts at 0x%" PRIx64 " and is entered at 0x%" PRIx64
                        "; expected it to be entered at its first byte",
                  kernel->path, start, elf->entry);
        return false;
    }
    return true;
}

/* A symbol that tells where a part of the kernel ends, from `low` on. */
static bool check_end(struct diag *diag, const struct component *kernel, const char *name,
                      uint64_t low, uint64_t high)
{
    struct elf_symbol symbol;

    if (elf_symbol_find(&kernel->elf, name, &symbol) != ELF_FOUND) {
        diag_fail(diag, "%s has no symbol '%s'; expected a kernel of seL4's interface, with "
                        "'ki_boot_end' and 'ki_end' where its boot code and all of it end",
                  kernel->path, name);
        return false;
    }
    if (symbol.address < low || symbol.address > high) {
        diag_fail(diag, "%s has '%s' at 0x%" PRIx64 "; expected it from 0x%" PRIx64
                        " to 0x%" PRIx64,
                  kernel->path, name, symbol.address, low, high);
        return false;
    }
    return true;
}

static bool check_symbols(struct diag *diag, const struct component *kernel)
{
    uint64_t start = first_segment(kernel)->vaddr;
    uint64_t slot_end = start - start % GIB + (GIB - 1); /* inclusive: it may be the last address */

    if (kernel->elf.symbol_count == 0) {
        diag_fail(diag, "%s has no symbol table; expected one that is not stripped",
                  kernel->path);
        return false;
    }
    return check_end(diag, kernel, "ki_end", elf_end(&kernel->elf), slot_end) &&
           check_end(diag, kernel, "ki_boot_end", start, start + kernel_size(kernel));
}

static uint64_t size_up_to(const struct component *kernel, const char *name)
{
    struct elf_symbol end = {0};

    (void)elf_symbol_find(&kernel->elf, name, &end);
    return end.address - first_segment(kernel)->vaddr;
}

uint64_t kernel_size(const struct component *kernel)
{
    return size_up_to(kernel, "ki_end");
}

uint64_t kernel_boot_size(const struct component *kernel)
{
    return size_up_to(kernel, "ki_boot_end");
}

bool kernel_check(struct diag *diag, const struct component *kernel,
                  const struct board_facts *board)
{
    return check_level(diag, kernel, board) && check_addresses(diag, kernel) &&
           check_offsets(diag, kernel) && check_size(diag, kernel) && check_symbols(diag, kernel);
}
