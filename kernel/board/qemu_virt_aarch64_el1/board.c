/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU's "virt" machine with 2 GiB of RAM, for the portable core.
 */
#include "board.h"

#include "board_devices.h"

/* Users could take over the machine's interrupts with these.  The UART is not
   among them: debug kernels print on it, but it is the users' (ABI.md 7.5). */
static const struct phys_range reserved[] = {
    {BOARD_GICD_PADDR, BOARD_GICD_PADDR + 0x1000},
    {BOARD_GICC_PADDR, BOARD_GICC_PADDR + 0x1000},
};

const struct board board = {
    .ram = {BOARD_RAM_START, BOARD_RAM_END},
    .reserved = reserved,
    .reserved_count = sizeof reserved / sizeof reserved[0],
    .max_irq = BOARD_IRQ_LINES - 1,
    .timer_irq = 27,
    .timer_hz = BOARD_TIMER_HZ,
    .root_cnode_bits = ROOT_CNODE_BITS, /* kernel.mk */
};
