/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the memory test writes and looks for: a word that no other physical address
 * has, and in the second round, `inverted`, its complement.  Nothing here is about
 * seL4, so it is tested on a host (tests/selftest/).
 */
#pragma once

#include <stdint.h>

struct pattern_result {
    uint64_t wrong; /* words */
    uint64_t first; /* physical address of the first of them */
    uint64_t found;
    uint64_t expected;
};

/* `bytes`, a multiple of 8, of the physical memory at `paddr`, which is mapped at `at`; `inverted`
   is 0 or ~0. */
void pattern_write(void *at, uint64_t paddr, uint64_t bytes, uint64_t inverted);

/* Adds to `result` what is not as it was written. */
void pattern_read(const void *at, uint64_t paddr, uint64_t bytes, uint64_t inverted,
                  struct pattern_result *result);
