/* SPDX-License-Identifier: BSD-2-Clause */
/* What the self-test says if it cannot go on. */
#include "page.h"
#include "task.h"

void need(seL4_Word error, const char *what)
{
    if (error != seL4_NoError) {
        page_line("WRONG");
        page_print("the self-test cannot ");
        page_print(what);
        page_print(": error ");
        page_number(error);
        page_print("\n");
        page_check("it came to its end", seL4_False);
        page_end();
        for (;;) {
            seL4_Yield();
        }
    }
}
