/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of the self-test: a board that is broken.  In the first page of each
 * 2 MiB bit 42 of a word does not become 1, and memory that the board should have
 * does not answer.
 */
#pragma once

enum { RAM_PAGES_OF_A_BLOCK = 2 };

#define RAM_EXTENT "a build for tests: a bit of some pages is lost"

/* A page may be a small one, so the word is one of its first 4 KiB. */
static inline void ram_meanwhile(unsigned long vaddr)
{
    if (vaddr % (1ul << 21) == 0) {
        *(volatile unsigned long *)(vaddr + 0x678) &= ~(1ul << 42);
    }
}

/* Nothing is mapped there. */
static inline void before_the_last(void)
{
    (void)*(volatile unsigned long *)0x700000000;
}
