/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether the image will boot: what the tool accepts, boots.
 *
 * The kernel's part is told in advance (kernel_boot.h).  The initial task's is
 * not told but done: the tool runs the very code that the initial task will run
 * (initialiser/objects/objects.h), on the spec as it lies in the image, and takes notes
 * instead of making objects.  So there is no margin: for the kernel that the
 * image is made with, what is refused would stop at boot.
 */
#pragma once

#include "image.h"
#include "memory_map.h"

struct forecast {
    unsigned root_bits;    /* log2 of the slots of the kernel's root CNode */
    bool root_bits_known;  /* by the configuration beside the kernel's file; else assumed */
    struct memory_map map; /* what is where in physical memory */
};

/* Foretells the boot of an image that is complete.  Returns false after
   reporting what it needs that the board or the kernel does not have, and where
   the description asks for it. */
bool forecast_make(struct arena *arena, struct diag *diag, struct forecast *forecast,
                   const struct image_parts *parts, const struct image *image,
                   const struct plan *plan, const struct system *system);
void forecast_release(struct forecast *forecast);
