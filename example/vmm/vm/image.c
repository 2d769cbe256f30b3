/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The headers of a Linux Image and of a device tree, and where their files go.
 */
#include <stdbool.h>
#include <stddef.h>

#include "image.h"

/* An arm64 Image, little-endian numbers of 8 bytes, but for the magic number, of 4. */
enum {
    IMAGE_TEXT_OFFSET = 8,
    IMAGE_SIZE = 16,
    IMAGE_FLAGS = 24,
    IMAGE_MAGIC = 56,
    IMAGE_HEADER = 64
};

#define MAGIC 0x644d5241u /* "ARM\x64" */

enum { FLAG_BIG_ENDIAN = 1 };

/* A device tree, big-endian. */
enum { TREE_TOTAL_SIZE = 4, TREE_HEADER = 40, TREE_MOST = 0x200000 };

#define TREE_MAGIC 0xd00dfeedu

struct placement {
    uint8_t *kernel;
    uint8_t *tree;
    uint8_t *files;
    uint64_t entry;
};

static uint32_t big_endian(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The room from `from` to `to`, if it is that of `bytes` in the guest's memory. */
static uint8_t *room(const struct guest_memory *memory, uint64_t from, uint64_t to, uint64_t bytes)
{
    return from <= to && bytes <= to - from ? memory_at(memory, from, bytes) : NULL;
}

/* The kernel uses memory beyond its file, which image_size counts, from text_offset on. */
static enum image_problem plan_kernel(const struct guest_memory *memory, uint64_t end,
                                      const struct file *kernel, struct placement *plan)
{
    uint64_t text_offset;
    uint64_t size;

    if (kernel->bytes < IMAGE_HEADER || memory_number(kernel->data + IMAGE_MAGIC, 4) != MAGIC) {
        return IMAGE_NO_KERNEL;
    }
    text_offset = memory_number(kernel->data + IMAGE_TEXT_OFFSET, 8);
    size = memory_number(kernel->data + IMAGE_SIZE, 8);
    if (size == 0) {
        return IMAGE_TOO_OLD;
    }
    if ((memory_number(kernel->data + IMAGE_FLAGS, 8) & FLAG_BIG_ENDIAN) != 0) {
        return IMAGE_BIG_ENDIAN;
    }
    plan->entry = memory->address + text_offset;
    plan->kernel = text_offset <= memory->bytes
                       ? room(memory, plan->entry, end, size > kernel->bytes ? size : kernel->bytes)
                       : NULL;
    return plan->kernel != NULL ? IMAGE_OK : IMAGE_TOO_LARGE;
}

static enum image_problem plan_tree(const struct guest_memory *memory,
                                    const struct image_places *places, const struct file *tree,
                                    struct placement *plan)
{
    if (tree->bytes < TREE_HEADER || big_endian(tree->data) != TREE_MAGIC ||
        big_endian(tree->data + TREE_TOTAL_SIZE) > tree->bytes) {
        return IMAGE_NO_TREE;
    }
    plan->tree = tree->bytes <= TREE_MOST
                     ? room(memory, places->tree, places->end, tree->bytes) : NULL;
    return plan->tree != NULL ? IMAGE_OK : IMAGE_TREE_TOO_LARGE;
}

enum image_problem image_place(const struct guest_memory *memory, const struct image_places *places,
                               const struct file *kernel, const struct file *tree,
                               const struct file *files, uint64_t *entry)
{
    struct placement plan;
    enum image_problem problem = plan_kernel(memory, places->files, kernel, &plan);

    if (problem == IMAGE_OK) {
        problem = plan_tree(memory, places, tree, &plan);
    }
    if (problem != IMAGE_OK) {
        return problem;
    }
    plan.files = room(memory, places->files, places->tree, files->bytes);
    if (plan.files == NULL) {
        return IMAGE_FILES_TOO_LARGE;
    }
    memory_clear(memory->window, memory->bytes);
    memory_copy(plan.kernel, kernel->data, kernel->bytes);
    memory_copy(plan.tree, tree->data, tree->bytes);
    memory_copy(plan.files, files->data, files->bytes);
    *entry = plan.entry;
    return IMAGE_OK;
}

const char *image_problem_text(enum image_problem problem)
{
    static const char *const texts[] = {
        [IMAGE_OK] = "fine",
        [IMAGE_NO_KERNEL] = "the kernel is no Linux Image for arm64 (one that is not compressed)",
        [IMAGE_TOO_OLD] = "the kernel does not say its size; expected Linux 3.17 or later",
        [IMAGE_BIG_ENDIAN] = "the kernel is big-endian; expected a little-endian one",
        [IMAGE_TOO_LARGE] = "the kernel does not fit before its first file system",
        [IMAGE_NO_TREE] = "the device tree is none, or is cut off",
        [IMAGE_TREE_TOO_LARGE] = "the device tree does not fit; expected 2 MiB at most",
        [IMAGE_FILES_TOO_LARGE] = "the first file system does not fit before the device tree",
    };

    return texts[problem];
}
