/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The board for the portable core.  All that differs between boards is in their
 * folders' board.txt, of which kernel/board/boards.awk makes board_devices.h.
 */
#include "board.h"

#include "board_devices.h"

static const struct phys_range ram[] = {BOARD_RAM};
static const struct phys_range reserved[] = {BOARD_RESERVED};

const struct board board = {
    .ram = ram,
    .ram_count = sizeof ram / sizeof ram[0],
    .reserved = reserved,
    .reserved_count = sizeof reserved / sizeof reserved[0],
    .max_irq = BOARD_IRQ_LINES - 1,
    .timer_irq = BOARD_TIMER_IRQ,
    .timer_hz = BOARD_TIMER_HZ,
    .root_cnode_bits = ROOT_CNODE_BITS, /* kernel.mk */
    .firmware = BOARD_FIRMWARE,
};
