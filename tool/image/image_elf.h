/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot image as an ELF file.
 */
#pragma once

#include "image.h"

/*
 * Appends an ELF file whose one segment is the image, at the address where it is
 * loaded and entered, and whose symbols are those of loader, kernel and initial
 * task at the addresses where they run.
 */
void image_elf_write(struct buffer *file, const struct image *image,
                     const struct image_parts *parts);
