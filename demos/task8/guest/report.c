/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the parts of the guest's first program report.
 */
#include <stdio.h>

#include "guest_program.h"

int link_line = -1;

void report(const char *name, unsigned got, unsigned of)
{
    dprintf(link_line, "reach %s %u %u\n", name, got, of);
}
