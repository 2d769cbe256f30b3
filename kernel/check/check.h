/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's invariants as one executable function.
 */
#pragma once

#include "board.h"
#include "object.h"

/*
 * Check every invariant reachable from the derivation list and the scheduler.
 * Returns NULL, or the words of the first one that does not hold.
 */
const char *check_invariants(void);

/*
 * Is all free memory of untypeds that lies in `part` zero, as whoever makes
 * objects of it relies on?  Apart from the other invariants, because it takes
 * as long as there is memory: tests look at all of it at their end, long ones
 * at one part after the other on their way.  `part`: both multiples of 8.
 */
const char *check_free_memory(struct phys_range part);
