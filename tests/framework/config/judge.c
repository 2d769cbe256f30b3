/* SPDX-License-Identifier: BSD-2-Clause */
/* How many clients the judge waits for. */
#include "../config.h"

CONFIG_SECTION(".config") struct judge_config config = {.magic = CONFIG_MAGIC, .clients = 3};
