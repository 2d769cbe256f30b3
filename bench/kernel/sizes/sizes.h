/* SPDX-License-Identifier: BSD-2-Clause */
/* How much of everything the rows of bench/kernel need; bench/scale/sizes.h has more. */
#pragma once

enum {
    THREADS = 200,
    TABLE_BITS = 14,
    MEMORY_BITS = 24
};
