/* SPDX-License-Identifier: BSD-2-Clause */
/* The configurations of the system under attack. */
#include "configuration.h"

#include <stddef.h>
#include <string.h>

static const struct configuration configurations[] = {
    { "process", true, false, UID_APP },
    { "processes", false, false, UID_APP },
    { "users", false, true, 0 },
    { "root", false, false, UID_ROOT },
};

const struct configuration *configuration_find(const char *name)
{
    size_t length = strcspn(name, "_");

    for (size_t i = 0; i < sizeof(configurations) / sizeof(configurations[0]); i++) {
        if (strlen(configurations[i].name) == length &&
            strncmp(configurations[i].name, name, length) == 0) {
            return &configurations[i];
        }
    }
    return NULL;
}
