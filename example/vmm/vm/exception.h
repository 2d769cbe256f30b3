/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions that the guest takes: what it did has no effect on this machine, and it is
 * told as hardware would tell it, so that its own kernel can stop the program that did
 * it.
 *
 * Source: Arm Architecture Reference Manual, Arm DDI 0487, D1.10 (entry), D13.2.37 (ESR).
 */
#pragma once

#include <stdint.h>

#include "platform.h"

/* How long the instruction is that `esr` tells of, in bytes: AArch32 has some of two (IL). */
static inline uint64_t instruction_bytes(uint64_t esr)
{
    return (esr >> 25 & 1) != 0 ? 4 : 2;
}

/* The instruction at the pc is undefined. */
void exception_undefined(struct guest_registers *registers);

/* The instruction at the pc is a breakpoint (`brk`, or AArch32's `bkpt`), of which `esr` is the
   syndrome. */
void exception_breakpoint(struct guest_registers *registers, uint64_t esr);

/* The access at the pc, of which `esr` is the syndrome, ended in an external abort: there is no
   memory and no device. */
void exception_abort(struct guest_registers *registers, uint64_t esr);
