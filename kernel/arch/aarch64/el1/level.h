/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What differs between a kernel at EL1 and one at EL2, as constants: this is EL1.
 * ../el2 has files of the same names, and the include path chooses.
 */
#pragma once

/* Users' address spaces: 4 levels of 512 entries, stage 1 of EL1&0 (ABI.md 9.1). */
enum {
    VSPACE_ROOT_SHIFT = 39, /* of the bits that index the root */
    VSPACE_LAST_LEVEL = 3
};

/* Cache maintenance is checked as if the user's mapping did it (ABI.md 9.4). */
enum { CACHE_BY_USER_MAPPING = 1 };

/* Where physical memory is, for the kernel (machine.h). */
#define KERNEL_WINDOW 0xffffff8000000000ull
