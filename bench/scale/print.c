/* SPDX-License-Identifier: BSD-2-Clause */
/* The line of a measurement. */
#include "scale.h"

void scale_print(const char *operation, const char *of, seL4_Word size, seL4_Word ticks,
                 seL4_Word times)
{
    seL4_Word tenths = ticks * INSTRUCTIONS_PER_TICK * 10 / times;

    console_print("SCALE ");
    console_print(operation);
    console_print(" ");
    console_print(of);
    console_print(" ");
    console_number(size);
    console_print(" ");
    console_number(tenths / 10);
    console_print(".");
    console_number(tenths % 10);
    console_print("\n");
}
