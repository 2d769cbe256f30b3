/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables for EL2: one half, with one root.
 *
 * Source: Arm ARM, TCR_EL2; "VMSAv8-64 translation table format descriptors": AP[1] is RES1 where
 * there is but one privilege level.
 */
#pragma once

#define ENTRY_OF_LEVEL (1ull << 6)
#define KERNEL_ROOT(low, high) (low)

/* 48 bits, 4 KiB granule, walks inner shareable write-back; bits 23 and 31 are RES1. */
#define TCR (16ull << 0 | 1ull << 8 | 1ull << 10 | 3ull << 12 | 1ull << 23 | 1ull << 31)
#define TCR_IPS_SHIFT 16

/* Which addresses a kernel at this level is linked to: not those of the loader itself, which has
   the first 512 GiB. */
#define KERNEL_VADDR_TOP 0 /* bits 63:48 */
#define KERNEL_VADDR_LEAST 0x8000000000ull
#define KERNEL_VADDR_WHERE "a multiple of 2 MiB from 512 GiB to 256 TiB (a kernel for EL2)"
