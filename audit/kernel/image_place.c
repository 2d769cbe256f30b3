/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's own place.c, and where it keeps what only it sees. */
#include "../../kernel/core/place.c"

#include "statics.h"

const struct kernel_variable place_variables[1] = {
    {"place.c", "releases", releases, sizeof(releases), "queue"},
};
