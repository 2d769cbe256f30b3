/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C's side of head.S.
 */
#pragma once

#include "types.h"

/*
 * Prepare the machine and create the first thread.  The loader's six registers
 * (ABI.md 13.1) and the physical address of the kernel's image; returns when
 * the first thread can run.
 */
void boot_main(paddr_t user_start, paddr_t user_end, word_t user_offset,
               vaddr_t user_entry, paddr_t dtb, uint32_t dtb_size, paddr_t image);
