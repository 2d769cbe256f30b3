/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compiles the initial task's spec check into the tool's tests.
 */
#include "initial_task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../initialiser/spec_check.c"

bool initial_task_accepts(const void *spec, size_t size, char *why, size_t why_size)
{
    void *copy = aligned_alloc(PAGE_SIZE, size);
    struct spec view;
    struct spec_error error = {0};

    if (copy == NULL) {
        abort();
    }
    memcpy(copy, spec, size);
    bool accepted = spec_open(copy, size, &view, &error);
    if (!accepted) {
        (void)snprintf(why, why_size, "%s[%u].%s is 0x%llx, expected %s", error.table, error.index,
                       error.field, (unsigned long long)error.found, error.expected);
    }
    free(copy);
    return accepted;
}
