/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The code that is injected into the VMM, in parts: payload_entry.S is where it begins, payload.c
 * goes for memory and capabilities, and payload_others.c for what others would have to do for it.
 */
#pragma once

#include <microkit.h>

#include "../radius.h"

static inline volatile struct findings *found(void)
{
    return (volatile struct findings *)FINDINGS;
}

/* ---- payload_entry.S ---- */

/* The type of the capability in a slot; 0 if it is empty. */
seL4_Word cap_type(seL4_Word slot);

/* ---- payload_others.c: a step each ---- */

/* Asks the disk's driver for what is not on the disk (DISK_TRIES), and notes what it answered. */
void ask_disk(void);

/* Tells the VMM's parent of a fault that never was. */
void forge(void);

/* Speaks in the guest's name. */
void lie(void);
