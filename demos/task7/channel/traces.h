/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * State as a channel: all that a component can do to the kernel's objects and to the processor's
 * registers by what it was given, and all that it can read of them.
 */
#pragma once

#include <microkit.h>
#include <stdint.h>

/* For a 1, tries every operation on every capability slot; and what `bit` is, writes to every
   register that it may. */
void traces_leave(seL4_Bool bit);

/* A number made of all answers of the kernel to the same questions, and of the registers. */
uint32_t traces_read(void);
