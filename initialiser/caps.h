/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Handing out capabilities.
 */
#pragma once

#include <sel4/sel4.h>

#include "spec_check.h"

/* A slot of a CNode that the initial task has a capability to. */
struct cap_slot {
    seL4_CPtr cnode;
    seL4_Word bits; /* log2 of its slots */
    seL4_Word index;
};

/*
 * Puts a copy of the root CNode's capability `source` into the slot, with the
 * rights (seL4_Rights bits) and the badge (0: none).  `name` is for the error
 * message; stops the thread on failure.
 */
void cap_give(struct cap_slot slot, seL4_CPtr source, seL4_Word rights, seL4_Word badge,
              const char *name);

/* Copies a capability of the root CNode within it, as above; returns the new one. */
seL4_CPtr cap_copy(seL4_CPtr source, seL4_Word rights, seL4_Word badge, const char *name);

/* Makes interrupt handlers, fills the CNodes of the system, and connects interrupts to
   notifications. */
void caps_grant(const struct spec *spec);
