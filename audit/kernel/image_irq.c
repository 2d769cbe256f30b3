/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's own irq.c, and where it keeps what only it sees. */
#include "../../kernel/core/irq.c"

#include "statics.h"

const struct kernel_variable irq_variables[2] = {
    {"irq.c", "irq_states", irq_states, sizeof(irq_states), NULL},
    {"irq.c", "irq_slots", irq_slots, sizeof(irq_slots), "cte"},
};
