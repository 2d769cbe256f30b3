/* SPDX-License-Identifier: BSD-2-Clause */
/* INDEX: which client; the last one has a large page, and uses the end of it. */
#include "../config.h"

#define LARGE (INDEX == 2)

CONFIG_SECTION(".config") struct client_config config = {
    .magic = CONFIG_MAGIC,
    .index = INDEX,
    .data_bytes = LARGE ? 0x200000 : 0x2000,
    .first_place = LARGE ? 0x1ff000 : 0x40,
};
