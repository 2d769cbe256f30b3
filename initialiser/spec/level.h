/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the layout of a system has to do with the exception level of the kernel.  The
 * host tool lays systems out for either; libsel4's headers have the numbers of the one
 * that a program is compiled for, and the initial task compares where addresses end.
 */
#pragma once

#include <stdint.h>

struct spec_level {
    uint64_t user_top;      /* the highest address of an address space */
    uint32_t vspace_bits;   /* log2 of the bytes of its root */
    uint32_t table_levels;  /* of tables below that */
};

/* For a kernel at this exception level, 1 or 2; null for another number. */
const struct spec_level *spec_level(uint32_t exception_level);
