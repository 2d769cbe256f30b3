/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel at EL1 has that one at EL2 has not: nothing to read, and instructions that nobody
 * executes here.
 */
#include "machine_state.h"
#include "statics.h"

const struct level_variables level_variables = {NULL, 0};

NOT_CALLED(void, tlbi_vae1, word_t operand __attribute__((unused)))
NOT_CALLED(void, tlbi_aside1, word_t operand __attribute__((unused)))
NOT_CALLED(void, sysreg_set_ttbr0_el1, word_t value __attribute__((unused)))
