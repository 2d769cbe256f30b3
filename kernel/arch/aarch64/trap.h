/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C's side of vectors.S.
 */
#pragma once

#include "types.h"

/* A thread's exception other than svc and interrupt: ESR_EL1.  Its registers
   are saved in the current TCB. */
void trap_user(word_t syndrome);

/*
 * An exception that must not happen, on the emergency stack: slot of the
 * vector table, ESR_EL1, ELR_EL1, FAR_EL1, and the interrupted SP and x30.
 * Reports it in debug builds and halts.
 */
NORETURN void trap_kernel(unsigned vector, word_t syndrome, word_t pc, word_t address,
                          word_t sp, word_t lr);
