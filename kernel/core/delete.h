/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deleting and revoking, with all that dies with a last capability.
 */
#pragma once

#include "err.h"

/* Delete the capability in `slot` (which may be empty).  Preemptible. */
MUST_USE struct err delete_slot(struct cte *slot);

/* Delete all descendants of `slot`.  Preemptible. */
MUST_USE struct err delete_descendants(struct cte *slot);

/* Delete a capability, if there is one, whose deletion is one step. */
void delete_simple(struct cte *slot);

/* Does deleting `slot` take more than one step?  It holds a zombie, or the last
   capability to what has slots, or to what threads wait on. */
bool delete_is_long(const struct cte *slot);
