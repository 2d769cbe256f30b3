/* SPDX-License-Identifier: BSD-2-Clause */
/* The three clients: channel, and where the virtualiser has their queues and data. */
#include "../config.h"

CONFIG_SECTION(".config") struct dma_virt_config config = {
    .magic = CONFIG_MAGIC,
    .clients = 3,
    .client = {{1, 0x5000000, 0x6000000, 0x2000},
               {2, 0x5010000, 0x6400000, 0x2000},
               {3, 0x5020000, 0x6800000, 0x200000}},
};
