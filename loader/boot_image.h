/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot image as the host tool lays it out and the loader finds it.
 *
 *   image base (board: 0x70000000)     loader, entered at its first byte
 *   base + kernel_offset               kernel: its LOAD segments, flattened
 *   base + user_offset (page aligned)  the initial task's memory image: its
 *                                      ELF segments with .bss expanded, then
 *                                      the system spec and the PDs' pages; last,
 *                                      zero, the loader's own
 *
 * The kernel gives nobody memory of an initial task's image but that task, which
 * deletes its capability to the loader's page before anybody else runs.  From
 * then on the page can be reached by no capability: there the loader has put the
 * vectors of EL2 and EL3.  (Whatever else the loader used becomes the users'.)
 *
 * The loader copies the kernel to kernel_paddr, zeroes what follows it up to
 * kernel_memsz and leaves the initial task where it is.  The tool fills this
 * structure into the loader's symbol `boot_image`.
 */
#pragma once

#include <stdint.h>

#define BOOT_LOADER_BYTES 4096ull /* the loader's, at the end of the initial task's image */

#define BOOT_IMAGE_MAGIC 0x6567616d69746f62ull /* "botimage", little-endian */

struct boot_image {
    uint64_t magic;
    uint64_t kernel_offset; /* bytes from the image base */
    uint64_t kernel_filesz; /* bytes present in the image */
    uint64_t kernel_memsz;  /* bytes with .bss */
    uint64_t kernel_paddr;  /* where it runs, physical; 2 MiB aligned */
    uint64_t kernel_vaddr;  /* the same, virtual */
    uint64_t kernel_entry;  /* virtual address of the entry point */
    uint64_t user_offset;   /* bytes from the image base; page aligned */
    uint64_t user_size;     /* bytes, a multiple of 4096 */
    uint64_t user_vaddr;    /* virtual address of its first page */
    uint64_t user_entry;    /* virtual address of its entry point */
};
