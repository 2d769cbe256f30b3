/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's own domain.c, and where it keeps what only it sees. */
#include "../../kernel/core/domain.c"

#include "statics.h"

const struct kernel_variable domain_variables[5] = {
    {"domain.c", "schedule", schedule, sizeof(schedule), NULL},
    {"domain.c", "start", &start, sizeof(start), NULL},
    {"domain.c", "next", &next, sizeof(next), NULL},
    {"domain.c", "running", &running, sizeof(running), NULL},
    {"domain.c", "deadline", &deadline, sizeof(deadline), NULL},
};
