/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a component of the SDK's tests judges: it says of each fact whether it
 * holds, and counts.
 */
#pragma once

#include <microkit.h>

static seL4_Uint32 checks;
static seL4_Uint32 passed;

static void check(seL4_Bool holds, const char *what)
{
    checks++;
    passed += holds ? 1 : 0;
    microkit_dbg_puts(holds ? "ok    " : "WRONG ");
    microkit_dbg_puts(what);
    microkit_dbg_puts("\n");
}
