/* SPDX-License-Identifier: BSD-2-Clause */
/* Address spaces at EL1 (ABI.md 9.1) and, with 40 bits of physical addresses, at EL2. */
#include "level.h"

#include <stddef.h>

const struct spec_level *spec_level(uint32_t exception_level)
{
    static const struct spec_level levels[] = {
        { .user_top = (1ull << 47) - 1, .vspace_bits = 12, .table_levels = 3 },
        { .user_top = (1ull << 40) - 1, .vspace_bits = 13, .table_levels = 2 },
    };

    return exception_level == 1 || exception_level == 2 ? &levels[exception_level - 1] : NULL;
}
