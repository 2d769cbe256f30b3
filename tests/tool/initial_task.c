/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asks the initial task's spec check, which the tool has, too.
 */
#include "initial_task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../initialiser/spec/spec_check.h"

bool initial_task_accepts(const void *spec, size_t size, char *why, size_t why_size)
{
    void *copy = aligned_alloc(4096, size);
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
