/* SPDX-License-Identifier: BSD-2-Clause */
/* What the processes of the experiment have in common, and how it ends if it cannot be made. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "host.h"

struct notes *notes;

static const char *whose = "host_user";

void must(bool holds, const char *what)
{
    if (!holds) {
        printf("MISSING %s:host %s: %s\nHOST DONE\n", whose, what, strerror(errno));
        exit(1);
    }
}

void notes_make(const char *column)
{
    whose = column;
    notes = mmap(NULL, sizeof(*notes), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(notes != MAP_FAILED, "mmap");
}
