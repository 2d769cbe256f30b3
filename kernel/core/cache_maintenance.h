/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cache maintenance that users ask for (ABI.md 9.4).
 */
#pragma once

#include "arch.h"
#include "err.h"

/*
 * Cache maintenance on `size` bytes from `start` of the page that `pte` maps; on
 * all there is in the caches if that is not RAM.  Preemptible.  Errors:
 * IllegalOperation (data could be lost through a mapping that may not write them).
 */
MUST_USE struct err cache_maintain(enum cache_op op, pte_t pte, paddr_t start, word_t size);
