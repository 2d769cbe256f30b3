/* SPDX-License-Identifier: BSD-2-Clause */
/* The three clients and the judge: channel, and where the virtualiser has their text. */
#include "../config.h"

CONFIG_SECTION(".config") struct serial_virt_config config = {
    .magic = CONFIG_MAGIC,
    .clients = 4,
    .client = {{1, 0x7000000}, {2, 0x7010000}, {3, 0x7020000}, {4, 0x7030000}},
};
