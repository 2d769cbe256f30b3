/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory of a stopped machine as the kernel's own code can read it: pointers lead to
 * where things are in this program.
 *
 * The kernel's headers and its core are compiled into the auditor, so each structure has
 * the members that the sources say.  That the kernel in the machine was compiled from the
 * same, its debug information shows: sizes and offsets are compared.  Which words are
 * pointers is taken from there, too.
 */
#pragma once

#include "stopped.h"
#include "dwarf.h"
#include "elf.h"

enum { IMAGE_ERROR_BYTES = 512 };

struct image {
    struct arena *arena;
    const struct elf *kernel;
    const char *kernel_path;
    unsigned char *ram; /* a private copy: it is changed */
    uint64_t ram_base;
    uint64_t ram_size;
    struct image_devices devices;
    char error[IMAGE_ERROR_BYTES];
    struct dwarf dwarf;
    uint64_t window; /* kernel address of physical address 0 */
};

/* At which this auditor's kernels run: 1 or 2.  There is one auditor for each. */
unsigned image_exception_level(void);

/*
 * Fills the kernel's variables from the image, and turns all pointers that capabilities lead
 * to into ones of this program.  False: `error` says what is wrong, and with what.  Once in
 * the life of the program.
 */
bool image_open(struct image *image);

/* All invariants of kernel/check, on what image_open() has read; NULL, or the first that is broken.
   `waits`: the machine waited for an interrupt, and no thread was current: then those of who
   runs and of time were left out. */
const char *image_check(bool *waits);

/* Is the free memory of all untypeds zero, in the given stretch of physical memory?  As above. */
const char *image_check_free(uint64_t start, uint64_t end);
