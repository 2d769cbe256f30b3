/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where everything of the initial thread goes (ABI.md 7.3, 7.5), before any of
 * it exists.
 */
#pragma once

#include "boot_memory.h"
#include "entry.h"

/* The part of the kernel's image that stays: no user ever gets it.  Written at
   boot alone. */
extern struct phys_range boot_kernel_image;

struct boot_layout {
    struct boot_memory ram; /* what is left for untypeds */

    vaddr_t image; /* where the initial thread sees these */
    vaddr_t ipc_buffer;
    vaddr_t bootinfo;
    vaddr_t extra;
    vaddr_t end;

    word_t extra_len;    /* bytes of extra boot information; 0: none */
    unsigned extra_bits; /* log2 of the bytes set aside for it */

    paddr_t objects; /* all of the following, and their size */
    word_t objects_size;
    paddr_t cnode_at;
    paddr_t vspace_at;
    paddr_t extra_at;
    paddr_t pool_at;
    paddr_t ipc_buffer_at;
    paddr_t bootinfo_at;
    paddr_t tables_at;
    paddr_t tcb_at;
    paddr_t sc_at;
};

/* Lay out the system that `handover` describes.  Panics if it is impossible. */
void boot_layout_make(struct boot_layout *layout, const struct boot_handover *handover);

/* How many tables of `level` (1 to 3) the initial address space has. */
word_t boot_layout_tables(const struct boot_layout *layout, unsigned level);
