/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory as the proofs have it: a harness's own objects.  phys_ptr() is a choice among
 * them, so that the checker follows pointers to typed objects and not into an array of bytes.
 */
#pragma once

#include "types.h"

void __CPROVER_assert(_Bool condition, const char *what);

/* The harness says where its objects are. */
void *object_at(paddr_t address);

static inline void *phys_ptr(paddr_t address)
{
    return object_at(address);
}

paddr_t phys_addr_of(const void *pointer);

/* So that the checker follows the pointer, and not a number; of NULL there is no other offset. */
static inline void *pointer_offset(void *pointer, word_t bytes)
{
    if (pointer == NULL) {
        __CPROVER_assert(bytes == 0, "property: from NULL there is no offset but 0");
        return NULL;
    }
    return (unsigned char *)pointer + bytes;
}
