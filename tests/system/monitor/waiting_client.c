/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls the server, once, and says what came of it. */
#include <microkit.h>

#include "waiting.h"

enum { SERVER = 1 };

void init(void)
{
    seL4_Word label = microkit_msginfo_get_label(
        microkit_ppcall(SERVER, microkit_msginfo_new(0, 0)));

    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(label == SERVED   ? ": served\n"
                      : label == FAILED ? ": told that the call failed\n"
                                        : ": an answer that nobody gave\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
