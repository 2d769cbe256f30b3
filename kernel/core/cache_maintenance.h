/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cache maintenance that users ask for (ABI.md 9.4).
 */
#pragma once

#include "arch.h"
#include "err.h"

/*
 * Cache maintenance on `size` bytes from `start` of the page that `*entry` maps (NULL: it is mapped
 * no more, which CACHE_BY_USER_MAPPING excludes); preemptible.
 *
 * With CACHE_BY_USER_MAPPING: on all there is in the caches if that is not RAM.  Errors:
 * IllegalOperation (data could be lost through a mapping that may not write them).  Without: data
 * that could be lost are written back.  Errors: IllegalOperation (not RAM).
 */
MUST_USE struct err cache_maintain(enum cache_op op, const pte_t *entry, paddr_t start,
                                   word_t size);
