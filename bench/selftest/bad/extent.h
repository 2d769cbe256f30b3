/* SPDX-License-Identifier: BSD-2-Clause */
/* The same with memory that loses a bit: the one at 0x45678 of each page, of the word's bit 42. */
#pragma once

enum { RAM_PAGES_OF_A_BLOCK = 2 };

#define RAM_EXTENT "a build for tests: the first 2 pages of each block"

static inline void ram_meanwhile(unsigned long vaddr)
{
    if (vaddr % (1ul << 21) == 0) {
        *(volatile unsigned long *)(vaddr + 0x45678) &= ~(1ul << 42);
    }
}
