/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The board that the kernel is fuzzed on: as kernel/arch/host/board.c, but
 * small, so that booting it takes little time and the check of all invariants
 * has few slots to look at.
 */
#include "board.h"

#include <machine.h>
#include <vcpu_arch.h>

static const struct phys_range ram[] = {{HOST_RAM_BASE, HOST_RAM_BASE + 0x100000}};
static const struct phys_range reserved[] = {
    {0x08000000, 0x08001000}, /* interrupt distributor */
};

const struct board board = {
    .ram = ram,
    .ram_count = sizeof ram / sizeof ram[0],
    .reserved = reserved,
    .reserved_count = sizeof reserved / sizeof reserved[0],
    .max_irq = 159,
    .timer_irq = HAVE_VCPUS ? 26 : 27, /* as kernel/arch/host/board.c */
    .timer_hz = 62500000,
    .root_cnode_bits = 8,
    .firmware = true,
};
