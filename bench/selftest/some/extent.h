/* SPDX-License-Identifier: BSD-2-Clause */
/* For tests of the self-test: the first pages of each block of untyped memory. */
#pragma once

enum { RAM_PAGES_OF_A_BLOCK = 2 };

#define RAM_EXTENT "a build for tests: the first 2 pages of each block"

static inline void ram_meanwhile(unsigned long vaddr)
{
    (void)vaddr;
}

static inline void before_the_last(void)
{
}
