/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address spaces: page tables, frames and the address space identifiers that
 * tie a mapped capability to its VSpace (ABI.md 9).
 */
#pragma once

#include "err.h"

/* The root table that `asid` names, or 0 if none (any more). */
paddr_t asid_root(word_t asid);

/* Boot: register the initial thread's VSpace as asid 1 of pool 0. */
void asid_boot(paddr_t pool, paddr_t root);

/* Boot: enter a table or 4 KiB page of the initial thread's VSpace.  The tables
   above it must exist. */
void vspace_boot_map_table(paddr_t root, vaddr_t address, unsigned level, paddr_t table);
void vspace_boot_map_page(paddr_t root, vaddr_t address, paddr_t frame, bool executable);

/* The last or a mapped capability dies: undo its mapping, unregister. */
void frame_unmap_cap(cap_t cap);
void page_table_unmap_cap(cap_t cap);
void vspace_delete(cap_t cap);
void asid_pool_delete(cap_t cap);

/* Is `cap` a VSpace that has an asid and is registered under it? */
bool vspace_is_assigned(cap_t cap);

/* Run with the address space of `tcb` from now on; nothing mapped if it has
   none. */
void vspace_switch(const struct tcb *tcb);

/*
 * The thread's IPC buffer as the kernel sees it, at its message area's word 0
 * (tag), or NULL if it has none usable.  `writable`: it is to be written.
 */
word_t *ipc_buffer_of(const struct tcb *tcb, bool writable);

/* Check a frame as IPC buffer at `address` (ABI.md 9.5). */
MUST_USE struct err ipc_buffer_check(cap_t frame, vaddr_t address);
