/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deleting and revoking, with all that dies with a last capability.
 */
#pragma once

#include "err.h"

/* Boot: nothing is dying. */
void delete_boot(void);

/* Delete the capability in `slot` (which may be empty).  Preemptible. */
MUST_USE struct err delete_slot(struct cte *slot);

/* Delete all descendants of `slot`.  Preemptible. */
MUST_USE struct err delete_descendants(struct cte *slot);

/*
 * Delete a capability whose deletion is known to be short: it is not the last
 * one to a CNode or TCB.  For the kernel's own copies (fault handlers,
 * interrupt notifications).
 */
void delete_simple(struct cte *slot);

/* Pieces of work between two looks for an interrupt; tests set it to 1. */
extern unsigned preemption_work_units;

/*
 * Long operations call this every bounded piece of work: true when an
 * interrupt is pending and the operation must stop (ERR_PREEMPTED).
 */
bool preemption_point(void);
