/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Putting the boot image together.  The three ELF files are the SDK's own (or a
 * kernel that the user brought), yet everything that the loader and the initial
 * task take for granted about them is checked here, where it can be explained.
 */
#include "image.h"

#include <inttypes.h>
#include <string.h>

#include "kernel_check.h"

/* More than any of the three parts may span in memory. */
#define PART_MAX_SIZE (32ull << 20)

static uint64_t first_address(const struct elf *elf)
{
    return elf->segments[0].vaddr;
}

static bool check_span(struct diag *diag, const struct component *component)
{
    const struct elf *elf = &component->elf;

    if (elf_end(elf) - first_address(elf) > PART_MAX_SIZE) {
        diag_fail(diag, "%s spans 0x%" PRIx64 " bytes of memory; expected at most 0x%llx",
                  component->path, elf_end(elf) - first_address(elf), PART_MAX_SIZE);
        return false;
    }
    return true;
}

/* Appends memory from `start` to `end` as the segments say, gaps zero. */
static void flatten(const struct elf *elf, uint64_t start, uint64_t end, struct buffer *bytes)
{
    uint8_t *memory = buffer_extend(bytes, (size_t)(end - start));

    for (size_t i = 0; i < elf->segment_count; i += 1) {
        const struct elf_segment *segment = &elf->segments[i];

        if (segment->filesz > 0) {
            memcpy(memory + (segment->vaddr - start), segment->data, (size_t)segment->filesz);
        }
    }
}

static bool place_loader(struct diag *diag, struct image *image,
                         const struct component *component)
{
    const struct elf *elf = &component->elf;

    image->base = first_address(elf);
    if (!check_span(diag, component)) {
        return false;
    }
    if (elf->entry != image->base || image->base % SMALL_PAGE != 0) {
        diag_fail(diag, "%s starts at 0x%" PRIx64 " and is entered at 0x%" PRIx64
                        "; expected it to be entered at its first byte, on a page boundary",
                  component->path, image->base, elf->entry);
        return false;
    }
    flatten(elf, image->base, elf_end(elf), &image->bytes);
    image->loader_size = image->bytes.size;
    buffer_align(&image->bytes, SMALL_PAGE);
    return true;
}

/* End of what the file has; what follows in memory is zero. */
static uint64_t file_end(const struct elf *elf)
{
    uint64_t end = first_address(elf);

    for (size_t i = 0; i < elf->segment_count; i += 1) {
        if (elf->segments[i].filesz > 0) {
            end = elf->segments[i].vaddr + elf->segments[i].filesz;
        }
    }
    return end;
}

static bool place_kernel(struct diag *diag, struct image *image,
                         const struct component *component, const struct board_facts *board)
{
    const struct elf *elf = &component->elf;
    struct boot_image *boot = &image->boot;

    if (!kernel_check(diag, component, board) || !check_span(diag, component)) {
        return false;
    }
    boot->kernel_offset = image->bytes.size;
    boot->kernel_vaddr = first_address(elf);
    boot->kernel_paddr = elf->segments[0].paddr;
    boot->kernel_filesz = file_end(elf) - boot->kernel_vaddr;
    boot->kernel_memsz = elf_end(elf) - boot->kernel_vaddr;
    boot->kernel_entry = elf->entry;
    image->kernel_boot_size = kernel_boot_size(component);
    image->kernel_size = kernel_size(component);
    flatten(elf, boot->kernel_vaddr, file_end(elf), &image->bytes);
    buffer_align(&image->bytes, SMALL_PAGE);
    return true;
}

static bool check_initialiser(struct diag *diag, const struct component *component)
{
    const struct elf *elf = &component->elf;
    struct elf_symbol end;

    if (!check_span(diag, component)) {
        return false;
    }
    if (elf_symbol_find(elf, "__image_end", &end) != ELF_FOUND) {
        diag_fail(diag, "%s has no symbol '__image_end'; expected it at the end of its last page, "
                        "where the system spec begins",
                  component->path);
        return false;
    }
    uint64_t expected = page_down(elf_end(elf) + SMALL_PAGE - 1);
    if (end.address != expected) {
        diag_fail(diag, "%s has '__image_end' at 0x%" PRIx64 "; expected it at 0x%" PRIx64
                        ", the end of its last page",
                  component->path, end.address, expected);
        return false;
    }
    const struct elf_segment *segment = elf_segment_of(elf, elf->entry, 4);
    if (segment == NULL || (segment->flags & ELF_EXECUTE) == 0) {
        diag_fail(diag, "%s has its entry point 0x%" PRIx64 " outside of its executable segments",
                  component->path, elf->entry);
        return false;
    }
    return true;
}

static bool place_initialiser(struct diag *diag, struct image *image,
                              const struct component *component, const struct plan *plan)
{
    const struct elf *elf = &component->elf;
    struct boot_image *boot = &image->boot;

    if (!check_initialiser(diag, component)) {
        return false;
    }
    boot->user_offset = image->bytes.size;
    boot->user_vaddr = page_down(first_address(elf));
    boot->user_entry = elf->entry;
    flatten(elf, boot->user_vaddr, page_down(elf_end(elf) + SMALL_PAGE - 1), &image->bytes);
    image->spec_offset = image->bytes.size;
    buffer_reserve(&image->bytes, plan->header.size + BOOT_LOADER_BYTES);
    plan_write(plan, &image->bytes);
    image->spec_size = image->bytes.size - image->spec_offset;
    buffer_extend(&image->bytes, BOOT_LOADER_BYTES);
    boot->user_size = image->bytes.size - boot->user_offset;
    return true;
}

static bool fill_boot_image(struct diag *diag, struct image *image,
                            const struct component *loader)
{
    struct elf_symbol symbol;

    if (elf_symbol_find(&loader->elf, "boot_image", &symbol) != ELF_FOUND ||
        elf_segment_of(&loader->elf, symbol.address, sizeof(image->boot)) == NULL ||
        (symbol.size != 0 && symbol.size != sizeof(image->boot))) {
        diag_fail(diag, "%s has no symbol 'boot_image' of %zu bytes: it is not a loader of this "
                        "version of the SDK",
                  loader->path, sizeof(image->boot));
        return false;
    }
    image->boot.magic = BOOT_IMAGE_MAGIC;
    memcpy(image->bytes.data + (symbol.address - image->base), &image->boot,
           sizeof(image->boot));
    return true;
}

static bool overlap(uint64_t a, uint64_t a_size, uint64_t b, uint64_t b_size)
{
    return a < b + b_size && b < a + a_size;
}

/* The loader copies the kernel while it runs from the image. */
static bool check_kernel_place(struct diag *diag, const struct image *image,
                               const struct component *kernel)
{
    const struct boot_image *boot = &image->boot;

    if (overlap(boot->kernel_paddr, image->kernel_size, image->base, image->bytes.size)) {
        diag_fail(diag, "%s is to run at 0x%" PRIx64 " to 0x%" PRIx64
                        ", where the image is loaded (0x%" PRIx64 " to 0x%" PRIx64
                        "); expected a smaller system or another kernel address",
                  kernel->path, boot->kernel_paddr, boot->kernel_paddr + image->kernel_size,
                  image->base, image->base + image->bytes.size);
        return false;
    }
    return true;
}

bool image_build(struct diag *diag, struct image *image, const struct image_parts *parts,
                 const struct plan *plan, const struct board_facts *board)
{
    return place_loader(diag, image, &parts->loader) &&
           place_kernel(diag, image, &parts->kernel, board) &&
           place_initialiser(diag, image, &parts->initialiser, plan) &&
           fill_boot_image(diag, image, &parts->loader) &&
           check_kernel_place(diag, image, &parts->kernel);
}
