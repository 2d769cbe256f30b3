/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What differs between a kernel at EL1 and one at EL2, as constants: this is EL2.
 */
#pragma once

/* Users' address spaces: 3 levels, the root of 1,024 entries, stage 2 of EL1&0
   (ABI.md 9.1; HYP.md 1). */
enum {
    VSPACE_ROOT_SHIFT = 30, /* of the bits that index the root */
    VSPACE_LAST_LEVEL = 2
};

/* Cache maintenance is done by the kernel's mapping, and that is all that is asked for
   (ABI.md 9.4). */
enum { CACHE_BY_USER_MAPPING = 0 };

/* Where physical memory is, for the kernel (machine.h). */
#define KERNEL_WINDOW 0x0000800000000000ull
