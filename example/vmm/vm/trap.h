/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions of the guest's that arrive here instead of being executed: waiting,
 * calls of firmware, and system registers.
 *
 * Source: Arm Architecture Reference Manual, Arm DDI 0487, D13.2.37 (ESR_EL2).
 */
#pragma once

#include "platform.h"
#include "psci.h"

/* `esr` is the syndrome, the pc that of the instruction. */
enum next trap_handle(struct guest_registers *registers, uint64_t esr);

/* `hvc`, which the kernel took for a system call that it does not have; the pc is still that of the
   instruction. */
enum next trap_call(struct guest_registers *registers);
