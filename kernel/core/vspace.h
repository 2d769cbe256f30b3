/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables of address spaces (ABI.md 9.1).
 */
#pragma once

#include "arch.h"

/* Where the tables end on the way to an address: the entry, which is not a
   table, and its level. */
struct vspace_place {
    pte_t *entry;
    unsigned level;
};

struct vspace_place vspace_walk(paddr_t root, vaddr_t address);

/*
 * Boot: enter a table or 4 KiB page of the initial thread's VSpace.  The tables
 * above it must exist.  `level`: the table's own, 1 to 3.
 */
void vspace_boot_map_table(paddr_t root, vaddr_t address, unsigned level, paddr_t table);
void vspace_boot_map_page(paddr_t root, vaddr_t address, paddr_t frame, bool executable);
