/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables for EL1: two halves, each with a root.
 *
 * Source: Arm ARM, TCR_EL1.
 */
#pragma once

#define ENTRY_OF_LEVEL 0ull
#define KERNEL_ROOT(low, high) (high)

/* Both halves 48 bits, 4 KiB granule, walks inner shareable write-back;
   16-bit ASIDs. */
#define TCR                                                                            \
    (16ull << 0 | 1ull << 8 | 1ull << 10 | 3ull << 12 | 16ull << 16 | 1ull << 24 |     \
     1ull << 26 | 3ull << 28 | 2ull << 30 | 1ull << 36)
#define TCR_IPS_SHIFT 32

/* Which addresses a kernel at this level is linked to. */
#define KERNEL_VADDR_TOP 0xffff /* bits 63:48 */
#define KERNEL_VADDR_LEAST 0xffff000000000000ull
#define KERNEL_VADDR_WHERE "a multiple of 2 MiB in the upper half (a kernel for EL1)"
