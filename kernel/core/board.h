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
    const struct phys_range *ram;      /* banks, 2 MiB aligned, ascending, apart */
    unsigned ram_count;
    const struct phys_range *reserved; /* pages that users never get, ascending */
    unsigned reserved_count;
    unsigned max_irq;                  /* highest interrupt number */
    unsigned timer_irq;                /* the kernel's own */
    word_t timer_hz;                   /* ticks per second */
    unsigned root_cnode_bits;          /* log2 slots of the initial CNode */
    bool firmware;                     /* it answers the kernel's secure monitor calls */
};

extern const struct board board;

/* Is all of [start, end) in one bank? */
static inline bool board_has_ram(paddr_t start, paddr_t end)
{
    for (unsigned i = 0; i < board.ram_count; i++) {
        if (board.ram[i].start <= start && start <= end && end <= board.ram[i].end) {
            return true;
        }
    }
    return false;
}
