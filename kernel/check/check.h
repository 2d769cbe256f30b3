/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's invariants as one executable function.
 */
#pragma once

#include "object.h"

/*
 * Check every invariant reachable from the derivation list and the scheduler.
 * Returns NULL, or the words of the first one that does not hold.
 */
const char *check_invariants(void);
