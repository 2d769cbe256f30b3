/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host's board: the RAM array, device addresses like QEMU's virt machine.
 */
#include "board.h"

#include "board_devices.h"

#include <machine.h>
#include <vcpu_arch.h>

static const struct phys_range ram[] = {{HOST_RAM_BASE, HOST_RAM_BASE + HOST_RAM_SIZE}};
static const struct phys_range reserved[] = {
    {0x08000000, 0x08001000}, /* interrupt distributor */
    {0x08010000, 0x08011000}, /* interrupt CPU interface */
};

const struct board board = {
    .ram = ram,
    .ram_count = sizeof ram / sizeof ram[0],
    .reserved = reserved,
    .reserved_count = sizeof reserved / sizeof reserved[0],
    .max_irq = BOARD_IRQ_LINES - 1,
    .timer_irq = HAVE_VCPUS ? 26 : 27, /* ABI.md 12 */
    .timer_hz = 62500000,
    .root_cnode_bits = 12,
    .firmware = true,
};
