/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel does with memory before the initial task runs.
 *
 * seL4's interface fixes it to the last byte: where the first thread's objects
 * are, in which order memory is listed as untypeds, and in which slots all this
 * is.  So it can be told from the image, for any kernel with that interface; a
 * test compares this with what our kernel does.
 */
#pragma once

#include <sel4/bootinfo_types.h>

#include "board_facts.h"

/* What the kernel is entered with, and was built with. */
struct kernel_entry {
    const struct board_facts *board;
    struct span kernel;       /* its image, page aligned, physical as all spans are */
    uint64_t kernel_boot_end; /* up to here its memory is free once it has booted */
    struct span user;         /* the initial task's image, page aligned */
    uint64_t user_vaddr;
    unsigned root_bits;       /* log2 of the slots of the root CNode */
};

struct kernel_boot {
    seL4_BootInfo info;  /* slots and untypeds; nothing else is filled in */
    struct span objects; /* the first thread's: the root CNode, and less than a MiB besides;
                            empty if no memory has room for them */
    uint64_t slots;      /* used; if there are not so many, the kernel stops */
};

/* The image is in RAM and does not overlap the kernel's. */
void kernel_boot_tell(struct kernel_boot *boot, const struct kernel_entry *entry);
