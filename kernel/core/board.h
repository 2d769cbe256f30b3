/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the core must know of a board.  One constant structure, in
 * kernel/board/board.c, and what must be known where code is compiled (the
 * number of interrupts, and for arch code addresses of registers) in
 * board_devices.h: both are made of the facts in kernel/board/NAME/board.txt.
 */
#pragma once

#include "types.h"

struct phys_range {
    paddr_t start;
    paddr_t end; /* exclusive */
};

struct board {
    struct phys_range ram;             /* one bank, 2 MiB aligned */
    const struct phys_range *reserved; /* device pages users never get, ascending */
    unsigned reserved_count;
    unsigned max_irq;                  /* highest interrupt number */
    unsigned timer_irq;                /* the kernel's own */
    word_t timer_hz;                   /* ticks per second */
    unsigned root_cnode_bits;          /* log2 slots of the initial CNode */
};

extern const struct board board;
