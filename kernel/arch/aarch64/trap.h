/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C's side of vectors.S.
 */
#pragma once

#include "types.h"

/*
 * Does FAR_ELx hold the address of this data abort?  Not if FnV (ESR_ELx bit 10)
 * is set, which means something for a synchronous external abort that was not a
 * table walk's (fault status 0x10), and for no other: FAR_ELx is then UNKNOWN,
 * which may be an address of another thread's.  Arm ARM, "ESR_EL1", "ESR_EL2", "ISS encoding
 * for an exception from a Data Abort".
 */
static inline bool trap_address_valid(word_t syndrome)
{
    enum { STATUS_MASK = 0x3f, STATUS_EXTERNAL = 0x10, FAR_NOT_VALID = 1 << 10 };

    return (syndrome & STATUS_MASK) != STATUS_EXTERNAL || (syndrome & FAR_NOT_VALID) == 0;
}

/* A thread's exception other than svc and interrupt: ESR_ELx.  Its registers
   are saved in the current TCB. */
void trap_user(word_t syndrome);

/*
 * An exception that must not happen, on the emergency stack: slot of the
 * vector table, ESR_ELx, ELR_ELx, FAR_ELx, and the interrupted SP and x30.
 * Reports it in debug builds and halts.
 */
NORETURN void trap_kernel(unsigned vector, word_t syndrome, word_t pc, word_t address,
                          word_t sp, word_t lr);
