/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Puts a Linux kernel, its device tree and its first file system into a guest's
 * memory.
 *
 * Sources: Linux, Documentation/arm64/booting.rst, for the image's header and where
 * things may be; Devicetree Specification v0.3, 5.2, for the tree's.
 */
#pragma once

#include "memory.h"

/* A file, which the guest cannot change. */
struct file {
    const uint8_t *data;
    uint64_t bytes;
};

enum image_problem {
    IMAGE_OK,
    IMAGE_NO_KERNEL,    /* no arm64 Image: too short, or without its magic number */
    IMAGE_TOO_OLD,      /* an Image that does not say its size: before Linux 3.17 */
    IMAGE_BIG_ENDIAN,
    IMAGE_TOO_LARGE,    /* it would reach into the file system's place, or beyond memory */
    IMAGE_NO_TREE,      /* no device tree, or one that says it is longer than it is */
    IMAGE_TREE_TOO_LARGE,
    IMAGE_FILES_TOO_LARGE
};

/* What is where: each from the guest's address on, up to the next one. */
struct image_places {
    uint64_t files;
    uint64_t tree;
    uint64_t end; /* of the tree's place */
};

/* Clears all of the memory, puts all three there, and says at which address the kernel is entered.
   With a problem nothing has been changed. */
enum image_problem image_place(const struct guest_memory *memory, const struct image_places *places,
                               const struct file *kernel, const struct file *tree,
                               const struct file *files, uint64_t *entry);

/* One line that says what is wrong and what was expected. */
const char *image_problem_text(enum image_problem problem);
