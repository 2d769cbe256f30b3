/* SPDX-License-Identifier: BSD-2-Clause */
/* How much of each block of untyped memory is tested: all of it. */
#pragma once

enum { RAM_PAGES_OF_A_BLOCK = 1 << 30 };

#define RAM_EXTENT "all of it"

/* Between writing and reading a page at `vaddr`. */
static inline void ram_meanwhile(unsigned long vaddr)
{
    (void)vaddr;
}

/* Before the last test. */
static inline void before_the_last(void)
{
}
