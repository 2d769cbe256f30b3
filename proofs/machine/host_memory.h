/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory as the proofs have it: a harness's own objects.  phys_ptr() is a choice among
 * them, so that the checker follows pointers to typed objects and not into an array of bytes.
 */
#pragma once

#include "types.h"

/* The harness says where its objects are. */
void *object_at(paddr_t address);

static inline void *phys_ptr(paddr_t address)
{
    return object_at(address);
}

paddr_t phys_addr_of(const void *pointer);
