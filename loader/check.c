/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader believes of the image before it copies anything over memory.
 * The host tool wrote it, but files get truncated, loaded at wrong addresses
 * and edited.
 */
#include "board_devices.h"
#include "loader.h"
#include "tables_level.h"

#define PAGE 0x1000ull
#define BLOCK 0x200000ull
#define GIB 0x40000000ull
#define IMAGE_LIMIT 0x100000000ull /* larger parts than this are nonsense */

static bool refuse(const char *field, uint64_t value, const char *expected)
{
    print_text("Bulkhead loader: cannot start this image: ");
    print_text(field);
    print_text(" is ");
    print_hex(value);
    print_text(", expected ");
    print_text(expected);
    print_text(".\n");
    return false;
}

static bool check_kernel(const struct boot_image *image)
{
    if (image->kernel_offset % 16 != 0 || image->kernel_offset >= IMAGE_LIMIT) {
        return refuse("kernel_offset", image->kernel_offset, "a small multiple of 16");
    }
    if (image->kernel_filesz == 0 || image->kernel_filesz > image->kernel_memsz) {
        return refuse("kernel_filesz", image->kernel_filesz, "1 to kernel_memsz");
    }
    if (image->kernel_paddr % BLOCK != 0 ||
        image->kernel_paddr - BOARD_RAM_START >= BOARD_RAM_END - BOARD_RAM_START) {
        return refuse("kernel_paddr", image->kernel_paddr, "a multiple of 2 MiB in RAM");
    }
    if (image->kernel_vaddr % BLOCK != 0 || image->kernel_vaddr >> 48 != KERNEL_VADDR_TOP ||
        image->kernel_vaddr < KERNEL_VADDR_LEAST) {
        return refuse("kernel_vaddr", image->kernel_vaddr, KERNEL_VADDR_WHERE);
    }
    if (image->kernel_memsz > BOARD_RAM_END - image->kernel_paddr) {
        return refuse("kernel_memsz", image->kernel_memsz, "to end in RAM");
    }
    if (image->kernel_memsz > GIB - image->kernel_vaddr % GIB) {
        return refuse("kernel_memsz", image->kernel_memsz, "to end in the GiB it starts in");
    }
    if (image->kernel_entry - image->kernel_vaddr >= image->kernel_filesz) {
        return refuse("kernel_entry", image->kernel_entry, "an address in the kernel");
    }
    return true;
}

static bool check_user(const struct boot_image *image)
{
    if (image->user_offset % PAGE != 0 || image->user_offset >= IMAGE_LIMIT) {
        return refuse("user_offset", image->user_offset, "a small multiple of 4096");
    }
    if (image->user_size <= BOOT_LOADER_BYTES || image->user_size % PAGE != 0 ||
        image->user_size >= IMAGE_LIMIT) {
        return refuse("user_size", image->user_size, "a small multiple of 4096, at least two");
    }
    if (image->user_vaddr % PAGE != 0) {
        return refuse("user_vaddr", image->user_vaddr, "a multiple of 4096");
    }
    if (image->user_entry - image->user_vaddr >= image->user_size - BOOT_LOADER_BYTES) {
        return refuse("user_entry", image->user_entry, "an address in the initial task");
    }
    return true;
}

/* The order in memory: loader, kernel, initial task; the kernel goes elsewhere
   and covers none of them. */
static bool check_layout(const struct boot_image *image, uint64_t base)
{
    uint64_t loader_size = (uint64_t)(bss_end - image_base);
    uint64_t end = base + image->user_offset + image->user_size;

    if (image->kernel_offset < loader_size) {
        return refuse("kernel_offset", image->kernel_offset, "a place after the loader");
    }
    if (base % GIB + image->kernel_offset + image->kernel_filesz > GIB) {
        return refuse("kernel_filesz", image->kernel_filesz,
                      "to end in the GiB the image starts in");
    }
    if (end > BOARD_RAM_END) {
        return refuse("user_size", image->user_size, "to end in RAM");
    }
    if (image->user_offset < image->kernel_offset + image->kernel_filesz) {
        return refuse("user_offset", image->user_offset, "a place after the kernel");
    }
    if (image->kernel_paddr < end && image->kernel_paddr + image->kernel_memsz > base) {
        return refuse("kernel_paddr", image->kernel_paddr, "a place outside the image");
    }
    return true;
}

bool image_check(const struct boot_image *image, uint64_t base)
{
    if (image->magic != BOOT_IMAGE_MAGIC) {
        return refuse("magic", image->magic,
                      "0x6567616d69746f62 (this loader was started without an image)");
    }
    return check_kernel(image) && check_user(image) && check_layout(image, base);
}
