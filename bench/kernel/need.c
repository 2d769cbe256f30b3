/* SPDX-License-Identifier: BSD-2-Clause */
/* What the initial task says if it cannot go on. */
#include "console.h"
#include "task.h"

void need(seL4_Word error, const char *what)
{
    if (error != seL4_NoError) {
        console_print("the benchmark cannot ");
        console_print(what);
        console_print("\n");
        for (;;) {
        }
    }
}
