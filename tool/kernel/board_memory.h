/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The board's physical memory, as the kernel sees it (kernel/board; a test of
 * the tool compares).
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct span {
    uint64_t start;
    uint64_t end; /* exclusive */
};

struct board_memory {
    struct span ram;
    const struct span *reserved; /* device pages that the kernel never gives away, ascending */
    size_t reserved_count;
};

extern const struct board_memory board_memory;
