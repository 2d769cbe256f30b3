/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader: put the kernel where it belongs, leave the initial task where it
 * is, and hand over as ABI.md 13 says.
 */
#include <stddef.h>

#include "board_devices.h"
#include "loader.h"

/* In .data, so that it is in the file for the host tool to fill in. */
struct boot_image boot_image __attribute__((section(".data")));

static void place_kernel(const struct boot_image *image, uint64_t base)
{
    unsigned char *kernel = (unsigned char *)image->kernel_vaddr;

    copy_bytes(kernel, (const void *)(base + image->kernel_offset), image->kernel_filesz);
    zero_bytes(kernel + image->kernel_filesz, kernel + image->kernel_memsz);
    instructions_publish(kernel, image->kernel_filesz);
}

/* Write a double word of the copy at `to` of the vectors. */
static void fill(uint64_t to, const unsigned char *field, uint64_t value)
{
    *(volatile uint64_t *)(to + (uint64_t)(field - last_vectors)) = value;
}

_Static_assert(offsetof(struct boot_image, user_offset) == 56 &&
                   offsetof(struct boot_image, user_size) == 64 && BOOT_LOADER_BYTES == 4096 &&
                   BOOT_IMAGE_MAGIC == 0x6567616d69746f62,
               "start.S knows these");

uint64_t last_vectors_place(void)
{
    const struct boot_image *image = &boot_image;
    uint64_t base = (uint64_t)image_base;

    if (!image_check(image, base)) {
        park();
    }
    uint64_t to = base + image->user_offset + image->user_size - BOOT_LOADER_BYTES;
    uint64_t size = (uint64_t)(last_vectors_end - last_vectors);
    copy_bytes((void *)to, last_vectors, size);
    fill(to, last_vectors_uart, BOARD_UART_PADDR);
    instructions_publish((const void *)to, size);
    fill(to, last_vectors_ready, image->magic); /* last of all: other cores wait for it */
    return to;
}

void loader_main(unsigned level)
{
    const struct boot_image *image = &boot_image;
    uint64_t base = (uint64_t)image_base;
    uint64_t user = base + image->user_offset;

    const struct machine machine = machine_find(level);

    if (!machine_check(&machine)) {
        park();
    }
    tables_install(base, base + image->kernel_offset + image->kernel_filesz,
                   image->kernel_vaddr, image->kernel_paddr, machine.mmfr0);
    place_kernel(image, base);
    kernel_enter(user, user + image->user_size, user - image->user_vaddr, image->user_entry,
                 image->kernel_entry);
}

/* If there is no UART, this faults again; then the machine stands still without
   the message, which is as good as it can be. */
void loader_exception(uint64_t esr, uint64_t elr, uint64_t far, uint64_t level)
{
    static bool reporting;

    if (!reporting) {
        reporting = true;
        print_text("Bulkhead loader: exception at EL");
        print_decimal(level);
        print_text(", esr ");
        print_hex(esr);
        print_text(", pc ");
        print_hex(elr);
        print_text(", far ");
        print_hex(far);
        print_text(".\n");
    }
    park();
}
