/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU's "virt" machine with 2 GiB of RAM.
 */
#include "board_memory.h"

static const struct span reserved[] = {
    {0x08000000, 0x08001000}, /* interrupt distributor */
    {0x08010000, 0x08011000}, /* interrupt CPU interface */
};

const struct board_memory board_memory = {
    .ram = {0x40000000, 0xc0000000},
    .reserved = reserved,
    .reserved_count = sizeof(reserved) / sizeof(reserved[0]),
};
