/* SPDX-License-Identifier: BSD-2-Clause */
/* What of the stopped machine is not in its memory, and what machine.c answers with. */
#pragma once

#include "arch.h"
#include "stopped.h"

struct machine_state {
    struct image_devices devices;
    const struct tcb *fpu_owner;
};

extern struct machine_state machine_state;

/* What would change something stops the auditor, which calls none of it. */
#define NOT_CALLED(result, name, ...)                                                  \
    result name(__VA_ARGS__)                                                           \
    {                                                                                  \
        arch_halt();                                                                   \
    }
