/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot image: loader, kernel, initial task and spec in one file.  Its layout
 * is stated in loader/boot_image.h.
 */
#pragma once

#include "../../loader/boot_image.h"
#include "plan.h"
#include "sdk.h"

struct image {
    struct buffer bytes;
    uint64_t base;        /* physical address that it is loaded to and entered at */
    uint64_t loader_size; /* bytes */
    uint64_t spec_offset; /* bytes from the image base */
    uint64_t spec_size;   /* bytes, programs' pages included */
    uint64_t kernel_size; /* bytes of the kernel in memory, not less than kernel_memsz */
    uint64_t kernel_boot_size; /* of them, those at its start that only boot needs */
    struct boot_image boot;
    const char *kernel_file; /* the kernel that the user brought, or NULL */
};

struct image_parts {
    struct component loader;
    struct component kernel;
    struct component initialiser;
};

/* Puts the image together.  Returns false after reporting which part is not as it has to be. */
bool image_build(struct diag *diag, struct image *image, const struct image_parts *parts,
                 const struct plan *plan, const struct board_facts *board);
