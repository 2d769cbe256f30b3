/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's general registers: the kernel has them while the guest stands still.
 */
#pragma once

#include <stdbool.h>

#include "platform.h"

/* The one virtual CPU of vmm.system. */
enum { GUEST_VCPU = 0 };

/* Gets all of them; sets those that `registers` has, and leaves the others as they were when they
   were loaded last: SP_EL0, TPIDR_EL0 and TPIDRRO_EL0.  False, and a line on the console, if the
   kernel refuses. */
bool registers_load(struct guest_registers *registers);
bool registers_store(const struct guest_registers *registers);

/* From now on the others are zero. */
void registers_reset(void);

/* When the guest's timer is due, by the physical counter.  False if it has switched that off. */
bool vcpu_deadline(uint64_t *deadline);
